"""The person's own phone: a code, then one page, at one address without any id; and the empty page to which one leaves.

Nothing here needs an account, sets a cookie that outlives the browser, or puts a name into a title or an address. The form
token of the other pages is not used: it would need a cookie of its own, and browsers that send no referrer send no origin
either. What changes something needs the visit's cookie, which is never sent from another site, and no post of another site is taken.
"""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from sajha.basics.clock import now
from sajha.network.queries import names
from sajha.survivor import actions
from sajha.survivor.queries import visit_of
from sajha.survivor.telling import tell
from sajha.survivor.values import Wish
from sajha.terms.labels.survivor import WISH_LABELS
from sajha.terms.reasons import reason_text
from sajha.web.policy import public
from sajha.web.survivor.picture import picture

_OURS = ("", "same-origin", "none")
_LONGEST_CODE = 60


@csrf_exempt
@public("GET", "POST")
def mine(request: HttpRequest) -> HttpResponse:
    """The record of whoever typed a right code in this browser; else the question for the code."""
    at, token = now(), request.COOKIES.get(settings.OWN_COOKIE_NAME, "")
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "") in _OURS:
        return _quiet(_posted(request, token, at))
    return _quiet(_record(request, token, at) or _ask(request))


@public()
def blank(request: HttpRequest) -> HttpResponse:
    """A page on which nothing is. Whoever comes here has left: the visit ends, and the browser forgets this node."""
    actions.leave(token=request.COOKIES.get(settings.OWN_COOKIE_NAME, ""), at=now())
    response = _quiet(render(request, "survivor/blank.html", {"language": translation.get_language()}))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    _forget(response)
    return response


def _posted(request: HttpRequest, token: str, at: datetime) -> HttpResponse:
    """Another language, a wish, or a code. What needs the visit and finds none asks for the code again."""
    if "in" in request.POST:
        language = _known(request.POST["in"])
        if visit_of(token, at) is None:
            return _ask(request, language=language)
        actions.read_in(token=token, language=language or settings.LANGUAGE_CODE, at=at)
    elif request.POST.get("wish", "") in set(Wish):
        actions.wish_for(token=token, wish=Wish(request.POST["wish"]), at=at)
    elif "code" in request.POST:
        return _entered(request, _known(request.POST.get("language", "")), at)
    return redirect("mine")


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else ""


def _entered(request: HttpRequest, language: str, at: datetime) -> HttpResponse:
    """A right code gives this browser a cookie that ends with it; whatever is wrong is answered alike."""
    typed, address = request.POST["code"][:_LONGEST_CODE], get_adapter(request).get_client_ip(request)
    token = actions.enter(typed=typed, address=address, language=language, at=at)
    if not token:
        return _ask(request, language=language, wrong=True)
    response = redirect("mine")
    response.set_cookie(
        settings.OWN_COOKIE_NAME, token, httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _ask(request: HttpRequest, *, language: str = "", wrong: bool = False) -> HttpResponse:
    """The question for the code, in the language chosen, else in that of the browser."""
    shown = language or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(shown):
        context = {"language": shown, "chosen": language, "wrong": wrong and reason_text("code.no")}
        return _render(request, "survivor/ask.html", context)


def _record(request: HttpRequest, token: str, at: datetime) -> HttpResponse | None:
    """The record, read by the person; nothing when the cookie opens nothing."""
    read = actions.read_own(token=token, at=at) if token else None
    if read is None:
        return None
    visit, view = read
    seconds = max(1, int((visit.ends_at - at).total_seconds()))
    with translation.override(visit.language):
        told = tell(view, names())
        context = {
            "language": visit.language,
            "told": told,
            "picture": picture(told.organisation, told.copies),
            "ends_at": visit.ends_at,
            "seconds": seconds,
            "wishes": list(WISH_LABELS.items()),
        }
        response = _render(request, "survivor/mine.html", context)
    response.headers["Refresh"] = f"{seconds}; url={reverse('blank')}"
    return response


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, {**context, "tongues": settings.LANGUAGES})
    response.headers["Content-Language"] = context["language"]
    return response


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, told to nobody."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _forget(response: HttpResponseBase) -> None:
    response.delete_cookie(settings.OWN_COOKIE_NAME, samesite="Strict")
