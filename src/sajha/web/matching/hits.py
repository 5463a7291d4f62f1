"""An agreement: what it is made of, what people make of it, and one click to ask for what is known there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.cases.queries import case_detail, numbers_of
from sajha.matching.actions.deciding import judge
from sajha.matching.queries.askable import askable
from sajha.matching.queries.found import HitView, hit_view, search_view
from sajha.matching.queries.lists import unjudged
from sajha.matching.queries.partners import partners
from sajha.matching.values import PERSON
from sajha.terms.formats import date_text
from sajha.terms.labels.elsewhere import SORTS
from sajha.terms.labels.requests import word
from sajha.web.cases.asked import asked, done
from sajha.web.matching import shown
from sajha.web.matching.drafting import begin
from sajha.web.matching.forms import JudgeForm
from sajha.web.policy import SignedInRequest, page

_LISTED = 100


@page("match:judge")
def waiting(request: SignedInRequest) -> HttpResponse:
    """The agreements of which nobody said anything yet."""
    found = unjudged(request.actor, limit=_LISTED)
    numbers = numbers_of(request.actor, [one.case for one in found])
    rows = [(one, word(SORTS, one.sort), numbers.get(one.case, "")) for one in found]
    return render(request, "matching/hits.html", {"rows": rows})


@page("match:ask", "GET", "POST")
def show(request: SignedInRequest, hit: str) -> HttpResponse:
    """One agreement; saying whether it is the same adds a judgement and changes none."""
    by, view = request.actor, hit_view(request.actor, hit)
    form = asked(request, JudgeForm)

    def act() -> None:
        typed = form.cleaned_data
        judge(of=hit, verdict=typed["verdict"], reason=typed["reason"], by=by, at=now())

    if done(form, act):
        messages.success(request, _("Written down."))
        return redirect("match_hit", hit)
    sheet, offer = case_detail(by, view.case), next((one for one in partners(by) if one.node == view.partner), None)
    context = {
        "view": view,
        "form": form,
        "sheet": sheet,
        "contact": shown.contact(by, view.partner, offer),
        "words": shown.hit_words(view, shown.subjects_of(askable(by, view.case), sheet)),
        "person": view.sort == PERSON,
        "agreed": shown.signs(view.agreed),
        "differed": shown.signs(view.differed),
        "history": shown.history(by, view.judged),
        "may_judge": may(by, "match:judge").allowed,
        "may_ask": bool(offer) and may(by, "request:send").allowed,
        **shown.rarity(view, offer.records if offer else 0),
    }
    return render(request, "matching/hit.html", context)


@page("request:send", "POST")
def ask(request: SignedInRequest, hit: str) -> HttpResponse:
    """Begin the request to the partner; what is enclosed, and on which ground, is chosen there."""
    view = hit_view(request.actor, hit)
    search = search_view(request.actor, view.search)
    draft = begin(
        case=view.case,
        recipient=view.partner,
        party=view.party,
        question=question_of(view),
        ground=search.ground,
        ground_reason=search.ground_reason,
        by=request.actor,
    )
    return redirect("request-draft", draft)


def question_of(view: HitView) -> str:
    """The question in plain words: of what sort, when it was found, and the number by which the partner finds our question. No value."""
    return _(
        "On %(day)s we asked whether something of ours is known to you (question %(reference)s). It agrees with what you publish: %(sort)s. We ask you to tell us what you know about it, or whom we may speak with."
    ) % {"day": date_text(view.at), "reference": view.asked, "sort": word(SORTS, view.sort)}
