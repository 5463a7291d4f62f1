"""What the first page shows of cases."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.cases.actions import list_cases
from sajha.cases.queries import vaults_of
from sajha.cases.values import CaseLine, Wanted
from sajha.terms.formats import relative_text
from sajha.terms.places import place_label
from sajha.web.home.sections import Row, Section

_SHOWN = 10


def mine(by: Actor, at: datetime) -> Section | None:
    """The actor's own open cases, vault by vault, newest first."""
    if not may(by, "case:read").allowed:
        return None
    pages = [list_cases(wanted=Wanted(vault=vault), by=by, at=at, size=_SHOWN) for vault in vaults_of(by)]
    rows = tuple(_row(line, at) for page in pages for line in page.lines)[:_SHOWN]
    return Section(_("Your open cases"), rows, reverse("cases"), _("You have no open case."))


def _row(line: CaseLine, at: datetime) -> Row:
    where = place_label(line.identified_in) if line.identified_in else ""
    opened = relative_text(line.opened_at, at)
    return Row(
        address=reverse("case", args=[line.id]),
        words=f"{line.number} {line.people}".strip(),
        line=f"{where} · {opened}" if where else opened,
    )
