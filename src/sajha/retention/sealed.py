"""Every sealed column of the project: which record's key seals it, under which name, and whose it is.

A column that stands neither in ``TABLES`` nor in ``NOT_OF_A_MATTER`` fails the tests, so erasing forgets none.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from sajha.audit.models import AuditEntry
from sajha.cases.counselling.models import CounsellingNote
from sajha.cases.emergency.models import EmergencyAccess
from sajha.cases.models import Case, Identifier, Party, ProcessElement, RouteLeg
from sajha.cases.values import IDENTITY_FIELDS, sealed_as
from sajha.consent.models import BasisVote, ConsentEvent, LegalBasis
from sajha.disclosure.models import (
    CrossedPackage,
    CrossedPart,
    Departure,
    HeldPackage,
    HeldPart,
    Keeping,
    Recall,
    Release,
)
from sajha.disclosure.queries import sealed_under
from sajha.disclosure.values import OWN_VAULT
from sajha.liaison.models import Attachment, Move, Thread
from sajha.liaison.queries.sealing import sealed_under as move_sealed_under
from sajha.matching.models import Asked, Judgement, Search, Sighting
from sajha.retention.models import Decided
from sajha.retention.values import MatterKind
from sajha.vault.models import RecordKey

Place = Callable[[Any], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a matter: found by the ``column`` that holds its case or its threads; each sealed field with (record, name).
    ``keyed``: the column whose values may name records that have keys of their own."""

    model: type[Model]
    of: str
    column: str
    seals: dict[str, Place]
    keyed: str = "pk"


def _of_row(record: str, *fields: str) -> dict[str, Place]:
    """Fields sealed under the case that the attribute ``record`` names, each as ``<row>/<field>``."""
    return {field: _in_case(record, field) for field in fields}


def _in_case(record: str, field: str) -> Place:
    return lambda row: (_deep(row, record), sealed_as(row.pk, field))


def _deep(row: Any, path: str) -> str:
    for name in path.split("."):
        row = getattr(row, name)
    return str(row)


def _of_thread(field: str) -> Place:
    return lambda row: (row.pk, field)


def _thread_of(package: str) -> str:
    return HeldPackage.objects.values_list("thread", flat=True).get(pk=package)


def _with_move(suffix: str) -> Place:
    return lambda row: (move_sealed_under(row.move.thread, row.move), f"{row.pk}.{suffix}")


TABLES: tuple[Table, ...] = (
    Table(Case, "case", "pk", {"notes": lambda row: (row.pk, "notes"), **_of_row("pk", "more")}),
    Table(Party, "case", "case", _of_row("case_id", *IDENTITY_FIELDS)),
    Table(Identifier, "case", "case", _of_row("case_id", "value")),
    Table(ProcessElement, "case", "case", {}),
    Table(RouteLeg, "case", "case", _of_row("case_id", "note")),
    Table(ConsentEvent, "case", "case", _of_row("case_id", "words", "witness")),
    Table(LegalBasis, "case", "case", _of_row("case_id", "order", "reason")),
    Table(BasisVote, "case", "basis__case", _of_row("basis.case_id", "opinion", "words")),
    Table(CounsellingNote, "case", "case", {"content": lambda row: (row.pk, "content")}),
    Table(EmergencyAccess, "case", "case", _of_row("case", "reason", "review")),
    Table(Release, "case", "case", {"ground_reason": lambda row: (row.thread or row.case, row.pk)}),
    Table(Search, "case", "case", {"ground_reason": lambda row: (row.case, row.pk)}),
    Table(Asked, "case", "search__case", {"blinds": lambda row: (row.question, "blinds")}, keyed="question"),
    Table(Sighting, "case", "case", _of_row("case", "reason")),
    Table(Judgement, "case", "case", {"reason": lambda row: (row.case, row.pk)}),
    Table(CrossedPackage, "crossed", "pk", {}),
    Table(CrossedPart, "crossed", "package", {"content": lambda row: (row.pk, "content")}),
    Table(
        Thread,
        "thread",
        "pk",
        {name: _of_thread(name) for name in ("question", "ground_reason", "marks")},
    ),
    Table(Move, "thread", "thread", {"words": lambda row: (move_sealed_under(row.thread, row), row.pk)}),
    Table(Attachment, "thread", "move__thread", {name: _with_move(name) for name in ("name", "custodian", "content")}),
    Table(HeldPackage, "thread", "thread", {"conditions": lambda row: (row.thread, f"{row.pk}/conditions")}),
    Table(HeldPart, "thread", "package__thread", {"content": lambda row: (row.pk, "content")}),
    Table(
        Keeping,
        "package",
        "package",
        {
            "reason": lambda row: (_thread_of(row.package), f"{row.pk}/reason"),
            "reference": lambda row: (_thread_of(row.package), f"{row.pk}/reference"),
        },
    ),
    Table(Recall, "thread", "pk", {"answer": lambda row: (row.pk, "answer")}),
    Table(Departure, "thread", "thread", {"body": lambda row: (sealed_under(row), row.pk)}),
    Table(Decided, "subject", "subject", _of_row("subject", "reason", "authority", "order")),
)

