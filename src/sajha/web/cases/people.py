"""Add a person to a case, describe the person, write what tells who it is."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases import actions
from sajha.cases.values import CaseSheet, PartySheet, Role
from sajha.web.cases.asked import asked, done
from sajha.web.cases.case import sheet_for
from sajha.web.cases.forms import ChangePersonForm, IdentityForm, NewPersonForm, person_typed
from sajha.web.policy import SignedInRequest, page


def person_of(sheet: CaseSheet, party: str) -> PartySheet:
    """The person of this id in the case.

    Raises:
        Refused: ``not_found``.
    """
    for one in sheet.parties:
        if one.id == party:
            return one
    raise Refused(no("not_found"))


@page("case:write", "GET", "POST")
def add(request: SignedInRequest, case: str) -> HttpResponse:
    """One more person."""
    sheet = sheet_for(request, case)
    form = asked(request, NewPersonForm)

    def act() -> None:
        actions.add_party(
            case_id=case,
            role=Role(form.cleaned_data["role"]),
            facts=form.person(),
            identity=form.identity(),
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The person was added."))
        return redirect("case", case)
    return render(request, "cases/edit.html", {"form": form, "sheet": sheet, "heading": _("Add a person")})


@page("case:write", "GET", "POST")
def change(request: SignedInRequest, case: str, party: str) -> HttpResponse:
    """Describe a person anew."""
    sheet = sheet_for(request, case)
    person = person_of(sheet, party)
    form = asked(request, ChangePersonForm, person_typed(person))

    def act() -> None:
        actions.change_party(
            case_id=case,
            party_id=party,
            facts=form.person(),
            revision=form.cleaned_data["revision"],
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The change was saved."))
        return redirect("case", case)
    heading = _("Describe %(pseudonym)s") % {"pseudonym": person.name}
    return render(request, "cases/edit.html", {"form": form, "sheet": sheet, "heading": heading})


@page("case:write", "GET", "POST")
def identity(request: SignedInRequest, case: str, party: str) -> HttpResponse:
    """Write identity fields without showing what is recorded."""
    sheet = sheet_for(request, case)
    person = person_of(sheet, party)
    form = asked(request, IdentityForm, {"revision": person.revision}, sealed=person.sealed)

    def act() -> None:
        actions.write_identity(
            case_id=case,
            party_id=party,
            identity=form.identity(),
            revision=form.cleaned_data["revision"],
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The identity was sealed."))
        return redirect("case", case)
    heading = _("Identity of %(pseudonym)s") % {"pseudonym": person.name}
    words = _("What you write here is sealed. It is shown only for a reason, and each look is recorded.")
    return render(request, "cases/edit.html", {"form": form, "sheet": sheet, "heading": heading, "lead": words})
