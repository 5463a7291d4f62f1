"""The case that an emergency opens: to read, nothing to change. Each look is recorded as any look at the case is."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.cases.emergency import actions
from sajha.cases.emergency.queries import opened_case
from sajha.cases.queries.single import sheet_of
from sajha.cases.values import CaseSheet
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.web.cases import shown
from sajha.web.cases.asked import asked, done
from sajha.web.cases.forms import RevealForm
from sajha.web.cases.people import person_of
from sajha.web.cases.reveal import HIDDEN_AFTER
from sajha.web.policy import SignedInRequest, page


@page("emergency:ask")
def case(request: SignedInRequest, emergency: str) -> HttpResponse:
    """Everything of it that is not sealed."""
    sheet = actions.look(emergency_id=emergency, by=request.actor, at=now())
    context = {
        "emergency": emergency,
        "sheet": sheet,
        "people": [shown.person_shown(party) for party in sheet.parties],
        "said": shown.said(sheet),
        "way": shown.way(sheet),
    }
    return _kept_nowhere(request, "emergency/case.html", context)


@page("emergency:ask", "GET", "POST")
def notes(request: SignedInRequest, emergency: str) -> HttpResponse:
    """The notes of the case: opened by a button, for it is recorded."""
    back = reverse("emergency_case", args=[emergency])
    if request.method != "POST":
        sheet = actions.look(emergency_id=emergency, by=request.actor, at=now())
        return render(request, "emergency/open.html", {"sheet": sheet, "heading": _("Notes"), "back": back})
    words = actions.read_notes(emergency_id=emergency, by=request.actor, at=now())
    return _kept_nowhere(request, "emergency/notes.html", {"words": words, "back": back, "heading": _("Notes")}, back)


@page("emergency:ask", "GET", "POST")
def reveal(request: SignedInRequest, emergency: str, party: str) -> HttpResponse:
    """Ask for a reason; answer a right one with the values."""
    back = reverse("emergency_case", args=[emergency])
    person = person_of(_sheet(request, emergency), party)
    form = asked(request, RevealForm, sealed=person.sealed)
    values: dict[str, str] = {}

    def act() -> None:
        typed = form.cleaned_data
        found = actions.reveal(
            emergency_id=emergency,
            party_id=party,
            fields=typed["fields_asked"],
            reason=typed["reason"],
            by=request.actor,
            at=now(),
        )
        values.update(found)

    context = {"person": person, "form": form, "back": back}
    if not done(form, act):
        return render(request, "emergency/reveal.html", context)
    rows = [(FIELD_LABELS[f"party.{name}"], shown.day_text(text)) for name, text in values.items()]
    return _kept_nowhere(request, "emergency/revealed.html", {**context, "form": None, "rows": rows}, back)


def _sheet(request: SignedInRequest, emergency: str) -> CaseSheet:
    """The case, which is recorded; on the way of a form that is sent, it was recorded before."""
    if request.method == "POST":
        return sheet_of(opened_case(request.actor, emergency, now()))
    return actions.look(emergency_id=emergency, by=request.actor, at=now())


def _kept_nowhere(request: SignedInRequest, template: str, context: dict[str, Any], leave: str = "") -> HttpResponse:
    """A page that no cache keeps; one with opened words leaves after two minutes."""
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    if leave:
        response["Refresh"] = f"{HIDDEN_AFTER}; url={leave}"
    return response
