"""Open a case, look at it, change it, close it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from sajha.accounts.queries import names_of
from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.cases import actions, queries
from sajha.cases.values import CaseSheet, Role
from sajha.terms.coded import Coded, parse
from sajha.web.cases import shown
from sajha.web.cases.asked import SHOW, asked, done
from sajha.web.cases.forms import CaseForm, CloseForm, NewCaseForm, NotesForm, ReasonForm, case_typed
from sajha.web.cases.sections import sections_of
from sajha.web.cases.words import SOURCES
from sajha.web.policy import SignedInRequest, page
from sajha.workbooks import htcds


def sheet_for(request: SignedInRequest, case: str) -> CaseSheet:
    """The case whose page is opened, which is recorded; on the way of a form that is sent, it was recorded before."""
    if request.method == "POST":
        return queries.case_detail(request.actor, case)
    return actions.view_case(case_id=case, by=request.actor, at=now())


@page("case:write", "GET", "POST")
def new(request: SignedInRequest) -> HttpResponse:
    """Open a case on one page; nothing but the part of the person is needed."""
    form = asked(request, NewCaseForm, vaults=queries.vaults_of(request.actor))
    opened: list[Any] = []

    def act() -> None:
        typed = form.cleaned_data
        case = actions.open_case(
            facts=form.facts(),
            role=Role(typed["role"]),
            person=form.person(),
            identity=form.identity(),
            vault=typed.get("vault", ""),
            by=request.actor,
            at=now(),
        )
        opened.append(case)

    if done(form, act):
        messages.success(request, _("Case %(number)s was opened.") % {"number": opened[0].number})
        return redirect("case", opened[0].id)
    return render(request, "cases/edit.html", {"form": form, "heading": _("New case"), "save": _("Open the case")})


@page("case:read")
def show(request: SignedInRequest, case: str) -> HttpResponse:
    """One case: people, process, way, how identified, requests, who looked, what was done."""
    sheet = sheet_for(request, case)
    looks = queries.who_looked(request.actor, case)
    openers = queries.who_may_open(request.actor, case)
    names = names_of(request.actor, [*openers, sheet.owner])
    context = {
        "sheet": sheet,
        "people": [shown.person_shown(party) for party in sheet.parties],
        "said": shown.said(sheet),
        "things": shown.things(sheet),
        "way": shown.way(sheet),
        "picture": shown.picture(sheet.legs),
        "source": SOURCES.get(sheet.source, sheet.source),
        "owner": names.get(sheet.owner, ""),
        "openers": [names[user] for user in openers if user in names],
        "may_assign": may(request.actor, "case:assign").allowed,
        "sections": sections_of(request.actor, case, now()),
        "ask": _ask_address(request, case) if sheet.is_open else "",
        "may_match": may(request.actor, "match:ask").allowed,
        "looks": shown.steps(looks, sheet),
        "history": shown.steps(queries.history_of(request.actor, case), sheet),
        "viewers": queries.viewers(request.actor, case),
    }
    return render(request, "cases/case.html", context)


def _ask_address(request: SignedInRequest, case: str) -> str:
    """Where a request to another organisation begins; empty for those who may not send one."""
    if not may(request.actor, "request:send").allowed:
        return ""
    try:
        return reverse("request-new", args=[case])
    except NoReverseMatch:
        return ""


@page("case:write", "GET", "POST")
def change(request: SignedInRequest, case: str) -> HttpResponse:
    """Change how it was identified and where the case stands."""
    sheet = sheet_for(request, case)
    form = asked(request, CaseForm, case_typed(sheet))

    def act() -> None:
        revision = form.cleaned_data["revision"]
        actions.change_case(case_id=case, facts=form.facts(), revision=revision, by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("The change was saved."))
        return redirect("case", case)
    return render(request, "cases/edit.html", {"form": form, "sheet": sheet, "heading": _("Change the case")})


@page("case:reveal", "GET", "POST")
def notes(request: SignedInRequest, case: str) -> HttpResponse:
    """The notes: opened by a button, for it is recorded; then written anew."""
    sheet = sheet_for(request, case)
    context = {"sheet": sheet, "heading": _("Notes"), "back": reverse("case", args=[case])}
    if request.method == "GET" and sheet.noted:
        return render(request, "cases/open_note.html", context)
    if SHOW in request.POST:
        text = actions.read_notes(case_id=case, by=request.actor, at=now())
        context["form"] = NotesForm(initial={"notes": text, "revision": sheet.revision})
        return render(request, "cases/edit.html", context)
    form = asked(request, NotesForm, {"revision": sheet.revision})

    def act() -> None:
        typed = form.cleaned_data
        actions.write_notes(case_id=case, notes=typed["notes"], revision=typed["revision"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("The change was saved."))
        return redirect("case", case)
    return render(request, "cases/edit.html", {**context, "form": form})


@page("case:reveal", "GET", "POST")
def more(request: SignedInRequest, case: str) -> HttpResponse:
    """What else a file said of the case: opened by a button, for it is recorded."""
    sheet = sheet_for(request, case)
    context = {"sheet": sheet, "heading": _("What else the file says"), "back": reverse("case", args=[case])}
    if request.method != "POST":
        return render(request, "cases/open_note.html", context)
    found = actions.read_more(case_id=case, by=request.actor, at=now())
    known = htcds.fields()
    rows = [(known[name].label if name in known else name, text) for name, text in found.items()]
    return render(request, "cases/more.html", {**context, "rows": rows})


@page("case:write", "GET", "POST")
def close(request: SignedInRequest, case: str) -> HttpResponse:
    """Close the case for a reason; it can be opened again."""
    sheet = sheet_for(request, case)
    form = asked(request, CloseForm, {"revision": sheet.revision})

    def act() -> None:
        typed = form.cleaned_data
        status = parse(typed["status"])
        assert isinstance(status, Coded)  # noqa: S101  (the form offers codes alone)
        actions.close_case(
            case_id=case,
            status=status,
            reason=typed["reason"],
            revision=typed["revision"],
            by=request.actor,
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The case was closed. You can open it again."))
        return redirect("case", case)
    words = _("Nothing in the case is lost, and it can be opened again.")
    return render(
        request, "cases/edit.html", {"form": form, "sheet": sheet, "heading": _("Close the case"), "lead": words}
    )


@page("case:write", "GET", "POST")
def reopen(request: SignedInRequest, case: str) -> HttpResponse:
    """Open a closed case again."""
    sheet = sheet_for(request, case)
    form = asked(request, ReasonForm)

    def act() -> None:
        actions.reopen_case(case_id=case, reason=form.cleaned_data["reason"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("The case is open again."))
        return redirect("case", case)
    heading = _("Open the case again")
    return render(request, "cases/edit.html", {"form": form, "sheet": sheet, "heading": heading})
