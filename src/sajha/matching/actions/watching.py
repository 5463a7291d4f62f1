"""What a search calls of the watch: weigh it, note it, and record what was turned away."""

from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.matching.marks import write as note
from sajha.matching.queries.watching import weigh
from sajha.matching.rules import LIMITS, LINES
from sajha.matching.values import Outcome

__all__ = ["TURNED_AWAY", "note", "turn_away", "weigh"]

_GRAVE = [line.because for line in LINES if line.outcome is Outcome.REFUSE]
TURNED_AWAY: frozenset[str] = frozenset(_GRAVE) | {one.because for one in LIMITS if one.outcome is Outcome.REFUSE}
"""The refusals that an auditor sees."""


@transaction.atomic
def turn_away(*, case: str, count: int, because: str, by: Actor, at: datetime) -> None:
    """Record that the watch refused a search: after the search's own transaction was rolled back, in one of its own."""
    detail = {"because": because, "count": count}
    record(area="matching", action="search.turned_away", by=by, at=at, subject=case, detail=detail)
