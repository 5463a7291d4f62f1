"""Somebody looks for a person like one whom we care for: what agrees, and what was decided with the person."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.queries import names_of
from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases.queries import case_detail, numbers_of
from sajha.matching.actions.deciding import decide
from sajha.matching.actions.deciding import judge as say
from sajha.matching.queries.askable import askable
from sajha.matching.queries.found import SightingView, sighting_view
from sajha.matching.queries.lists import SightingLine, sighting_lines
from sajha.matching.queries.partners import partners
from sajha.matching.values import PERSON, SightingState
from sajha.terms.formats import number_text
from sajha.terms.labels.directory import KIND_LABELS
from sajha.terms.labels.elsewhere import SIGHTING_STATES, SIGHTING_TONES
from sajha.terms.labels.requests import word
from sajha.web.cases.asked import asked, done
from sajha.web.matching import shown
from sajha.web.matching.drafting import begin
from sajha.web.matching.forms import Choices, CommitteeForm, DecideForm, JudgeForm
from sajha.web.policy import SignedInRequest, page

COMMITTEE_KIND = "cwc"


@page("match:judge")
def listed(request: SignedInRequest) -> HttpResponse:
    """All of them, newest first."""
    found = sighting_lines(request.actor)
    numbers = numbers_of(request.actor, [one.case for one in found])
    rows = [
        (one, told(one), numbers.get(one.case, ""), word(SIGHTING_STATES, one.state), SIGHTING_TONES.get(one.state, ""))
        for one in found
    ]
    return render(request, "matching/sightings.html", {"rows": rows})


def told(view: SightingView | SightingLine) -> str:
    """The sighting as a sentence: who, with which authority, how many signs agree."""
    signs = {"agreed": number_text(len(view.agreed)), "all": number_text(len(view.agreed) + len(view.differed))}
    who = {"kind": word(KIND_LABELS, view.seeker_kind) if view.seeker_kind else "", "name": view.seeker_name}
    if view.sort != PERSON:
        return _("%(kind)s, %(name)s, looks for somebody with something that this person has.") % who
    return _("%(kind)s, %(name)s, looks for a person like this; %(agreed)s of %(all)s signs agree.") % {**who, **signs}


def _committees(request: SignedInRequest) -> Choices:
    return [(one.node, one.name) for one in partners(request.actor) if one.kind == COMMITTEE_KIND]


@page("match:judge", "GET", "POST")
def show(request: SignedInRequest, sighting: str) -> HttpResponse:
    """One sighting; the decision is written down here, and what leaves is written on the page of the request."""
    view, committees = sighting_view(request.actor, sighting), _committees(request)
    form = asked(request, DecideForm, reachable=view.reachable, sought=view.sought, committees=committees)

    def act() -> None:
        typed = form.cleaned_data
        decide(sighting=sighting, decision=typed["decision"], reason=typed["reason"], by=request.actor, at=now())

    if done(form, act):
        return _after(request, view, form.cleaned_data)
    return _page(request, view, committees, form=form)


def _after(request: SignedInRequest, view: SightingView, typed: dict[str, Any]) -> HttpResponse:
    decision = typed["decision"]
    if decision == SightingState.SILENT or not may(request.actor, "request:send").allowed:
        messages.success(request, _("Written down. Nothing left."))
        return redirect("sighting", view.id)
    messages.success(request, _("Written down. Nothing has left yet: look through the draft and send it."))
    return redirect("request-draft", _draft(request, view, decision, typed.get("committee", "")))


def _draft(request: SignedInRequest, view: SightingView, decision: str, committee: str) -> str:
    if decision == SightingState.COMMITTEE:
        recipient, question = (
            committee,
            _(
                "%(name)s looks for a person like one whom we care for. We have decided with the person that the committee answers. We ask you to speak with us first, and then with %(name)s."
            )
            % {"name": view.seeker_name},
        )
    else:
        recipient, question = (
            view.seeker,
            _(
                "You look for a person. Somebody whom we care for may be that person: of what you published, blinded, some signs agree. We decided this with the person. We ask you to tell us what we should know before more is said."
            ),
        )
    return begin(case=view.case, recipient=recipient, party=view.party, question=question, by=request.actor)


@page("match:judge", "POST")
def judge(request: SignedInRequest, sighting: str) -> HttpResponse:
    """Say whether it is the same person."""
    view = sighting_view(request.actor, sighting)
    form = JudgeForm(request.POST, auto_id="id_judge_%s")

    def act() -> None:
        typed = form.cleaned_data
        say(of=sighting, verdict=typed["verdict"], reason=typed["reason"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("Written down."))
        return redirect("sighting", sighting)
    return _page(request, view, _committees(request), judging=form)


@page("request:send", "POST")
def write(request: SignedInRequest, sighting: str) -> HttpResponse:
    """The draft anew, after a decision to answer.

    Raises:
        Refused: ``match.no_decision`` for one that is open or silent, ``match.no_committee`` when none was chosen.
    """
    view = sighting_view(request.actor, sighting)
    if view.state not in (SightingState.ANSWERED, SightingState.COMMITTEE):
        raise Refused(no("match.no_decision"))
    form, committee = CommitteeForm(request.POST, committees=_committees(request)), ""
    if view.state == SightingState.COMMITTEE:
        if not form.is_valid():
            raise Refused(no("match.no_committee"))
        committee = form.cleaned_data["committee"]
    return redirect("request-draft", _draft(request, view, view.state, committee))


def _page(request: SignedInRequest, view: SightingView, committees: Choices, **forms: Any) -> HttpResponse:
    by, sheet = request.actor, case_detail(request.actor, view.case)
    given = {
        "form": DecideForm(reachable=view.reachable, sought=view.sought, committees=committees),
        "judging": JudgeForm(auto_id="id_judge_%s"),
        **forms,
    }
    names = names_of(by, [view.decided_by]) if view.decided_by else {}
    context = {
        **given,
        "forms": [given["judging"]],
        "view": view,
        "sheet": sheet,
        "told": told(view),
        "words": shown.hit_words(view, shown.subjects_of(askable(by, view.case), sheet)),
        "state": word(SIGHTING_STATES, view.state),
        "tone": SIGHTING_TONES.get(view.state, ""),
        "agreed": shown.signs(view.agreed),
        "differed": shown.signs(view.differed),
        "history": shown.history(by, view.judged),
        "decided_by": names.get(view.decided_by, ""),
        "committees": committees,
        "choosing": CommitteeForm(committees=committees),
        "decided": view.state != SightingState.OPEN,
        **shown.rarity(view),
    }
    return render(request, "matching/sighting.html", context)
