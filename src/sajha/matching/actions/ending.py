"""End searches: by hand, and when their time is over. Whom they named leaves the published set with the next look."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused, no, require
from sajha.disclosure.queries.running import put_away_among
from sajha.matching.actions.hearing import settle
from sajha.matching.actions.leaving import forget_questions
from sajha.matching.models import Asked, Cycle, Search
from sajha.matching.queries.found import search_row
from sajha.matching.rules import SHORTEST_REASON
from sajha.matching.values import AskedState, SearchState
from sajha.vault.actions import destroy_key

UNDER_WAY = (AskedState.WAITING, AskedState.LOOKING)


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
    """What is under way is read no more, and what was kept to look through new sets is gone."""
    row.state, row.ended_at = SearchState.ENDED, at
    row.items = [{"subject": item["subject"], "sort": item["sort"]} for item in row.items]
    row.save(update_fields=["state", "ended_at", "items"])
    forget_questions(row.asked.all(), at)
    record(area="matching", action="search.ended", by=by, at=at, subject=row.id, about=row.case, reason=reason)


@transaction.atomic
def end_due(at: datetime) -> int:
    """End searches whose time is over, and those of a case that was put away or erased; gives how many ended."""
    running = Search.objects.filter(state__in=(SearchState.ASKED, SearchState.HELD))
    gone = put_away_among(running.values_list("case", flat=True).distinct())
    over = list(running.filter(Q(ends_at__lte=at) | Q(case__in=gone)).select_for_update()[:200])
    for row in over:
        _end(row, SYSTEM, at)
    return len(over)


@transaction.atomic
def give_up(asked: str, *, at: datetime) -> None:
    """The partner did not answer in time."""
    row = Asked.objects.select_for_update().filter(pk=asked, state__in=UNDER_WAY).first()
    if row is not None:
        settle(row, AskedState.NOT_REACHED, by=SYSTEM, at=at)


@transaction.atomic
def forget_cycle(cycle: str, *, at: datetime) -> None:
    """A batch that was never answered; what could read its answer is destroyed."""
    Cycle.objects.filter(pk=cycle).delete()
    destroy_key(record=cycle, at=at)
