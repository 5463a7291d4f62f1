"""Large sets on PostgreSQL: each version of a set is a partition of ``matching_held``, made whole, attached at once, and dropped whole.

A row holds all tokens of one beginning ("leaf"), about 128 of them, without what they have in common: the form of ``blind.tables`` cut
into rows. So a set takes 6 bytes a token and not 65 as with a row for each, and a look-up reads one row by its primary key for each token.

This is the one file of SQL written by hand; it runs on PostgreSQL alone. Names of tables are made of numbers of ours, all else is bound.
Rows are read from the partition itself and not through the table above it, so that dropping an old version never waits for readers of
others; who reads holds a share of the lock of the set's own row.
"""

import hashlib
import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from sajha.matching.blind.deltas import Delta
from sajha.matching.blind.tables import Table, common_of, head_of
from sajha.matching.blind.values import TOKEN, Malformed

LEAF = 128
"""Tokens of a row, about: one row is far below the 2 KB from which PostgreSQL moves it elsewhere, and a change writes little anew."""
STEP = 1024
"""Rows read or written at a time: under 2 MB."""
_LOCK = 0x53414A48
"""Who makes or drops a partition holds this until its transaction ends."""

_ABOVE = (
    "CREATE TABLE IF NOT EXISTS matching_held (number bigint NOT NULL, leaf integer NOT NULL, tokens bytea NOT NULL)"
    " PARTITION BY LIST (number)",
    "CREATE SEQUENCE IF NOT EXISTS matching_held_number",
)


class Replaced(Exception):  # noqa: N818
    """Another version of the set took its place meanwhile; whoever comes again finds that one."""


