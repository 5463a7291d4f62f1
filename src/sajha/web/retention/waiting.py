"""What the first page and the page of a case show of keeping."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.retention import queries
from sajha.terms.labels.retention import CLASS_LABELS, STATE_LABELS, STATE_TONES
from sajha.web.home.sections import Row, Section
from sajha.web.retention.shown import LineShown, line

_SHOWN = 10


def looks(by: Actor, at: datetime) -> Section | None:
    """For heads: erasures to confirm, then what is due for a look."""
    if not may(by, "retention:decide").allowed:
        return None
    asked = queries.to_confirm(by, size=_SHOWN)
    due = [row for row in queries.due_page(by, until=at, size=_SHOWN).lines if row not in asked]
    rows = tuple(_row(line(row, at)) for row in [*asked, *due][:_SHOWN])
    return Section(_("Records to look at"), rows, reverse("retention"), _("No record is due for a look."))


def _row(shown: LineShown, *, address: str = "retention_of") -> Row:
    return Row(
        address=reverse(address, args=[shown.subject]),
        words=shown.title,
        line=shown.name,
        due=shown.next_on,
        state=shown.state,
        tone=shown.tone,
    )


def unseen(by: Actor, at: datetime) -> Section | None:
    """For auditors: what nobody looked at in time."""
    if not may(by, "audit:read").allowed:
        return None
    lines = [line(row, at) for row in queries.climbed(by, size=_SHOWN)]
    rows = tuple(
        Row(reverse("retention"), shown.title, shown.name, shown.next_on, shown.state, shown.tone) for shown in lines
    )
    empty = _("Every record was looked at in time.")
    return Section(_("Records that nobody looked at in time"), rows, reverse("retention"), empty)


def about_case(by: Actor, case: str, at: datetime) -> Section | None:
    """How long this case is kept; its page has checked that it is open to the reader."""
    if not may(by, "retention:hold").allowed:
        return None
    stands = queries.brief(by, case)
    state = "held" if stands.holds else queries.state_of(stands)
    row = Row(
        address=reverse("retention_of", args=[case]),
        words=CLASS_LABELS[stands.retention_class.id],
        line=_("A legal hold stands") if stands.holds else "",
        due=stands.review_on,
        state=STATE_LABELS.get(state, ""),
        tone=STATE_TONES.get(state, ""),
    )
    return Section(_("How long this is kept"), (row,), "", "")
