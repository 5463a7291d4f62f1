"""What holds for every page: the reader's language, both factors, nothing kept in caches, refusals in plain words."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from sajha.basics.decision import Refused
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


class SignedInWithSecondFactor:
    """Filled in with the account pages: without a second factor nothing but its set-up is reached."""

    def __init__(self, following: Next) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.second_factor = request.user.is_authenticated  # type: ignore[attr-defined]
        return self.following(request)


class NothingKept:
    """No page is kept by a browser or a proxy on the way."""

    def __init__(self, following: Next) -> None:
        self.following = following

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.following(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
