"""Who received something of a person, who has it now, who has answered; and calling back one by hand."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.disclosure.actions import recall_by_hand
from sajha.disclosure.queries import Holder, holders_of
from sajha.disclosure.values import OWN_VAULT, EdgeState
from sajha.terms.labels.consent import GROUND_LABELS
from sajha.terms.labels.requests import EDGE_STATES, EDGE_TONES, FIELDS, GROUNDS, KINDS, word
from sajha.terms.labels.vaults import VAULTS
from sajha.terms.reasons import reason_text
from sajha.web.cases.asked import asked, done
from sajha.web.cases.forms import ReasonForm
from sajha.web.consent.shown import last_day
from sajha.web.consent.views import about
from sajha.web.policy import SignedInRequest, page


@dataclass(frozen=True, slots=True)
class HolderShown:
    """One holder in the reader's words; ``below`` are those to whom it went on."""

    edge: str
    name: str
    state: str
    tone: str
    purpose: str
    ground: str
    fields: tuple[str, ...]
    at: datetime
    until: date | None
    because: str
    told_at: datetime | None
    answered_at: datetime | None
    kept: str
    kept_until: date | None
    recall: str
    may_call: bool
    below: "tuple[HolderShown, ...]"


def _name(one: Holder) -> str:
    """The organisation, or the vault of this one."""
    if not one.recipient.startswith(OWN_VAULT):
        return one.recipient_name
    vault = VAULTS[one.recipient.removeprefix(OWN_VAULT)]
    return _("%(vault)s vault of this organisation") % {"vault": vault}


def holder_shown(one: Holder, *, may_call: bool) -> HolderShown:
    """A holder and all below it."""
    named = str(GROUND_LABELS.get(one.kept_ground, one.kept_ground))
    return HolderShown(
        edge=one.edge,
        name=_name(one),
        state=word(EDGE_STATES, one.state),
        tone=EDGE_TONES[one.state],
        purpose=word(KINDS, one.purpose) if one.purpose else "",
        ground=word(GROUNDS, one.ground) if one.ground else "",
        fields=tuple(word(FIELDS, name) for name in one.fields),
        at=one.at,
        until=last_day(one.until),
        because=reason_text(one.because) if one.because else "",
        told_at=one.told_at,
        answered_at=one.answered_at,
        kept=f"{named} ({one.kept_reference})" if one.kept_ground else "",
        kept_until=last_day(one.kept_until),
        recall=one.recall if one.recall.startswith("thread_") else "",
        may_call=may_call and bool(one.edge) and one.state == EdgeState.HELD,
        below=tuple(holder_shown(further, may_call=False) for further in one.below),
    )


@page("consent:read")
def holders(request: SignedInRequest, case_id: str, party_id: str) -> HttpResponse:
    """Everybody who received something of this person, newest first."""
    context = about(request, case_id, party_id)
    may_call = may(request.actor, "consent:record").allowed
    found = [holder_shown(one, may_call=may_call) for one in holders_of(request.actor, case_id, party_id)]
    return render(request, "consent/holders.html", {**context, "holders": found})


@page("consent:record", "GET", "POST")
def call_back(request: SignedInRequest, case_id: str, party_id: str, edge: str) -> HttpResponse:
    """Call one back, for a reason."""
    context = about(request, case_id, party_id)
    found = next((one for one in holders_of(request.actor, case_id, party_id) if one.edge == edge), None)
    if found is None:
        raise Refused(no("not_found"))
    form = asked(request, ReasonForm)

    def act() -> None:
        recall_by_hand(case=case_id, edge=edge, reason=form.cleaned_data["reason"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("They are asked to destroy it. You see here what they answer."))
        return redirect("holders", case_id, party_id)
    return render(
        request, "consent/call_back.html", {**context, "form": form, "one": holder_shown(found, may_call=True)}
    )
