"""Publish a set for each partner, blinded under the key that is for it alone; only what changed is made anew."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM
from sajha.disclosure.actions import depart
from sajha.disclosure.queries.departures import under_way
from sajha.matching.blind import TOKEN, Table, parts_of_table, tokens_of
from sajha.matching.keys import key_of, own_epoch
from sajha.matching.models import OwnTable, Published
from sajha.matching.publishable import Publishable
from sajha.matching.values import SetName
from sajha.matching.wire import PART, TablePart, Withdrawn, encode

SETS = "match_sets"
"""The lane of the sets: large, so that no question waits behind one."""

CAP = 50
"""A value that more of our records share than this says nothing of any of them: it is left out, and the head is told how many."""


def bring_up_to_date(partner: str, set: SetName, subjects: Mapping[str, Publishable], *, held_by: str, at: datetime) -> bool:
    """Make the partner's set what it should be; whether it changed. While the last one is under way, nothing is sent."""
    receiver = held_by or partner
    if under_way(recipient=receiver, thread=SETS):
        return False
    with transaction.atomic():
        epoch = own_epoch()
        _forget(partner, set, epoch, subjects)
        _add(partner, set, epoch, subjects)
        return _send(partner, set, epoch, receiver, at)


def withdraw_set(partner: str, set: SetName, *, tell: bool, at: datetime) -> None:
    """Take a set back from a partner for whom nothing is published any more; one that is a member no longer is not told, for without
    our answers its copy is worth nothing."""
    with transaction.atomic():
        own = OwnTable.objects.filter(partner=partner, set=set).first()
        Published.objects.filter(partner=partner, set=set).delete()
        if own is None:
            return
        own.delete()
        for receiver in dict.fromkeys((partner, own.sent_to) if tell else ()):
            body = Withdrawn(set, partner if receiver != partner else "")
            depart(recipient=receiver, thread=SETS, kind="match.withdrawn", body=encode(body), by=SYSTEM, at=at)
        detail = {"partner": partner, "set": set}
        record(area="matching", action="set.withdrawn", by=SYSTEM, at=at, subject=partner, detail=detail)


def _forget(partner: str, set: SetName, epoch: str, subjects: Mapping[str, Publishable]) -> None:
    """Drop the tokens of whoever is no longer in the set, changed since, or stands there under an older key."""
    rows = Published.objects.filter(partner=partner, set=set)
    stale = [
        pk
        for pk, subject, mark, under in rows.values_list("pk", "subject", "mark", "epoch")
        if under != epoch or subject not in subjects or bytes(mark) != subjects[subject].mark
    ]
    for start in range(0, len(stale), 500):
        rows.filter(pk__in=stale[start : start + 500]).delete()


def _add(partner: str, set: SetName, epoch: str, subjects: Mapping[str, Publishable]) -> None:
    here = frozenset(Published.objects.filter(partner=partner, set=set).values_list("subject", flat=True))
    key = key_of(epoch=epoch, partner=partner, set=set)
    assert key is not None, "the present epoch has a secret"
    rows = (
        Published(
            partner=partner,
            set=set,
            subject=subject,
            epoch=epoch,
            mark=one.mark,
            tokens=b"".join(tokens_of(key, one.values())),
        )
        for subject, one in subjects.items()
        if subject not in here
    )
    Published.objects.bulk_create(rows, batch_size=500)


def _tokens(partner: str, set: SetName) -> tuple[list[bytes], int]:
    """The tokens of the set, and how many values were left out because too many records share them."""
    counts: Counter[bytes] = Counter()
    for blob in Published.objects.filter(partner=partner, set=set).values_list("tokens", flat=True).iterator():
        counts.update(dict.fromkeys(_cut(bytes(blob)), 1))
    kept = [token for token, count in counts.items() if count <= CAP]
    return kept, len(counts) - len(kept)


def _cut(blob: bytes) -> Iterator[bytes]:
    return (blob[start : start + TOKEN] for start in range(0, len(blob), TOKEN))


def _send(partner: str, set: SetName, epoch: str, receiver: str, at: datetime) -> bool:
    tokens, capped = _tokens(partner, set)
    content = Table.build(tokens).to_bytes()
    digest = hashlib.sha256(content).digest()
    own = OwnTable.objects.filter(partner=partner, set=set).first()
    if own and bytes(own.digest) == digest and own.epoch == epoch and own.sent_to == receiver:
        return False
    version = (own.version if own else 0) + 1
    values = {"epoch": epoch, "version": version, "digest": digest, "entries": len(tokens), "capped": capped}
    OwnTable.objects.update_or_create(partner=partner, set=set, defaults={**values, "sent_to": receiver, "at": at})
    for body in _parts(content, set, epoch, version, len(tokens), digest, reader=partner if receiver != partner else ""):
        depart(recipient=receiver, thread=SETS, kind="match.table", body=encode(body), by=SYSTEM, at=at)
    if receiver != partner:
        told = TablePart(set, epoch, version, 1, 1, len(tokens), digest, held_by=receiver)
        depart(recipient=partner, thread=SETS, kind="match.table", body=encode(told), by=SYSTEM, at=at)
    detail = {"partner": partner, "set": set, "entries": len(tokens), "capped": capped, "version": version}
    record(area="matching", action="set.published", by=SYSTEM, at=at, subject=partner, detail=detail)
    return True


def _parts(
    content: bytes, set: SetName, epoch: str, version: int, entries: int, digest: bytes, *, reader: str
) -> Iterable[TablePart]:
    cut = parts_of_table(content, PART) or [b""]
    for number, piece in enumerate(cut, 1):
        yield TablePart(set, epoch, version, number, len(cut), entries, digest, piece, reader)
