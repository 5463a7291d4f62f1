"""A partner's set says the same wherever it lies: in one column, or, of a large one on PostgreSQL, in a partition."""

import os
import random

import pytest
from django.db import connection

from sajha.basics.decision import Refused
from sajha.matching import held
from sajha.matching.blind.covers import bucket_of
from sajha.matching.blind.deltas import between
from sajha.matching.blind.tables import Table
from sajha.matching.blind.values import Malformed
from sajha.matching.held.partitions import Replaced
from sajha.matching.models import PartnerTable
from sajha.matching.values import SetName
from sajha.matching.wire import SetWanted, TablePart, Withdrawn
from tests.cast import NOON
from tests.matching_partner import MatchingPartner

pytestmark = pytest.mark.django_db
ON_POSTGRES = bool(os.environ.get("TEST_DATABASE"))


@pytest.fixture(
    params=[
        "blob",
        pytest.param("partition", marks=pytest.mark.skipif(not ON_POSTGRES, reason="SQLite has no partitions")),
    ]
)
def store(request, monkeypatch):
    """Where sets lie: from the first token in a partition, or never."""
    monkeypatch.setattr(held, "LARGE", 1 if request.param == "partition" else 1 << 40)
    return request.param


def tokens(count, seed=1):
    chance = random.Random(seed)
    return [chance.randbytes(7) for _ in range(count)]


def row_with(table):
    row = PartnerTable(owner="node_a", set=SetName.KNOWN, epoch="1", version=1, complete=True)
    held.keep(row, table)
    row.save()
    return row


def partitions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = to_regclass('matching_held')")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("count", [1, 60, 600, 5_000, 140_000])
def test_it_holds_its_tokens_and_no_others(store, count):
    inside, outside = tokens(count), tokens(31, seed=2)
    row = row_with(Table.build(inside))
    assert bool(row.partition) == (store == "partition") == (not row.content)
    assert held.opened(row).holds([*inside[:31], *outside, b"short"]) == frozenset(inside[:31])


@pytest.mark.parametrize("count", [1, 600, 140_000])
def test_a_part_of_it_is_that_of_the_table(store, count):
    table = Table.build(tokens(count))
    found = held.opened(row_with(table))
    for bits in (0, 1, 7, 13, 17, 21):
        for prefix in {0, (1 << bits) - 1, bucket_of(tokens(1)[0], bits)}:
            assert found.bucket(prefix, bits) == table.bucket(prefix, bits)
    with pytest.raises(ValueError, match="prefix"):
        found.bucket(4, 2)


@pytest.mark.parametrize("count", [300, 5_000, 140_000])
def test_a_change_makes_it_the_next_version(store, count):
    old = tokens(count)
    before, after = Table.build(old), Table.build([*old[20:], *tokens(40, seed=3)])
    row = row_with(before)
    number = row.partition
    held.advance(row, between(before, after))
    assert (bytes(row.digest), row.entries, row.partition) == (after.digest, len(after), number)
    assert held.opened(row).holds([*old[:25], *tokens(40, seed=3)]) == frozenset([*old[20:25], *tokens(40, seed=3)])
    assert held.opened(row).bucket(0, 0) == after.bucket(0, 0)


def test_a_change_that_lays_the_rows_out_anew(store):
    old = tokens(500)
    before, after = Table.build(old), Table.build([*old, *tokens(800, seed=3)])
    row = row_with(before)
    held.advance(row, between(before, after))
    row.save()
    assert held.opened(row).bucket(0, 0) == after.bucket(0, 0)
    assert store == "blob" or partitions() == 1


def test_a_change_of_another_version_or_that_does_not_fit_is_refused(store):
    before, after = Table.build(tokens(600)), Table.build(tokens(620))
    row = row_with(before)
    change = between(before, after)
    with pytest.raises(Malformed):
        held.advance(row, between(after, before))
    with pytest.raises(Malformed):
        held.advance(row, type(change)(before.digest, change.after, Table.build(tokens(1)), change.removed))
    with pytest.raises(Malformed):
        held.advance(row, type(change)(before.digest, bytes(32), change.added, change.removed))


def test_what_is_released_is_gone(store):
    row = row_with(Table.build(tokens(600)))
    held.release(row)
    assert (row.content, row.partition, row.entries) == (b"", 0, 0)
    assert store == "blob" or partitions() == 0


def test_a_new_version_takes_the_place_of_the_old_one_whole(store):
    row = row_with(Table.build(tokens(600)))
    stale = PartnerTable.objects.get(pk=row.pk)
    held.keep(row, Table.build(tokens(700, seed=2)))
    row.save()
    assert held.opened(row).holds(tokens(700, seed=2)) == frozenset(tokens(700, seed=2))
    assert held.opened(row).holds(tokens(600)) == frozenset()
    if store == "partition":
        assert partitions() == 1
        with pytest.raises(Replaced):
            held.opened(stale)


def test_a_set_that_comes_as_a_message_is_taken_changed_and_taken_back(store):
    partner = MatchingPartner()
    first = partner.publishes(*(b"phone:%d" % number for number in range(300)))
    second = Table.build([*first, *tokens(20)])
    change = between(first, second).to_bytes()
    partner.tells("match.table", TablePart("known", "1", 2, 1, 1, 320, second.digest, first.digest, change), NOON)
    row = PartnerTable.objects.get(owner=partner.id)
    assert (row.entries, row.version, bool(row.partition)) == (320, 2, store == "partition")
    assert held.opened(row).holds(tokens(31)) == frozenset(tokens(20))
    partner.tells("match.withdrawn", Withdrawn("known"), NOON)
    assert not PartnerTable.objects.exists()
    assert store == "blob" or partitions() == 0


def test_a_set_comes_in_parts_whole_or_not_at_all(store):
    partner, table = MatchingPartner(), Table.build(tokens(600))
    data = table.to_bytes()
    pieces = [data[:1000], data[1000:2000], data[2000:]]

    def tell(part, version=1):
        body = TablePart("known", "1", version, part, 3, 600, table.digest, b"", pieces[part - 1])
        partner.tells("match.table", body, NOON)

    tell(1)
    tell(2)
    tell(2)
    tell(1, version=2)  # it begins anew
    tell(3, version=2)
    assert len(partner.gets(SetWanted)) == 1, "the last part follows none: the whole is asked for"
    assert not PartnerTable.objects.get().complete
    tell(1, version=2)
    tell(2, version=2)
    assert not PartnerTable.objects.get().complete
    tell(3, version=2)
    row = PartnerTable.objects.get()
    assert (row.version, held.opened(row).bucket(0, 0), row.parts.count()) == (2, table.bucket(0, 0), 0)


def test_a_set_in_more_parts_than_a_node_takes_is_refused(store, monkeypatch):
    monkeypatch.setattr(held, "MOST_PARTS", 1)
    monkeypatch.setattr(held, "MOST_PARTS_OF_A_BLOB", 1)
    partner = MatchingPartner()
    partner.tells("match.table", TablePart("known", "1", 1, 1, 2, 600, bytes(32), b"", bytes(7)), NOON)
    with pytest.raises(Refused):
        partner.tells("match.table", TablePart("known", "1", 1, 2, 2, 600, bytes(32), b"", bytes(7)), NOON)
