"""What every template may use: who reads, where they may go, whose node it is, and in which languages it speaks."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sajha.accounts.queries import actor_of
from sajha.accounts.rules import may
from sajha.basics.actor import Actor

# address name, words, permission; in the order in which they are shown
AREAS: tuple[tuple[str, str | Promise, str], ...] = (
    ("home", _("Home"), "account:use"),
    ("cases", _("Cases"), "case:read"),
    ("requests", _("Requests"), "request:read"),
    ("overdue", _("Overdue"), "request:oversee"),
    ("elsewhere", _("Seen elsewhere?"), "match:watch"),
    ("retention", _("Keeping"), "retention:read"),
    ("directory", _("Directory"), "directory:read"),
    ("imports", _("Import"), "case:import"),
    ("people", _("People"), "user:manage"),
    ("network", _("Network"), "network:read"),
    ("audit", _("Audit"), "audit:read"),
)


def page(request: HttpRequest) -> dict[str, object]:
    actor = reader(request)
    return {
        "actor": actor,
        "areas": areas_for(actor, request.path) if actor else [],
        "organisation": settings.CONFIG.organisation if settings.CONFIG else "",
        "tongues": settings.LANGUAGES,
    }


def reader(request: HttpRequest) -> Actor | None:
    """Who reads the page, once both factors were shown; else nobody."""
    if not getattr(request, "settled", False):
        return None
    return getattr(request, "actor", None) or actor_of(request.user)  # type: ignore[arg-type]


def areas_for(actor: Actor, path: str) -> list[dict[str, object]]:
    """The areas that the actor's roles open, the one being read marked ``here``."""
    open_to = [
        (address, words)
        for name, words, permission in AREAS
        if may(actor, permission).allowed and (address := address_of(name))
    ]
    inside = max(
        (one for one, _words in open_to if path == one or (one != "/" and path.startswith(one))), key=len, default=""
    )
    return [{"address": address, "words": words, "here": address == inside} for address, words in open_to]


@lru_cache(maxsize=32)
def address_of(name: str) -> str:
    """The area's address; empty when this node does not have the area."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
