"""Ask whether something or somebody of a case is known elsewhere: choose, look what would be asked, ask; then the answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.cases.queries import case_detail
from sajha.matching.actions import asking, ending
from sajha.matching.queries.askable import Plan, askable, plan
from sajha.matching.queries.found import search_view
from sajha.matching.queries.lists import search_lines
from sajha.matching.queries.partners import partners
from sajha.matching.values import SearchState
from sajha.web.cases.asked import asked, done
from sajha.web.cases.case import sheet_for
from sajha.web.matching import shown
from sajha.web.matching.forms import EndForm, SearchForm
from sajha.web.policy import SignedInRequest, page

GO = "ask"


@page("match:ask", "GET", "POST")
def new(request: SignedInRequest, case: str) -> HttpResponse:
    """Choose, look, ask, all on one page; below it the searches of the case."""
    by, sheet, items, offers = (
        request.actor,
        sheet_for(request, case),
        askable(request.actor, case),
        partners(request.actor),
    )
    form = asked(
        request,
        SearchForm,
        subjects=shown.choices_of(items, sheet),
        partners=[(one.node, shown.partner_hint(one)) for one in offers],
    )
    context: dict[str, Any] = {"form": form, "sheet": sheet, "items": items, "offers": offers}
    made: list[str] = []
    if form.is_bound and form.is_valid():
        looked = _looked(request, case, form)
        context |= {
            "plan": looked,
            "lines": shown.plan_lines(looked, sheet),
            "at_once": any(line.of for line in looked.lines),
            "custodians": shown.custodians(looked),
        }
        if GO in request.POST and done(form, lambda: made.append(_ask(request, case, form, looked))):
            return redirect("match_search", made[0])
    context["searches"] = shown.lines_shown(search_lines(by, case))
    return render(request, "matching/new.html", context)


def _looked(request: SignedInRequest, case: str, form: Any) -> Plan:
    typed = form.cleaned_data
    return plan(
        request.actor,
        case=case,
        subjects=typed["subjects"],
        chosen=typed.get("partners", ()),
        ground=typed["ground"],
    )


def _ask(request: SignedInRequest, case: str, form: Any, looked: Plan) -> str:
    """Ask about what can be asked; of what cannot the page says why."""
    typed = form.cleaned_data
    row = asking.search(
        case=case,
        subjects=looked.subjects,
        partners=typed.get("partners", ()),
        purpose=typed["purpose"],
        ground=typed["ground"],
        ground_reason=typed["ground_reason"],
        by=request.actor,
        at=now(),
    )
    if row.state == SearchState.HELD:
        messages.warning(request, _("Nothing was asked yet: a second person looks at it first."))
    else:
        messages.success(request, _("Asked. The answers come by themselves."))
    return row.id


@page("match:ask")
def show(request: SignedInRequest, search: str) -> HttpResponse:
    """One search: what each partner said, and what a no means."""
    by, view = request.actor, search_view(request.actor, search)
    sheet, items, offers = case_detail(by, view.case), askable(by, view.case), partners(by)
    words = shown.subjects_of(items, sheet)
    sorts = [sort for _subject, sort in view.items]
    context = {
        "view": view,
        "sheet": sheet,
        "about": shown.about(view, words),
        "answers": shown.answers(by, view, words, offers),
        "sought": shown.sought(view, items),
        "who": shown.asker(by, view),
        "busy": view.waiting > 0,
        "held": view.state == SearchState.HELD,
        "may_decide": view.by != by.id and may(by, "match:second").allowed,
        "may_end": view.state in (SearchState.ASKED, SearchState.HELD),
        **shown.found_words(view.reach, sorts),
        **shown.search_words(view),
    }
    return render(request, "matching/search.html", context)


@page("match:ask", "GET", "POST")
def end(request: SignedInRequest, search: str) -> HttpResponse:
    """Search no longer, for a reason."""
    view = search_view(request.actor, search)
    form = asked(request, EndForm)

    def act() -> None:
        ending.end_search(search=search, reason=form.cleaned_data["reason"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("The search is over."))
        return redirect("match_search", search)
    context = {"form": form, "view": view, "sheet": case_detail(request.actor, view.case)}
    return render(request, "matching/end.html", context)
