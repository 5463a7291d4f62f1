"""Keep our own records findable by value without a value in clear: tokens under a key of this node alone, for every vault."""

from django.db import transaction

from sajha.disclosure.queries.matchable import matchable_of
from sajha.disclosure.values.matchable import Head
from sajha.matching.blind.oprf import tokens_of
from sajha.matching.items import items_of
from sajha.matching.keys import index_key, present
from sajha.matching.models import Indexed
from sajha.matching.publishable import everyone, mark_of
from sajha.matching.rules import AT_HOME


def index_own() -> int:
    """Bring the index up to date: what is new or changed is added, what is put away or erased is gone."""
    present_epoch = present()
    key, epoch = index_key(present_epoch), present_epoch.name
    known = {row[0]: row[1:] for row in Indexed.objects.values_list("subject", "mark", "epoch")}
    rows = {head.subject: head for head in everyone()}
    stale = [subject for subject, (mark, under) in known.items() if under != epoch or _differs(rows, subject, mark)]
    with transaction.atomic():
        for start in range(0, len(stale), 500):
            Indexed.objects.filter(subject__in=stale[start : start + 500]).delete()
    gone = frozenset(stale)
    fresh = [subject for subject in rows if subject not in known or subject in gone]
    for start in range(0, len(fresh), 200):
        made = [_row(rows[subject], key, epoch) for subject in fresh[start : start + 200]]
        with transaction.atomic():
            Indexed.objects.bulk_create(made, ignore_conflicts=True)
    return len(fresh)


def _differs(rows: dict[str, Head], subject: str, mark: bytes | memoryview) -> bool:
    return subject not in rows or mark_of(rows[subject]) != bytes(mark)


def _row(head: Head, key: bytes, epoch: str) -> Indexed:
    row = matchable_of(head.case, head.subject)
    values = [value for item in items_of(row, (AT_HOME,)) for value in item.values] if row else []
    tokens = b"".join(tokens_of(key, values))
    return Indexed(subject=head.subject, case=head.case, epoch=epoch, mark=mark_of(head), tokens=tokens)
