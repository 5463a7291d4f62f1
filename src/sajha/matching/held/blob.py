"""A set in one column: read as a whole for each look-up."""

from collections.abc import Iterable
from dataclasses import dataclass

from sajha.matching.blind.tables import Table


@dataclass(frozen=True, slots=True)
class Blob:
    """The set of one row, read once for as many look-ups as are made with it."""

    table: Table

    def holds(self, tokens: Iterable[bytes]) -> frozenset[bytes]:
        return frozenset(token for token in tokens if self.table.contains(token))

    def bucket(self, prefix: int, bits: int) -> bytes:
        return self.table.bucket(prefix, bits)
