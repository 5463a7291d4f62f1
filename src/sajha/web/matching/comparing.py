"""What a request enclosed, beside our own records that are open to the reader."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.liaison.queries import thread as thread_of
from sajha.matching.queries.comparing import Candidate, candidates
from sajha.terms.labels.elsewhere import SIGNS
from sajha.terms.labels.requests import word
from sajha.web.policy import SignedInRequest, page


@page("match:judge")
def compare(request: SignedInRequest, thread: str) -> HttpResponse:
    """The records that agree with what they sent, sign by sign. Nothing leaves and nothing is kept."""
    view = thread_of(request.actor, thread)
    found = [(one, signs_shown(one)) for one in candidates(request.actor, thread, now())]
    return render(request, "matching/compare.html", {"found": found, "thread": view.row.id})


def signs_shown(one: Candidate) -> list[tuple[str, str, str]]:
    """Each sign in words, whether it agrees, and the tone of that."""
    things = [(word(SIGNS, kind), _("Agrees"), "good") for kind in one.things]
    return things + [(word(SIGNS, sign.name), *_agrees(sign.agrees)) for sign in one.signs]


def _agrees(agrees: bool | None) -> tuple[str, str]:
    if agrees is None:
        return _("Not known"), ""
    return (_("Agrees"), "good") if agrees else (_("Does not agree"), "bad")
