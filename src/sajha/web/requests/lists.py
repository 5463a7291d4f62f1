"""Requests that came, those that we sent, and drafts."""

from django.http import HttpResponse
from django.shortcuts import render

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.liaison import queries
from sajha.liaison.values import Page, Side
from sajha.web.policy import SignedInRequest, page
from sajha.web.requests.lines import headings, line, rows_of


@page("request:read")
def inbox(request: SignedInRequest) -> HttpResponse:
    """Requests to us: open ones by due time, or with ``?closed=1`` those that ended."""
    return _show(request, Side.RECIPIENT)


@page("request:read")
def sent(request: SignedInRequest) -> HttpResponse:
    """Our own requests, the same way, and what is being written."""
    return _show(request, Side.ASKER)


def _show(request: SignedInRequest, side: Side) -> HttpResponse:
    by, at, after = request.actor, now(), request.GET.get("after", "")
    ended = bool(request.GET.get("closed"))
    found = _page(request, side, ended, after)
    own = side == Side.ASKER
    drafts = queries.drafts(by) if own and not ended and not after and may(by, "request:send").allowed else []
    columns = headings(own=own, closed=ended)
    context = {
        "headings": columns,
        "lines": rows_of((line(row, by, at) for row in found.rows), columns),
        "drafts": [line(row, by, at) for row in drafts],
        "following": found.following,
        "closed": ended,
        "own": own,
    }
    return render(request, "requests/list.html", context)


def _page(request: SignedInRequest, side: Side, ended: bool, after: str) -> Page:
    if ended:
        return queries.closed(request.actor, side, after=after)
    return (queries.sent if side == Side.ASKER else queries.inbox)(request.actor, after=after)
