"""What a request enclosed, beside our own records that are open to the reader."""

from django.http import HttpResponse
from django.shortcuts import render

from sajha.basics.clock import now
from sajha.liaison.queries import thread as thread_of
from sajha.matching.queries.comparing import Candidate, candidates
from sajha.terms.labels.elsewhere import LEVELS, SIGNS
from sajha.terms.labels.requests import word
from sajha.web.policy import SignedInRequest, page

TONES = {"same": "good", "heard_alike": "good", "nearly": "info", "initial": "info", "near": "info", "differ": "bad"}


@page("match:judge")
def compare(request: SignedInRequest, thread: str) -> HttpResponse:
    """The records that agree with what they sent, sign by sign. Nothing leaves and nothing is kept."""
    view = thread_of(request.actor, thread)
    found = [(one, signs_shown(one)) for one in candidates(request.actor, thread, now())]
    return render(request, "matching/compare.html", {"found": found, "thread": view.row.id})


def signs_shown(one: Candidate) -> list[tuple[str, str, str]]:
    """Each sign in words, how far it agrees, and the tone of that."""
    things = [(word(SIGNS, kind), word(LEVELS, "same"), "good") for kind in one.things]
    return things + [
        (word(SIGNS, sign.sign), word(LEVELS, sign.level), TONES.get(sign.level, "")) for sign in one.signs
    ]
