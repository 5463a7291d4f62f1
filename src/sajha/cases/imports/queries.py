"""Look into a file before it is stored, find uploads, and read cases as rows of a file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.cases.imports.files import rows_done
from sajha.cases.imports.mapping import Parts, row_of
from sajha.cases.imports.models import ImportJob
from sajha.cases.imports.rules import may_import
from sajha.cases.imports.values import Standard
from sajha.cases.models import Case, Party
from sajha.cases.queries import visible
from sajha.cases.values import IDENTITY_FIELDS, PERSON_FIELDS, Part, Role, Source, sealed_as
from sajha.vault.actions import unseal
from sajha.workbooks import ctdc, htcds
from sajha.workbooks.files.opening import open_table
from sajha.workbooks.reading import Reading
from sajha.workbooks.values import CaseRow, Preview, Progress

_READERS = {Standard.HTCDS: htcds.read, Standard.CTDC: ctdc.read}
_TOLD = (Role.VICTIM, Role.ACCUSED)
_BATCH = 200


def open_reading(path: Path, standard: str) -> Reading:
    """The file, its columns recognised.

    Raises:
        FileRefused: it is not read; says why.
    """
    return _READERS[Standard(standard)](open_table(path))


def preview(by: Actor, path: Path, standard: str, progress: Progress | None = None) -> Preview:
    """What an import of the file would bring, with its bad cells; nothing is stored.

    Raises:
        Refused: without ``case:import``.
        FileRefused: the file is not read; says why.
    """
    require(may_import(by))
    return open_reading(path, standard).preview(progress)


@dataclass(frozen=True, slots=True)
class JobView:
    """An upload as its owner sees it. ``done`` counts the rows stored so far; ``seen`` is the preview once there is one."""

    id: str
    standard: str
    state: str
    size: int
    rows: int
    done: int
    bad_cells: int
    skip_bad_cells: bool
    added: int
    already: int
    because: str
    because_row: int
    because_column: str
    uploaded_at: Any
    seen: dict[str, Any] | None


def job_for(by: Actor, job_id: str) -> ImportJob:
    """One's own upload.

    Raises:
        Refused: there is none of this id, or it is somebody else's.
    """
    require(may_import(by))
    job = ImportJob.objects.filter(pk=job_id, owner=by.id).first()
    if job is None:
        raise Refused(no("not_found"))
    return job


def job_view(by: Actor, job_id: str) -> JobView:
    """One's own upload with its preview; raises as :func:`job_for`."""
    job = job_for(by, job_id)
    seen = json.loads(unseal(job.id, "preview", bytes(job.preview))) if job.preview else None
    return _view(job, seen)


def jobs(by: Actor, size: int = 20) -> list[JobView]:
    """One's own newest uploads, without previews.

    Raises:
        Refused: without ``case:import``.
    """
    require(may_import(by))
    rows = ImportJob.objects.filter(owner=by.id).defer("preview").order_by("-uploaded_at", "-id")[:size]
    return [_view(job, None) for job in rows]


def _view(job: ImportJob, seen: dict[str, Any] | None) -> JobView:
    return JobView(
        job.id, job.standard, job.state, job.size, job.rows, rows_done(job.id), job.bad_cells, job.skip_bad_cells, job.added,
        job.already, job.because, job.because_row, job.because_column, job.uploaded_at, seen,
    )  # fmt: skip


def case_rows(by: Actor, cases: "QuerySet[Case]") -> Iterator[CaseRow]:
    """Those of the cases that are open to the actor, as rows of a file, oldest first: one row for each victim or accused.

    The standard knows no witness and nobody who is only missing: they are left out.
    The rows tell who people are: the caller asks ``may_export`` and records it.
    """
    ids = cases.filter(pk__in=visible(by).values("pk")).order_by("opened_at", "id").values_list("pk", flat=True)
    batch: list[str] = []
    for case_id in ids.iterator(chunk_size=_BATCH):
        batch.append(case_id)
        if len(batch) == _BATCH:
            yield from _batch_rows(batch)
            batch.clear()
    yield from _batch_rows(batch)


def _batch_rows(ids: list[str]) -> Iterator[CaseRow]:
    found = Case.objects.in_bulk(ids)
    related = Case.objects.filter(pk__in=ids).prefetch_related("parties", "elements")
    people = {
        case.pk: (sorted(case.parties.all(), key=_order), sorted(case.elements.all(), key=lambda one: one.pk))
        for case in related
    }
    for case_id in ids:
        parties, elements = people[case_id]
        for at, party in enumerate([one for one in parties if one.role in _TOLD] or [None]):
            chosen = [one for one in elements if one.party_id in (None, getattr(party, "pk", None))]
            untouched = all(one.revision == 1 for one in (found[case_id], *parties))  # type: ignore[attr-defined]
            yield _row(
                found[case_id],
                party,
                [(Part(one.part), one.value) for one in chosen],
                first=at == 0,
                untouched=untouched,
            )


def _order(party: Party) -> tuple[bool, int, str]:
    return (party.role != Role.VICTIM, party.number, party.pk)


def _row(case: Case, party: Party | None, elements: list[tuple[Part, Any]], *, first: bool, untouched: bool) -> CaseRow:
    """What came in with the file belongs to the case's first person; a case that is not as it came in bears its own id."""
    more = json.loads(unseal(case.pk, sealed_as(case.pk, "more"), bytes(case.more))) if case.more and first else {}
    parts = Parts(status=case.status, elements=elements, more=more)
    if party:
        parts.person = {name: getattr(party, name) for name in PERSON_FIELDS if name != "home"}
        parts.home = party.home
        sealed = ((name, bytes(getattr(party, name))) for name in IDENTITY_FIELDS)
        parts.identity = {name: unseal(case.pk, sealed_as(party.pk, name), blob) for name, blob in sealed if blob}
    as_it_came = first and case.source == Source.HTCDS and untouched
    own_id = "" if as_it_came else f"{case.pk}" if first else f"{case.pk}/{party.pseudonym if party else ''}"
    return row_of(parts, source_key=case.source_key or "", case_id=own_id)
