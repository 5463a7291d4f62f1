"""The first page: what needs me now."""

from django.http import HttpResponse
from django.shortcuts import render

from sajha.basics.clock import now
from sajha.web.home.sections import sections_for
from sajha.web.policy import SignedInRequest, page


@page("account:use")
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for the reader, most pressing first."""
    return render(request, "home/home.html", {"sections": sections_for(request.actor, now())})
