"""A person's own account: language first of all, for it is needed before signing in; password, second factors, sessions."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sajha.accounts.actions import choose_language, end_other_sessions
from sajha.accounts.queries import actor_of, second_factors, sessions_of
from sajha.basics.clock import now
from sajha.web.policy import SignedInRequest, page, public

COOKIE_AGE = 365 * 24 * 3600  # seconds


@public("POST")
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the pages: kept with the account when signed in, and in a cookie for the sign-in page."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_back(request))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated and request.user.language != chosen:
        choose_language(user=request.user, language=chosen, by=actor_of(request.user), at=now())
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _back(request: HttpRequest) -> str:
    """The page that was being read; only an address of this node."""
    address = request.POST.get("next", "")
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else "/"


@page("account:use")
def account(request: SignedInRequest) -> HttpResponse:
    """Password, second factors and sessions of the reader."""
    factors = second_factors(request.user)
    context = {
        "has_app": any(kind == "totp" for _number, kind, _name in factors),
        "passkeys": [(number, name) for number, kind, name in factors if kind == "webauthn"],
        "has_codes": any(kind == "recovery_codes" for _number, kind, _name in factors),
        "elsewhere": [one for one in sessions_of(request.user) if one.key != request.session.session_key],
    }
    return render(request, "account/account.html", context)


@page("account:use", unsettled=True)
def set_up(request: SignedInRequest) -> HttpResponse:
    """The first second factor: an authenticator app or a passkey. Nothing else is reached before."""
    if request.session.get("second_factor") is True:
        return redirect("account")
    return render(request, "account/set_up.html")


@page("account:use", "POST")
def end_elsewhere(request: SignedInRequest) -> HttpResponse:
    """End the reader's sessions on other devices."""
    keep = request.session.session_key or ""
    end_other_sessions(user=request.user, keep=keep, by=request.actor, at=now())
    messages.success(request, _("You are signed in on this device only."))
    return redirect("account")
