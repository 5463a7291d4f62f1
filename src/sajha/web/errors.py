"""Refusals and faults in plain words, in the reader's language, telling nothing of the inside."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sajha.basics.decision import Decision
from sajha.terms.reasons import REASONS, reason_text

WORDS: dict[int, tuple[str | Promise, str | Promise]] = {
    400: (_("This could not be understood"), _("The address or the form was not as expected. Go back and try again.")),
    403: (_("This was not done"), _("The form had grown old, or came from elsewhere. Open the page again and repeat.")),
    404: (_("Nothing is here"), _("This does not exist, or it is not open to you.")),
    405: (_("This cannot be done here"), _("The page was opened in a way that it does not offer.")),
    413: (_("This is too big"), _("What was sent is larger than this page takes. Nothing was stored.")),
    500: (
        _("Something went wrong"),
        _("The fault is on our side and was recorded. Nothing was half-written. Try again in a while."),
    ),
}


def refusal(request: HttpRequest, decision: Decision) -> HttpResponse:
    """The refusal page: what was refused and what would make it possible; an id that is not open reads as absent."""
    if decision.because == "not_found":
        return fault(request, 404)
    context = {
        "because": reason_text(decision.because),
        "needs": [reason_text(need) for need in decision.needs if need in REASONS],
    }
    return HttpResponse(render_to_string("errors/refused.html", context, request), status=403)


def fault(request: HttpRequest, status: int) -> HttpResponse:
    """One of the fixed pages; reads neither the database nor the request's values, except its language."""
    with translation.override(_language(request)):
        title, words = WORDS[status]
        context = {"title": title, "words": words, "language": translation.get_language()}
        return HttpResponse(render_to_string("errors/error.html", context), status=status)


def _language(request: HttpRequest) -> str:
    return (
        getattr(request, "LANGUAGE_CODE", "")
        or translation.get_language_from_request(request)
        or settings.LANGUAGE_CODE
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for a body beyond the limits."""
    return fault(request, 413 if isinstance(exception, RequestDataTooBig | TooManyFilesSent) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 of the framework itself."""
    return fault(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token; the reason stays inside."""
    return fault(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404 for addresses that lead nowhere."""
    return fault(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    return fault(request, 500)
