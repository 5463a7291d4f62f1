"""Search the directory, see who is responsible for a place; an administrator's entries."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.directory import actions, queries
from sajha.directory.rules import cannot_be_asked, may_edit
from sajha.directory.values import Entry, Kind, Known, Listing
from sajha.network.queries import active_node_ids
from sajha.terms.labels.directory import CAVEATS, KIND_LABELS, ORIGIN_LABELS
from sajha.terms.places import Place, place_name
from sajha.web.directory.forms import OrganisationForm, ReasonForm, SearchForm, WhereForm, as_typed
from sajha.web.policy import SignedInRequest, page


@page("directory:read")
def directory(request: SignedInRequest) -> HttpResponse:
    """Organisations by name, fifty to a page."""
    form = SearchForm(request.GET)
    asked = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    found = queries.search(request.actor, **asked, after=request.GET.get("after", ""))
    context = {
        "form": form,
        "lines": _lines(found.listings),
        "searched": bool(asked),
        "following": urlencode({**asked, "after": found.following}) if found.following else "",
        "first": urlencode(asked) if request.GET.get("after") else None,
        "may_edit": may_edit(request.actor).allowed,
    }
    return render(request, "directory/directory.html", context)


def _lines(listings: list[Listing]) -> list[dict[str, object]]:
    """What a row of the list shows; each kind and state is put into words once."""
    reachable = active_node_ids()
    kinds = {kind: KIND_LABELS.get(kind, kind) for kind in {one.kind for one in listings}}
    seats = {seat: place_name(seat) if seat else "" for seat in {one.seat for one in listings}}
    return [
        {
            "id": one.id,
            "name": one.name,
            "active": one.active,
            "kind": kinds[one.kind],
            "seat": seats[one.seat],
            "joined": one.node in reachable,
        }
        for one in listings
    ]


@page("directory:read")
def who(request: SignedInRequest) -> HttpResponse:
    """Who is responsible for a place, and whom to ask when the unit does not answer."""
    form = WhereForm(request.GET)
    place = form.place()
    candidates = []
    if place:
        kinds = (form.cleaned_data["kind"],)
        candidates = queries.who_to_ask(request.actor, place, kinds=kinds, reachable=active_node_ids())
    context = {
        "form": form,
        "where": place,
        "candidates": candidates,
        "caveats": [CAVEATS[one] for one in sorted({c.listing.origin for c in candidates} & set(CAVEATS))],
        "no_unit": not any(one.why == "directory.responsible" for one in candidates),
        "no_nodal_office": not any(one.listing.kind == Kind.STATE_NODAL_OFFICE for one in candidates),
    }
    return render(request, "directory/who.html", context)


@page("directory:read")
def district_field(request: SignedInRequest) -> HttpResponse:
    """The choice of district for a state, to be put into the page."""
    return HttpResponse(WhereForm({"state": request.GET.get("state", "")})["district"].as_field_group())


@page("directory:edit")
def district_boxes(request: SignedInRequest) -> HttpResponse:
    """The tick boxes of a state's districts, to be put into the page."""
    return HttpResponse(OrganisationForm(state=request.GET.get("state", ""))["districts"].as_field_group())


@page("directory:read")
def organisation(request: SignedInRequest, organisation: str) -> HttpResponse:
    """One organisation: contact, places, whether it can be asked, and where the entry comes from."""
    entry = queries.organisation(request.actor, organisation)
    listing = entry.listing
    context = {
        "listing": listing,
        "places": entry.places,
        "because": _because(entry),
        "origin": ORIGIN_LABELS.get(listing.origin, listing.origin),
        "caveat": CAVEATS.get(listing.origin, ""),
        "may_edit": may_edit(request.actor).allowed,
    }
    return render(request, "directory/organisation.html", context)


def _because(entry: Entry) -> str:
    """The id of the reason why it cannot be asked; empty when it can."""
    one = entry.listing
    known = Known(one.id, one.kind, one.name, one.node, one.active)
    return cannot_be_asked(known, active_node_ids())


@page("directory:edit", "GET", "POST")
def add(request: SignedInRequest) -> HttpResponse:
    """Enter an organisation."""
    form = _form(request, {}, ())
    if form.is_bound and form.is_valid():
        row = actions.add_organisation(details=form.details(), by=request.actor, at=now())
        messages.success(request, _("The organisation was added."))
        return redirect("organisation", row.id)
    return render(request, "directory/edit.html", {"form": form})


@page("directory:edit", "GET", "POST")
def edit(request: SignedInRequest, organisation: str) -> HttpResponse:
    """Correct an organisation."""
    entry = queries.organisation(request.actor, organisation)
    form = _form(request, *as_typed(entry))
    if form.is_bound and form.is_valid():
        actions.change_organisation(organisation=organisation, details=form.details(), by=request.actor, at=now())
        messages.success(request, _("The change was saved."))
        return redirect("organisation", organisation)
    return render(request, "directory/edit.html", {"form": form, "listing": entry.listing})


def _form(request: HttpRequest, initial: dict[str, Any], others: tuple[Place, ...]) -> OrganisationForm:
    """The form as sent; or, when only the districts of another state are asked for, filled in and not judged yet."""
    if request.method != "POST":
        return OrganisationForm(initial=initial, state=initial.get("state", ""), others=others)
    state = request.POST.get("state", "")
    if "show" in request.POST:
        typed = {name: request.POST.get(name, "") for name in ("kind", "name", "phone", "email", "state")}
        return OrganisationForm(initial=typed, state=state, others=others)
    return OrganisationForm(request.POST, state=state, others=others)


@page("directory:edit", "GET", "POST")
def listing(request: SignedInRequest, organisation: str) -> HttpResponse:
    """Withdraw an organisation, or list it again."""
    entry = queries.organisation(request.actor, organisation)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.set_listed(
            organisation=organisation,
            listed=not entry.listing.active,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=now(),
        )
        messages.success(request, _("The change was saved."))
        return redirect("organisation", organisation)
    return render(request, "directory/listing.html", {"form": form, "listing": entry.listing})
