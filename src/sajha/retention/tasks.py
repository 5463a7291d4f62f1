"""What the clock does: find what is due, and tell the auditor of what nobody looked at in time. It ends nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import cast

from django.conf import settings
from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM
from sajha.basics.config import NodeConfig
from sajha.cases.models import Case
from sajha.retention.actions import erase_late
from sajha.retention.classes import classes, list_version
from sajha.retention.ending import late_threads
from sajha.retention.facts import entries_of, matters, of_no_case
from sajha.retention.listing import write_due
from sajha.retention.models import Due
from sajha.retention.rules import standing
from sajha.retention.values import MatterKind
from sajha.vault.tombstones import complete

PATIENCE = timedelta(days=14)
"""How long a day may be past before the auditor is told. A rule of this house."""
AT_ONCE = 500


def look_through(at: datetime) -> int:
    """Bring the dates up to what the facts are now, climb with what is long past, complete the list of destroyed keys,
    erase what has come to an erased case since.

    Returns how many rows were written.
    """
    complete()
    late = late_threads()
    for thread in late:
        erase_late(thread=thread, by=SYSTEM, at=at)
    return len(late) + refresh() + climb(at)


def refresh() -> int:
    """Compute anew what changed since, at most 500 of each kind at a time."""
    written = 0
    for kind, stale in _stale():
        subjects = list(stale)
        said = entries_of(subjects)
        with transaction.atomic():
            for matter in matters(kind, subjects):
                write_due(matter, standing(matter, said[matter.id], classes()), stale[matter.id])
                written += 1
    return written


def _stale() -> Iterator[tuple[MatterKind, dict[str, datetime]]]:
    """Matters without a date, or with one of facts or classes that changed since, each with the time of its facts."""
    sources = ((MatterKind.CASE, Case.objects.all(), "updated_at"), (MatterKind.REQUEST, of_no_case(), "changed_at"))
    for kind, rows, column in sources:
        known = dict(Due.objects.filter(kind=kind, list_version=list_version()).values_list("subject", "facts_at"))
        changed = (
            (pk, at)
            for pk, at in rows.order_by("pk").values_list("pk", column).iterator()
            if pk not in known or known[pk] < at
        )
        yield kind, dict(islice(changed, AT_ONCE))


def climb(at: datetime) -> int:
    """Record once, for each day that passed unseen for longer than patience, that the auditor is told."""
    scale = cast(NodeConfig, settings.CONFIG).clock_scale
    late = Due.objects.filter(next_on__lte=at - PATIENCE / scale, climbed_at=None)
    found = list(late.order_by("next_on")[:AT_ONCE])
    for row in found:
        tell_auditor(row, at)
    return len(found)


@transaction.atomic
def tell_auditor(row: Due, at: datetime) -> None:
    """One matter that nobody looked at in time stands on the auditor's list until somebody does."""
    row.climbed_on, row.climbed_at = row.next_on, at
    row.save(update_fields=["climbed_on", "climbed_at"])
    detail = {"class": row.class_id, "due": row.next_on.date().isoformat() if row.next_on else ""}
    record(area="retention", action="retention.climbed", by=SYSTEM, at=at, subject=row.subject, detail=detail)
