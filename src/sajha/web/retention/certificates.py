"""The certificate of an erasure: to read, to print, to keep."""

from django.http import HttpResponse
from django.shortcuts import render

from sajha.retention import queries
from sajha.retention.checking import check
from sajha.retention.papers import sheet, words_of
from sajha.web.policy import SignedInRequest, page


@page("retention:read")
def certificate(request: SignedInRequest, subject: str) -> HttpResponse:
    """What it says, and whether it still holds."""
    text = queries.certificate(request.actor, subject)
    context = {"paper": words_of(text), "verdict": check(request.actor, text), "subject": subject}
    return render(request, "retention/certificate.html", context)


@page("retention:read")
def as_json(request: SignedInRequest, subject: str) -> HttpResponse:
    """The signed file, to be kept and checked anywhere."""
    text = queries.certificate(request.actor, subject)
    headers = {"Content-Disposition": 'attachment; filename="erasure.json"'}
    return HttpResponse(text, content_type="application/json", headers=headers)


@page("retention:read")
def as_pdf(request: SignedInRequest, subject: str) -> HttpResponse:
    """A sheet to print, in the reader's language."""
    pdf = sheet(queries.certificate(request.actor, subject))
    headers = {"Content-Disposition": 'inline; filename="erasure.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
