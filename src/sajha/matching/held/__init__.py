"""Where a partner's set lies, and how it is looked into: whole in one column, or, of a large set on PostgreSQL, in a partition.

One blob is the simplest thing that works, and SQLite has nothing better: 5 MB for a million tokens, read for each look-up. Beyond that
a look-up should read what it needs and no more. All of this runs within the caller's transaction; nothing here saves the row.
"""

from collections.abc import Iterable
from typing import Protocol

from django.db import connection

from sajha.matching.blind.deltas import Delta, caught_up
from sajha.matching.blind.tables import Table
from sajha.matching.blind.values import Malformed
from sajha.matching.held.blob import Blob
from sajha.matching.held.partitions import Partition, load, stand_still
from sajha.matching.models import PartnerTable

LARGE = 1_000_000
"""Tokens from which a set lies in a partition: 5 MB, of which each look-up in a blob reads all (about 10 ms; a partition: under 2)."""

MOST_PARTS, MOST_PARTS_OF_A_BLOB = 704, 256
"""Of 1 MiB each, in which a set may come: as many as the largest table has, or what one column and one look-up can bear."""


class Held(Protocol):
    """A set that lies here."""

    def holds(self, tokens: Iterable[bytes]) -> frozenset[bytes]:
        """Those that stand in it."""
        ...

    def bucket(self, prefix: int, bits: int) -> bytes:
        """All tokens that begin with these bits, sorted, one after the other; ValueError for no such beginning."""
        ...


def opened(row: PartnerTable) -> Held:
    """The set of a row, to look into; it stays what it is until the transaction ends.

    Raises:
        Replaced: another version took its place since the row was read.
    """
    if not row.partition:
        return Blob(_table(row))
    stand_still(row.pk, row.partition)
    return _partition(row)


def keep(row: PartnerTable, table: Table) -> None:
    """Put a whole set into the place of the one before."""
    release(row)
    if _is_large(len(table)):
        row.partition = load(table).number
    else:
        row.content = table.to_bytes()
    row.digest, row.entries = table.digest, len(table)


def advance(row: PartnerTable, delta: Delta) -> None:
    """Make the set what it is after a change.

    Raises:
        Malformed: the change begins at another version, does not fit it, or leads to another than it says.
    """
    if bytes(row.digest) != delta.before:
        raise Malformed
    count = row.entries + len(delta.added) - len(delta.removed)
    if not row.partition or not _stays(_partition(row), count):
        keep(row, caught_up(_table(row), delta))
        return
    made = _partition(row).advance(delta)
    if made.digest() != delta.after:
        raise Malformed
    row.digest, row.entries = delta.after, count


def most_parts() -> int:
    """In how many parts a set may come to this node."""
    return MOST_PARTS if connection.vendor == "postgresql" else MOST_PARTS_OF_A_BLOB


def release(row: PartnerTable) -> None:
    """Drop the set of a row, wherever it lies."""
    if row.partition:
        _partition(row).drop()
    row.content, row.partition, row.digest, row.entries = b"", 0, b"", 0


def _is_large(count: int) -> bool:
    return connection.vendor == "postgresql" and count >= LARGE


def _stays(here: Partition, count: int) -> bool:
    """Whether a set of so many tokens would lie in the same partition in the same rows."""
    there = Partition(here.number, count)
    return _is_large(count) and (there.common, there.bits) == (here.common, here.bits)


def _partition(row: PartnerTable) -> Partition:
    return Partition(row.partition, row.entries)


def _table(row: PartnerTable) -> Table:
    return _partition(row).whole() if row.partition else Table.from_bytes(bytes(row.content), checked=True)
