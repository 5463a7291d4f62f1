"""Custodian first: look whether one of those whom we care for stands in a seeker's set, in batches that always look the same.

In every cycle each seeker that publishes whom it looks for gets one batch of one size from us, whether or not we have anything to
ask. What we find stays here until a person decides; the seeker sees the same messages at the same times in every case.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

import msgspec
from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.ids import new_id
from sajha.disclosure.actions import depart
from sajha.disclosure.queries.matchable import matchable_of
from sajha.disclosure.values.matchable import Head, Matchable
from sajha.matching.actions.asking import ASKED, EXPIRES, Question
from sajha.matching.actions.hearing import Read, read_tokens
from sajha.matching.blind.batches import blinded
from sajha.matching.blind.values import TOKEN
from sajha.matching.finding import Found, found_in
from sajha.matching.held import Held, opened
from sajha.matching.items import items_of
from sajha.matching.models import Carried, Cycle, PartnerTable, Sighting
from sajha.matching.publishable import everyone, mark_of
from sajha.matching.rules import BATCH, SOUGHT_BOUNDS, is_known
from sajha.matching.values import Item, SetName, SightingState
from sajha.matching.wire import Ask, Evaluated, encode
from sajha.vault.actions import destroy_key, seal_bytes, unseal_bytes

OPENED = 500
"""Records of one batch at most: of many nothing can be compared, and nobody waits until all of them were opened."""

People = dict[str, tuple[Head, bytes]]


def ours() -> People:
    """Those whom we would look for in others' sets: whoever is the custodian's, unless the person said no to it."""
    rows = (head for head in everyone() if not is_known(head.vault, head.role) and not head.refused)
    return {head.subject: (head, mark_of(head)) for head in rows}


@transaction.atomic
def ask_seeker(table: PartnerTable, people: People, *, at: datetime) -> None:
    """Send this cycle's batch to a seeker: whoever was not evaluated under its key yet, filled up with elements that mean nothing."""
    seeker = table.owner
    _drop_stale(seeker, table.epoch, people)
    pairs = tuple(_batch(seeker, table.epoch, people))
    batch = blinded(list(dict.fromkeys(value for _, value in pairs)), BATCH)
    cycle = Cycle(id=new_id("cycle"), seeker=seeker, epoch=table.epoch, at=at)
    cycle.blinds = seal_bytes(cycle.id, "blinds", msgspec.msgpack.encode(Question(pairs, batch.kept)))
    cycle.save(force_insert=True)
    body = Ask(cycle.id, SetName.SOUGHT, table.epoch, batch.elements)
    depart(
        recipient=seeker,
        thread=ASKED,
        kind="match.asked",
        body=encode(body),
        by=SYSTEM,
        at=at,
        expires_at=at + EXPIRES,
    )
    record(area="matching", action="custody.looked", by=SYSTEM, at=at, subject=cycle.id, detail={"seeker": seeker})


def _drop_stale(seeker: str, epoch: str, people: People) -> None:
    """Whoever left, changed, said no, or was evaluated under an older key, is carried no longer."""
    rows = Carried.objects.filter(seeker=seeker)
    stale = [
        pk
        for pk, subject, mark, under in rows.values_list("pk", "subject", "mark", "epoch")
        if under != epoch or subject not in people or people[subject][1] != bytes(mark)
    ]
    for start in range(0, len(stale), 500):
        rows.filter(pk__in=stale[start : start + 500]).delete()


def _batch(seeker: str, epoch: str, people: People) -> Iterator[tuple[str, bytes]]:
    """Whole persons, as many as fit into one batch; the others come with the next."""
    here = frozenset(Carried.objects.filter(seeker=seeker).values_list("subject", flat=True))
    room = BATCH
    new = (subject for subject in people if subject not in here)
    for subject in islice(new, OPENED):
        head, mark = people[subject]
        row = matchable_of(head.case, subject)
        values = _values(row) if row else []
        if not values:
            Carried.objects.create(seeker=seeker, subject=subject, case=head.case, epoch=epoch, mark=mark)
        elif len(values) <= room:
            room -= len(values)
            yield from ((subject, value) for value in values)
        if room < 8:
            return


def _values(row: Matchable) -> list[bytes]:
    """What of a record goes into a batch."""
    return [value for item in items_of(row, SOUGHT_BOUNDS) for value in item.values][:BATCH]


@transaction.atomic
def hear_batch(body: Evaluated, *, by: Actor, at: datetime) -> None:
    """Read the tokens of our people under the seeker's key, and leave them to be looked up: the seeker sees how long this takes.

    Raises:
        Refused: ``message.malformed``.
    """
    cycle = Cycle.objects.select_for_update().filter(pk=body.id, seeker=by.id, answered_at=None).first()
    if cycle is None:
        return
    read = read_tokens(cycle.id, bytes(cycle.blinds), body.elements)
    cycle.blinds = seal_bytes(cycle.id, "blinds", msgspec.msgpack.encode(read))
    cycle.answered_at = at
    cycle.save(update_fields=["blinds", "answered_at"])
    detail = {"seeker": by.id, "elements": len(body.elements)}
    record(area="matching", action="custody.answer_came", by=by, at=at, subject=cycle.id, detail=detail)


