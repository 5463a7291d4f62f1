"""The clock's work: threads that nobody answered in time climb, what may not be out any more is called back."""

from datetime import datetime

from django.db import transaction

from sajha.basics.actor import SYSTEM
from sajha.disclosure.actions.keeping import close_keeping
from sajha.disclosure.actions.oversight import climb_or_leave
from sajha.disclosure.actions.recall import call_back, edge_asked
from sajha.disclosure.models import Keeping, Release
from sajha.disclosure.queries.due import edges_due
from sajha.liaison.queries import due_to_climb


def climb_overdue(at: datetime, *, most: int = 100) -> int:
    """Let every thread of ours whose time is up climb one rung, each in a transaction of its own; how many did."""
    return sum(bool(climb_or_leave(thread, SYSTEM, at)) for thread in due_to_climb(at, most=most))


def recall_due(at: datetime, *, case: str = "") -> int:
    """Call back every edge that the gate would not let go today (of one case, or of all); gives how many. Safe to repeat."""
    found: dict[tuple[str, str], list[Release]] = {}
    for edge, why in edges_due(at, case=case):
        found.setdefault((edge.package, why), []).append(edge)
    for (_, because), edges in found.items():
        with transaction.atomic():
            uncalled = [edge for edge in edges if not edge_asked(edge)]
            call_back(edges=uncalled, because=because, by=SYSTEM, at=at)
    return sum(map(len, found.values()))


def end_keepings(at: datetime) -> int:
    """End the grounds whose day has come, each in a transaction of its own; gives how many."""
    ids = list(Keeping.objects.filter(ended_at=None, until__lte=at).values_list("id", flat=True)[:100])
    for id in ids:
        with transaction.atomic():
            row = Keeping.objects.select_for_update().get(pk=id)
            if row.ended_at is None:
                close_keeping(row, by=SYSTEM, at=at)
    return len(ids)
