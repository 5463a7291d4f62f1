"""What crossed into the reader's vaults: the list, one package, and the identities in it for a reason."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sajha.audit.queries import looks_at
from sajha.basics.clock import now
from sajha.disclosure.actions import open_crossed
from sajha.disclosure.queries import CROSSED_OPENED, crossed, crossed_list
from sajha.terms.labels.requests import KINDS, word
from sajha.web.cases.asked import asked, done
from sajha.web.cases.forms import ReasonForm
from sajha.web.cases.reveal import HIDDEN_AFTER
from sajha.web.policy import SignedInRequest, page
from sajha.web.requests.shown import PackageShown, package_shown


@page("case:read")
def index(request: SignedInRequest) -> HttpResponse:
    """The newest of what crossed into the reader's vaults."""
    rows = [(line, word(KINDS, line.kind)) for line in crossed_list(request.actor)]
    return render(request, "vaults/list.html", {"rows": rows})


@page("case:read")
def show(request: SignedInRequest, package: str) -> HttpResponse:
    """One package, identities hidden."""
    line, view = crossed(request.actor, package, now())
    context = {"line": line, "kind": word(KINDS, line.kind), "package": package_shown(view), "expired": view.expired}
    return render(request, "vaults/package.html", context)


@page("case:reveal", "GET", "POST")
def reveal(request: SignedInRequest, package: str) -> HttpResponse:
    """Ask for a reason; answer a right one with the values, on a page that no cache keeps and that leaves after two minutes."""
    line, _view = crossed(request.actor, package, now())
    form = asked(request, ReasonForm)
    opened: list[PackageShown] = []

    def act() -> None:
        view = open_crossed(package=package, reason=form.cleaned_data["reason"], by=request.actor, at=now())
        opened.append(package_shown(view, opened=True))

    is_open = done(form, act)
    context = {"line": line, "form": None if is_open else form, "package": opened[0] if is_open else None}
    looks = looks_at(package, action=CROSSED_OPENED)
    response = render(request, "vaults/reveal.html", {**context, "looks": looks})
    if is_open:
        response["Refresh"] = f"{HIDDEN_AFTER}; url={reverse('crossed_package', args=[package])}"
    response["Cache-Control"] = "no-store"
    return response
