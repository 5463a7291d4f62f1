"""The facts of a matter as the areas below tell them. Unscoped: whoever asks was let in by ``queries``."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused, no
from sajha.basics.ids import is_id
from sajha.cases.emergency.models import EmergencyAccess
from sajha.cases.models import Case, Party
from sajha.cases.values import Role
from sajha.disclosure.models import Departure, HeldPackage, Keeping, Release
from sajha.disclosure.values import OWN_VAULT, EdgeState
from sajha.liaison.models import Thread
from sajha.retention.models import Decided
from sajha.retention.values import Entry, Matter, MatterKind
from sajha.terms.vocabularies import coded

_ADULT = coded("majority_status", "Adult")
AT_ONCE = 500


def matter_of(subject: str) -> Matter:
    """One matter with all that may hinder its end.

    Raises:
        Refused: ``not_found``.
    """
    found = next(iter(_cases([subject]) if is_id(subject, "case") else _requests([subject])), None)
    if found is None:
        raise Refused(no("not_found"))
    return found


def matters(kind: MatterKind, subjects: list[str]) -> list[Matter]:
    """Many of one kind, without what hinders an end."""
    return list((_cases if kind == MatterKind.CASE else _requests)(subjects, whole=False))


def _cases(subjects: list[str], *, whole: bool = True) -> Iterator[Matter]:
    young = Party.objects.filter(case=OuterRef("pk")).exclude(role=Role.ACCUSED.value).exclude(majority=_ADULT)
    rows = Case.objects.filter(pk__in=subjects).annotate(child=Exists(young))
    columns = ("id", "number", "opened_at", "is_open", "updated_at", "child", "vault")
    found = list(rows.values_list(*columns))
    closings = _closed_at([row[0] for row in found if not row[3]])
    for id, number, opened_at, is_open, updated_at, child, vault in found:
        closed_at = None if is_open else closings.get(id, updated_at)
        hindering = (*_hindering(id), _kept_grounds(id)) if whole else ()
        yield Matter(id, MatterKind.CASE, number, opened_at, closed_at, child, vault, *hindering)


def _closed_at(cases: list[str]) -> dict[str, datetime]:
    """When each was closed last. An imported case that came closed has no such entry."""
    rows = AuditEntry.objects.filter(subject__in=cases, action="case.closed").order_by("at", "id")
    return dict(rows.values_list("subject", "at"))


def _hindering(case: str) -> tuple[int, int, int, int, int]:
    threads = Thread.objects.filter(case=case)
    waiting = Departure.objects.filter(thread__in=list(threads.values_list("pk", flat=True)), status="")
    unjudged = EmergencyAccess.objects.filter(case=case, reviewed_at=None).exclude(confirmed_at=None)
    return threads.filter(closed_at=None).count(), waiting.count(), unjudged.count(), *_out(case)


_ASKED = (EdgeState.HELD, EdgeState.TOLD, EdgeState.PASSED_ON)


def edges_of(subject: str) -> "QuerySet[Release]":
    """The edges of the ledger by which something of the matter went to others or into another vault, what we passed on of it too."""
    if is_id(subject, "case"):
        mine = Q(case=subject)
    else:
        packages = HeldPackage.objects.filter(thread=subject).values_list("pk", flat=True)
        mine = Q(case="", thread=subject) | Q(source__in=list(packages))
    others = Q(recipient__startswith="node_") | Q(recipient__startswith=OWN_VAULT)
    return Release.objects.filter(mine & others)


def _out(subject: str) -> tuple[int, int]:
    """How many edges have no full answer yet, and how many of them nobody called back. What is kept on a ground is answered."""
    out = edges_of(subject).filter(Q(called=None) | Q(called__recall__state__in=_ASKED))
    return out.count(), out.filter(called=None).count()


def _kept_grounds(subject: str) -> int:
    """How many legal grounds stand, agreed by two and not ended, on what came in with the requests of the matter."""
    threads = list(Thread.objects.filter(case=subject).values_list("pk", flat=True)) or [subject]
    packages = HeldPackage.objects.filter(thread__in=threads, outward=False).values_list("pk", flat=True)
    return Keeping.objects.filter(package__in=list(packages), ended_at=None).exclude(agreed_by="").count()


def of_no_case() -> "QuerySet[Thread]":
    """Requests that belong to no case of ours."""
    return Thread.objects.filter(case="")


def _requests(subjects: list[str], *, whole: bool = True) -> Iterator[Matter]:
    for id, opened_at, closed_at in of_no_case().filter(pk__in=subjects).values_list("id", "opened_at", "closed_at"):
        waiting = Departure.objects.filter(thread=id, status="").count() if whole else 0
        out, not_called = _out(id) if whole else (0, 0)
        yield Matter(
            id,
            MatterKind.REQUEST,
            "",
            opened_at,
            closed_at,
            on_the_way=waiting,
            held_elsewhere=out,
            not_called=not_called,
            kept_grounds=_kept_grounds(id) if whole else 0,
        )


def entries_of(subjects: list[str]) -> dict[str, list[Entry]]:
    """What persons decided, by matter."""
    found: dict[str, list[Entry]] = {subject: [] for subject in subjects}
    for row in Decided.objects.filter(subject__in=subjects).order_by("at", "id").defer("reason", "authority", "order"):
        found[row.subject].append(row.value())
    return found


def every_subject() -> Iterator[tuple[MatterKind, list[str]]]:
    """All that is kept, in pieces."""
    sources: tuple[tuple[MatterKind, QuerySet[Any]], ...] = (
        (MatterKind.CASE, Case.objects.all()),
        (MatterKind.REQUEST, of_no_case()),
    )
    for kind, rows in sources:
        last = ""
        while piece := list(rows.filter(Q(pk__gt=last)).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
            yield kind, piece
            last = piece[-1]
