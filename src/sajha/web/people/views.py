"""The people of this node: an administrator adds them, changes their roles, closes accounts and helps them in again."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.actions import (
    add_user,
    change_roles,
    change_vaults,
    issue_password,
    reset_second_factor,
    set_active,
)
from sajha.accounts.queries import people as everybody
from sajha.accounts.queries import person as one
from sajha.accounts.queries import protected, reads
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.terms.reasons import reason_text
from sajha.web.people.forms import AddForm, RolesForm, VaultsForm
from sajha.web.policy import SignedInRequest, page, posted

MANAGE = "user:manage"


@page(MANAGE)
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody of this node."""
    context = {"people": everybody(request.actor), "protected": protected(request.actor)}
    return render(request, "people/people.html", context)


@page(MANAGE, "GET", "POST")
def add(request: SignedInRequest) -> HttpResponse:
    """Add a person; the one-time password is shown once, to be handed over in person."""
    form = AddForm(posted(request))
    if request.method == "POST" and form.is_valid():
        password, given = _one_time_password(), form.cleaned_data
        try:
            user = add_user(
                username=given["username"],
                display_name=given["display_name"],
                roles=frozenset(given["roles"]),
                password=password,
                language=given["language"],
                one_time=True,
                by=request.actor,
                at=now(),
            )
        except Refused as refused:
            form.add_error("username" if refused.decision.because == "user.taken" else "roles", _words(refused))
        else:
            return _handed_over(request, user, password)
    return render(request, "people/add.html", {"form": form})


@page(MANAGE)
def person(request: SignedInRequest, user_id: str) -> HttpResponse:
    """One person, and what can be done about the account."""
    user = one(request.actor, user_id)
    context = {
        "person": user,
        "vaults": sorted(reads(user)),
        "is_protected": user.id in protected(request.actor),
        "is_self": user.id == request.actor.id,
    }
    return render(request, "people/person.html", context)


@page(MANAGE, "GET", "POST")
def roles(request: SignedInRequest, user_id: str) -> HttpResponse:
    """Other roles; the person's sessions end, so that the new rights hold at once."""
    user = one(request.actor, user_id)
    form = RolesForm(posted(request), initial={"roles": user.roles})
    if request.method == "POST" and form.is_valid():
        try:
            change_roles(user=user, roles=frozenset(form.cleaned_data["roles"]), by=request.actor, at=now())
        except Refused as refused:
            form.add_error("roles", _words(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("person", user.id)
    return render(request, "people/roles.html", {"form": form, "person": user})


@page(MANAGE, "GET", "POST")
def vaults(request: SignedInRequest, user_id: str) -> HttpResponse:
    """Which vaults the person reads; the person's sessions end, so that it holds at once."""
    user = one(request.actor, user_id)
    form = VaultsForm(posted(request), initial={"vaults": sorted(reads(user))})
    if request.method == "POST" and form.is_valid():
        try:
            change_vaults(user=user, vaults=frozenset(form.cleaned_data["vaults"]), by=request.actor, at=now())
        except Refused as refused:
            form.add_error("vaults", _words(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("person", user.id)
    return render(request, "people/vaults.html", {"form": form, "person": user})


@page(MANAGE, "GET", "POST")
def close(request: SignedInRequest, user_id: str) -> HttpResponse:
    """Close an account; what the person did stays."""
    user = one(request.actor, user_id)
    if request.method != "POST":
        return render(request, "people/close.html", {"person": user})
    set_active(user=user, active=False, by=request.actor, at=now())
    messages.success(request, _("The account is closed."))
    return redirect("person", user.id)


@page(MANAGE, "GET", "POST")
def reopen(request: SignedInRequest, user_id: str) -> HttpResponse:
    """Open a closed account again."""
    user = one(request.actor, user_id)
    if request.method != "POST":
        return render(request, "people/reopen.html", {"person": user})
    set_active(user=user, active=True, by=request.actor, at=now())
    messages.success(request, _("The account is open again."))
    return redirect("person", user.id)


@page(MANAGE, "GET", "POST")
def password(request: SignedInRequest, user_id: str) -> HttpResponse:
    """A one-time password for somebody who forgot theirs, shown once."""
    user = one(request.actor, user_id)
    if request.method != "POST":
        return render(request, "people/password.html", {"person": user})
    fresh = _one_time_password()
    issue_password(user=user, password=fresh, by=request.actor, at=now())
    return _handed_over(request, user, fresh)


@page(MANAGE, "GET", "POST")
def second_factor(request: SignedInRequest, user_id: str) -> HttpResponse:
    """Remove the second factors of somebody who lost theirs."""
    user = one(request.actor, user_id)
    if request.method != "POST":
        return render(request, "people/second_factor.html", {"person": user})
    reset_second_factor(user=user, by=request.actor, at=now())
    messages.success(request, _("A new second factor is set up at the next sign-in."))
    return redirect("person", user.id)


def _one_time_password() -> str:
    """Four groups of five letters and digits that are not mistaken for each other: 98 bits, easy to read out."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _place in range(5)) for _group in range(4))


def _handed_over(request: SignedInRequest, user: Any, fresh: str) -> HttpResponse:
    """The only page that ever shows the password: it is stored nowhere, so it is no redirect."""
    return render(request, "people/one_time.html", {"person": user, "password": fresh})


def _words(refused: Refused) -> str:
    return reason_text(refused.decision.because)
