"""What the first page shows of requests."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.liaison import queries
from sajha.liaison.values import Notice, State, ThreadRow
from sajha.terms.labels.requests import KINDS, STATES, word
from sajha.web.home.sections import Row, Section
from sajha.web.requests.lines import line


def answering(by: Actor, at: datetime) -> Section | None:
    """What our side must act on, overdue first."""
    if not may(by, "request:read").allowed:
        return None
    rows = tuple(_row(row, by, at) for row in queries.needing(by))
    return Section(
        _("Requests that need an answer from you"), rows, reverse("requests"), _("No request waits for you.")
    )


def news(by: Actor, at: datetime) -> Section | None:
    """Our own requests in which the other side did something last."""
    if not may(by, "request:send").allowed:
        return None
    rows = tuple(_row(row, by, at) for row in queries.newly_arrived(by) if not row.our_turn)
    return Section(_("Answers to your requests"), rows, reverse("requests-sent"), _("No answer came in."))


def overdue(by: Actor, at: datetime) -> Section | None:
    """For those who oversee: threads that climbed to us, and our own that are past due."""
    if not may(by, "request:oversee").allowed:
        return None
    climbed = queries.notices(by, size=10)
    rows = [_notice_row(notice) for notice in climbed]
    rows += [_row(row, by, at) for row in queries.overdue_here(by, at, size=10 - len(rows))] if len(rows) < 10 else []
    return Section(_("Overdue"), tuple(rows), reverse("overdue"), _("Nothing is overdue."))


def about_case(by: Actor, case: str, at: datetime) -> Section | None:
    """Requests to others about one case, newest first. The case's page has checked that it is open to the reader."""
    if not may(by, "request:read").allowed:
        return None
    found = queries.of_case(by, case)
    rows = tuple(_row(row, by, at) for row in found)
    if any(row.state != State.DRAFT for row in found) and may(by, "request:answer").allowed:
        rows += (Row(address=reverse("case-court", args=[case]), words=_("Pack for the court")),)
    return Section(_("Requests to others"), rows, reverse("requests-sent"), _("Nobody was asked about this case yet."))


def _row(row: ThreadRow, by: Actor, at: datetime) -> Row:
    shown = line(row, by, at)
    words = _("%(kind)s: %(other)s") % {"kind": shown.kind, "other": shown.other}
    tone = "bad" if shown.overdue else shown.tone
    return Row(address=shown.address, words=words, line=shown.place, due=row.due_at, state=shown.state, tone=tone)


def _notice_row(notice: Notice) -> Row:
    words = _("%(kind)s: %(asker)s asked %(recipient)s") % {
        "kind": word(KINDS, notice.kind),
        "asker": notice.asker_name,
        "recipient": notice.recipient_name,
    }
    return Row(address=reverse("overdue"), words=words, due=notice.due_at, state=word(STATES, notice.state), tone="bad")
