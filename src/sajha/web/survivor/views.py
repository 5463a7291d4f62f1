"""A worker and a person read the person's own record together; a code, or paper, to take along; who wants to talk."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.config import NodeConfig
from sajha.cases.queries import party_detail, summary
from sajha.network.queries import names
from sajha.survivor import actions, queries
from sajha.survivor.sheets import sheet
from sajha.survivor.telling import tell
from sajha.survivor.values import SurvivorView
from sajha.terms.coded import Coded
from sajha.terms.labels.survivor import WISH_LABELS
from sajha.web.cases.asked import asked, done
from sajha.web.policy import SignedInRequest, page
from sajha.web.survivor.forms import CodeForm, OpenForm, PaperForm
from sajha.web.survivor.picture import picture

HIDDEN_AFTER = 900  # seconds


def _about(request: SignedInRequest, case_id: str, party_id: str) -> dict[str, Any]:
    """Which case and which person, by pseudonym."""
    queries.person_of(request.actor, case_id, party_id)
    person = party_detail(request.actor, case_id, party_id)
    return {"case": summary(request.actor, case_id), "person": person, "case_id": case_id, "party_id": party_id}


def _language(context: dict[str, Any]) -> dict[str, str]:
    """The language that the record says the person speaks, when the page exists in it."""
    spoken = context["person"].facts.language
    known = isinstance(spoken, Coded) and spoken.code in dict(settings.LANGUAGES)
    return {"language": spoken.code if known else translation.get_language() or "en"}


@page("survivor:show", "GET", "POST")
def own(request: SignedInRequest, case_id: str, party_id: str) -> HttpResponse:
    """Ask why; answer with the whole of it, on a page that hides itself after a quarter of an hour."""
    context = _about(request, case_id, party_id)
    form = asked(request, OpenForm, _language(context))
    opened: list[SurvivorView] = []

    def act() -> None:
        words = {"case_id": case_id, "party_id": party_id, "reason": form.cleaned_data["reason"]}
        opened.append(actions.open_together(**words, by=request.actor, at=now()))

    if not done(form, act):
        open_code = queries.open_code(request.actor, case_id, party_id, now())
        return render(request, "survivor/own.html", {**context, "form": form, "open_code": open_code})
    context |= {"record": _in_words(opened[0], form.cleaned_data["language"]), "spoken": form.cleaned_data["language"]}
    response = render(request, "survivor/together.html", context)
    response.headers["Refresh"] = f"{HIDDEN_AFTER}; url={reverse('case', args=[case_id])}"
    return response


def _in_words(view: SurvivorView, language: str) -> SafeString:
    """The record in the person's language, inside a page in the worker's."""
    with translation.override(language):
        told = tell(view, names())
        words = {"told": told, "picture": picture(told.organisation, told.copies), "parts_open": True}
        return render_to_string("survivor/told.html", words)


@page("survivor:show", "GET", "POST")
def code(request: SignedInRequest, case_id: str, party_id: str) -> HttpResponse:
    """A one-time code, shown once: it is stored nowhere in clear, so it is no redirect."""
    context = _about(request, case_id, party_id)
    form = asked(request, CodeForm, _language(context))
    fresh: list[str] = []

    def act() -> None:
        typed = form.cleaned_data
        words = {"case_id": case_id, "party_id": party_id, "language": typed["language"], "safe": typed["safe"]}
        fresh.append(actions.make_code(**words, by=request.actor, at=now()))

    if not done(form, act):
        return render(request, "survivor/code.html", {**context, "form": form})
    config = cast(NodeConfig, settings.CONFIG)
    address = config.url.rstrip("/") + reverse("mine")
    context |= {"code": fresh[0], "address": address, "minutes": round(config.code_minutes)}
    return render(request, "survivor/code_made.html", context)


@page("survivor:show", "POST")
def end(request: SignedInRequest, case_id: str, party_id: str) -> HttpResponse:
    """End the code, and whatever it opened, at once."""
    actions.end_code(case_id=case_id, party_id=party_id, by=request.actor, at=now())
    messages.success(request, _("The code no longer opens anything."))
    return redirect("own", case_id, party_id)


@page("survivor:show", "GET", "POST")
def paper(request: SignedInRequest, case_id: str, party_id: str) -> HttpResponse:
    """The same on paper, after the person was asked; recorded as handed over."""
    context = _about(request, case_id, party_id)
    form = asked(request, PaperForm, _language(context))
    opened: list[SurvivorView] = []

    def act() -> None:
        typed = {name: form.cleaned_data[name] for name in ("language", "wanted", "reason")}
        view = actions.hand_over(case_id=case_id, party_id=party_id, **typed, by=request.actor, at=now())
        opened.append(view)

    if not done(form, act):
        return render(request, "survivor/paper.html", {**context, "form": form})
    content = sheet(opened[0], names(), form.cleaned_data["language"])
    headers = {"Content-Disposition": 'inline; filename="information.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@page("survivor:show")
def wishes(request: SignedInRequest) -> HttpResponse:
    """Everybody of the reader's cases who wants to talk, the longest waiting first."""
    found = [(one, WISH_LABELS[one.wish]) for one in queries.open_wishes(request.actor)]
    return render(request, "survivor/wishes.html", {"found": found})


@page("survivor:show", "POST")
def talked(request: SignedInRequest, wish_id: str) -> HttpResponse:
    """The reader has talked with the person."""
    actions.answer_wish(wish_id=wish_id, by=request.actor, at=now())
    messages.success(request, _("Written down."))
    return redirect("wishes")