def batches_to_look_up() -> Sequence[str]:
    """The batches whose answer is here and was not looked up."""
    rows = Cycle.objects.filter(answered_at__isnull=False).exclude(blinds=b"")
    return list(rows.order_by("answered_at").values_list("pk", flat=True)[:500])


@transaction.atomic
def look_up_batch(cycle: str, *, at: datetime) -> None:
    """Keep the tokens of our people under the seeker's key, and look them up in its set."""
    row = Cycle.objects.select_for_update().filter(pk=cycle, answered_at__isnull=False).exclude(blinds=b"").first()
    if row is None:
        return
    read = msgspec.msgpack.decode(unseal_bytes(row.id, "blinds", bytes(row.blinds)), type=list[Read])
    row.blinds = b""
    row.save(update_fields=["blinds"])
    destroy_key(record=row.id, at=at)
    table = PartnerTable.objects.filter(owner=row.seeker, reader="", set=SetName.SOUGHT, complete=True).first()
    held = opened(table) if table is not None and table.epoch == row.epoch else None
    for subject in dict.fromkeys(one.subject for one in read):
        own = [one for one in read if one.subject == subject]
        tokens = [one.token for one in own]
        if _carry(row, subject, tokens, [one.value for one in own]) and table is not None and held is not None:
            compare(table, held, subject, tokens, at)


def _carry(cycle: Cycle, subject: str, tokens: Sequence[bytes], values_read: Sequence[bytes]) -> bool:
    """Keep the tokens of one of ours; whether that was done."""
    row = matchable_of("", subject)
    if row is None or row.refused or _values(row) != list(values_read):
        return False  # left, said no, or the record changed since; it comes again with the next cycle
    values = {"case": row.case, "epoch": cycle.epoch, "mark": mark_of(row)}
    Carried.objects.update_or_create(
        seeker=cycle.seeker, subject=subject, defaults={**values, "tokens": b"".join(tokens)}
    )
    return True


def compare_all(table: PartnerTable, *, at: datetime) -> None:
    """Look everybody up whom we carry for a seeker: its set is new. Nothing is sent, and only what agrees is written."""
    held = opened(table)
    carried = Carried.objects.filter(seeker=table.owner, epoch=table.epoch)
    found = []
    for subject, mark, blob in carried.values_list("subject", "mark", "tokens").iterator():
        tokens = [bytes(blob)[start : start + TOKEN] for start in range(0, len(blob), TOKEN)]
        if held.holds(tokens):
            found.append((subject, bytes(mark), tokens))
    for subject, mark, tokens in found:
        row = matchable_of("", subject)
        if (
            row is not None and mark_of(row) == mark
        ):  # else the record changed since; it comes again with the next cycle
            with transaction.atomic():
                compare(table, held, subject, tokens, at)


def compare(table: PartnerTable, held: Held, subject: str, tokens: Sequence[bytes], at: datetime) -> None:
    """Note for the people of the case what of one subject stands in the seeker's set."""
    here = held.holds(tokens)
    places = [place for place, token in enumerate(tokens) if token in here]
    row = matchable_of("", subject) if places else None
    if row is None or row.refused:
        return
    pairs = [(item, value) for item in items_of(row, SOUGHT_BOUNDS) for value in item.values][: len(tokens)]
    if len(pairs) != len(tokens):
        return  # the record changed since; it comes again with the next cycle
    items = {item.subject: item for item, _ in pairs}
    for about, item in items.items():
        agreed = {pairs[place][1] for place in places if pairs[place][0].subject == about}
        if agreed:
            _sight(table.owner, item, found_in(row, item, agreed, table.entries), at)


def _sight(seeker: str, item: Item, found: Found, at: datetime) -> None:
    """One sighting for each seeker and subject; more that agrees later opens it again, and nothing else does."""
    told = found.told
    key = {"seeker": seeker, "party": found.party, "thing": found.thing}
    row = Sighting.objects.filter(**key, case=found.case).first()
    if row is None:
        row = Sighting(id=new_id("sighting"), **key, case=found.case, at=at, **told)
        row.save(force_insert=True)
        _record("sighting.opened", row, at)
    elif set(found.agreed) - set(row.agreed):
        for name, value in told.items():
            setattr(row, name, value)
        row.state, row.again_at = SightingState.OPEN, at
        row.save(update_fields=[*told, "state", "again_at"])
        _record("sighting.reopened", row, at)


def _record(action: str, row: Sighting, at: datetime) -> None:
    detail = {"sort": row.sort, "signs": len(row.agreed)}
    record(area="matching", action=action, by=SYSTEM, at=at, subject=row.id, about=row.case, detail=detail)
