"""What the first page shows of what crossed into the reader's vaults of late."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.disclosure.queries import crossed_list
from sajha.terms.formats import relative_text
from sajha.terms.labels.requests import KINDS, word
from sajha.terms.labels.vaults import VAULTS
from sajha.web.home.sections import Row, Section

_SHOWN, LATE = 5, timedelta(days=7)


def arrived(by: Actor, at: datetime) -> Section | None:
    """The newest of the last seven days; nothing when there is none."""
    if not may(by, "case:read").allowed:
        return None
    lines = [line for line in crossed_list(by, size=_SHOWN) if line.at > at - LATE and not line.gone]
    if not lines:
        return None
    rows = tuple(
        Row(
            reverse("crossed_package", args=[line.id]),
            word(KINDS, line.kind),
            _("From the vault: %(vault)s") % {"vault": VAULTS[line.from_vault]} + f" · {relative_text(line.at, at)}",
        )
        for line in lines
    )
    return Section(_("Crossed into your vault"), rows, reverse("crossed"), "")
