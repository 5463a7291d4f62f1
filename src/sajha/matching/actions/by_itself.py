"""Ask without being told to, about what is new or changed, where the head's standing setting says so."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record, take_turn
from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.basics.ids import new_id
from sajha.disclosure.queries.matchable import matchable_of
from sajha.disclosure.values.matchable import Matchable
from sajha.matching.actions.asking import LASTS, items_told, send
from sajha.matching.actions.watching import note, weigh
from sajha.matching.items import items_of
from sajha.matching.models import Search, Seen
from sajha.matching.publishable import everyone, mark_of
from sajha.matching.queries.partners import partner_ids
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import asks_known, may_search_for, reach_of, tau
from sajha.matching.values import Item, Outcome, SearchState, Settings
from sajha.vault.actions import seal

MOST = 20
"""Searches of one look; the others come with the next, so that the day's budget of the unit is not spent at once."""


def ask_by_itself(*, at: datetime) -> int:
    """Begin searches for records that are new or changed since they were last asked about; gives how many.

    Only of what the asker may learn, and within the unit's budget of the day: what is left waits for the next look.
    """
    own, partners, begun = settings_now(), partner_ids(), 0
    if not own.by_itself or not own.ground or not partners:
        return 0
    left = _left_today(own, at)
    for row in _new(own):
        if begun >= min(MOST, left):
            break
        asked = _ask(row, own, partners, at)
        if asked is None:
            break
        begun += asked
    return begun


def _left_today(own: Settings, at: datetime) -> int:
    today = Search.objects.filter(by_itself=True, at__date=at.date()).count()
    return max(0, own.unit_a_day // 2 - today)


def _new(own: Settings) -> Iterable[Matchable]:
    """Records that may be asked about by themselves and were not, as they are now. None is opened that cannot be asked about; nobody
    waits for an answer in a closed case."""
    seen = dict(Seen.objects.values_list("subject", "mark"))
    for head in everyone():
        mark = seen.get(head.subject)
        new = mark is None or bytes(mark) != mark_of(head, own.by_itself)
        if new and head.case_open and _carried(head.role, own.ground):
            row = matchable_of(head.case, head.subject)
            if row is not None:
                yield row


def _carried(role: str, ground: str) -> bool:
    """Nobody asks an accused person, and nobody speaks for a case: the ground alone carries it."""
    return asks_known(role) and may_search_for(role, ground, agreed=False, based=False, refused=False).allowed


@transaction.atomic
def _ask(row: Matchable, own: Settings, partners: list[str], at: datetime) -> int | None:
    """How many searches were begun, none or one; or none at all (``None``) when there is no room today: it is asked another day."""
    items = _unasked(row, own, tau(reach_of(len(partners))), at)
    take_turn("matching")
    weighed = weigh(case=row.case, items=items, by=SYSTEM, at=at, partners=partners) if items else None
    if weighed is not None and weighed.because == "match.unit_budget":
        return None
    Seen.objects.update_or_create(subject=row.party or row.case, defaults={"mark": mark_of(row, own.by_itself)})
    if weighed is None or weighed.outcome is Outcome.REFUSE:
        return 0
    held = weighed.outcome is Outcome.HOLD
    id = new_id("search")
    search = Search(
        id=id,
        case=row.case,
        purpose=own.purpose,
        ground=own.ground,
        items=items_told(id, items),
        partners=partners,
        reach=reach_of(len(partners)),
        state=SearchState.HELD if held else SearchState.ASKED,
        held_because=weighed.because if held else "",
        by_itself=True,
        by=SYSTEM.id,
        at=at,
        ends_at=at + LASTS,
    )
    search.ground_reason = seal(row.case, search.id, own.ground_reason)
    search.save(force_insert=True)
    note(search=search.id, case=row.case, items=items, by=SYSTEM, at=at)
    detail = {"purpose": own.purpose, "ground": own.ground, "count": len(items), "partners": len(partners)}
    detail |= {"because": search.held_because}
    record(
        area="matching", action="search.by_itself", by=SYSTEM, at=at, subject=search.id, about=row.case, detail=detail
    )
    return 1 if held else _send(search, items, at)


def _send(search: Search, items: tuple[Item, ...], at: datetime) -> int:
    try:
        with transaction.atomic():
            send(search, items=items, by=SYSTEM, at=at)
    except Refused:  # too many values of one record: a person chooses among them
        return 0
    return 1


def _unasked(row: Matchable, own: Settings, bound: float, at: datetime) -> tuple[Item, ...]:
    """The items of the record of which no running search asks already, of the kinds that the head named."""
    running = Search.objects.filter(case=row.case, state=SearchState.ASKED, at__gte=row.changed_at)
    asked = {item["subject"] for search in running for item in search.items}
    kinds = own.by_itself & own.asks
    return tuple(item for item in items_of(row, (bound,)) if item.sort in kinds and item.subject not in asked)
