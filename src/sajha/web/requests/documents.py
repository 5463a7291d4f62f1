"""Documents of a request: sent after a check, taken out as a download that no browser shows. Pictures and videos never stay."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.disclosure.actions import attach_document, record_media
from sajha.disclosure.rules import MEDIA, TYPES, kind_of
from sajha.liaison.queries import document as document_of
from sajha.liaison.queries import thread as thread_of
from sajha.terms.reasons import reason_text
from sajha.web.policy import SignedInRequest, page
from sajha.web.requests.forms import DocumentForm, MediaForm
from sajha.web.requests.shown import state_words
from sajha.web.uploads import HeldDocument


@page("request:read", "GET", "POST")
def attach(request: SignedInRequest, thread: str) -> HttpResponse:
    """Send a document. Of a picture or video the hash alone is kept, and its form is shown next."""
    view = thread_of(request.actor, thread)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file: HeldDocument = form.cleaned_data["document"]
        family = kind_of(file.head)
        if family in MEDIA:
            return _media_found(request, thread, file, family)
        try:
            attach_document(
                thread=thread,
                name=file.name or "",
                content=file.content,
                words=form.cleaned_data["words"],
                by=request.actor,
                at=now(),
            )
        except Refused as refused:
            form.add_error("document", reason_text(refused.decision.because))
        else:
            messages.success(request, _("Done. The other side will see it."))
            return redirect("request", thread)
    return render(request, "requests/attach.html", {"form": form, "view": view, **state_words(view)})


def _media_found(request: SignedInRequest, thread: str, file: HeldDocument, family: str) -> HttpResponse:
    """The file is dropped already; what is left is its hash."""
    view = thread_of(request.actor, thread)
    form = MediaForm(initial={"sha256": file.sha256, "family": family, "size": file.size})
    return render(request, "requests/media.html", {"form": form, "view": view, "dropped": True, **state_words(view)})


@page("request:read", "GET", "POST")
def media(request: SignedInRequest, thread: str) -> HttpResponse:
    """Record that a picture, video or recording exists, and who holds it."""
    view = thread_of(request.actor, thread)
    form = MediaForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            record_media(
                thread=thread,
                family=given["family"],
                size=given["size"],
                sha256=given["sha256"].lower(),
                custodian=given["custodian"],
                words=given["words"],
                by=request.actor,
                at=now(),
            )
        except Refused as refused:
            form.add_error(None, reason_text(refused.decision.because))
        else:
            messages.success(request, _("Done. The other side will see it."))
            return redirect("request", thread)
    return render(request, "requests/media.html", {"form": form, "view": view, **state_words(view)})


@page("request:read")
def document(request: SignedInRequest, thread: str, attachment: str) -> HttpResponse:
    """A document as a download: a fixed type, a name of ours in plain letters, nothing that a browser would run."""
    line, content = document_of(request.actor, thread, attachment)
    media_type = line.media_type if line.media_type in TYPES else "application/octet-stream"
    response = HttpResponse(content, content_type=media_type)
    plain = f"document{TYPES.get(media_type, '')}"
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(line.name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
