"""What holds for every page: the reader's language, both factors, nothing kept in caches, refusals in plain words."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout as django_logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.web.account import session
from sajha.web.errors import refusal

Next = Callable[[HttpRequest], HttpResponse]


class UserLanguage:
    """A signed-in person's own language; before that the cookie, then the browser, then the node."""

    def __init__(self, following: Next) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", None) or translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.following(request)
        response.headers.setdefault("Content-Language", chosen)
        return response


class RefusalsInWords:
    """A rule's refusal becomes a page that says which rule it was and what would make it possible."""

    def __init__(self, following: Next) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.following(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal(request, exception.decision) if isinstance(exception, Refused) else None


class SessionsEnd:
    """A session ends after idling, and after a working day in any case. Whether both factors were shown is known to every page."""

    def __init__(self, following: Next) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.settled = False  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            at = now()
            if session.is_over(request.session, at):
                return _ended(request)
            session.touch(request.session, at)
            request.settled = not session.missing_step(request)  # type: ignore[attr-defined]
        return self.following(request)


def _ended(request: HttpRequest) -> HttpResponse:
    """Back to the sign-in page, and from there to the page that was asked for."""
    django_logout(request)
    messages.info(request, _("Your session ended because it was not used for a while. Sign in again."))
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


class NothingKept:
    """No page is kept by a browser or a proxy on the way."""

    def __init__(self, following: Next) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.following(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
