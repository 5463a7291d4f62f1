"""The other nodes: exchange descriptions, compare fingerprints by another way, close and open members."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.directory.actions import keep_member
from sajha.disclosure.queries import dealings_with
from sajha.exchange.actions import greet
from sajha.exchange.actions import resume as resume_peer
from sajha.exchange.actions import revoke as revoke_peer
from sajha.exchange.actions import suspend as suspend_peer
from sajha.exchange.queries import Way, refusals, ways
from sajha.network.actions import add_peer, confirm_peer
from sajha.network.queries import own_descriptor, own_fingerprint, peer, peers, warnings
from sajha.network.rules import read_descriptor
from sajha.network.values import Member
from sajha.terms.reasons import reason_text
from sajha.web.network.forms import AddForm, FingerprintForm, ReasonForm
from sajha.web.network.words import STATUS_WORDS
from sajha.web.policy import SignedInRequest, page, posted, posted_files

READ, PAIR = "network:read", "network:pair"


@page(READ)
def members(request: SignedInRequest) -> HttpResponse:
    """This node's own description and all other nodes."""
    own = own_descriptor()
    context = {
        "own": own,
        "own_fingerprint": own_fingerprint(),
        "members": [_shown(member) for member in peers(request.actor)],
        "warnings": warnings(request.actor),
        "may_pair": may(request.actor, PAIR).allowed,
    }
    return render(request, "network/members.html", context)


def _shown(member: Member) -> dict[str, Any]:
    """A member for a page, without its fingerprint: that has to come from its own people."""
    words, tone = STATUS_WORDS[member.status]
    names = ("node_id", "organisation", "kind", "url", "places", "added_at", "because")
    values = {name: getattr(member, name) for name in names}
    return {**values, "status": str(member.status), "status_words": words, "tone": tone}


@page(READ)
def description(request: SignedInRequest) -> HttpResponse:
    """This node's description as a file for the other side; it holds public keys only."""
    own = own_descriptor()
    response = HttpResponse(msgspec.json.format(msgspec.json.encode(own), indent=2), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{own.node_id}.json"'
    return response


@page(PAIR, "GET", "POST")
def add(request: SignedInRequest) -> HttpResponse:
    """Take another node's description; nothing flows before its fingerprint is confirmed."""
    form = AddForm(posted(request), posted_files(request))
    if request.method == "POST" and form.is_valid():
        try:
            found = add_peer(descriptor=read_descriptor(form.cleaned_data["content"]), by=request.actor, at=now())
        except Refused as refused:
            form.add_error(None, _words(refused))
        else:
            return redirect("network_confirm", found.node_id)
    return render(request, "network/add.html", {"form": form})


@page(READ)
def member(request: SignedInRequest, node_id: str) -> HttpResponse:
    """One other node."""
    context = {
        "member": _shown(peer(request.actor, node_id)),
        "warnings": [heard for heard in warnings(request.actor) if heard.about == node_id],
        "dealings": dealings_with(request.actor, node_id),
        "may_pair": may(request.actor, PAIR).allowed,
    }
    return render(request, "network/member.html", context)


@page(PAIR, "GET", "POST")
def confirm(request: SignedInRequest, node_id: str) -> HttpResponse:
    """Type the fingerprint that the other side read out; only then does the way open."""
    found = peer(request.actor, node_id)
    form = FingerprintForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            _confirm(request, found, form.cleaned_data["fingerprint"])
        except Refused as refused:
            form.add_error(
                "fingerprint" if refused.decision.because == "peer.other_fingerprint" else None, _words(refused)
            )
        else:
            messages.success(request, _("The node is a member now."))
            return redirect("network_member", node_id)
    context = {"form": form, "member": _shown(found), "own_fingerprint": own_fingerprint()}
    return render(request, "network/confirm.html", context)


@transaction.atomic
def _confirm(request: SignedInRequest, found: Member, fingerprint: str) -> None:
    at = now()
    confirmed = confirm_peer(node_id=found.node_id, fingerprint=fingerprint, by=request.actor, at=at)
    keep_member(
        node_id=confirmed.node_id,
        name=confirmed.organisation,
        kind=confirmed.kind,
        places=confirmed.places,
        by=request.actor,
        at=at,
    )
    greet(node_id=confirmed.node_id, by=request.actor, at=at)


def _change(
    request: SignedInRequest, node_id: str, verb: Callable[..., Any], template: str, done: str | Promise
) -> HttpResponse:
    """Ask for a reason, then do it."""
    found = peer(request.actor, node_id)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        verb(node_id=node_id, reason=form.cleaned_data["reason"], by=request.actor, at=now())
        messages.success(request, str(done))
        return redirect("network_member", node_id)
    context = {"form": form, "member": _shown(found), "dealings": dealings_with(request.actor, node_id)}
    return render(request, template, context)


@page(PAIR, "GET", "POST")
def suspend(request: SignedInRequest, node_id: str) -> HttpResponse:
    """Close a member for now."""
    return _change(request, node_id, suspend_peer, "network/suspend.html", gettext_lazy("The node is suspended."))


@page(PAIR, "GET", "POST")
def resume(request: SignedInRequest, node_id: str) -> HttpResponse:
    """Open a suspended member again."""
    return _change(request, node_id, resume_peer, "network/resume.html", gettext_lazy("The node is a member again."))


@page(PAIR, "GET", "POST")
def revoke(request: SignedInRequest, node_id: str) -> HttpResponse:
    """Close a member for good."""
    return _change(request, node_id, revoke_peer, "network/revoke.html", gettext_lazy("The node is revoked."))


@page(READ)
def deliveries(request: SignedInRequest) -> HttpResponse:
    """How delivery to each member stands, and what was refused at the door."""
    context = {
        "ways": [(way, _way_words(way)) for way in ways(request.actor)],
        "refusals": [(line, reason_text(line.because)) for line in refusals(request.actor)],
    }
    return render(request, "network/deliveries.html", context)


def _way_words(way: Way) -> tuple[str, str]:
    """The state of the way to a member and its tone."""
    if way.because:
        return reason_text(way.because), "bad" if way.waiting else "warn"
    return (_("Messages wait"), "info") if way.waiting else (_("Everything is delivered"), "good")


def _words(refused: Refused) -> str:
    return reason_text(refused.decision.because)
