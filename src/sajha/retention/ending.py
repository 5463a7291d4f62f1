"""End a matter: its keys, its columns, its certificate. Called by the action that has decided it, in that action's transaction."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.db.models import Exists, OuterRef

from sajha.accounts.queries import names_of
from sajha.audit.actions import record
from sajha.audit.models import AuditEntry
from sajha.basics.actor import Actor
from sajha.basics.config import NodeConfig
from sajha.basics.ids import is_id
from sajha.cases.actions.ending import blank
from sajha.cases.models import Case
from sajha.disclosure.actions.recall import destroy_parts
from sajha.disclosure.models import HeldPart
from sajha.liaison.models import Thread
from sajha.matching.actions.leaving import forget_case
from sajha.retention.certificates import key_digests, signed
from sajha.retention.facts import matter_of, of_no_case
from sajha.retention.listing import write_due
from sajha.retention.models import Certificate, Decided
from sajha.retention.queries import standing_of
from sajha.retention.sealed import records_of, threads_of
from sajha.retention.values import EntryKind, Matter, MatterKind, RetentionClass
from sajha.vault.actions import destroy_key
from sajha.vault.identity import identity
from sajha.vault.models import RecordKey
from sajha.vault.tombstones import Tombstone

RESTORED = "restored"


def erase(row: Decided, *, by: Actor, at: datetime) -> str:
    """Erase the matter of a confirmed wish: record it, destroy every key, empty the columns, sign the certificate."""
    matter, wish = matter_of(row.subject), Decided.objects.get(pk=row.of)
    before = standing_of(matter).retention_class
    records = records_of(matter.kind, matter.id)
    detail = {"code": wish.code, "class": before.id, "keys": len(records)}
    reason = ""  # the words of a wish and of its confirmation end with the record
    entry = record(
        area="retention", action="retention.erased", by=by, at=at, subject=row.subject, reason=reason, detail=detail
    )
    emptied = _end(matter, records, by, at)
    said = {
        "id": row.id,
        "organisation": _config().organisation,
        "subject": {"kind": matter.kind.value, "id": matter.id, "number": matter.number},
        "asked": {"by": _who(by, wish.by), "at": wish.at.isoformat(), "because": wish.code},
        "confirmed": {"by": _who(by, by.id), "at": at.isoformat()},
        "class": _class(before),
        "keys": key_digests(records),
        "emptied": emptied,
        "record": {"area": entry.area, "seq": entry.seq, "digest": entry.digest},
        "backups_until": (at + timedelta(days=_config().backups_kept_days)).date().isoformat(),
    }
    content = signed(said, identity())
    Certificate.objects.create(subject=matter.id, vault=matter.vault, number=matter.number, content=content, at=at)
    write_due(matter, standing_of(matter))
    return content


def _end(matter: Matter, records: list[str], by: Actor, at: datetime) -> dict[str, int]:
    threads = threads_of(matter.kind, matter.id)
    destroy_parts(HeldPart.objects.filter(package__thread__in=threads), by=by, at=at)
    for one in records:
        destroy_key(record=one, at=at)
    if matter.kind != MatterKind.CASE:
        return {}
    forget_case(matter.id, at)
    return blank(matter.id, at)


def _config() -> NodeConfig:
    return cast(NodeConfig, settings.CONFIG)


def _who(by: Actor, user: str) -> dict[str, str]:
    return {"id": user, "name": names_of(by, [user]).get(user, "")}


def _class(named: RetentionClass) -> dict[str, Any]:
    return {
        "id": named.id,
        "version": named.version,
        "rule": named.authority,
        "unreviewed": named.unreviewed,
    }


def is_recorded(said: dict[str, Any]) -> bool:
    """Whether this node's record holds the entry that the certificate names."""
    place = said.get("record", {})
    rows = AuditEntry.objects.filter(area=place.get("area", ""), digest=place.get("digest", ""))
    return rows.filter(action="retention.erased", subject=said.get("subject", {}).get("id", "")).exists()


def keys_gone(digests: list[str]) -> int:
    """How many of the keys that the certificate names are destroyed here."""
    rows = RecordKey.objects.filter(destroyed_at__isnull=False).values_list("record", flat=True)
    return len(set(digests) & set(key_digests(rows.iterator())))


def destroy_again(stones: list[Tombstone], *, by: Actor, at: datetime) -> int:
    """Destroy these keys where they are not, and empty the matters among them. Returns how many keys."""
    gone = set(RecordKey.objects.filter(destroyed_at__isnull=False).values_list("record", flat=True))
    found = [stone for stone in stones if stone.record not in gone]
    for stone in found:
        destroy_key(record=stone.record, at=stone.at)
    for stone in found:
        if _is_matter(stone.record):
            _empty_again(stone, by, at)
    return len(found)


def _is_matter(record: str) -> bool:
    if is_id(record, "case"):
        return Case.objects.filter(pk=record).exists()
    return is_id(record, "thread") and of_no_case().filter(pk=record).exists()


def _empty_again(stone: Tombstone, by: Actor, at: datetime) -> None:
    matter = matter_of(stone.record)
    _end(matter, [one for one in records_of(matter.kind, matter.id) if one != stone.record], by, stone.at)
    row = Decided(id=f"again_{stone.record}"[:48], subject=stone.record, kind=EntryKind.ERASED.value)
    row.code, row.by, row.at = RESTORED, "system", stone.at
    row.save()
    write_due(matter, standing_of(matter))


def late_threads() -> list[str]:
    """Ended requests of erased cases that have come since, for instance a recall of what a holder had kept."""
    gone = RecordKey.objects.filter(destroyed_at__isnull=False)
    erased = Thread.objects.exclude(case="").filter(
        Exists(gone.filter(record=OuterRef("case"))), closed_at__isnull=False
    )
    return list(erased.filter(~Exists(gone.filter(record=OuterRef("pk")))).values_list("pk", flat=True)[:100])


def erase_thread(thread: str, *, by: Actor, at: datetime) -> int:
    """Destroy the keys of one request. Returns how many."""
    records = records_of(MatterKind.REQUEST, thread)
    destroy_parts(HeldPart.objects.filter(package__thread=thread), by=by, at=at)
    for one in records:
        destroy_key(record=one, at=at)
    return len(records)
