"""The way that people were taken: add, change and remove its parts."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases import actions
from sajha.cases.values import CaseSheet, LegSheet
from sajha.web.cases import shown
from sajha.web.cases.asked import SHOW, asked, done
from sajha.web.cases.case import sheet_for
from sajha.web.cases.forms import LegForm, NotesForm, leg_typed
from sajha.web.policy import SignedInRequest, page


def _leg_of(sheet: CaseSheet, leg: str) -> LegSheet:
    for one in sheet.legs:
        if one.id == leg:
            return one
    raise Refused(no("not_found"))


@page("case:write", "GET", "POST")
def add(request: SignedInRequest, case: str) -> HttpResponse:
    """One more part; the next one begins where the last one ended."""
    sheet = sheet_for(request, case)
    count = len(sheet.legs) + 1
    initial: dict[str, Any] = {"position": count}
    if sheet.legs:
        last = LegSheet("", count, sheet.legs[-1].end, None, sheet.legs[-1].transport, "", False)
        initial = {**leg_typed(last, 0), "transport": "absent:unknown"}
    form = asked(request, LegForm, initial, count=count, new=True)

    def act() -> None:
        position = form.cleaned_data["position"]
        actions.add_leg(case_id=case, facts=form.leg(), position=position, by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("This part of the way was added."))
        return redirect("case", case)
    context = {"form": form, "sheet": sheet, "heading": _("Add a part of the way")}
    return render(request, "cases/edit.html", context)


@page("case:write", "GET", "POST")
def change(request: SignedInRequest, case: str, leg: str) -> HttpResponse:
    """Change a part, or its place in the order."""
    sheet = sheet_for(request, case)
    initial = leg_typed(_leg_of(sheet, leg), sheet.revision)
    form = asked(request, LegForm, initial, count=len(sheet.legs), new=False)

    def act() -> None:
        typed = form.cleaned_data
        actions.change_leg(
            case_id=case,
            leg_id=leg,
            facts=form.leg(),
            position=typed["position"],
            revision=typed["revision"],
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The change was saved."))
        return redirect("case", case)
    context = {"form": form, "sheet": sheet, "heading": _("Change a part of the way")}
    return render(request, "cases/edit.html", context)


@page("case:reveal", "GET", "POST")
def note(request: SignedInRequest, case: str, leg: str) -> HttpResponse:
    """The note of a part: opened by a button, for it is recorded; then written anew."""
    sheet = sheet_for(request, case)
    context = {"sheet": sheet, "heading": _("Note"), "back": reverse("case", args=[case])}
    if request.method == "GET" and _leg_of(sheet, leg).noted:
        return render(request, "cases/open_note.html", context)
    if SHOW in request.POST:
        text = actions.read_leg_note(case_id=case, leg_id=leg, by=request.actor, at=now())
        context["form"] = NotesForm(initial={"notes": text, "revision": sheet.revision})
        return render(request, "cases/edit.html", context)
    form = asked(request, NotesForm, {"revision": sheet.revision})

    def act() -> None:
        typed = form.cleaned_data
        actions.write_leg_note(
            case_id=case, leg_id=leg, note=typed["notes"], revision=typed["revision"], by=request.actor, at=now()
        )

    if done(form, act):
        messages.success(request, _("The change was saved."))
        return redirect("case", case)
    return render(request, "cases/edit.html", {**context, "form": form})


@page("case:write", "GET", "POST")
def remove(request: SignedInRequest, case: str, leg: str) -> HttpResponse:
    """Ask once, then remove a part."""
    sheet = sheet_for(request, case)
    _leg_of(sheet, leg)
    if request.method == "POST":
        actions.remove_leg(case_id=case, leg_id=leg, by=request.actor, at=now())
        messages.success(request, _("This part of the way was removed."))
        return redirect("case", case)
    row = next(one for one in shown.way(sheet) if one.id == leg)
    return render(request, "cases/remove_leg.html", {"sheet": sheet, "row": row})
