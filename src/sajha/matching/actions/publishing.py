"""Publish a set for each partner, blinded under the key that is for it alone; only what changed is made anew."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction
from msgspec.structs import replace

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.disclosure.actions import depart
from sajha.matching.actions.renewing import PAGE, renew
from sajha.matching.blind.covers import covered, levelled
from sajha.matching.blind.deltas import between
from sajha.matching.blind.epochs import Epoch
from sajha.matching.blind.tables import Table, parts_of
from sajha.matching.blind.values import TOKEN
from sajha.matching.keys import present
from sajha.matching.models import OwnTable, Published
from sajha.matching.publishable import Publishable
from sajha.matching.values import SetName
from sajha.matching.wire import SetWanted, TablePart, Withdrawn, encode
from sajha.network.queries import active_node_ids

STEP = 64
"""A set is filled up with tokens of nobody to a multiple of this, so that one more or fewer in it is not seen in its size."""

SETS = "match_sets"
"""The lane of the sets: large, so that no question waits behind one."""

CAP = 50
"""A value that more of our records share than this says nothing of any of them: it is left out, and the head is told how many."""


def bring_up_to_date(
    set: SetName,
    subjects: Iterable[tuple[str, Publishable]],
    receivers: Mapping[str, str],
    *,
    waiting: Collection[str],
    at: datetime,
) -> None:
    """Make the set of every partner what it should be. ``receivers``: who gets a partner's set, itself or a member that keeps it.

    Subjects are looked at a page after the other, each for all partners at once; then every set in which something changed is sent.
    Who is ``waiting`` for the last one still is sent it with a later look, but what is no more is forgotten here.
    """
    under = present()
    renew(set, under, subjects, tuple(receivers))
    for partner, receiver in receivers.items():
        if receiver not in waiting:
            with transaction.atomic():
                _send(partner, set, under, receiver, at)


def withdraw_set(partner: str, set: SetName, *, at: datetime) -> None:
    """Take a set back from a partner for whom nothing is published any more, and from who keeps it for the partner."""
    with transaction.atomic():
        own = OwnTable.objects.filter(partner=partner, set=set).first()
        Published.objects.filter(partner=partner, set=set).delete()
        if own is None:
            return
        own.delete()
        for receiver in dict.fromkeys((partner, own.sent_to)):
            _take_back(partner, set, receiver, at)
        detail = {"partner": partner, "set": set}
        record(area="matching", action="set.withdrawn", by=SYSTEM, at=at, subject=partner, detail=detail)


def _take_back(partner: str, set: SetName, receiver: str, at: datetime) -> None:
    """Tell who has the set; one that is a member no longer is not told, for without our answers its copy is worth nothing."""
    if receiver in active_node_ids():
        body = Withdrawn(set, partner if receiver != partner else "")
        depart(recipient=receiver, thread=SETS, kind="match.withdrawn", body=encode(body), by=SYSTEM, at=at)


def _published(partner: str, set: SetName, epoch: str) -> tuple[Table, int]:
    """The tokens of the set, and how many values were left out because too many records share them."""
    rows = Published.objects.filter(partner=partner, set=set, epoch=epoch)
    blobs = rows.values_list("tokens", flat=True).iterator(PAGE)
    return Table.counted((token for blob in blobs for token in dict.fromkeys(_cut(bytes(blob)))), CAP)


def _cut(blob: bytes) -> Iterator[bytes]:
    return (blob[start : start + TOKEN] for start in range(0, len(blob), TOKEN))


def _send(partner: str, set: SetName, under: Epoch, receiver: str, at: datetime) -> bool:
    epoch = under.name
    own = OwnTable.objects.filter(partner=partner, set=set).first() or OwnTable(partner=partner, set=set, version=0)
    same_place = own.epoch == epoch and own.sent_to == receiver and own.version > 0
    if same_place and not own.due:
        return False
    tokens, capped = _published(partner, set, epoch)
    seed = under.cover_seed(partner=partner, set=set)
    table, bits = levelled(tokens, seed) if receiver != partner else (covered(tokens, seed, STEP), 0)
    if same_place and bytes(own.content) == table.to_bytes():
        OwnTable.objects.filter(pk=own.pk).update(due=False)
        return False
    if own.sent_to not in (partner, receiver):
        _take_back(partner, set, own.sent_to, at)  # another kept it until now
    before, content = _content(bytes(own.content) if same_place else b"", table)
    own.epoch, own.version, own.sent_to, own.at = epoch, own.version + 1, receiver, at
    own.content, own.entries, own.capped, own.due = table.to_bytes(), len(table), capped, False
    own.save()
    version = own.version
    head = TablePart(set, epoch, version, 1, 1, len(table), table.digest, before, bits=bits)
    for body in _parts(replace(head, reader=partner if receiver != partner else ""), content):
        depart(recipient=receiver, thread=SETS, kind="match.table", body=encode(body), by=SYSTEM, at=at)
    if receiver != partner:
        told = replace(head, before=b"", held_by=receiver)
        depart(recipient=partner, thread=SETS, kind="match.table", body=encode(told), by=SYSTEM, at=at)
    detail = {"partner": partner, "set": set, "entries": len(tokens), "capped": capped, "version": version}
    record(area="matching", action="set.published", by=SYSTEM, at=at, subject=partner, detail=detail)
    return True


def _content(last: bytes, table: Table) -> tuple[bytes, bytes]:
    """What changed since the last version, when that is less than the whole; with the digest of the version that it fits."""
    whole = table.to_bytes()
    if not last:
        return b"", whole
    old = Table.from_bytes(last, checked=True)
    delta = between(old, table).to_bytes()
    return (old.digest, delta) if len(delta) < len(whole) else (b"", whole)


def _parts(head: TablePart, content: bytes) -> Iterator[TablePart]:
    cut = parts_of(content)
    for number, piece in enumerate(cut, 1):
        yield replace(head, part=number, parts=len(cut), content=piece)


@transaction.atomic
def send_whole(body: SetWanted, *, by: Actor, at: datetime) -> None:
    """A partner lost the version that the last change fits (it was restored, say): the next look sends the whole set again."""
    OwnTable.objects.filter(partner=body.reader or by.id, sent_to=by.id, set=body.set).update(content=b"", due=True)
    detail = {"set": body.set, "for": body.reader}
    record(area="matching", action="set.wanted_whole", by=by, at=at, subject=by.id, detail=detail)
