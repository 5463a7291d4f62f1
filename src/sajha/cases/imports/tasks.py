"""The part of the node's own clockwork that reads and stores uploads."""

from datetime import datetime, timedelta

from django.db import transaction

from sajha.accounts.queries import actor_of_id
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused
from sajha.cases.imports import files
from sajha.cases.imports.actions import cancel_import, fail_import, read_upload, store_upload
from sajha.cases.imports.models import ImportJob
from sajha.cases.imports.values import DUE, OVER, JobState
from sajha.workbooks.files.values import FileRefused

KEPT = timedelta(hours=1)
ATTEMPTS = 3


def run_due_jobs(at: datetime) -> int:
    """Work on every upload that waits, also one whose worker was killed; clear what nobody confirmed within the hour.

    Returns how many were worked on. One that killed its worker three times is given up.
    """
    done = 0
    for job_id in ImportJob.objects.filter(state__in=DUE).order_by("uploaded_at").values_list("pk", flat=True):
        with files.held(job_id) as mine:
            if mine and _claim(job_id):
                _work(ImportJob.objects.get(pk=job_id), at)
                done += 1
    clear_old(at)
    return done


def _claim(job_id: str) -> bool:
    """Count the attempt, while the file is held: a worker that died holds nothing any more."""
    with transaction.atomic():
        job = ImportJob.objects.select_for_update().filter(pk=job_id, state__in=DUE).first()
        if job is None:
            return False
        job.attempts += 1
        job.state = JobState.STORING.value if job.state == JobState.WAITING else job.state
        job.save(update_fields=["attempts", "state"])
    return True


def _work(job: ImportJob, at: datetime) -> None:
    by = actor_of_id(job.owner)
    if job.attempts > ATTEMPTS:
        fail_import(job=job, refused=FileRefused("import.gave_up"), by=by, at=at)
        return
    if not files.upload_path(job.id).exists():
        fail_import(job=job, refused=FileRefused("file.missing"), by=by, at=at)
        return
    _read_or_store(job, by, at)


def _read_or_store(job: ImportJob, by: Actor, at: datetime) -> None:
    try:
        if job.state == JobState.READING:
            read_upload(job=job, by=by, at=at)
        else:
            store_upload(job=job, by=by, at=at)
    except FileRefused as refused:
        fail_import(job=job, refused=refused, by=by, at=at)
    except Refused as refused:
        fail_import(job=job, refused=FileRefused(refused.decision.because), by=by, at=at)


def clear_old(at: datetime) -> int:
    """Cancel previews that nobody confirmed within the hour, empty those of uploads that ended, delete files that belong to nothing."""
    old = ImportJob.objects.filter(state=JobState.READY.value, uploaded_at__lt=at - KEPT)
    for job in old:
        cancel_import(job=job, by=actor_of_id(job.owner), at=at)
    over = ImportJob.objects.filter(state__in=OVER, changed_at__lt=at - KEPT).exclude(preview=b"")
    over.update(preview=b"")
    kept = set(ImportJob.objects.exclude(state__in=OVER).values_list("pk", flat=True))
    for path in files.folder().iterdir():
        if path.stem not in kept and path.stat().st_mtime < (at - KEPT).timestamp():
            path.unlink(missing_ok=True)
    return len(old)
