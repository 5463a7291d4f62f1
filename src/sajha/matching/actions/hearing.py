"""Hear a partner's answer: read the tokens, look them up in its set, note what agrees. What was needed to read it is destroyed.

Whoever sends something sees how long we take to say that we have it. So what comes is read at once, with the same effort whatever
it says, and looked up by the node's own clock: nobody sees from outside whether it took longer because something agreed.
"""

from collections.abc import Sequence, Set
from datetime import datetime

import msgspec
from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.basics.ids import new_id
from sajha.disclosure.actions import depart
from sajha.disclosure.queries.matchable import matchable_of
from sajha.matching.actions.asking import ASKED, EXPIRES, Question
from sajha.matching.blind.covers import among_others, bucket_of, parted
from sajha.matching.blind.values import Malformed
from sajha.matching.finding import found_in
from sajha.matching.held import opened
from sajha.matching.items import by_subject, items_of
from sajha.matching.models import Asked, Hit, Kept, PartnerTable
from sajha.matching.rules import asks_known, tau
from sajha.matching.values import AskedState, Reach, SetName
from sajha.matching.wire import Bucket, BucketWanted, Evaluated, NotEvaluated, encode
from sajha.network.queries import active_node_ids
from sajha.vault.actions import destroy_key, seal_bytes, unseal_bytes


class Read(msgspec.Struct, frozen=True, array_like=True):
    """A token that was read, and of which value of which item it is."""

    subject: str
    value: bytes
    token: bytes

    def __repr__(self) -> str:
        return "Read()"


class Looking(msgspec.Struct, frozen=True, array_like=True):
    """What is sealed between an answer and the look: what was read, which parts of the set its holder was asked for, what stood there."""

    read: tuple[Read, ...]
    prefixes: tuple[int, ...] = ()
    found: tuple[bytes, ...] | None = None

    def __repr__(self) -> str:
        return "Looking()"


def waiting(question: str, partner: str, *states: str) -> Asked | None:
    """The question that this partner may answer now. A repeat, or an answer to what was not asked of it, changes nothing."""
    return Asked.objects.select_for_update().filter(question=question, partner=partner, state__in=states).first()


@transaction.atomic
def hear_evaluated(body: Evaluated, *, by: Actor, at: datetime) -> None:
    """Unblind, and leave it to be looked up.

    Raises:
        Refused: ``message.malformed`` for elements that are none, or fewer than were asked.
    """
    asked = waiting(body.id, by.id, AskedState.WAITING)
    if asked is None:
        return
    read = read_tokens(asked.question, bytes(asked.blinds), body.elements)
    _leave(asked, Looking(tuple(read)), at)
    detail = {"partner": by.id, "elements": len(body.elements)}
    record(area="matching", action="match.answer_came", by=by, at=at, subject=asked.id, detail=detail)


def _leave(asked: Asked, what: Looking, at: datetime | None) -> None:
    """Seal it until the clock takes it up (``at``), or until the holder of the set answers (none)."""
    asked.state, asked.answered_at = AskedState.LOOKING, at
    asked.blinds = seal_bytes(asked.question, "blinds", msgspec.msgpack.encode(what))
    asked.save(update_fields=["state", "answered_at", "blinds"])


def _left(asked: Asked) -> Looking:
    return msgspec.msgpack.decode(unseal_bytes(asked.question, "blinds", bytes(asked.blinds)), type=Looking)


def to_look_up() -> Sequence[str]:
    """The questions whose answer is here and was not looked up."""
    rows = Asked.objects.filter(state=AskedState.LOOKING, answered_at__isnull=False)
    return list(rows.order_by("answered_at").values_list("pk", flat=True)[:500])


@transaction.atomic
def look_up(asked: str, *, by: Actor, at: datetime) -> None:
    """Look what was read up in the partner's set, or ask whoever holds it for the parts."""
    row = (
        Asked.objects.select_for_update().filter(pk=asked, state=AskedState.LOOKING, answered_at__isnull=False).first()
    )
    if row is None:
        return
    table = PartnerTable.objects.filter(owner=row.partner, reader="", set=SetName.KNOWN, complete=True).first()
    what = _left(row)
    if table is None or table.epoch != row.epoch:
        settle(row, AskedState.NO_TABLE, by=by, at=at)
    elif what.found is not None:
        _note(row, frozenset(what.found), what.read, table.entries, by, at)
    elif table.held_by:
        _want_buckets(row, table, what.read, by, at)
    else:
        found = opened(table).holds(one.token for one in what.read)
        _note(row, found, what.read, table.entries, by, at)


