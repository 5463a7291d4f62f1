"""The clock's work: threads that nobody answered in time climb, what may not be out any more is called back."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from sajha.basics.actor import SYSTEM
from sajha.disclosure.actions.keeping import close_keeping
from sajha.disclosure.actions.oversight import climb_or_leave
from sajha.disclosure.actions.recall import call_back, edge_asked
from sajha.disclosure.models import Keeping, Release
from sajha.disclosure.queries.due import edges_due
from sajha.liaison.queries import due_to_climb

One = TypeVar("One")


def climb_overdue(at: datetime, *, most: int = 100) -> int:
    """Let every thread of ours whose time is up climb one rung, each in a transaction of its own; how many did."""
    return sum(bool(climb_or_leave(thread, SYSTEM, at)) for thread in due_to_climb(at, most=most))


def recall_due(at: datetime, *, case: str = "") -> int:
    """Call back every edge that the gate would not let go today (of one case, or of all); gives how many. Safe to repeat.

    What cannot be called back (the key file of its vault is not here, say) holds up no other; its error comes at the end.
    """
    found: dict[tuple[str, str], list[Release]] = {}
    for edge, why in edges_due(at, case=case):
        found.setdefault((edge.package, why), []).append(edge)
    _each(found.items(), lambda one: _call_back(one[1], one[0][1], at))
    return sum(map(len, found.values()))


def _call_back(edges: list[Release], because: str, at: datetime) -> None:
    with transaction.atomic():
        uncalled = [edge for edge in edges if not edge_asked(edge)]
        call_back(edges=uncalled, because=because, by=SYSTEM, at=at)


def end_keepings(at: datetime) -> int:
    """End the grounds whose day has come, each in a transaction of its own; gives how many. One that fails holds up no other."""
    ids = list(Keeping.objects.filter(ended_at=None, until__lte=at).values_list("id", flat=True)[:100])
    _each(ids, lambda id: _end_keeping(id, at))
    return len(ids)


def _end_keeping(id: str, at: datetime) -> None:
    with transaction.atomic():
        row = Keeping.objects.select_for_update().get(pk=id)
        if row.ended_at is None:
            close_keeping(row, by=SYSTEM, at=at)


def _each(found: Iterable[One], act: Callable[[One], None]) -> None:
    """Do it with each, whatever fails; then raise the first error."""
    failed: list[Exception] = []
    for one in found:
        try:
            act(one)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]
