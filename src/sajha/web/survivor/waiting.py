"""What the first page shows of people who read their own record: what they asked for."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.survivor.queries import open_wishes
from sajha.terms.formats import relative_text
from sajha.terms.labels.survivor import WISH_LABELS
from sajha.web.home.sections import Row, Section

_SHOWN = 10


def wishes(by: Actor, at: datetime) -> Section | None:
    """People of the actor's cases who want to talk, the longest waiting first; nothing when nobody does."""
    if not may(by, "survivor:show").allowed:
        return None
    rows = tuple(
        Row(
            address=reverse("wishes"),
            words=f"{one.case_number} {one.person}",
            line=relative_text(one.at, at),
            state=WISH_LABELS[one.wish],
            tone="warn",
        )
        for one in open_wishes(by, size=_SHOWN)
    )
    return Section(_("People who want to talk with you"), rows, reverse("wishes"), _("Nobody asked for a talk."))
