"""A pack for the court: see what it would hold and what is held back, ask for leave, take it out as a PDF for a reason."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.disclosure.actions import release_court_pack
from sajha.disclosure.court import sheet
from sajha.disclosure.queries import CourtThread, court_threads
from sajha.disclosure.texts import MarksText, marks_text
from sajha.disclosure.values import PackagePart
from sajha.liaison.queries import is_open_to, of_case
from sajha.liaison.queries import thread as thread_of
from sajha.liaison.values import State
from sajha.terms.formats import date_text
from sajha.terms.labels.requests import KINDS, word
from sajha.terms.reasons import reason_text
from sajha.web.cases.asked import Asked, asked, done
from sajha.web.cases.forms.reasons import reason_field
from sajha.web.policy import SignedInRequest, page
from sajha.web.requests.forms import Choices

LEAVE = "court"
"""In the address of a note that asks for leave, before the package that it is about."""


class PackForm(Asked):
    """Which requests, whether with identities, and why."""

    threads = forms.MultipleChoiceField(label=gettext_lazy("Requests"), widget=forms.CheckboxSelectMultiple)
    named = forms.BooleanField(
        label=gettext_lazy("With what tells who people are"),
        help_text=gettext_lazy("Your look is recorded with your name, the time and your reason. The person concerned can see it."),
        required=False,
    )  # fmt: skip
    reason = reason_field()

    def __init__(self, *args: Any, threads: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["threads"].choices = threads  # type: ignore[attr-defined]
        self.fields["threads"].initial = [id for id, _words in threads]


@dataclass(frozen=True, slots=True)
class PartShown:
    """A package before the pack is made: what becomes of it; ``ask`` leads to the question for leave."""

    id: str
    thread: str
    outward: bool
    marks: MarksText
    at: object
    held: str
    notes: tuple[str, ...]
    ask: bool


@page("request:answer", "GET", "POST")
def of_thread(request: SignedInRequest, thread: str) -> HttpResponse:
    """A pack of one request."""
    thread_of(request.actor, thread)
    return _pack(request, (thread,), {"thread": thread})


@page("request:answer", "GET", "POST")
def of_one_case(request: SignedInRequest, case: str) -> HttpResponse:
    """A pack of the requests about one case."""
    if not is_open_to(request.actor, case):
        raise Refused(no("not_found"))
    threads = tuple(row.id for row in of_case(request.actor, case) if row.state != State.DRAFT)
    return _pack(request, threads, {"case": case})


def _pack(request: SignedInRequest, threads: tuple[str, ...], back: dict[str, str]) -> HttpResponse:
    found = court_threads(request.actor, threads, now())
    form = asked(request, PackForm, threads=[(one.view.row.id, _title(one)) for one in found])
    made: list[dict[str, Any]] = []

    def act() -> None:
        given = form.cleaned_data
        chosen = {"threads": tuple(given["threads"]), "named": given["named"], "reason": given["reason"]}
        made.append(release_court_pack(**chosen, by=request.actor, at=now()))

    if done(form, act):
        headers = {"Content-Disposition": f'attachment; filename="{made[0]["id"]}.pdf"', "Cache-Control": "no-store"}
        return HttpResponse(sheet(made[0]), content_type="application/pdf", headers=headers)
    parts = [_shown(part, one) for one in found for part in one.packages]
    return render(request, "requests/court.html", {"form": form, "parts": parts, "found": found, **back})


def _title(one: CourtThread) -> str:
    row = one.view.row
    return f"{word(KINDS, row.kind)}: {row.other_name}, {date_text(row.opened_at)}"


def _shown(part: PackagePart, thread: CourtThread) -> PartShown:
    notes = [_("A part of it was called back and is not here.")] if part.called_back else []
    notes += [reason_text(part.unnamed)] if part.unnamed else []
    return PartShown(
        id=part.id,
        thread=thread.view.row.id,
        outward=part.outward,
        marks=marks_text(part.marks),
        at=part.at,
        held=reason_text(part.held) if part.held else "",
        notes=tuple(notes),
        ask=part.held in ("court.h1", "court.red") and "note" in thread.view.moves,
    )


def question_of(request: SignedInRequest, thread: str) -> str:
    """The words that ask the source for leave, when the address says that a note shall; else nothing."""
    wanted = request.GET.get(LEAVE, "")
    (found,) = court_threads(request.actor, (thread,), now()) if wanted else (None,)
    part = next((one for one in found.packages if one.id == wanted and not one.outward), None) if found else None
    if part is None:
        return ""
    return _(
        "We ask your leave to use in court what you sent us on %(day)s (SHA-256 %(digest)s…). If you agree, please send it again without this restriction."
    ) % {"day": date_text(part.made_at), "digest": part.digest[:16]}
