"""What this node publishes, asks and allows: read by those who watch, changed by the head of the unit."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.accounts.queries import roles_of
from sajha.accounts.rules import may
from sajha.basics.clock import now
from sajha.matching.actions.settings import change_settings, protect, unprotect
from sajha.matching.queries.settings import SettingsView, settings_of
from sajha.matching.queries.waiting import protected as protected_values
from sajha.matching.values import KINDS, SOUGHT
from sajha.network.queries import active_node_ids, names
from sajha.terms.labels.elsewhere import GROUNDS, PURPOSES, SORTS
from sajha.terms.labels.requests import word
from sajha.web.cases.asked import asked, done
from sajha.web.matching.watch_forms import ProtectForm, ReasonForm, SettingsForm, first_values
from sajha.web.policy import SignedInRequest, page


@page("match:watch")
def show(request: SignedInRequest) -> HttpResponse:
    """The settings as they hold, with what is usual for an organisation of this kind."""
    view = settings_of(request.actor)
    context = {
        "own": view.settings,
        "kinds": kinds_shown(view),
        "purpose": word(PURPOSES, view.settings.purpose) if view.settings.by_itself else "",
        "ground": word(GROUNDS, view.settings.ground) if view.settings.by_itself else "",
        "held_by": names().get(view.settings.held_by, view.settings.held_by),
        "at": view.at,
        "roles": roles_of([view.by]).get(view.by, ()),
        "may_set": may(request.actor, "match:set").allowed,
    }
    return render(request, "matching/settings.html", context)


def kinds_shown(view: SettingsView) -> list[dict[str, Any]]:
    """One line for each kind of data: published, asked, asked by itself, and where that is not the usual."""
    own, usual = view.settings, view.usual
    return [
        {
            "words": word(SORTS, kind),
            "publishes": kind in own.publishes,
            "asks": kind in own.asks,
            "by_itself": kind in own.by_itself,
            "unusual": (kind in own.publishes) != (kind in usual.publishes)
            or (kind in own.asks) != (kind in usual.asks),
            "sought": kind == SOUGHT,
        }
        for kind in KINDS
    ]


@page("match:set", "GET", "POST")
def change(request: SignedInRequest) -> HttpResponse:
    """Say anew what holds; every partner is told."""
    called = names()
    members = sorted(((node, called.get(node, node)) for node in active_node_ids()), key=lambda one: one[1])
    form = asked(request, SettingsForm, first_values(settings_of(request.actor).settings), members=members)

    def act() -> None:
        change_settings(settings=form.settings(), reason=form.cleaned_data["reason"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("Saved. The partners are told."))
        return redirect("match_settings")
    return render(request, "matching/settings_change.html", {"form": form})


@page("match:set", "GET", "POST")
def protected(request: SignedInRequest) -> HttpResponse:
    """Values about which nobody asks alone, and one more."""
    form = asked(request, ProtectForm)

    def act() -> None:
        protect(**form.cleaned_data, by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("Nobody asks about it alone any more."))
        return redirect("match_protected")
    lines = [(line, word(SORTS, line.sort)) for line in protected_values(request.actor)]
    return render(request, "matching/protected.html", {"form": form, "lines": lines})


@page("match:set", "GET", "POST")
def release(request: SignedInRequest, protected: str) -> HttpResponse:
    """Let a value be asked about like any other again."""
    form = asked(request, ReasonForm)

    def act() -> None:
        unprotect(protected=protected, reason=form.cleaned_data["reason"], by=request.actor, at=now())

    if done(form, act):
        messages.success(request, _("It can be asked about like any other."))
        return redirect("match_protected")
    return render(request, "matching/unprotect.html", {"form": form})
