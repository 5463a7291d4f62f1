"""Bring cases in from a file, and take them out into one."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.basics.ids import new_id
from sajha.cases.actions.vaults import vault_for
from sajha.cases.imports import files
from sajha.cases.imports.models import ImportJob
from sajha.cases.imports.queries import case_rows, open_reading, preview
from sajha.cases.imports.rules import may_cancel, may_confirm, may_export, may_import, may_store
from sajha.cases.imports.storing import Store
from sajha.cases.imports.values import ImportResult, JobState, Standard
from sajha.cases.models import Case
from sajha.cases.queries import visible
from sajha.vault.actions import seal
from sajha.workbooks.files.values import FileRefused
from sajha.workbooks.values import Preview, Progress
from sajha.workbooks.writing import write


@transaction.atomic
def import_rows(
    *,
    path: Path,
    standard: str,
    by: Actor,
    at: datetime,
    vault: str = "",
    skip_bad_cells: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """Store the cases of a file that are not in the vault yet, all or none. The same file again changes nothing.

    Raises:
        Refused: without ``case:import``; ``vault.choose``, ``vault.not_yours``; ``file.has_bad_cells`` unless they may be left out (they are unknown then).
        FileRefused: the file is not read; says why.
    """
    require(may_import(by))
    reading = open_reading(path, standard)
    store = Store(
        standard=standard,
        import_id=new_id("import"),
        skip_bad_cells=skip_bad_cells,
        by=by,
        at=at,
        vault=vault_for(by, vault),
    )
    store.take(reading.rows(progress))
    result = ImportResult(
        store.import_id, standard, reading.table.digest, store.rows, store.added, store.already, store.left_out
    )
    detail = result.counts() | {"vault": store.vault}
    record(area="cases", action="cases.imported", by=by, at=at, subject=result.id, detail=detail)
    return result


@transaction.atomic
def export_htcds(
    *, cases: "QuerySet[Case]", path: Path, by: Actor, at: datetime, reason: str, progress: Progress | None = None
) -> int:
    """Write those of the cases that are open to the actor into a new file; the number of rows.

    Each case gets its line in the record, so that the person concerned can see who took it out, and why.

    Raises:
        Refused: without ``case:export``, or without a reason.
        FileRefused: the file cannot be written; says why.
    """
    require(may_export(by, reason))
    ids = cases.filter(pk__in=visible(by).values("pk")).order_by("opened_at", "id").values_list("pk", flat=True)
    taken = 0
    for case_id in ids.iterator(chunk_size=1000):
        record(area="cases", action="case.exported", by=by, at=at, subject=case_id, reason=reason)
        taken += 1
    record(
        area="cases", action="cases.exported", by=by, at=at, reason=reason, detail={"cases": taken, "standard": "htcds"}
    )
    return write(case_rows(by, cases), path, progress)


@transaction.atomic
def keep_upload(*, pieces: Iterable[bytes], standard: str, by: Actor, at: datetime, vault: str = "") -> ImportJob:
    """Keep a file in the node's folder until it was looked at and stored into this vault, an hour at most.

    Raises:
        Refused: without ``case:import``; ``vault.choose``, ``vault.not_yours``.
        FileRefused: ``file.upload_too_large``.
    """
    require(may_import(by))
    job = ImportJob(
        id=new_id("upload"),
        standard=Standard(standard).value,
        vault=vault_for(by, vault),
        owner=by.id,
        uploaded_at=at,
        changed_at=at,
    )
    job.size = files.keep(job.id, pieces)
    try:
        job.save(force_insert=True)
        record(
            area="cases",
            action="import.uploaded",
            by=by,
            at=at,
            subject=job.id,
            detail={"standard": job.standard, "bytes": job.size},
        )
    except BaseException:
        files.drop(job.id)
        raise
    return job


def read_upload(*, job: ImportJob, by: Actor, at: datetime) -> ImportJob:
    """Look through an upload (outside any transaction: it may take a while) and keep the preview, or why it cannot be read.

    Raises:
        Refused: without ``case:import``.
    """
    try:
        seen = preview(by, files.upload_path(job.id), job.standard)
    except FileRefused as refused:
        return fail_import(job=job, refused=refused, by=by, at=at)
    return _keep_preview(job, seen, by, at)


@transaction.atomic
def _keep_preview(job: ImportJob, seen: Preview, by: Actor, at: datetime) -> ImportJob:
    job.preview = seal(job.id, "preview", json.dumps(asdict(seen)), vault=job.vault)
    job.rows, job.bad_cells = seen.rows, seen.bad_count
    job.state, job.attempts, job.changed_at = JobState.READY.value, 0, at
    job.save()
    record(
        area="cases",
        action="import.read",
        by=by,
        at=at,
        subject=job.id,
        detail={"rows": job.rows, "bad_cells": job.bad_cells},
    )
    return job


@transaction.atomic
def fail_import(*, job: ImportJob, refused: FileRefused, by: Actor, at: datetime) -> ImportJob:
    """Note why an upload cannot be stored, and delete the file."""
    fault = refused.fault
    job.state, job.because, job.because_row, job.because_column = (
        JobState.FAILED.value,
        fault.because,
        fault.row,
        fault.column,
    )
    job.changed_at = at
    job.save()
    record(area="cases", action="import.failed", by=by, at=at, subject=job.id, detail={"because": fault.because})
    transaction.on_commit(lambda: files.drop(job.id))
    return job


@transaction.atomic
def confirm_import(*, job: ImportJob, skip_bad_cells: bool, by: Actor, at: datetime) -> None:
    """Say yes to what the preview showed; the node's worker stores it at its next turn.

    Raises:
        Refused: not read yet, over already, or with bad cells that were not said to be left out.
    """
    require(may_confirm(job.state))
    require(may_store(by, job.bad_cells, skip_bad_cells=skip_bad_cells))
    job.state, job.skip_bad_cells, job.changed_at = JobState.WAITING.value, skip_bad_cells, at
    job.save()
    record(
        area="cases", action="import.confirmed", by=by, at=at, subject=job.id, detail={"skip_bad_cells": skip_bad_cells}
    )


@transaction.atomic
def store_upload(*, job: ImportJob, by: Actor, at: datetime) -> ImportResult:
    """Store a confirmed upload and delete the file once that is safe; raises as :func:`import_rows`."""
    result = import_rows(
        path=files.upload_path(job.id), standard=job.standard, skip_bad_cells=job.skip_bad_cells, vault=job.vault, by=by, at=at,
        progress=lambda rows: files.note_rows(job.id, rows),
    )  # fmt: skip
    job.state, job.rows, job.added, job.already = JobState.DONE.value, result.rows, result.added, result.already
    job.changed_at = at
    job.save()
    transaction.on_commit(lambda: files.drop(job.id))
    return result


@transaction.atomic
def cancel_import(*, job: ImportJob, by: Actor, at: datetime) -> None:
    """Do not store an upload after all, and delete the file.

    Raises:
        Refused: ``import.too_late``.
    """
    require(may_cancel(job.state))
    job.state, job.changed_at = JobState.CANCELLED.value, at
    job.save()
    record(area="cases", action="import.cancelled", by=by, at=at, subject=job.id)
    transaction.on_commit(lambda: files.drop(job.id))
