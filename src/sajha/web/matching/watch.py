"""The watch over searches: how much was asked by whom, what was held and turned away. Counts, no case and no value."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.matching.queries.usage import DEEDS, PersonUse
from sajha.matching.queries.usage import watch as watched
from sajha.terms.reasons import reason_text
from sajha.web.policy import SignedInRequest, page


@page("match:watch")
def watch(request: SignedInRequest) -> HttpResponse:
    """The last 30 days, and the use of today's budgets."""
    found = watched(request.actor, now())
    context = {
        "found": found,
        "people": [_person(one, found.user_a_day) for one in found.people],
        "because": [(reason_text(because), times) for because, times in found.because],
        "may_set": may(request.actor, "match:set").allowed,
        "may_decide": may(request.actor, "match:second").allowed,
    }
    return render(request, "matching/watch.html", context)


def _person(one: PersonUse, budget: int) -> dict[str, Any]:
    times = {name.removeprefix("search."): one.times.get(name, 0) for name in DEEDS}
    times["asked"] += times.pop("by_itself")
    return {"name": one.name, "today": one.today, "over": one.today > budget, **times}
