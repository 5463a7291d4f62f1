"""Keep the dates of a matter for lists."""

from datetime import datetime

from sajha.cases.models import Case
from sajha.liaison.models import Thread
from sajha.retention.classes import list_version
from sajha.retention.models import Due
from sajha.retention.queries import line_of
from sajha.retention.values import Matter, MatterKind, Standing


def write_due(matter: Matter, now: Standing, facts_at: datetime | None = None) -> None:
    """Write what lists show of a matter. Once its day moved, nobody is told of the old one any more."""
    line = line_of(matter, now)
    row = Due.objects.filter(pk=matter.id).first() or Due(subject=matter.id)
    row.kind, row.vault, row.number = line.kind, line.vault, line.number
    row.class_id, row.state = line.class_id, line.state
    row.next_on, row.held, row.asked_by = line.next_on, line.held, line.asked_by
    row.facts_at = facts_at or _facts_at(matter)
    row.list_version = list_version()
    if row.climbed_on and row.climbed_on != row.next_on:
        row.climbed_on = row.climbed_at = None
    row.save()


def _facts_at(matter: Matter) -> datetime:
    if matter.kind == MatterKind.CASE:
        return Case.objects.values_list("updated_at", flat=True).get(pk=matter.id)
    return Thread.objects.values_list("changed_at", flat=True).get(pk=matter.id)
