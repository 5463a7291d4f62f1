"""Take in a partner's set, part by part, whole or not at all; keep one for another member; hand out parts of it."""

from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.disclosure.actions import depart
from sajha.matching.actions.asking import ASKED, EXPIRES
from sajha.matching.blind.covers import LEAST
from sajha.matching.blind.deltas import Delta
from sajha.matching.blind.tables import Table
from sajha.matching.blind.values import Malformed
from sajha.matching.held import Held, advance, keep, most_parts, opened, release
from sajha.matching.models import Carried, PartnerTable, TableArrived
from sajha.matching.values import SetName
from sajha.matching.wire import Bucket, BucketWanted, SetWanted, TablePart, Withdrawn, encode
from sajha.network.queries import active_node_ids


@transaction.atomic
def take_part(body: TablePart, *, by: Actor, at: datetime) -> None:
    """Add a part; with the last one the set is checked and takes the place of the one before. When those before it are not here (this node
    was restored meanwhile), the last one lets us ask for the whole.

    Raises:
        Refused: ``message.malformed`` for more parts than there are, another digest, or a set that is none.
    """
    _may_come(body, by)
    row = _row(body, by)
    if body.part > 1 and (body.version, body.part) != (row.incoming_version, row.incoming_part + 1):
        if body.part == body.parts:
            _want_whole(body, by, at)
        return
    if body.part > most_parts():
        raise Refused(no("message.malformed"))
    row.incoming_version, row.incoming_part = body.version, body.part
    row.save()
    if body.part == 1:
        row.parts.all().delete()
    if body.part < body.parts:
        TableArrived.objects.create(table=row, part=body.part, content=body.content)
        return
    came = b"".join([*map(bytes, row.parts.order_by("part").values_list("content", flat=True)), body.content])
    row.parts.all().delete()
    _complete(row, body, came, by, at)
    row.save()


def _may_come(body: TablePart, by: Actor) -> None:
    """A set is for us or, kept here, for another member; what is known may lie with a member, in parts that nobody can tell apart.

    Raises:
        Refused: ``message.malformed``.
    """
    named = [node for node in (body.reader, body.held_by) if node]
    whole = body.set is SetName.SOUGHT and named
    narrow = body.held_by and body.bits and body.entries < LEAST << body.bits
    if (
        body.part > body.parts
        or len(named) > 1
        or by.id in named
        or whole
        or narrow
        or not active_node_ids().issuperset(named)
    ):
        raise Refused(no("message.malformed"))


def _row(body: TablePart, by: Actor) -> PartnerTable:
    row = PartnerTable.objects.select_for_update().filter(owner=by.id, reader=body.reader, set=body.set).first()
    return row or PartnerTable(owner=by.id, reader=body.reader, set=body.set, epoch=body.epoch, version=0)


def _complete(row: PartnerTable, body: TablePart, came: bytes, by: Actor, at: datetime) -> None:
    """Put the set that came in the place of the one before; what does not fit is asked for again as a whole."""
    row.incoming_part = 0
    if body.held_by and came:
        raise Refused(no("message.malformed"))
    if not body.held_by and not _fits(row, body):
        _want_whole(body, by, at)
        return
    if row.epoch != body.epoch and body.set is SetName.SOUGHT and not body.reader:
        Carried.objects.filter(seeker=by.id).delete()
    if body.held_by:
        release(row)
    else:
        _take(row, body, came)
    row.complete, row.looked_at, row.entries = True, None, body.entries
    row.epoch, row.version, row.at = body.epoch, body.version, at
    row.held_by, row.bits = body.held_by, body.bits
    detail = {"set": body.set, "entries": body.entries, "version": body.version, "for": body.reader}
    record(area="matching", action="set.taken", by=by, at=at, subject=by.id, detail=detail)


def _want_whole(body: TablePart, by: Actor, at: datetime) -> None:
    wanted = SetWanted(body.set, body.reader)
    depart(recipient=by.id, thread=ASKED, kind="match.set_wanted", body=encode(wanted), by=by, at=at)


def _fits(row: PartnerTable, body: TablePart) -> bool:
    """Whether what came is the whole set, or changes the version that we have."""
    return not body.before or (row.complete and not row.held_by and bytes(row.digest) == body.before)


def _take(row: PartnerTable, body: TablePart, came: bytes) -> None:
    """The set from what came: the whole, or what changed."""
    try:
        if body.before:
            advance(row, Delta.from_bytes(came))
        else:
            keep(row, Table.from_bytes(came))
    except Malformed as error:
        raise Refused(no("message.malformed")) from error
    if bytes(row.digest) != body.digest or row.entries != body.entries:
        raise Refused(no("message.malformed"))


@transaction.atomic
def drop_set(body: Withdrawn, *, by: Actor, at: datetime) -> None:
    """A partner takes its set back: it is deleted here, and what we evaluated for it too."""
    for row in PartnerTable.objects.select_for_update().filter(owner=by.id, reader=body.reader, set=body.set):
        release(row)
        row.delete()
    if body.set is SetName.SOUGHT and not body.reader:
        Carried.objects.filter(seeker=by.id).delete()
    detail = {"set": body.set, "for": body.reader}
    record(area="matching", action="set.dropped", by=by, at=at, subject=by.id, detail=detail)


@transaction.atomic
def hand_out(body: BucketWanted, *, by: Actor, at: datetime) -> None:
    """Give a member the parts that it wants of a set that lies here for it. We have no key of that set.

    Raises:
        Refused: ``match.not_held``: there is no such set here for this member.
    """
    row = PartnerTable.objects.filter(owner=body.owner, reader=by.id, set=body.set, complete=True).first()
    if row is None:
        raise Refused(no("match.not_held"))
    held = opened(row)
    buckets = tuple(_bucket(held, prefix, row.bits) for prefix in body.prefixes)
    told = Bucket(body.id, body.owner, row.epoch, buckets)
    depart(recipient=by.id, thread=ASKED, kind="match.bucket", body=encode(told), by=by, at=at, expires_at=at + EXPIRES)
    detail = {"owner": body.owner, "parts": len(buckets)}
    record(area="matching", action="set.part_given", by=by, at=at, subject=body.id, detail=detail)


def _bucket(held: Held, prefix: int, bits: int) -> bytes:
    try:
        return held.bucket(prefix, bits)
    except ValueError as error:
        raise Refused(no("message.malformed")) from error
