"""Show the identities in what was enclosed: for a reason, once, recorded, and hidden again by itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sajha.audit.queries import looks_at
from sajha.basics.clock import now
from sajha.disclosure.actions import OPENED, open_packages
from sajha.liaison.queries import thread as thread_of
from sajha.web.cases.asked import asked, done
from sajha.web.cases.forms import ReasonForm
from sajha.web.cases.reveal import HIDDEN_AFTER
from sajha.web.policy import SignedInRequest, page
from sajha.web.requests.shown import PackageShown, codes_of_packages, package_shown


@page("request:answer", "GET", "POST")
def reveal(request: SignedInRequest, thread: str) -> HttpResponse:
    """Ask for a reason; answer a right one with the values, on a page that no cache keeps and that leaves after two minutes."""
    view = thread_of(request.actor, thread)
    form = asked(request, ReasonForm)
    packages: list[PackageShown] = []

    def act() -> None:
        found = open_packages(thread=thread, reason=form.cleaned_data["reason"], by=request.actor, at=now())
        packages.extend(package_shown(one, opened=True) for one in found)

    opened = done(form, act)
    context = {"view": view, "form": None if opened else form, "packages": packages, "opened": opened}
    context["codes"] = codes_of_packages(packages)
    response = render(request, "requests/enclosed.html", {**context, "looks": looks_at(thread, action=OPENED)})
    if opened:
        response["Refresh"] = f"{HIDDEN_AFTER}; url={reverse('request', args=[thread])}"
    response["Cache-Control"] = "no-store"
    return response
