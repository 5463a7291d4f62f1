"""End searches: by hand, and when their time is over. Whom they named leaves the published set with the next look."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused, no, require
from sajha.matching.actions.hearing import settle
from sajha.matching.actions.leaving import forget_questions
from sajha.matching.models import Asked, Cycle, Search
from sajha.matching.queries.found import search_row
from sajha.matching.rules import SHORTEST_REASON
from sajha.matching.values import AskedState, SearchState
from sajha.vault.actions import destroy_key


@transaction.atomic
def end_search(*, search: str, reason: str, by: Actor, at: datetime) -> None:
    """Search no longer.

    Raises:
        Refused: without ``match:ask``, ``not_found``, ``match.ended``, or no reason.
    """
    require(may(by, "match:ask"))
    row = search_row(by, search, for_update=True)
    if row.state in (SearchState.ENDED, SearchState.DECLINED):
        raise Refused(no("match.ended"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(no("reason.too_short"))
    _end(row, by, at, reason)


def _end(row: Search, by: Actor, at: datetime, reason: str = "") -> None:
    row.state, row.ended_at = SearchState.ENDED, at
    row.save(update_fields=["state", "ended_at"])
    forget_questions(row.asked.all(), at)
    record(area="matching", action="search.ended", by=by, at=at, subject=row.id, about=row.case, reason=reason)


@transaction.atomic
def end_due(at: datetime) -> int:
    """End searches whose time is over, and give up questions that no partner answered; gives how many ended."""
    over = list(Search.objects.filter(state__in=(SearchState.ASKED, SearchState.HELD), ends_at__lte=at)[:200])
    for row in over:
        _end(row, SYSTEM, at)
    return len(over)


@transaction.atomic
def give_up(asked: str, *, at: datetime) -> None:
    """The partner did not answer in time."""
    row = Asked.objects.select_for_update().filter(pk=asked, state__in=(AskedState.WAITING, AskedState.LOOKING)).first()
    if row is not None:
        settle(row, AskedState.NOT_REACHED, by=SYSTEM, at=at)


@transaction.atomic
def forget_cycle(cycle: str, *, at: datetime) -> None:
    """A batch that was never answered; what could read its answer is destroyed."""
    Cycle.objects.filter(pk=cycle).delete()
    destroy_key(record=cycle, at=at)
