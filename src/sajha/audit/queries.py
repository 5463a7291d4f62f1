"""Read the record: check its chains, list what happened, and who looked at a person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from sajha.audit.models import AuditEntry, ChainHead
from sajha.audit.values import START, ChainReport
from sajha.vault.actions import unseal
from sajha.vault.seals import KeyDestroyed, SealBroken


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a reader sees it; ``reason`` is ``None`` when the record that it was about has been erased."""

    area: str
    seq: int
    at: datetime
    who: str
    action: str
    subject: str
    reason: str | None
    detail: dict[str, Any]


def verify_chains() -> list[ChainReport]:
    """Recompute every digest of every area from the first entry on."""
    return [_verify(head) for head in ChainHead.objects.order_by("area")]


def _verify(head: ChainHead) -> ChainReport:
    """Entries may be written meanwhile: the head that was read first must stand where it says, and none may be beyond the present one."""
    expected, seq, at_head = START, 0, START
    for row in AuditEntry.objects.filter(area=head.area).order_by("seq").iterator():
        seq += 1
        if row.seq != seq:
            return ChainReport(head.area, seq - 1, seq, "missing")
        if row.previous != expected or row.value().digest() != row.digest:
            return ChainReport(head.area, seq, seq, "altered")
        expected = row.digest
        at_head = expected if seq == head.seq else at_head
    present = ChainHead.objects.get(area=head.area)
    if seq < head.seq or at_head != head.digest or seq > present.seq:
        return ChainReport(head.area, seq, seq + 1, "cut")
    return ChainReport(head.area, seq, 0, "whole")


def heads() -> dict[str, int]:
    """How far each area's chain reaches: area -> the newest entry's number."""
    return dict(ChainHead.objects.values_list("area", "seq"))


def digests(area: str) -> Iterator[tuple[int, str]]:
    """Number and digest of every entry of an area that is there, oldest first."""
    rows = AuditEntry.objects.filter(area=area).order_by("seq").values_list("seq", "digest")
    return iter(rows.iterator(chunk_size=2000))


def count_up_to(reach: dict[str, int]) -> int:
    """How many entries are there, in each area up to the number given."""
    return sum(AuditEntry.objects.filter(area=area, seq__lte=seq).count() for area, seq in reach.items())


def details_of(*, area: str, action: str) -> Iterator[dict[str, Any]]:
    """What every entry of one action says in codes and counts, oldest first."""
    rows = AuditEntry.objects.filter(area=area, action=action).order_by("seq").values_list("detail", flat=True)
    return iter(rows.iterator(chunk_size=2000))


def looks_at(subject: str, *, action: str) -> list[Line]:
    """Who did this action to this subject, newest first (``party.revealed``: who saw an identity, and why)."""
    return list(lines(AuditEntry.objects.filter(subject=subject, action=action).order_by("-seq")))


def history_of(subject: str) -> list[Line]:
    """Everything recorded about one subject, oldest first."""
    return list(lines(AuditEntry.objects.filter(subject=subject).order_by("at", "id")))


_BARE = ("area", "seq", "at", "actor_label", "action", "subject", "detail")


@dataclass(frozen=True, slots=True)
class Bare:
    """One entry as an auditor sees it: everything but the reason, which may name somebody. ``number`` is where a page ends."""

    number: int
    area: str
    seq: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: dict[str, Any]


def page_of_record(*, area: str = "", before: int = 0, size: int = 50) -> list[Bare]:
    """A page of the record, newest first, of one area or of all; ``before`` is the number at which the last page ended."""
    key = "seq" if area else "id"
    rows = AuditEntry.objects.order_by(f"-{key}")
    rows = rows.filter(area=area) if area else rows
    rows = rows.filter(**{f"{key}__lt": before}) if before else rows
    return [Bare(*values) for values in rows.values_list(key, *_BARE)[:size]]


@dataclass(frozen=True, slots=True)
class Counted:
    """How often one actor did one thing; ``who`` is what they are called."""

    actor: str
    who: str
    action: str
    times: int


def counted(*, area: str, actions: Iterable[str], since: datetime) -> list[Counted]:
    """How often each actor did each of these actions since a time."""
    rows = AuditEntry.objects.filter(area=area, action__in=list(actions), at__gte=since)
    grouped = (
        rows.values("actor", "action").annotate(who=Max("actor_label"), times=Count("pk")).order_by("actor", "action")
    )
    return [Counted(row["actor"], row["who"], row["action"], row["times"]) for row in grouped]


def recent(*, action: str, since: datetime, size: int = 10) -> list[Bare]:
    """The newest entries of one action since a time."""
    rows = AuditEntry.objects.filter(at__gte=since, action=action).order_by("-at")
    return [Bare(*values) for values in rows.values_list("id", *_BARE)[:size]]


def lines(rows: Iterable[AuditEntry]) -> Iterator[Line]:
    for row in rows:
        yield Line(row.area, row.seq, row.at, row.actor_label, row.action, row.subject, _reason(row), row.detail)


def _reason(row: AuditEntry) -> str | None:
    try:
        return unseal(row.about, "reason", bytes(row.reason))
    except (KeyDestroyed, SealBroken):
        return None
