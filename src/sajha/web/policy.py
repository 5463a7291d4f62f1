"""Each address declares who may use it and how. A view without a declaration fails the tests and is never reached."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from sajha.accounts.queries import actor_of
from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.web.account.session import missing_step
from sajha.web.errors import fault

View = Callable[..., HttpResponse]
PUBLIC = "public"


class SignedInRequest(HttpRequest):
    """A request whose sender signed in with both factors and holds the address's permission."""

    actor: Actor
    user: Any


def page(permission: str, *methods: str, unsettled: bool = False) -> Callable[[View], View]:
    """Only somebody signed in with both factors who holds the permission, only by these methods (GET when none is named).

    ``unsettled`` opens the page also to somebody who has yet to set up a second factor or replace a one-time password.
    The view finds the person as ``request.actor``. Refusals become the refusal page in ``middleware``.
    """
    allowed = methods or ("GET",)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not unsettled and (step := missing_step(request)):
                return redirect(step)
            request.actor = actor_of(request.user)
            require(may(request.actor, permission))
            if request.method not in (*allowed, "HEAD", "OPTIONS"):
                return HttpResponseNotAllowed(allowed, fault(request, 405).content)
            return view(request, *args, **kwargs)

        guarded.permission, guarded.methods = permission, allowed  # type: ignore[attr-defined]
        guarded.unsettled = unsettled  # type: ignore[attr-defined]
        return guarded

    return declare


def public(*methods: str) -> Callable[[View], View]:
    """Open to anybody on the network, only by these methods."""
    allowed = methods or ("GET",)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in (*allowed, "HEAD", "OPTIONS"):
                return HttpResponseNotAllowed(allowed, fault(request, 405).content)
            return view(request, *args, **kwargs)

        guarded.permission, guarded.methods = PUBLIC, allowed  # type: ignore[attr-defined]
        return guarded

    return declare


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: the fields of a POST, also when there are none; nothing otherwise."""
    return request.POST if request.method == "POST" else None


def posted_files(request: HttpRequest) -> Any:
    """The same for files."""
    return request.FILES if request.method == "POST" else None
