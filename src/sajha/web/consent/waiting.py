"""What the first page shows of consent: legal grounds on which the reader's decision is asked for."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.consent.queries import awaiting
from sajha.terms.labels.consent import GROUND_LABELS
from sajha.web.home.sections import Row, Section

_SHOWN = 10


def decisions(by: Actor, at: datetime) -> Section | None:
    """Grounds that wait for the reader, those that end first on top."""
    if not may(by, "basis:vote").allowed:
        return None
    rows = tuple(
        Row(
            address=reverse("basis", args=[one.case_id, one.party_id, one.id]),
            words=f"{one.case_number} {one.person}",
            line=GROUND_LABELS[one.ground],
        )
        for one in awaiting(by, at, size=_SHOWN)
    )
    return Section(_("Legal grounds to decide on"), rows, reverse("bases"), _("No decision is asked of you."))
