"""Say what was done, how and to what end."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.cases import actions
from sajha.web.cases.asked import asked, done
from sajha.web.cases.case import sheet_for
from sajha.web.cases.forms import ProcessForm, process_typed
from sajha.web.cases.people import person_of
from sajha.web.policy import SignedInRequest, page


@page("case:write", "GET", "POST")
def change(request: SignedInRequest, case: str, party: str = "") -> HttpResponse:
    """Tick what is known, of the whole case or of one person."""
    sheet = sheet_for(request, case)
    person = person_of(sheet, party) if party else None
    form = asked(request, ProcessForm, process_typed(sheet, party))

    def act() -> None:
        actions.change_process(
            case_id=case,
            party_id=party,
            chosen=form.chosen(),
            revision=form.cleaned_data["revision"],
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The change was saved."))
        return redirect("case", case)
    context = {"form": form, "sheet": sheet, "person": person}
    return render(request, "cases/process.html", context)
