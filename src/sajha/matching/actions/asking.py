"""Ask partners whether they know something of ours: choose, weigh, blind, send."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction

from sajha.accounts.queries import called
from sajha.accounts.rules import may
from sajha.audit.actions import record, take_turn
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.actions import depart
from sajha.disclosure.queries.matchable import matchable_case
from sajha.matching.actions.watching import TURNED_AWAY, note, turn_away, weigh
from sajha.matching.blind.batches import Batch, Kept, blinded
from sajha.matching.items import items_of
from sajha.matching.marks import mark_in
from sajha.matching.models import Asked, PartnerTable, Search
from sajha.matching.queries.partners import partner_ids, reach_to
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import LARGEST, asks_known, bounds, may_say_why, may_search_for, size_for
from sajha.matching.rules.watch import Outcome
from sajha.matching.values import AskedState, Ground, Item, Purpose, Reach, SearchState, SetName
from sajha.matching.wire import Ask, encode
from sajha.vault.actions import seal, seal_bytes

ASKED = "match_asked"
"""The lane of questions and answers, apart from the sets, which are large."""

LASTS = timedelta(days=90)
"""So long somebody stays among those who are sought; then a person says again that it goes on."""

EXPIRES = timedelta(days=7)
"""After this a question that never reached the partner is given up."""


class Question(msgspec.Struct, frozen=True, array_like=True):
    """What is needed to read an answer, sealed until it comes: of which item each value is, and what :mod:`batches` keeps."""

    values: tuple[tuple[str, bytes], ...]
    kept: Kept

    def __repr__(self) -> str:
        return "Question()"


def search(*, case: str, by: Actor, at: datetime, **asked: Any) -> Search:
    """As :func:`ask`; what the watch turned away is on record although nothing else of it is."""
    try:
        return ask(case=case, by=by, at=at, **asked)
    except Refused as refused:
        if refused.decision.because in TURNED_AWAY:
            count = len(asked.get("subjects", ()))
            turn_away(case=case, count=count, because=refused.decision.because, by=by, at=at)
        raise


@transaction.atomic
def ask(
    *,
    case: str,
    subjects: Sequence[str],
    partners: Sequence[str],
    purpose: str,
    ground: str,
    ground_reason: str,
    by: Actor,
    at: datetime,
    by_itself: bool = False,
) -> Search:
    """Ask about things and persons of a case. ``subjects`` are ids of identifiers and persons, ``partners`` of members; none of these is all.

    Raises:
        Refused: without ``match:ask``, ``not_found``, a purpose or ground that does not carry it, nothing to ask, nobody to ask,
            or what the watch refuses. What the watch holds is kept, and waits for a second person.
    """
    require(may(by, "match:ask"))
    require(may_say_why(purpose, ground, ground_reason))
    asked = _chosen_partners(partners)
    reach = reach_to(asked, case=case, subjects=subjects)
    items = choose(by, case=case, subjects=subjects, ground=ground, reach=reach)
    take_turn("matching")
    weighed = weigh(case=case, items=items, by=by, at=at, partners=asked)
    if weighed.outcome is Outcome.REFUSE:
        raise Refused(no(weighed.because, *weighed.needs))
    held = weighed.outcome is Outcome.HOLD
    id = new_id("search")
    row = Search(
        id=id,
        case=case,
        purpose=purpose,
        ground=ground,
        items=items_told(id, items),
        partners=asked,
        reach=reach,
        state=SearchState.HELD if held else SearchState.ASKED,
        held_because=weighed.because if held else "",
        by_itself=by_itself,
        by=by.id,
        at=at,
        ends_at=at + LASTS,
    )
    row.ground_reason = seal(case, row.id, ground_reason)
    row.save(force_insert=True)
    note(search=row.id, case=case, items=items, by=by, at=at)
    _record("search.held" if held else "search.asked", row, by, at, ground_reason)
    if not held:
        send(row, items=items, by=by, at=at)
    return row


def items_told(search: str, items: Iterable[Item]) -> list[dict[str, str]]:
    """What a search asks about as it is kept: ids, sorts, and a mark that tells whether the record says the same later."""
    return [{"subject": item.subject, "sort": item.sort, "mark": mark_in(search, item)} for item in items]


def _record(action: str, row: Search, by: Actor, at: datetime, reason: str = "") -> None:
    sorts = sorted({item["sort"] for item in row.items})
    detail = {"purpose": row.purpose, "ground": row.ground, "reach": row.reach, "sorts": sorts, "count": len(row.items)}
    detail |= {"partners": len(row.partners), "because": row.held_because}
    record(area="matching", action=action, by=by, at=at, subject=row.id, about=row.case, reason=reason, detail=detail)


def _chosen_partners(wanted: Sequence[str]) -> list[str]:
    known = partner_ids()
    if not set(wanted) <= set(known):
        raise Refused(no("not_found"))
    chosen = [partner for partner in known if not wanted or partner in wanted]
    if not chosen:
        raise Refused(no("match.nobody", "match.pair_first"))
    return chosen


def choose(by: Actor, *, case: str, subjects: Sequence[str], ground: str, reach: str) -> tuple[Item, ...]:
    """The items to ask about, each on a ground that carries it.

    Raises:
        Refused: ``not_found`` for a subject that is not of the case, a ground that does not carry one, or nothing that can be asked.
    """
    rows = matchable_case(by, case)
    kinds = settings_now().asks
    items = [
        (row, item)
        for row in rows
        for item in items_of(row, bounds(Reach(reach), asked=asks_known(row.role)))
        if item.sort in kinds and (not subjects or item.subject in subjects)
    ]
    if set(subjects) - {item.subject for _, item in items}:
        raise Refused(no("match.nothing_to_ask", "match.more_signs"))
    allowed = []
    for row, item in items:
        decision = may_search_for(row.role, ground, agreed=row.agreed, based=row.based, refused=row.refused)
        if decision.allowed:
            allowed.append(item)
        elif subjects or not allowed and item is items[-1][1]:
            require(decision)
    if not allowed:
        raise Refused(no("match.nothing_to_ask", "match.more_signs"))
    return tuple(allowed)


def send(row: Search, *, items: Sequence[Item], by: Actor, at: datetime) -> None:
    """Ask every partner of the search about what the asker may learn; whoever is sought enters the published set by itself.

    Raises:
        Refused: ``match.too_many``.
    """
    known = [item for item in items if asks_known(item.role)]
    if not known:
        return
    drawn = draw(known)
    for partner in row.partners:
        ask_partner(Asked(id=new_id("asked"), search=row, partner=partner), drawn, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question blinded once for every partner of one search: what two of them could learn together is that both were asked the
    same, which the hour tells them anyway. Never used for another search, and never by a custodian."""

    count: int
    pairs: tuple[tuple[str, bytes], ...] = field(repr=False)
    batch: Batch = field(repr=False)


