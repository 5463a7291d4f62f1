"""Keep for every partner the tokens of those who stand in a set: whoever is new or changed is opened and hashed once for all partners.

A node may have a million subjects and 35 partners: nothing here holds more than a page of them, and what is as it should be is counted
by the database and not read.
"""

import logging
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import islice

from django.db import transaction
from django.db.models import Count, QuerySet

from sajha.matching.blind.epochs import Epoch
from sajha.matching.blind.oprf import tokens_under
from sajha.matching.models import OwnTable, Published
from sajha.matching.publishable import Publishable
from sajha.matching.values import SetName

log = logging.getLogger(__name__)

PAGE = 500
"""Subjects looked at together."""
AT_ONCE = 50
"""Subjects written in one transaction: with 35 partners at most 1,750 rows."""


def renew(set: SetName, under: Epoch, subjects: Iterable[tuple[str, Publishable]], partners: Sequence[str]) -> None:
    """Bring :class:`Published` up to date with the subjects, and note whose set changed. Each few are a transaction of their own."""
    keys = {partner: under.key(partner=partner, set=set) for partner in partners}
    seen = array("Q")
    for page in _pages(subjects):
        unreadable = _renew_page(set, under.name, page, keys)
        seen.extend(_number(subject) for subject in page if subject not in unreadable)
    _forget(set, array("Q", sorted(seen)), partners)


def _pages(subjects: Iterable[tuple[str, Publishable]]) -> Iterator[dict[str, Publishable]]:
    each = iter(subjects)
    while page := dict(islice(each, PAGE)):
        yield page


def _renew_page(
    set: SetName, epoch: str, page: Mapping[str, Publishable], keys: Mapping[str, bytes]
) -> Collection[str]:
    """Gives whose record cannot be read: nothing stands there for them, and they keep back nobody who is taken out of the set."""
    rows = Published.objects.filter(set=set, partner__in=keys, subject__in=page)
    counted = rows.filter(epoch=epoch).values_list("subject", "mark").annotate(Count("pk")).order_by()
    fine = {subject for subject, mark, count in counted if bytes(mark) == page[subject].mark and count == len(keys)}
    stale = {subject: one for subject, one in page.items() if subject not in fine}
    if not stale:
        return ()
    old, here = _old(rows.filter(subject__in=stale), epoch, stale)
    wanted = {subject: [partner for partner in keys if (subject, partner) not in here] for subject in stale}
    unreadable: list[str] = []
    for subjects in _few(wanted):
        made: list[Published] = []
        for subject in subjects:
            rows_of = _readable(subject, _rows(set, epoch, subject, stale[subject], wanted[subject], keys))
            made += rows_of or ()
            unreadable += [] if rows_of is not None else [subject]
        with transaction.atomic():
            for start in range(0, len(old), PAGE):
                rows.filter(pk__in=old[start : start + PAGE]).delete()
            Published.objects.bulk_create(made, batch_size=PAGE)
            _note(set, {partner for subject in subjects for partner in wanted[subject]})
        old = []
    return unreadable


def _readable(subject: str, rows: Iterable[Published]) -> list[Published] | None:
    try:
        return list(rows)
    except Exception as error:  # whatever is wrong with it: tried again with the next look
        log.error("matching.unreadable %s %s", subject, type(error).__name__)
        return None


def _few(wanted: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Some subjects at a time: their tokens are made before the transaction that writes them, so that nobody waits for it."""
    each = iter(wanted)
    while some := list(islice(each, AT_ONCE)):
        yield some


def _old(
    rows: QuerySet[Published], epoch: str, stale: Mapping[str, Publishable]
) -> tuple[list[int], frozenset[tuple[str, str]]]:
    """What was made of a record as it was, or under an older key; and for which subject and partner something still stands."""
    old, here = [], []
    for pk, subject, partner, mark, of in rows.values_list("pk", "subject", "partner", "mark", "epoch"):
        if of == epoch and bytes(mark) == stale[subject].mark:
            here.append((subject, partner))
        else:
            old.append(pk)
    return old, frozenset(here)


def _rows(
    set: SetName, epoch: str, subject: str, one: Publishable, partners: Sequence[str], keys: Mapping[str, bytes]
) -> Iterator[Published]:
    """The rows of one subject: its record is opened once, and each of its values is mapped to the group once."""
    made = list(tokens_under([keys[partner] for partner in partners], one.values()))
    for place, partner in enumerate(partners):
        tokens = b"".join(each[place] for each in made)
        yield Published(partner=partner, set=set, subject=subject, epoch=epoch, mark=one.mark, tokens=tokens)


def _forget(set: SetName, seen: "array[int]", partners: Sequence[str]) -> None:
    """Drop the tokens of whoever is no longer in the set. A partner for whom as many stand there as were seen has nobody too many."""
    rows = Published.objects.filter(set=set, partner__in=partners)
    for partner, count in rows.values_list("partner").annotate(Count("pk")).order_by():
        if count == len(seen):
            continue
        here = rows.filter(partner=partner).values_list("pk", "subject").iterator(PAGE)
        gone = [pk for pk, subject in here if not _stands(_number(subject), seen)]
        with transaction.atomic():
            for start in range(0, len(gone), PAGE):
                rows.filter(pk__in=gone[start : start + PAGE]).delete()
            _note(set, {partner})


def forget_others(set: SetName, partners: Sequence[str]) -> None:
    """Drop the tokens for whoever is no partner any more and was never sent a set."""
    rows, after = Published.objects.filter(set=set), ""
    while partner := rows.filter(partner__gt=after).order_by("partner").values_list("partner", flat=True).first():
        if partner not in partners:
            rows.filter(partner=partner).delete()
        after = partner


def _note(set: SetName, partners: Iterable[str]) -> None:
    OwnTable.objects.filter(set=set, partner__in=partners).update(due=True)


def _number(subject: str) -> int:
    """8 bytes that stand for an id: a million of them are 8 MB, and two that are alike will not be seen."""
    return int.from_bytes(blake2b(subject.encode(), digest_size=8).digest(), "big")


def _stands(number: int, seen: "array[int]") -> bool:
    at = bisect_left(seen, number)
    return at < len(seen) and seen[at] == number
