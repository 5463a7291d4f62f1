"""Emergency access: the list, asking, and the page of one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.cases.emergency import actions
from sajha.cases.emergency.queries import emergencies
from sajha.web.cases.asked import asked, done
from sajha.web.emergency.forms import AskForm
from sajha.web.emergency.shown import lines_shown, sheet_shown
from sajha.web.policy import SignedInRequest, page


@page("emergency:see")
def index(request: SignedInRequest) -> HttpResponse:
    """Those that concern the reader, newest first."""
    at = now()
    lines = lines_shown(request.actor, emergencies(request.actor, at), at)
    context = {"lines": lines, "may_ask": may(request.actor, "emergency:ask").allowed}
    return render(request, "emergency/list.html", context)


@page("emergency:ask", "GET", "POST")
def ask(request: SignedInRequest) -> HttpResponse:
    """Ask for a case that is closed to oneself."""
    form = asked(request, AskForm)
    made: list[str] = []

    def act() -> None:
        typed = form.cleaned_data
        row = actions.ask(
            number=typed["number"],
            danger=typed["danger"],
            reason=typed["reason"],
            hours=typed["hours"],
            by=request.actor,
            at=now(),
        )
        made.append(row.id)

    if done(form, act):
        messages.success(request, _("Asked. It opens when a second person confirms it."))
        return redirect("emergency", made[0])
    return render(request, "emergency/ask.html", {"form": form})


@page("emergency:see")
def show(request: SignedInRequest, emergency: str) -> HttpResponse:
    """One emergency: who asked, why, who confirmed, until when, what may be done."""
    at = now()
    sheet = actions.read(emergency_id=emergency, by=request.actor, at=at)
    return render(request, "emergency/emergency.html", sheet_shown(request.actor, sheet, at))
