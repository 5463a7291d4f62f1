"""Bring a file in: send it, look what it would bring, say yes, see how far it is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from sajha.basics.clock import now
from sajha.cases.imports.actions import cancel_import, confirm_import, keep_upload, read_upload
from sajha.cases.imports.queries import job_for, job_view, jobs
from sajha.cases.imports.values import DUE
from sajha.cases.queries import vaults_of
from sajha.terms.reasons import reason_text
from sajha.web.imports.forms import ConfirmForm, UploadForm
from sajha.web.imports.words import STATES
from sajha.web.policy import SignedInRequest, page, posted, posted_files
from sajha.workbooks.files.values import FileRefused

# a file of this size is read while its sender waits; a larger one by the node's worker
_AT_ONCE = 4 * 2**20


@page("case:import", "GET", "POST")
def index(request: SignedInRequest) -> HttpResponse:
    """One's own uploads, and the form for a new one."""
    form = UploadForm(posted(request), posted_files(request), vaults=vaults_of(request.actor))
    if form.is_bound and form.is_valid():
        at = now()
        try:
            job = keep_upload(
                pieces=form.cleaned_data["file"].chunks(),
                standard=form.cleaned_data["standard"],
                vault=form.cleaned_data.get("vault", ""),
                by=request.actor,
                at=at,
            )
            if job.size <= _AT_ONCE:
                read_upload(job=job, by=request.actor, at=at)
            return redirect("import", job.id)
        except FileRefused as refused:
            form.add_error("file", reason_text(refused.fault.because))
    rows = [(job, *STATES[job.state]) for job in jobs(request.actor)]
    return render(request, "imports/index.html", {"form": form, "rows": rows})


@page("case:import")
def job(request: SignedInRequest, job_id: str) -> HttpResponse:
    """One upload: its preview, its progress, or its result."""
    found = job_view(request.actor, job_id)
    words, tone = STATES[found.state]
    context = {"job": found, "words": words, "tone": tone, "busy": found.state in DUE, "form": ConfirmForm()}
    return render(request, "imports/job.html", context)


@page("case:import", "POST")
def confirm(request: SignedInRequest, job_id: str) -> HttpResponse:
    """Say yes."""
    form = ConfirmForm(request.POST)
    form.is_valid()
    confirm_import(
        job=job_for(request.actor, job_id),
        skip_bad_cells=form.cleaned_data["skip_bad_cells"],
        by=request.actor,
        at=now(),
    )
    return redirect("import", job_id)


@page("case:import", "POST")
def cancel(request: SignedInRequest, job_id: str) -> HttpResponse:
    """Say no; the file is deleted."""
    cancel_import(job=job_for(request.actor, job_id), by=request.actor, at=now())
    return redirect("imports")