def read_tokens(record: str, blinds: bytes, elements: Sequence[bytes]) -> list[Read]:
    """The tokens of an answer, in the order of the question; the elements that padded it are left.

    Raises:
        Refused: ``message.malformed``.
    """
    question = msgspec.msgpack.decode(unseal_bytes(record, "blinds", blinds), type=Question)
    try:
        tokens = question.kept.tokens(elements)
    except Malformed as error:
        raise Refused(no("message.malformed")) from error
    return [Read(subject, value, tokens[value]) for subject, value in question.values]


def _want_buckets(asked: Asked, table: PartnerTable, read: Sequence[Read], by: Actor, at: datetime) -> None:
    """Ask whoever holds the partner's set, which has no key of it, for the parts in which the tokens would stand, among others."""
    if table.held_by not in active_node_ids():
        settle(asked, AskedState.NO_TABLE, by=by, at=at)
        return
    prefixes = among_others({bucket_of(one.token, table.bits) for one in read}, table.bits)
    _leave(asked, Looking(tuple(read), prefixes), None)
    body = BucketWanted(asked.question, asked.partner, SetName.KNOWN, prefixes)
    depart(
        recipient=table.held_by,
        thread=ASKED,
        kind="match.bucket_wanted",
        body=encode(body),
        by=by,
        at=at,
        expires_at=at + EXPIRES,
    )


@transaction.atomic
def hear_bucket(body: Bucket, *, by: Actor, at: datetime) -> None:
    """Read the parts that the holder of the set sent, and leave what stands there to be looked up.

    Raises:
        Refused: ``message.malformed``.
    """
    asked = waiting(body.id, body.owner, AskedState.LOOKING)
    table = PartnerTable.objects.filter(owner=body.owner, reader="", set=SetName.KNOWN, held_by=by.id).first()
    if asked is None or table is None:
        return
    if asked.answered_at is not None:
        return
    if body.epoch != asked.epoch:
        settle(asked, AskedState.NO_TABLE, by=by, at=at)
        return
    what = _left(asked)
    try:
        parts = dict(zip(what.prefixes, parted(what.prefixes, table.bits, body.buckets), strict=True))
    except Malformed as error:
        raise Refused(no("message.malformed")) from error
    found = tuple(one.token for one in what.read if one.token in parts[bucket_of(one.token, table.bits)])
    _leave(asked, Looking(what.read, what.prefixes, found), at)


@transaction.atomic
def hear_refused(body: NotEvaluated, *, by: Actor, at: datetime) -> None:
    """Note why a partner did not answer."""
    asked = waiting(body.id, by.id, AskedState.WAITING)
    if asked is not None:
        settle(asked, AskedState.REFUSED, because=body.because, by=by, at=at)


def settle(asked: Asked, state: AskedState, *, because: str = "", by: Actor, at: datetime) -> None:
    """The question is over; what could read its answer is destroyed."""
    asked.state, asked.because, asked.blinds, asked.answered_at = state, because, b"", at
    asked.save(update_fields=["state", "because", "blinds", "answered_at"])
    destroy_key(record=asked.question, at=at)
    detail = {"partner": asked.partner, "state": state, "because": because, "hits": asked.hits.count()}
    search = asked.search
    record(area="matching", action="match.answered", by=by, at=at, subject=asked.id, about=search.case, detail=detail)


def _note(asked: Asked, found: Set[bytes], read: Sequence[Read], entries: int, by: Actor, at: datetime) -> None:
    """Keep the tokens while the search runs, note what agrees, and end the question."""
    values: dict[str, list[Read]] = {}
    for one in read:
        values.setdefault(one.subject, []).append(one)
    for subject, tokens in values.items():
        Kept.objects.create(asked=asked, subject=subject, tokens=b"".join(one.token for one in tokens))
        note_hit(asked, subject, {one.value for one in tokens if one.token in found}, entries, at)
    settle(asked, AskedState.ANSWERED, by=by, at=at)


def note_hit(asked: Asked, subject: str, agreed: Set[bytes], entries: int, at: datetime) -> bool:
    """Note that the partner knows it too. What agreed before and agrees in more signs now is noted anew; whether it was news."""
    row = matchable_of(asked.search.case, subject) if agreed else None
    row = row if row is not None and asks_known(row.role) else None
    bounds = (tau(Reach(asked.search.reach)),)
    item = by_subject(items_of(row, bounds)).get(subject) if row is not None else None
    if row is None or item is None or not agreed & set(item.values):
        return False
    found = found_in(row, item, agreed, entries)
    told = found.told
    before = asked.hits.filter(party=found.party, thing=found.thing).first()
    if before is None:
        Hit.objects.create(
            id=new_id("hit"), asked=asked, case=found.case, party=found.party, thing=found.thing, at=at, **told
        )
        return True
    if set(found.agreed) <= set(before.agreed):
        return False
    for name, value in told.items():
        setattr(before, name, value)
    before.again_at = at
    before.save(update_fields=[*told, "again_at"])
    return True
