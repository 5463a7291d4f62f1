"""Consent of one person of a case: what holds now, what was said, and writing down what is said."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sajha.accounts.queries import names_of
from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.cases.queries import summary
from sajha.consent import actions, queries
from sajha.consent.notices import LANGUAGES, newest_version, notice, notices
from sajha.consent.sheets import sheet
from sajha.consent.values import EventKind
from sajha.disclosure.tasks import recall_due
from sajha.network.queries import names
from sajha.terms.reasons import reason_text
from sajha.terms.vocabularies import code_label
from sajha.web.consent import shown
from sajha.web.consent.forms import CorrectForm, GiveForm, NarrowForm, SaidForm, TakeForm, WithdrawForm
from sajha.web.policy import SignedInRequest, page


@dataclass(frozen=True, slots=True)
class Verb:
    """One kind of entry: its form, its action, and its words."""

    kind: EventKind
    form: type[SaidForm]
    action: Any
    title: str | Promise
    lead: str | Promise


VERBS: dict[str, Verb] = {
    "give": Verb(
        EventKind.GIVEN,
        GiveForm,
        actions.give_consent,
        gettext_lazy("Write down a consent"),
        gettext_lazy("First read the text aloud in the person's language, and give time to ask."),
    ),
    "refuse": Verb(
        EventKind.REFUSED,
        TakeForm,
        actions.refuse_consent,
        gettext_lazy("Write down a no"),
        gettext_lazy("A no needs no reason and no signature. The person is helped all the same."),
    ),
    "narrow": Verb(
        EventKind.NARROWED,
        NarrowForm,
        actions.narrow_consent,
        gettext_lazy("Take a part back"),
        gettext_lazy("Choose what shall no longer be allowed. What is not chosen stays as it is."),
    ),
    "withdraw": Verb(
        EventKind.WITHDRAWN,
        WithdrawForm,
        actions.withdraw_consent,
        gettext_lazy("The person changed their mind"),
        gettext_lazy("Takes back everything for the chosen purposes, from everyone, at once. Saying so is enough."),
    ),
}


def about(request: SignedInRequest, case_id: str, party_id: str) -> dict[str, Any]:
    """What every page of a person's consent shows on top: which case, which person."""
    person = queries.person(request.actor, case_id, party_id)
    return {"case": summary(request.actor, case_id), "person": person, "case_id": case_id, "party_id": party_id}


@page("consent:read")
def consent(request: SignedInRequest, case_id: str, party_id: str) -> HttpResponse:
    """What holds now, per purpose; legal grounds; and everything that was said, newest first."""
    who, at = request.actor, now()
    context = about(request, case_id, party_id)
    history = queries.history(who, case_id, party_id)
    bases = queries.bases(who, case_id, party_id, at)
    voters = [vote.voter for line in bases for vote in line.votes]
    workers, orgs = names_of(who, [*voters, *(line.recorded_by for line in history)]), names()
    points = queries.holds_now(who, case_id, party_id, at)
    context |= {
        "purposes": shown.by_purpose(points, orgs),
        "unasked": shown.unasked(points),
        "history": [shown.said(line, orgs, workers) for line in history],
        "bases": [shown.basis(line, orgs, workers) for line in bases],
        "age": queries.held(who, case_id, party_id, at).age,
        "may_record": may(who, "consent:record").allowed,
        "may_open": may(who, "basis:open").allowed,
        "tongues_of_notice": [(code, code_label("language", code)) for code in LANGUAGES],
    }
    return render(request, "consent/consent.html", context)


@page("consent:record", "GET", "POST")
def say(request: SignedInRequest, case_id: str, party_id: str, verb: str) -> HttpResponse:
    """Type what was said, look at what it changes, then confirm."""
    if verb not in VERBS:
        raise Http404
    chosen = VERBS[verb]
    context = {**about(request, case_id, party_id), "title": chosen.title, "lead": chosen.lead, "verb": verb}
    form = _form(chosen.form, request)
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        return _confirm(request, form, chosen, context)
    return render(request, "consent/say.html", {**context, "form": form})


