"""Legal grounds of one person: name one, decide on it without seeing the other's decision, end it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.queries import names_of
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.consent import actions, queries
from sajha.consent.grounds import grounds
from sajha.consent.values import BasisLine
from sajha.disclosure.tasks import recall_due
from sajha.network.queries import names
from sajha.terms.labels.consent import GROUND_LABELS, OUTCOME_LABELS
from sajha.terms.reasons import reason_text
from sajha.web.consent import shown
from sajha.web.consent.forms import BasisForm, EndForm, VoteForm, end_of
from sajha.web.consent.views import about
from sajha.web.policy import SignedInRequest, page


@page("basis:vote")
def waiting(request: SignedInRequest) -> HttpResponse:
    """The grounds on which the reader may still decide."""
    found = [(one, GROUND_LABELS[one.ground]) for one in queries.awaiting(request.actor, now())]
    return render(request, "consent/waiting.html", {"found": found})


@page("basis:open", "GET", "POST")
def name(request: SignedInRequest, case_id: str, party_id: str) -> HttpResponse:
    """Name a ground of the list for one purpose and one audience."""
    context = about(request, case_id, party_id)
    form = BasisForm(request.POST or None, names=names())
    if request.method == "POST" and form.is_valid():
        try:
            row = _opened(request, form, case_id, party_id)
        except Refused as refused:
            form.add_error(None, reason_text(refused.decision.because))
        else:
            messages.success(request, _("Written down. It holds once two persons have agreed."))
            return redirect("basis", case_id, party_id, row.id)
    listed = [(GROUND_LABELS[one.id], one.authority, one.unverified) for one in grounds().values()]
    return render(request, "consent/basis_new.html", {**context, "form": form, "grounds": listed})


def _opened(request: SignedInRequest, form: BasisForm, case_id: str, party_id: str) -> Any:
    data = form.cleaned_data
    return actions.open_basis(
        case_id=case_id,
        party_id=party_id,
        ground=data["ground"],
        scope=form.scope(),
        until=end_of(data["until"]),  # type: ignore[arg-type]
        order=data["order"],
        reason=data["reason"],
        by=request.actor,
        at=now(),
    )


def _line(request: SignedInRequest, case_id: str, party_id: str, basis_id: str) -> BasisLine:
    """The basis, if it belongs to this person.

    Raises:
        Refused: ``not_found``.
    """
    lines = queries.bases(request.actor, case_id, party_id, now())
    found = next((line for line in lines if line.basis.id == basis_id), None)
    if found is None:
        raise Refused(no("not_found"))
    return found


@page("consent:read")
def basis(request: SignedInRequest, case_id: str, party_id: str, basis_id: str) -> HttpResponse:
    """One basis with its order and reason; opening it is recorded."""
    return _shown(request, case_id, party_id, basis_id)


def _shown(request: SignedInRequest, case_id: str, party_id: str, basis_id: str, **forms: Any) -> HttpResponse:
    line = _line(request, case_id, party_id, basis_id)
    order, reason = actions.read_basis(case_id=case_id, basis_id=basis_id, by=request.actor, at=now())
    workers = names_of(request.actor, [vote.voter for vote in line.votes])
    given = {"vote": VoteForm(), "end": EndForm(auto_id="id_end_%s"), **forms}
    context = {
        **about(request, case_id, party_id),
        "basis": shown.basis(line, names(), workers),
        "order": order,
        "reason": reason,
        "forms": list(given.values()),
        **given,
    }
    return render(request, "consent/basis.html", context)


@page("basis:vote", "POST")
def vote(request: SignedInRequest, case_id: str, party_id: str, basis_id: str) -> HttpResponse:
    """Agree or disagree, once."""
    _line(request, case_id, party_id, basis_id)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, case_id, party_id, basis_id, vote=form)
    line = actions.vote_on_basis(
        case_id=case_id,
        basis_id=basis_id,
        opinion=form.opinion_given(),
        words=form.cleaned_data["words"],
        by=request.actor,
        at=now(),
    )
    messages.success(request, _("Written down. %(outcome)s.") % {"outcome": OUTCOME_LABELS[line.outcome]})
    return redirect("basis", case_id, party_id, basis_id)


@page("basis:vote", "POST")
def end(request: SignedInRequest, case_id: str, party_id: str, basis_id: str) -> HttpResponse:
    """End it before its day."""
    _line(request, case_id, party_id, basis_id)
    form = EndForm(request.POST, auto_id="id_end_%s")
    if not form.is_valid():
        return _shown(request, case_id, party_id, basis_id, end=form)
    actions.end_basis(
        case_id=case_id, basis_id=basis_id, reason=form.cleaned_data["reason"], by=request.actor, at=now()
    )
    recall_due(now(), case=case_id)
    messages.success(request, _("Ended."))
    return redirect("basis", case_id, party_id, basis_id)
