"""A person's own account: language first of all, for it is needed before signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from sajha.accounts.actions import choose_language
from sajha.accounts.queries import actor_of
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
    return render(request, "account/account.html")