NOT_OF_A_MATTER: dict[str, str] = {
    "vault.RecordKey.wrapped": "The key itself, wrapped by the node's key; emptied when it is destroyed.",
    "audit.AuditEntry.reason": "Sealed under what the entry is about: found by its id, see records_of.",
    "network.Peer.signing_key": "A public key.",
    "network.Peer.sealing_key": "A public key.",
    "exchange.Delivery.receipt": "A signed receipt: ids, times and a digest.",
    "exchange.Arrival.digest": "A digest of a sealed message.",
    "countersign.OwnCheckpoint.content": "A signed statement about the record: a count and a digest.",
    "countersign.Answer.content": "A member's signed word about it.",
    "countersign.Answer.seen": "The statement of ours with which a member answered.",
    "countersign.Seen.content": "A member's statement about its record.",
    "matching.Setting.ground_reason": "Of the standing ground of this node, and of no case.",
    "matching.Protected.label": "Whose a protected value is, of no case; its key is destroyed when the protection ends.",
    "matching.Cycle.blinds": "Of many people at once, for minutes; when a case is erased, what none has answered yet is destroyed.",
    "matching.Carried.tokens": "Blinded; of a case that is put away or erased the row is deleted.",
    "matching.Carried.mark": "A digest of ids and times; with the row above.",
    "matching.Kept.tokens": "Blinded; deleted when the search ends, at the latest with its case.",
    "matching.Indexed.tokens": "Blinded under a key of this node; deleted with the case.",
    "matching.Indexed.mark": "A digest of ids and times; with the row above.",
    "matching.Published.tokens": "Blinded; deleted with the next look at what is published, a quarter of an hour after the case ended.",
    "matching.Published.mark": "A digest of ids and times; with the row above.",
    "matching.Seen.mark": "A digest of ids and times; deleted once the record is no more.",
    "matching.OwnTable.content": "What was last sent of a set, blinded; replaced when the set changes.",
    "matching.PartnerTable.content": "A partner's set, blinded under a key that is not here.",
    "matching.PartnerTable.incoming": "The parts of the next one.",
    "imports.ImportJob.preview": "Of an upload and of no case; emptied an hour after the upload ended.",
}
"""column -> why no matter's erasure needs to reach it, or how else it is reached."""


def threads_of(kind: MatterKind, subject: str) -> list[str]:
    """The requests that belong to the matter."""
    if kind == MatterKind.REQUEST:
        return [subject]
    return list(Thread.objects.filter(case=subject).values_list("pk", flat=True))


def rows_of(kind: MatterKind, subject: str) -> "Iterator[tuple[Table, QuerySet[Any]]]":
    """Every table with the rows of the matter."""
    whose = {"case": [subject] if kind == MatterKind.CASE else [], "thread": threads_of(kind, subject)}
    whose["package"] = list(HeldPackage.objects.filter(thread__in=whose["thread"]).values_list("pk", flat=True))
    crossed = Release.objects.filter(case=subject, recipient__startswith=OWN_VAULT)
    whose["crossed"] = list(crossed.values_list("package", flat=True).distinct())
    whose["subject"] = [subject]
    for table in TABLES:
        yield table, table.model._default_manager.filter(**{f"{table.column}__in": whose[table.of]})


def records_of(kind: MatterKind, subject: str) -> list[str]:
    """Every record whose key may seal something of the matter: the matter, its requests, and each row that has a key of its own
    (a counselling note, a part of a package, a move of the other side, the subject of an entry in the record).
    """
    ids = {subject, *threads_of(kind, subject)}
    for table, rows in rows_of(kind, subject):
        ids.update(map(str, rows.values_list(table.keyed, flat=True)))
    always = {subject, *threads_of(kind, subject)}
    having = RecordKey.objects.filter(destroyed_at=None)
    always.update(_among(having, ids))
    return sorted(always)


def _among(having: "QuerySet[RecordKey]", ids: set[str]) -> Iterator[str]:
    """Those of the ids that have a key, asked for in pieces that every database takes."""
    every = sorted(ids)
    for start in range(0, len(every), 500):
        yield from having.filter(record__in=every[start : start + 500]).values_list("record", flat=True)


def reasons_about(records: list[str]) -> "QuerySet[AuditEntry]":
    """Entries of the record whose words end with these keys."""
    return AuditEntry.objects.filter(about__in=records).exclude(reason=b"")
