"""One record: its class, its days, holds, what was decided; and deciding."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from sajha.accounts.queries import names_of
from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.retention import queries
from sajha.retention.queries import MatterView
from sajha.retention.values import EntryKind
from sajha.terms.reasons import reason_text
from sajha.web.policy import SignedInRequest, page, posted
from sajha.web.retention import shown
from sajha.web.retention.forms import ClassForm, ReasonForm
from sajha.web.retention.verbs import ASK, DECIDE, HOLDS, Verb

NOT_MENDED = frozenset({"not_found", "permission.missing"})


@page("retention:hold")
def matter(request: SignedInRequest, subject: str) -> HttpResponse:
    """What holds for one record, and what was decided about it."""
    view = queries.view(request.actor, subject)
    workers = names_of(request.actor, [line.entry.by for line in view.lines])
    context = {
        "view": shown.matter(view, workers, now()),
        "asking": shown.ways(view, ASK, request.actor, now()),
        "deciding": shown.ways(view, DECIDE, request.actor, now()),
        "may_decide": may(request.actor, "retention:decide").allowed,
        "subject": subject,
    }
    return render(request, "retention/matter.html", context)


@page("retention:hold", "GET", "POST")
def ask(request: SignedInRequest, subject: str, verb: str) -> HttpResponse:
    """What every worker on the case may do: set a hold, ask that it be erased, take the wish back."""
    view = queries.view(request.actor, subject)
    return _decide(request, view, _of(ASK, verb), _wish(view))


@page("retention:hold", "GET", "POST")
def look_at_hold(request: SignedInRequest, subject: str, hold: str, verb: str) -> HttpResponse:
    """Look at a hold: it stands on, or somebody who did not set it lifts it."""
    return _decide(request, queries.view(request.actor, subject), _of(HOLDS, verb), hold)


@page("retention:decide", "GET", "POST")
def decide(request: SignedInRequest, subject: str, verb: str) -> HttpResponse:
    """What heads decide: keep on, class, seal, open again, erase as the second person."""
    view = queries.view(request.actor, subject)
    return _decide(request, view, _of(DECIDE, verb), _wish(view))


def _of(verbs: dict[str, Verb], name: str) -> Verb:
    if name not in verbs:
        raise Http404
    return verbs[name]


def _wish(view: MatterView) -> str:
    return view.standing.asked.id if view.standing.asked else ""


def _decide(request: SignedInRequest, view: MatterView, verb: Verb, of: str) -> HttpResponse:
    form = _form(verb, view, posted(request))
    subject = view.matter.id
    if request.method == "POST" and form.is_valid() and _done(request, verb, form, subject, of):
        messages.success(request, str(verb.done))
        erased = verb.kind == EntryKind.ERASED
        return redirect("retention_certificate" if erased else "retention_of", subject)
    context = {
        "form": form,
        "verb": verb,
        "hinders": shown.hinders(view, verb, request.actor, now(), of),
        "title": shown.title(view.matter),
        "subject": subject,
    }
    return render(request, "retention/decide.html", context)


def _form(verb: Verb, view: MatterView, typed: Any) -> ReasonForm:
    if verb.form is ClassForm:
        initial = {"class_id": view.standing.retention_class.id}
        return ClassForm(typed, kind=view.matter.kind, initial=initial)
    return verb.form(typed)


def _done(request: SignedInRequest, verb: Verb, form: ReasonForm, subject: str, of: str) -> bool:
    """Whether it was decided; a refusal that the reader can mend stands in the form."""
    about = {verb.of: of} if verb.of else {}
    try:
        verb.act(subject=subject, **about, **verb.taken(form), by=request.actor, at=now())
    except Refused as refused:
        because = refused.decision.because
        if because in NOT_MENDED:
            raise
        form.add_error({"retention.date": "until", "reason.too_short": "reason"}.get(because), reason_text(because))
        return False
    return True
