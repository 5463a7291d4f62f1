"""Who is responsible for a case, and who may open it. For heads of units."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.queries import colleagues, names_of
from sajha.basics.clock import now
from sajha.cases import actions, queries
from sajha.web.cases.asked import asked, done
from sajha.web.cases.case import sheet_for
from sajha.web.cases.forms import WorkerForm
from sajha.web.policy import SignedInRequest, page


@page("case:assign", "GET", "POST")
def access(request: SignedInRequest, case: str) -> HttpResponse:
    """Who may open it; let one more."""
    sheet = sheet_for(request, case)
    openers = queries.who_may_open(request.actor, case)
    names = names_of(request.actor, openers)
    others = [pair for pair in colleagues(request.actor, sheet.vault) if pair[0] not in openers]
    form = asked(request, WorkerForm, colleagues=others)

    def act() -> None:
        actions.give_access(case_id=case, user_id=form.cleaned_data["user"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("Access was given."))
        return redirect("case_access", case)
    context = {
        "sheet": sheet,
        "form": form,
        "others": others,
        "openers": [(user, names.get(user, user), user == sheet.owner) for user in openers],
    }
    return render(request, "cases/access.html", context)


@page("case:assign", "GET", "POST")
def assign(request: SignedInRequest, case: str) -> HttpResponse:
    """Make somebody else responsible."""
    sheet = sheet_for(request, case)
    others = [pair for pair in colleagues(request.actor, sheet.vault) if pair[0] != sheet.owner]
    form = asked(request, WorkerForm, colleagues=others)

    def act() -> None:
        actions.assign_case(case_id=case, user_id=form.cleaned_data["user"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("The case was given to somebody else."))
        return redirect("case_access", case)
    words = _("Whoever was responsible before can still open the case until you end it.")
    context = {"form": form, "sheet": sheet, "heading": _("Give the case to somebody else"), "lead": words}
    return render(request, "cases/edit.html", context)


@page("case:assign", "GET", "POST")
def end(request: SignedInRequest, case: str, user: str) -> HttpResponse:
    """Ask once, then end somebody's access; it can be given again."""
    sheet = sheet_for(request, case)
    if request.method == "POST":
        actions.end_access(case_id=case, user_id=user, by=request.actor, at=now())
        messages.success(request, _("Access was ended. You can give it again."))
        return redirect("case_access", case)
    name = names_of(request.actor, [user]).get(user, "")
    return render(request, "cases/end_access.html", {"sheet": sheet, "name": name})