def draw(items: Sequence[Item]) -> Drawn:
    """Blind the values of the items, in a batch of one of a few sizes.

    Raises:
        Refused: ``match.too_many``.
    """
    pairs = tuple((item.subject, value) for item in items for value in item.values)
    values = list(dict.fromkeys(value for _, value in pairs))
    if len(values) > LARGEST:
        raise Refused(no("match.too_many", "match.choose_fewer"))
    return Drawn(len(items), pairs, blinded(values, size_for(len(values))))


def ask_partner(asked: Asked, drawn: Drawn, *, by: Actor, at: datetime) -> None:
    """Send the question to one partner, in the name of whoever began the search, or note that there is nothing to look up in, or that it is
    a member no longer; ``asked`` is new, or is asked again."""
    if asked.partner not in partner_ids():
        asked.state, asked.at, asked.answered_at, asked.because = AskedState.NOT_REACHED, at, None, ""
        asked.save()
        return
    table = PartnerTable.objects.filter(owner=asked.partner, reader="", set=SetName.KNOWN, complete=True).first()
    asked.state, asked.at, asked.answered_at, asked.because = AskedState.NO_TABLE, at, None, ""
    if table is None:
        asked.save()
        return
    asked.state, asked.epoch, asked.count, asked.question = (
        AskedState.WAITING,
        table.epoch,
        drawn.count,
        new_id("asked"),
    )
    kept = msgspec.msgpack.encode(Question(drawn.pairs, drawn.batch.kept))
    asked.blinds = seal_bytes(asked.question, "blinds", kept)
    asked.save()
    search = asked.search
    body = Ask(
        asked.question,
        SetName.KNOWN,
        table.epoch,
        drawn.batch.elements,
        purpose=Purpose(search.purpose),
        ground=Ground(search.ground),
        person=(called(search.by) or by.label)[:120],
        second=bool(search.second),
    )
    expires_at = at + EXPIRES
    depart(
        recipient=asked.partner,
        thread=ASKED,
        kind="match.asked",
        body=encode(body),
        by=by,
        at=at,
        expires_at=expires_at,
    )
