"""What is kept, by the day on which somebody must look; what was sealed, asked for and erased; and the classes."""

from django.http import HttpResponse
from django.shortcuts import render

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.retention import queries
from sajha.retention.classes import classes
from sajha.terms.labels.retention import STATE_LABELS
from sajha.web.policy import SignedInRequest, page
from sajha.web.retention import shown

STATES = ("", "asked", "sealed", "erased")


@page("retention:read")
def kept(request: SignedInRequest) -> HttpResponse:
    """A page of the list, and everything counted."""
    at, wanted = now(), request.GET.get("state", "")
    state = wanted if wanted in STATES else ""
    found = queries.due_page(request.actor, state=state, after=request.GET.get("after", ""))
    context = {
        "lines": [shown.line(row, at) for row in found.lines],
        "after": found.after,
        "state": state,
        "states": [(one, STATE_LABELS[one]) for one in STATES if one],
        "tally": queries.tally(request.actor, at),
        "may_open": may(request.actor, "retention:hold").allowed,
    }
    return render(request, "retention/list.html", context)


@page("account:use")
def retention_classes(request: SignedInRequest) -> HttpResponse:
    """The classes, and how far each is reviewed."""
    context = {"classes": [shown.retention_class(one) for one in classes().values()]}
    return render(request, "retention/classes.html", context)
