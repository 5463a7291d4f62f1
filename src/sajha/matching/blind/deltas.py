"""From one version of a table to the next: what was added and what removed, so that a partner that was away need not take it all."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sajha.matching.blind.tables import MOST_TOKENS, Table
from sajha.matching.blind.values import Malformed

_MAGIC, _DIGEST, _LENGTH = b"SJD1", 32, 4
_HEAD = len(_MAGIC) + 2 * _DIGEST + _LENGTH


@dataclass(frozen=True, slots=True)
class Delta:
    """What makes the table of digest ``before`` into that of digest ``after``."""

    before: bytes
    after: bytes
    added: Table
    removed: Table

    def to_bytes(self) -> bytes:
        added = self.added.to_bytes()
        head = _MAGIC + self.before + self.after + len(added).to_bytes(_LENGTH, "little")
        return head + added + self.removed.to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes, *, most: int = MOST_TOKENS) -> "Delta":
        """Read what a partner sent.

        Raises:
            Malformed: anything but the one form of a delta, or more than ``most`` tokens added or removed.
        """
        if len(data) < _HEAD or data[:4] != _MAGIC:
            raise Malformed
        before, after = data[4:36], data[36:68]
        cut = _HEAD + int.from_bytes(data[68:_HEAD], "little")
        added, removed = (Table.from_bytes(part, most=most) for part in (data[_HEAD:cut], data[cut:]))
        return cls(before, after, added, removed)

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.to_bytes()).digest()


def advanced(table: Table, *, added: Iterable[bytes], removed: Iterable[bytes]) -> tuple[Table, Delta]:
    """The holder's next version from what changed since; what was added and removed since cancels out.

    Raises:
        Malformed: one to add is held already, or one to remove is not.
    """
    more, less = set(added), set(removed)
    plus, minus = Table.build(more - less), Table.build(less - more)
    made = table.changed(plus, minus)
    return made, Delta(table.digest, made.digest, plus, minus)


def between(old: Table, new: Table) -> Delta:
    """The delta between any two versions, several steps apart or of another kind of bucket."""
    plus, minus = new.without(old), old.without(new)
    return Delta(old.digest, new.digest, Table.build(plus), Table.build(minus))


def caught_up(table: Table, delta: Delta) -> Table:
    """The partner's next version.

    Raises:
        Malformed: the delta starts from another version, does not fit it, or leads to another than it says.
    """
    if table.digest != delta.before:
        raise Malformed
    made = table.changed(delta.added, delta.removed)
    if made.digest != delta.after:
        raise Malformed
    return made
