"""What is overdue, for those who oversee. No name, no question, no case: who asked whom for what kind of help, since when."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.disclosure.actions import mark_seen, remind_them
from sajha.liaison.queries import notices, overdue_here
from sajha.liaison.values import Notice
from sajha.terms.formats import due_text
from sajha.terms.labels.requests import CODES, KINDS, STATES, URGENCIES, word
from sajha.web.policy import SignedInRequest, page
from sajha.web.requests.lines import line


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in words; ``turn`` is the organisation that must act."""

    id: str
    kind: str
    urgency: str
    asker: str
    recipient: str
    state: str
    turn: str
    due: str
    rung: str
    raised_at: datetime
    seen_at: datetime | None
    seen_by: str
    reminded_at: datetime | None


@page("request:oversee")
def overdue(request: SignedInRequest) -> HttpResponse:
    """What climbed to us from others, and what is past due in our own organisation."""
    by, at = request.actor, now()
    context = {
        "notices": [_line(notice, at) for notice in notices(by)],
        "lines": [line(row, by, at) for row in overdue_here(by, at)],
    }
    return render(request, "oversight/overdue.html", context)


def _line(notice: Notice, at: datetime) -> NoticeLine:
    return NoticeLine(
        id=notice.id,
        kind=word(KINDS, notice.kind),
        urgency=word(URGENCIES, notice.urgency),
        asker=notice.asker_name,
        recipient=notice.recipient_name,
        state=word(STATES, notice.state),
        turn=notice.asker_name if notice.turn == "asker" else notice.recipient_name,
        due=due_text(notice.due_at, at),
        rung=word(CODES, notice.rung),
        raised_at=notice.raised_at,
        seen_at=notice.seen_at,
        seen_by=notice.seen_by,
        reminded_at=notice.reminded_at,
    )


@page("request:oversee", "POST")
def seen(request: SignedInRequest, notice: str) -> HttpResponse:
    """Tell the asker that it was seen."""
    mark_seen(notice=notice, by=request.actor, at=now())
    messages.success(request, _("Marked as seen. The asker will know."))
    return redirect("overdue")


@page("request:oversee", "POST")
def remind(request: SignedInRequest, notice: str) -> HttpResponse:
    """Remind those whose turn it is."""
    remind_them(notice=notice, by=request.actor, at=now())
    messages.success(request, _("The reminder is on its way. Both sides will see it."))
    return redirect("overdue")
