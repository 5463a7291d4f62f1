"""Hear a partner's answer: read the tokens, look them up in its set, note what agrees. What was needed to read it is destroyed."""

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
from sajha.matching.blind.covers import bucket_of, in_bucket
from sajha.matching.blind.values import Malformed
from sajha.matching.finding import found_in
from sajha.matching.held import opened
from sajha.matching.items import by_subject, items_of
from sajha.matching.models import Asked, Hit, Kept, PartnerTable
from sajha.matching.rules import tau
from sajha.matching.values import AskedState, Reach, SetName
from sajha.matching.wire import Bucket, BucketWanted, Evaluated, NotEvaluated, encode
from sajha.vault.actions import destroy_key, seal_bytes, unseal_bytes


class Read(msgspec.Struct, frozen=True, array_like=True):
    """A token that was read, and of which value of which item it is."""

    subject: str
    value: bytes
    token: bytes

    def __repr__(self) -> str:
        return "Read()"


def waiting(question: str, partner: str, *states: str) -> Asked | None:
    """The question that this partner may answer now. A repeat, or an answer to what was not asked of it, changes nothing."""
    return Asked.objects.select_for_update().filter(question=question, partner=partner, state__in=states).first()


@transaction.atomic
def hear_evaluated(body: Evaluated, *, by: Actor, at: datetime) -> None:
    """Unblind and look up.

    Raises:
        Refused: ``message.malformed`` for elements that are none, or fewer than were asked.
    """
    asked = waiting(body.id, by.id, AskedState.WAITING)
    if asked is None:
        return
    read = read_tokens(asked.question, bytes(asked.blinds), body.elements)
    table = PartnerTable.objects.filter(owner=by.id, reader="", set=SetName.KNOWN, complete=True).first()
    if table is None or table.epoch != asked.epoch:
        settle(asked, AskedState.NO_TABLE, by=by, at=at)
    elif table.held_by:
        _want_buckets(asked, table, read, by, at)
    else:
        held = opened(table).holds(one.token for one in read)
        _note(asked, [one for one in read if one.token in held], read, table.entries, by, at)


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


def _want_buckets(asked: Asked, table: PartnerTable, read: list[Read], by: Actor, at: datetime) -> None:
    """Ask whoever holds the partner's set, which has no key of it, for the parts in which the tokens would stand."""
    asked.state = AskedState.LOOKING
    asked.blinds = seal_bytes(asked.question, "blinds", msgspec.msgpack.encode(read))
    asked.save(update_fields=["state", "blinds"])
    prefixes = tuple(sorted({bucket_of(one.token, table.bits) for one in read}))
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
    """Look the tokens up in the parts that the holder of the set sent."""
    asked = waiting(body.id, body.owner, AskedState.LOOKING)
    table = PartnerTable.objects.filter(owner=body.owner, reader="", set=SetName.KNOWN, held_by=by.id).first()
    if asked is None or table is None:
        return
    read = msgspec.msgpack.decode(unseal_bytes(asked.question, "blinds", bytes(asked.blinds)), type=list[Read])
    if body.epoch != asked.epoch:
        settle(asked, AskedState.NO_TABLE, by=by, at=at)
        return
    hits = _in_buckets(read, table.bits, body.buckets)
    _note(asked, hits, read, table.entries, by, at)


def _in_buckets(read: Sequence[Read], bits: int, buckets: Sequence[bytes]) -> list[Read]:
    """Those that stand in the parts; these come in the order in which they were wanted.

    Raises:
        Refused: ``message.malformed``.
    """
    wanted = sorted({bucket_of(one.token, bits) for one in read})
    if len(buckets) != len(wanted):
        raise Refused(no("message.malformed"))
    parts = dict(zip(wanted, buckets, strict=True))
    try:
        return [one for one in read if in_bucket(one.token, bits, parts[bucket_of(one.token, bits)])]
    except Malformed as error:
        raise Refused(no("message.malformed")) from error


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


def _note(asked: Asked, hits: Sequence[Read], read: Sequence[Read], entries: int, by: Actor, at: datetime) -> None:
    """Keep the tokens while the search runs, note what agrees, and end the question."""
    values: dict[str, list[Read]] = {}
    for one in read:
        values.setdefault(one.subject, []).append(one)
    agreed = {one.value for one in hits}
    for subject, tokens in values.items():
        Kept.objects.create(asked=asked, subject=subject, tokens=b"".join(one.token for one in tokens))
        note_hit(asked, subject, {one.value for one in tokens if one.value in agreed}, entries, at)
    settle(asked, AskedState.ANSWERED, by=by, at=at)


def note_hit(asked: Asked, subject: str, agreed: Set[bytes], entries: int, at: datetime) -> bool:
    """Note that the partner knows it too. What agreed before and agrees in more signs now is noted anew; whether it was news."""
    row = matchable_of(asked.search.case, subject) if agreed else None
    bounds = (tau(Reach(asked.search.reach)),)
    item = by_subject(items_of(row, bounds)).get(subject) if row is not None else None
    if row is None or item is None or not agreed & set(item.values):
        return False
    found = found_in(row, item, agreed, entries)
    told = {
        "sort": found.sort,
        "agreed": list(found.agreed),
        "differed": list(found.differed),
        "share": found.share,
        "by_chance": found.by_chance,
    }
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
