"""Begin new keys for the blinded lists: after a machine was lost, or when somebody left in anger."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.matching.actions.epochs import begin_anew
from sajha.web.cases.asked import asked, done
from sajha.web.matching.watch_forms import ReasonForm
from sajha.web.policy import SignedInRequest, page


@page("match:set", "GET", "POST")
def renew(request: SignedInRequest) -> HttpResponse:
    """Say what follows, ask for the reason, begin."""
    form = asked(request, ReasonForm)

    def act() -> None:
        begin_anew(reason=form.cleaned_data["reason"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("New keys have begun. Every partner gets its list anew."))
        return redirect("match_settings")
    return render(request, "matching/renew.html", {"form": form})
