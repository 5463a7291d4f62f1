"""Pass on what came in: begin a request with a part of it, ask its source for leave, give leave."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.disclosure.actions import ask_leave, grant_leave
from sajha.disclosure.queries import PackageView, leave_of, package
from sajha.disclosure.rules import needs_leave
from sajha.disclosure.values import Onward
from sajha.liaison.actions import start_onward
from sajha.liaison.queries import members
from sajha.liaison.queries import thread as thread_of
from sajha.liaison.values import OFFERED
from sajha.terms.labels.requests import KINDS, URGENCY_HINTS, word
from sajha.terms.reasons import reason_text
from sajha.web.consent.forms import end_of
from sajha.web.policy import SignedInRequest, page, posted
from sajha.web.requests.forms import Choices, NewForm
from sajha.web.requests.shown import state_words


def people_in(view: PackageView) -> Choices:
    """The persons of whom something is still held: alias and pseudonym."""
    names = {field.subject: field.value for field in view.package.fields if field.name == "party.pseudonym"}
    return [(subject, names.get(subject, subject)) for subject in view.package.subjects if subject]


class LeaveForm(forms.Form):
    """About whom, to whom, for what, and why."""

    subjects = forms.MultipleChoiceField(label=gettext_lazy("About whom?"), widget=forms.CheckboxSelectMultiple)
    to = forms.ChoiceField(label=gettext_lazy("To whom shall it go?"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(
        label=gettext_lazy("For what?"), choices=lambda: [(kind.value, KINDS[kind]) for kind in OFFERED]
    )
    identity = forms.BooleanField(label=gettext_lazy("Also what tells who the person is"), required=False)
    urgency = forms.ChoiceField(
        label=gettext_lazy("Urgency"), choices=lambda: list(URGENCY_HINTS.items()), initial="urgent"
    )
    words = forms.CharField(
        label=gettext_lazy("Why it must go there"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, people: Choices, members: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["subjects"].choices = people  # type: ignore[attr-defined]
        self.fields["to"].choices = members  # type: ignore[attr-defined]
        if len(people) == 1:
            self.fields["subjects"].initial = [people[0][0]]


class GrantForm(forms.Form):
    """Until when."""

    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("It ends earlier when the consent or the basis ends."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@page("request:send", "GET", "POST")
def pass_on(request: SignedInRequest, package_id: str) -> HttpResponse:
    """Begin a request to somebody else with a part of what this package says."""
    view = package(request.actor, package_id)
    form = NewForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        row = start_onward(
            package=package_id,
            thread=view.thread,
            kind=given["kind"],
            urgency=given["urgency"],
            place=given["area"],
            by=request.actor,
            at=now(),
        )
        return redirect("request-draft", row.id)
    marks = view.package.marks
    context = {"form": form, "view": view, "leave": needs_leave(Onward(marks.tlp, frozenset(marks.handling)))}
    return render(request, "requests/pass_on.html", context)


@page("request:send", "GET", "POST")
def leave(request: SignedInRequest, package_id: str) -> HttpResponse:
    """Ask where it came from whether it may go on."""
    view = package(request.actor, package_id)
    others = [(node, name) for node, name in members() if node != view.other]
    form = LeaveForm(posted(request), people=people_in(view), members=others)
    if form.is_valid():
        given = form.cleaned_data
        try:
            thread = ask_leave(
                package=package_id,
                subjects=tuple(given["subjects"]),
                to=given["to"],
                purpose=given["purpose"],
                identity=given["identity"],
                urgency=given["urgency"],
                words=given["words"],
                by=request.actor,
                at=now(),
            )
        except Refused as refused:
            form.add_error(None, reason_text(refused.decision.because))
        else:
            messages.success(request, _("Asked. When they agree, you can pass it on from here."))
            return redirect("request", thread)
    return render(request, "requests/leave.html", {"form": form, "view": view})


@page("request:answer", "GET", "POST")
def grant(request: SignedInRequest, thread: str) -> HttpResponse:
    """Give leave; what the gate would not let go itself is refused with its reason."""
    view = thread_of(request.actor, thread)
    form = GrantForm(posted(request))
    if form.is_valid():
        try:
            grant_leave(thread=thread, until=end_of(form.cleaned_data["until"]), by=request.actor, at=now())  # type: ignore[arg-type]
        except Refused as refused:
            words = (refused.decision.because, *refused.decision.needs)
            form.add_error(None, " ".join(reason_text(one) for one in words))
        else:
            messages.success(request, _("Leave was given. You see on the person's page to whom it goes."))
            return redirect("request", thread)
    return render(
        request,
        "requests/grant.html",
        {"form": form, "view": view, **state_words(view), **leave_shown(request, thread)},
    )


def leave_shown(request: SignedInRequest, thread: str) -> dict[str, object]:
    """What leave is asked for, in words: about whom (by pseudonym, where the reader may see the package), to whom, for what."""
    found = leave_of(request.actor, thread)
    if found is None:
        return {}
    try:
        names = dict(people_in(package(request.actor, found.package)))
    except Refused:
        names = {}  # the request by which it went is somebody else's
    people = [names.get(subject, subject) for subject in found.subjects]
    return {"leave": found, "leave_people": people, "leave_purpose": word(KINDS, found.purpose)}
