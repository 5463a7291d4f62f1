"""Keep a part of what came in on a legal ground, although it may be called back: asked by one, agreed by a second person."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sajha.accounts.queries import names_of
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.disclosure.actions import agree_to_keep, ask_to_keep, end_keeping
from sajha.disclosure.queries import keepings, package
from sajha.terms.labels.consent import GROUND_LABELS
from sajha.terms.reasons import reason_text
from sajha.web.consent.forms import end_of
from sajha.web.consent.shown import last_day
from sajha.web.policy import SignedInRequest, page, posted
from sajha.web.requests.forms import Choices
from sajha.web.requests.onward import people_in


class KeepForm(forms.Form):
    """Of whom, on which ground, under which section or order, why, until when."""

    subject = forms.ChoiceField(label=gettext_lazy("About whom?"))
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=lambda: list(GROUND_LABELS.items()))
    reference = forms.CharField(label=gettext_lazy("Section or order"), max_length=120)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    until = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["subject"].choices = people  # type: ignore[attr-defined]


@page("request:answer", "GET", "POST")
def keep(request: SignedInRequest, package_id: str) -> HttpResponse:
    """The grounds named so far, and a form for a new one."""
    view = package(request.actor, package_id)
    people = people_in(view)
    form = KeepForm(posted(request), people=people)
    if form.is_valid():
        given = {**form.cleaned_data, "until": end_of(form.cleaned_data["until"])}
        try:
            ask_to_keep(package=package_id, **given, by=request.actor, at=now())
        except Refused as refused:
            form.add_error(None, reason_text(refused.decision.because))
        else:
            messages.success(request, _("Written down. It holds once a second person agrees."))
            return redirect("keeping", package_id)
    found = keepings(request.actor, package_id, now())
    workers = names_of(request.actor, [who for one in found for who in (one.kept.asked_by, one.kept.agreed_by) if who])
    shown = [
        {
            "one": one,
            "ground": GROUND_LABELS.get(one.kept.ground, one.kept.ground),
            "until": last_day(one.kept.until),
            "asked_by": workers.get(one.kept.asked_by, ""),
            "agreed_by": workers.get(one.kept.agreed_by, ""),
            "may_agree": one.waits and one.kept.asked_by != request.actor.id,
            "may_end": one.kept.ended_at is None and (one.stands or one.waits),
        }
        for one in found
    ]
    return render(request, "requests/keeping.html", {"form": form if people else None, "view": view, "found": shown})


@page("request:answer", "POST")
def agree(request: SignedInRequest, package_id: str, keeping: str) -> HttpResponse:
    """The second person agrees."""
    package(request.actor, package_id)
    agree_to_keep(keeping=keeping, by=request.actor, at=now())
    messages.success(request, _("Agreed. It is kept until its day, also when it is called back."))
    return redirect("keeping", package_id)


@page("request:answer", "GET", "POST")
def end(request: SignedInRequest, package_id: str, keeping: str) -> HttpResponse:
    """End it before its day, after a second question: what was called back meanwhile is destroyed at once."""
    view = package(request.actor, package_id)
    if all(one.id != keeping for one in keepings(request.actor, package_id, now())):
        raise Refused(no("not_found"))
    if request.method != "POST":
        return render(request, "requests/keeping_end.html", {"view": view, "keeping": keeping})
    end_keeping(keeping=keeping, by=request.actor, at=now())
    messages.success(request, _("Ended."))
    return redirect("keeping", package_id)
