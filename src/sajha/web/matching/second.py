"""Searches that wait for a second person: the list, and the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.queries import names_of
from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cases.queries import numbers_of
from sajha.matching.actions import second
from sajha.matching.queries.waiting import HeldLine, held, held_sheet
from sajha.terms.labels.elsewhere import GROUNDS, PURPOSES
from sajha.terms.labels.requests import word
from sajha.web.cases.asked import asked, done
from sajha.web.matching.shown import sorts_text
from sajha.web.matching.watch_forms import ReasonForm
from sajha.web.policy import SignedInRequest, page

AGREE = "agree"


@page("match:second")
def waiting(request: SignedInRequest) -> HttpResponse:
    """What waits in cases that are open to the reader."""
    return render(request, "matching/held.html", {"lines": shown(request.actor, held(request.actor, now()))})


def shown(by: Actor, lines: list[HeldLine]) -> list[dict[str, Any]]:
    """Held searches in words; of what is asked about the sorts only."""
    numbers = numbers_of(by, [line.case for line in lines])
    askers = names_of(by, [line.by for line in lines]) if lines else {}
    return [
        {
            "line": line,
            "number": numbers.get(line.case, ""),
            "sorts": sorts_text(line.sorts),
            "who": askers.get(line.by, ""),
            "purpose": word(PURPOSES, line.purpose),
            "ground": word(GROUNDS, line.ground),
        }
        for line in lines
    ]


@page("match:second", "GET", "POST")
def decide(request: SignedInRequest, search: str) -> HttpResponse:
    """Let one go, or stop it; both with a reason."""
    sheet = held_sheet(request.actor, search)
    form, agreed = asked(request, ReasonForm), AGREE in request.POST

    def act() -> None:
        verb = second.agree if agreed else second.decline
        verb(search=search, reason=form.cleaned_data["reason"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("It was let go.") if agreed else _("It was stopped. Nothing was asked."))
        return redirect("match_waiting")
    context = {**shown(request.actor, [sheet.line])[0], "ground_reason": sheet.ground_reason, "form": form}
    return render(request, "matching/decide.html", context)