@dataclass(frozen=True, slots=True)
class Partition:
    """One version of a set, of ``count`` tokens."""

    number: int
    count: int

    @property
    def name(self) -> str:
        return f"matching_held_{self.number:d}"

    @property
    def common(self) -> int:
        """Bytes that the tokens of a row begin with and that stand in none of them."""
        return common_of(self.count)

    @property
    def bits(self) -> int:
        """Bits of a token that name its row."""
        return max(8 * self.common, int(math.log2(self.count / LEAF)) if self.count > LEAF else 0)

    def leaf(self, token: bytes) -> int:
        return int.from_bytes(token, "big") >> 8 * TOKEN - self.bits

    def holds(self, tokens: Iterable[bytes]) -> frozenset[bytes]:
        """Those that stand in the set: one query, one row for each."""
        wanted = [token for token in tokens if len(token) == TOKEN]
        rows = dict(self._rows(sorted({self.leaf(token) for token in wanted})))
        return frozenset(token for token in wanted if self._stands(token[self.common :], rows[self.leaf(token)]))

    def bucket(self, prefix: int, bits: int) -> bytes:
        """All tokens that begin with these bits.

        Raises:
            ValueError: no such bucket.
        """
        if not 0 <= bits <= 32 or not 0 <= prefix < 1 << bits:
            raise ValueError("prefix")
        low = (prefix << 8 * TOKEN - bits).to_bytes(TOKEN, "big")
        high = ((prefix + 1 << 8 * TOKEN - bits) - 1).to_bytes(TOKEN, "big")
        sql = f"SELECT leaf, tokens FROM {self.name} WHERE leaf BETWEEN %s AND %s ORDER BY leaf"  # noqa: S608
        rows = _said(sql, [self.leaf(low), self.leaf(high)])
        tokens = (self._begun(leaf) + rest for leaf, joined in rows for rest in self._cut(joined))
        return b"".join(token for token in tokens if low <= token <= high)

    def advance(self, delta: Delta) -> "Partition":
        """The same partition with some tokens more and some fewer; only the rows that they touch are written.

        Raises:
            Malformed: one to add is held already, or one to remove is not.
        """
        plus, minus = self._by_leaf(delta.added), self._by_leaf(delta.removed)
        touched = sorted({*plus, *minus})
        for start in range(0, len(touched), STEP):
            leaves = touched[start : start + STEP]
            made = [
                self._changed(rest, plus.get(leaf, set()), minus.get(leaf, set())) for leaf, rest in self._rows(leaves)
            ]
            new = "unnest(%s::integer[], %s::bytea[]) AS new (leaf, tokens)"
            sql = f"UPDATE {self.name} AS old SET tokens = new.tokens FROM {new} WHERE old.leaf = new.leaf"  # noqa: S608
            _do(sql, [leaves, made])
        return Partition(self.number, self.count + len(delta.added) - len(delta.removed))

    def digest(self) -> bytes:
        """What names this version, as ``Table.digest``; read row after row."""
        hashed = hashlib.sha256(self._head())
        for joined in self._all():
            hashed.update(joined)
        return hashed.digest()

    def whole(self) -> Table:
        """The set in memory."""
        return Table.from_bytes(self._head() + b"".join(self._all()), checked=True)

    def drop(self) -> None:
        """Away with it, and its disk with it."""
        _do("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        _do(f"DROP TABLE IF EXISTS {self.name}", [])

    def _head(self) -> bytes:
        width = TOKEN - self.common
        sql = f"SELECT leaf >> %s, sum(length(tokens)) FROM {self.name} GROUP BY 1"  # noqa: S608
        sizes = [0] * 256**self.common
        for start, size in _said(sql, [self.bits - 8 * self.common]):
            sizes[start] = int(size) // width
        return head_of(self.count, sizes)

    def _all(self) -> Iterator[bytes]:
        for start in range(0, 1 << self.bits, STEP):
            sql = f"SELECT tokens FROM {self.name} WHERE leaf >= %s AND leaf < %s ORDER BY leaf"  # noqa: S608
            yield from (bytes(joined) for (joined,) in _said(sql, [start, start + STEP]))

    def _rows(self, leaves: list[int]) -> list[tuple[int, bytes]]:
        sql = f"SELECT leaf, tokens FROM {self.name} WHERE leaf = ANY(%s) ORDER BY leaf"  # noqa: S608
        return [(leaf, bytes(joined)) for leaf, joined in _said(sql, [leaves])]

    def _by_leaf(self, tokens: Iterable[bytes]) -> dict[int, set[bytes]]:
        groups: dict[int, set[bytes]] = {}
        for token in tokens:
            groups.setdefault(self.leaf(token), set()).add(token[self.common :])
        return groups

    def _changed(self, joined: bytes, more: set[bytes], less: set[bytes]) -> bytes:
        old = set(self._cut(joined))
        if not less <= old or more & old:
            raise Malformed
        return b"".join(sorted(old - less | more))

    def _stands(self, rest: bytes, joined: bytes) -> bool:
        width = TOKEN - self.common
        places = range(len(joined) // width)
        at = bisect_left(places, rest, key=lambda place: joined[place * width : (place + 1) * width]) * width
        return joined[at : at + width] == rest

    def _begun(self, leaf: int) -> bytes:
        return (leaf >> self.bits - 8 * self.common).to_bytes(self.common, "big")

    def _cut(self, joined: bytes) -> list[bytes]:
        width = TOKEN - self.common
        return [bytes(joined[at : at + width]) for at in range(0, len(joined), width)]


def load(table: Table) -> Partition:
    """A new partition with these tokens. It is filled before it is attached, and its own check spares PostgreSQL to look again."""
    _do("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    for statement in _ABOVE:
        _do(statement, [])
    ((number,),) = _said("SELECT nextval('matching_held_number')", [])
    made = Partition(int(number), len(table))
    _do(f"CREATE TABLE {made.name} (LIKE matching_held, CHECK (number = {made.number:d}))", [])
    _do(f"ALTER TABLE {made.name} ALTER COLUMN tokens SET STORAGE EXTERNAL", [])  # chance cannot be compressed
    with connection.cursor() as cursor, cursor.copy(f"COPY {made.name} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["int8", "int4", "bytea"])
        for leaf, joined in table.leaves(made.bits):
            copy.write_row((made.number, leaf, joined))
    _do(f"ALTER TABLE {made.name} ADD PRIMARY KEY (leaf)", [])
    _do(f"ALTER TABLE matching_held ATTACH PARTITION {made.name} FOR VALUES IN ({made.number:d})", [])
    return made


def stand_still(pk: int, number: int) -> None:
    """Let nobody replace the set of that row until this transaction ends.

    Raises:
        Replaced: somebody did.
    """
    found = _said("SELECT partition FROM matching_partnertable WHERE id = %s FOR SHARE", [pk])
    if found != [(number,)]:
        raise Replaced


def _do(sql: str, bound: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)


def _said(sql: str, bound: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, bound)
        return list(cursor.fetchall())
