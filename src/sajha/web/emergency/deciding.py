"""Confirm, decline, end and review an emergency: each asked once more on a page of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sajha.basics.clock import now
from sajha.basics.decision import require
from sajha.cases.emergency import actions
from sajha.cases.emergency.queries import find, sheet_of, value_of
from sajha.cases.emergency.rules import may_do
from sajha.cases.emergency.values import Step, Verdict
from sajha.web.cases.asked import asked, done
from sajha.web.emergency.forms import ReviewForm
from sajha.web.emergency.shown import sheet_shown
from sajha.web.policy import SignedInRequest, page

Words = str | Promise


def _sure(
    request: SignedInRequest,
    emergency: str,
    step: Step,
    act: Callable[..., None],
    heading: Words,
    lead: Words,
    after: Words,
) -> HttpResponse:
    """Ask once more, showing what is needed to decide, then do it."""
    at = now()
    if request.method == "POST":
        act(emergency_id=emergency, by=request.actor, at=at)
        messages.success(request, str(after))
        return redirect(
            "emergencies" if step == Step.DECLINE else "emergency", *([] if step == Step.DECLINE else [emergency])
        )
    context = _context(request, emergency, step)
    return render(
        request, "emergency/sure.html", {**context, "heading": heading, "lead": lead, "warn": step != Step.END}
    )


def _context(request: SignedInRequest, emergency: str, step: Step) -> dict[str, Any]:
    at = now()
    row = find(request.actor, emergency, at)
    require(may_do(value_of(row), step, request.actor.id, at))
    return sheet_shown(request.actor, sheet_of(request.actor, row, at), at)


@page("emergency:confirm", "GET", "POST")
def confirm(request: SignedInRequest, emergency: str) -> HttpResponse:
    """Be the second person."""
    return _sure(
        request,
        emergency,
        Step.CONFIRM,
        actions.confirm,
        gettext_lazy("Confirm emergency access"),
        gettext_lazy(
            "The case opens at once to the one who asked, for reading. Everybody who must know is told, and a third person reviews what you both did."
        ),
        gettext_lazy("Confirmed. Everybody who must know was told."),
    )


@page("emergency:confirm", "GET", "POST")
def decline(request: SignedInRequest, emergency: str) -> HttpResponse:
    """Say no."""
    return _sure(
        request,
        emergency,
        Step.DECLINE,
        actions.decline,
        gettext_lazy("Decline emergency access"),
        gettext_lazy(
            "The case stays closed. The one who asked is not told that somebody declined, but that nobody confirmed."
        ),
        gettext_lazy("Declined. The case stays closed."),
    )


@page("emergency:see", "GET", "POST")
def end(request: SignedInRequest, emergency: str) -> HttpResponse:
    """Close the case again before its time."""
    return _sure(
        request,
        emergency,
        Step.END,
        actions.end,
        gettext_lazy("End emergency access"),
        gettext_lazy("The case closes at once."),
        gettext_lazy("Ended. The case is closed again."),
    )


@page("emergency:review", "GET", "POST")
def review(request: SignedInRequest, emergency: str) -> HttpResponse:
    """Judge afterwards, as a third person."""
    form = asked(request, ReviewForm)

    def act() -> None:
        typed = form.cleaned_data
        actions.review(
            emergency_id=emergency,
            verdict=Verdict(typed["verdict"]),
            words=typed["reason"],
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("Saved."))
        return redirect("emergency", emergency)
    context = _context(request, emergency, Step.REVIEW)
    return render(request, "emergency/review.html", {**context, "form": form})