def _form(kind: type[SaidForm], request: HttpRequest) -> SaidForm:
    if request.method == "POST" and "back" in request.POST:
        return kind(initial=_typed(request), names=names())
    return kind(request.POST if request.method == "POST" else None, names=names())


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What was typed before, for the form that is shown again."""
    lists = {"purposes", "classes", "kinds", "members"}
    return {name: request.POST.getlist(name) if name in lists else request.POST[name] for name in request.POST}


def _confirm(request: SignedInRequest, form: SaidForm, verb: Verb, context: dict[str, Any]) -> HttpResponse:
    """Refused: the form again with the reason. Not yet confirmed: what would change. Confirmed: written down."""
    at = now()
    said = form.said(at)
    where = {"case_id": context["case_id"], "party_id": context["party_id"]}
    answer, points = queries.preview(
        request.actor, context["case_id"], context["party_id"], actions.event_for(verb.kind, said), at
    )
    if not answer.allowed:
        form.add_error(None, reason_text(answer.because))
        return render(request, "consent/say.html", {**context, "form": form})
    if "confirmed" not in request.POST:
        changes = shown.by_purpose(points, names())
        return render(request, "consent/confirm.html", {**context, "typed": form, "changes": changes})
    try:
        verb.action(**where, said=said, by=request.actor, at=at)
    except Refused as refused:
        form.add_error(None, reason_text(refused.decision.because))
        return render(request, "consent/say.html", {**context, "form": form})
    return written(request, context["case_id"], context["party_id"])


def written(request: SignedInRequest, case_id: str, party_id: str) -> HttpResponse:
    """Written down: whoever may no longer have something is asked to destroy it at once, and the page shows whom that concerns."""
    called = recall_due(now(), case=case_id)
    if not called:
        messages.success(request, _("Written down."))
        return redirect("consent", case_id, party_id)
    words = ngettext(
        "Written down. %(count)s organisation is asked to destroy what it has.",
        "Written down. %(count)s organisations are asked to destroy what they have.",
        called,
    )
    messages.success(request, words % {"count": called})
    return redirect("holders", case_id, party_id)


@page("consent:record", "GET", "POST")
def correct(request: SignedInRequest, case_id: str, party_id: str, event_id: str) -> HttpResponse:
    """Say that less was agreed than an entry says."""
    context = {
        **about(request, case_id, party_id),
        "title": _("Correct an entry"),
        "lead": reason_text("consent.wider"),
    }
    said = next((one for one in queries.events(request.actor, case_id, party_id) if one.id == event_id), None)
    if said is None or said.kind != EventKind.GIVEN:
        raise Http404
    form = CorrectForm(request.POST or None, names=names())
    if request.method == "POST" and form.is_valid():
        words = {"case_id": case_id, "party_id": party_id, "event_id": event_id, "reason": form.cleaned_data["reason"]}
        at = now()
        try:
            actions.correct_consent(**words, said=form.said(at), by=request.actor, at=at)
        except Refused as refused:
            form.add_error(None, reason_text(refused.decision.because))
        else:
            return written(request, case_id, party_id)
    return render(request, "consent/say.html", {**context, "form": form, "plain": True})


@page("case:reveal", "POST")
def words(request: SignedInRequest, case_id: str, party_id: str, event_id: str) -> HttpResponse:
    """Open what was said and who was the witness; the look is recorded."""
    context = about(request, case_id, party_id)
    said, witness = actions.read_words(
        case_id=case_id, party_id=party_id, event_id=event_id, by=request.actor, at=now()
    )
    return render(request, "consent/words.html", {**context, "said": said, "witness": witness})


@page("consent:read")
def read_aloud(request: SignedInRequest, language: str) -> HttpResponse:
    """The text to read out, in one language; names nobody."""
    version = newest_version()
    if (version, language) not in notices():
        raise Http404
    tongues = [(code, code_label("language", code)) for code in LANGUAGES]
    return render(request, "consent/notice.html", {"notice": notice(version, language), "tongues_of_notice": tongues})


@page("consent:read")
def printed(request: SignedInRequest, version: str, language: str) -> HttpResponse:
    """The same as a sheet of paper, with room for the answer."""
    if (version, language) not in notices():
        raise Http404
    headers = {"Content-Disposition": f'inline; filename="notice-{version}-{language}.pdf"'}
    return HttpResponse(sheet(version, language), content_type="application/pdf", headers=headers)
