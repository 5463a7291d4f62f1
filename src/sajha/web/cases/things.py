"""Things seen in the case: hidden on its page, added, changed and removed, and shown for a reason."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases import actions, queries
from sajha.cases.values import CaseSheet, ThingSheet
from sajha.terms.identifiers import IdentifierKind
from sajha.web.cases import shown
from sajha.web.cases.asked import asked, done
from sajha.web.cases.case import sheet_for
from sajha.web.cases.forms import NewThingForm, ShowThingsForm, ThingForm
from sajha.web.cases.people import person_of
from sajha.web.cases.reveal import HIDDEN_AFTER
from sajha.web.policy import SignedInRequest, page


def _thing_of(sheet: CaseSheet, thing: str) -> tuple[ThingSheet, shown.ThingShown]:
    """The thing of this id, and how it is told apart.

    Raises:
        Refused: ``not_found``.
    """
    told = {one.id: one for one in shown.things(sheet)}
    for one in sheet.things:
        if one.id == thing:
            return one, told[thing]
    raise Refused(no("not_found"))


@page("case:write", "GET", "POST")
def add(request: SignedInRequest, case: str) -> HttpResponse:
    """One more thing, of a person or of the case itself."""
    sheet = sheet_for(request, case)
    form = asked(request, NewThingForm, people=sheet.parties)

    def act() -> None:
        actions.add_identifier(
            case_id=case,
            kind=IdentifierKind(form.cleaned_data["kind"]),
            value=form.cleaned_data["value"],
            party_id=form.party(),
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("It was added, and is hidden."))
        return redirect("case", case)
    context = {"form": form, "sheet": sheet, "heading": _("Add a phone, a vehicle or an account")}
    return render(request, "cases/edit.html", context)


@page("case:write", "GET", "POST")
def change(request: SignedInRequest, case: str, thing: str) -> HttpResponse:
    """Write the number or address anew."""
    sheet = sheet_for(request, case)
    row, told = _thing_of(sheet, thing)
    form = asked(request, ThingForm, {"revision": row.revision})

    def act() -> None:
        typed = form.cleaned_data
        actions.change_identifier(
            case_id=case,
            identifier_id=thing,
            value=typed["value"],
            revision=typed["revision"],
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The change was saved."))
        return redirect("case", case)
    words = _("What is recorded stays hidden. Write all of it anew.")
    context = {"form": form, "sheet": sheet, "heading": _heading(told), "lead": words}
    return render(request, "cases/edit.html", context)


def _heading(told: shown.ThingShown) -> str:
    return f"{told.what}: {told.owner}" if told.owner else told.what


@page("case:write", "GET", "POST")
def remove(request: SignedInRequest, case: str, thing: str) -> HttpResponse:
    """Ask once, then remove a thing."""
    sheet = sheet_for(request, case)
    row, told = _thing_of(sheet, thing)
    if request.method == "POST":
        actions.remove_identifier(case_id=case, identifier_id=row.id, by=request.actor, at=now())
        messages.success(request, _("It was removed."))
        return redirect("case", case)
    return render(request, "cases/remove_thing.html", {"sheet": sheet, "row": told})


@page("case:reveal", "GET", "POST")
def show(request: SignedInRequest, case: str, party: str = "") -> HttpResponse:
    """Ask for a reason; answer a right one with the values of one owner, on a page that leaves after two minutes."""
    sheet = sheet_for(request, case)
    person = person_of(sheet, party) if party else None
    mine = [one for one in shown.things(sheet) if one.party == party]
    form = asked(request, ShowThingsForm, things=mine)
    values: dict[str, str] = {}

    def act() -> None:
        typed = form.cleaned_data
        found = actions.reveal_identifiers(
            case_id=case,
            party_id=party,
            identifiers=typed["fields_asked"],
            reason=typed["reason"],
            by=request.actor,
            at=now(),
        )
        values.update(found)

    is_shown = done(form, act)
    looks = [look for look in queries.who_looked(request.actor, case) if look.subject == (party or case)]
    context = {"sheet": sheet, "person": person, "form": form, "things": mine, "looks": shown.steps(looks, sheet)}
    if not is_shown:
        return render(request, "cases/show_things.html", context)
    rows = [(one.what, values[one.id]) for one in mine if one.id in values]
    response = render(request, "cases/things_shown.html", {**context, "form": None, "rows": rows})
    response["Refresh"] = f"{HIDDEN_AFTER}; url={reverse('case', args=[case])}"
    response["Cache-Control"] = "no-store"
    return response
