"""A sorted set of tokens in as few bytes as memory and wire can share: about 5.1 bytes a token of 7, looked up where it lies.

The form: ``SJT1``, the count (4 bytes), for each bucket of a common beginning how many tokens it holds (2 bytes each, all little
endian), then the tokens without that beginning, sorted. How long the beginning is follows from the count, so a set has one form only.
"""

import hashlib
import struct
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice
from operator import lt

from sajha.matching.blind.values import TOKEN, Malformed

PART = 1 << 20
"""Bytes of a part on the wire, at most."""
MOST_TOKENS = 1 << 27
"""In a table: 134 million, 700 MB."""
_MAGIC, _HEAD = b"SJT1", 8
_FULL_BUCKET = 0xFFFF


class Table:
    """Tokens of ``TOKEN`` bytes that somebody published; never changed, made anew."""

    __slots__ = ("_common", "_data", "_digest", "_first", "_starts")

    def __init__(self, data: bytes, common: int, starts: "array[int]") -> None:
        self._data, self._common, self._starts = data, common, starts
        self._first = _HEAD + 2 * 256**common
        self._digest = b""

    @classmethod
    def build(cls, tokens: Iterable[bytes]) -> "Table":
        """The table of tokens in any order; one that comes twice is held once.

        Raises:
            ValueError: a token of another length, too many, or tokens that no pseudo-random function gave (one bucket overfull).
        """
        groups = _grouped(tokens)
        for start, group in groups.items():
            groups[start] = bytearray().join(sorted(set(_cut(group, TOKEN - 2))))
        return cls._built(groups)

    @classmethod
    def counted(cls, tokens: Iterable[bytes], most: int) -> "tuple[Table, int]":
        """The table of those that come at most so many times, and how many others there are; memory is 5 bytes for each that comes."""
        groups, others = _grouped(tokens), 0
        for start, group in groups.items():
            pieces = _cut(group, TOKEN - 2)
            kept = set(pieces)
            if len(pieces) - len(kept) >= most:  # else none can come too often
                kept = {rest for rest, count in Counter(pieces).items() if count <= most}
                others += len(set(pieces)) - len(kept)
            groups[start] = bytearray().join(sorted(kept))
        return cls._built(groups), others

    @classmethod
    def _built(cls, groups: dict[bytes, bytearray]) -> "Table":
        count = sum(map(len, groups.values())) // (TOKEN - 2)
        common = common_of(count)
        sizes = [0] * 256**common
        for start, group in groups.items():
            sizes[_number(start[:common])] += len(group) // (TOKEN - 2)
        rest = b"".join(_begun(start[common:], groups[start]) for start in sorted(groups))
        return cls._of(count, sizes, rest)

    @classmethod
    def _of(cls, count: int, sizes: Sequence[int], rest: bytes) -> "Table":
        if count > MOST_TOKENS or max(sizes) > _FULL_BUCKET:
            raise ValueError("tokens")
        data = head_of(count, sizes) + rest
        return cls(data, common_of(count), array("I", accumulate(sizes, initial=0)))

    @classmethod
    def from_bytes(cls, data: bytes, *, most: int = MOST_TOKENS, checked: bool = False) -> "Table":
        """Read what a partner sent; memory for it is the bytes given and at most 260 KB. ``checked``: this node read it once before,
        so that its order (0.1 CPU-s a million tokens) is not looked at again.

        Raises:
            Malformed: more than ``most`` tokens, or anything but the one form of a set.
        """
        if len(data) < _HEAD or data[:4] != _MAGIC:
            raise Malformed
        count = int.from_bytes(data[4:_HEAD], "little")
        common = common_of(count)
        first = _HEAD + 2 * 256**common
        if count > most or len(data) != first + count * (TOKEN - common):
            raise Malformed
        starts = array("I", accumulate(struct.unpack_from(f"<{256**common}H", data, _HEAD), initial=0))
        table = cls(data, common, starts)
        if starts[-1] != count or not (checked or table._is_sorted()):
            raise Malformed
        return table

    def to_bytes(self) -> bytes:
        return self._data

    @property
    def digest(self) -> bytes:
        """SHA-256 of the whole form: names this version of the set."""
        self._digest = self._digest or hashlib.sha256(self._data).digest()
        return self._digest

    def leaves(self, bits: int) -> Iterator[tuple[int, bytes]]:
        """All tokens by their first ``bits`` bits, at least those of ``common_of``: the rests of each such beginning, sorted. One after
        the other they are the form of the table without its head."""
        width, low, shift = TOKEN - self._common, 0, 8 * TOKEN - bits
        ends = (self._rank((leaf << shift).to_bytes(TOKEN, "big")) for leaf in range(1, 1 << bits))
        for leaf, high in enumerate(chain(ends, (len(self),))):
            yield leaf, self._data[self._first + low * width : self._first + high * width]
            low = high

    def __len__(self) -> int:
        return self._starts[-1]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self._data == other._data

    def __hash__(self) -> int:
        return hash(self.digest)

    def __iter__(self) -> Iterator[bytes]:
        """All tokens, sorted."""
        for bucket in range(len(self._starts) - 1):
            start = bucket.to_bytes(self._common, "big")
            for suffix in self._suffixes(bucket):
                yield start + suffix

    def __contains__(self, token: object) -> bool:
        return isinstance(token, bytes) and self.contains(token)

    def contains(self, token: bytes) -> bool:
        """Whether a token is held. By chance it says yes for one in 2^56 / count; of another length, always no."""
        if len(token) != TOKEN:
            return False
        rank = self._rank(token)
        return rank < self._starts[_number(token[: self._common]) + 1] and self._suffix(rank) == token[self._common :]

    def bucket(self, prefix: int, bits: int) -> bytes:
        """All tokens that begin with these bits, sorted, one after the other.

        Raises:
            ValueError: no such bucket.
        """
        if not 0 <= bits <= 32 or not 0 <= prefix < 1 << bits:
            raise ValueError("prefix")
        shift = 8 * TOKEN - bits
        low = self._rank((prefix << shift).to_bytes(TOKEN, "big"))
        last = ((prefix + 1 << shift) - 1).to_bytes(TOKEN, "big")
        high = self._rank(last) + self.contains(last)
        return b"".join(self._token(rank) for rank in range(low, high))

    def changed(self, added: Collection[bytes], removed: Collection[bytes]) -> "Table":
        """The table with some tokens more and some fewer; only the buckets that they touch are made anew.

        Raises:
            Malformed: one to add is held already, or one to remove is not, or no table holds what would result.
        """
        plus, minus = self._by_bucket(added), self._by_bucket(removed)
        sizes = [high - low for low, high in zip(self._starts, islice(self._starts, 1, None), strict=False)]
        pieces: list[bytes] = []
        done = 0
        for bucket in sorted({*plus, *minus}):
            old, more, less = set(self._suffixes(bucket)), plus[bucket], minus[bucket]
            if not less <= old or more & old:
                raise Malformed
            made = sorted(old - less | more)
            pieces += [self._rest(done, self._starts[bucket]), *made]
            sizes[bucket], done = len(made), self._starts[bucket + 1]
        pieces.append(self._rest(done, len(self)))
        count = sum(sizes)
        try:
            if common_of(count) == self._common:
                return Table._of(count, sizes, b"".join(pieces))
            return Table.build((set(self) - set(removed)).union(added))
        except ValueError:
            raise Malformed from None

    def without(self, other: "Table") -> Iterator[bytes]:
        """The tokens that the other table does not hold."""
        if self._common != other._common:
            yield from set(self) - set(other)
            return
        for bucket in range(len(self._starts) - 1):
            mine, theirs = self._bytes_of(bucket), other._bytes_of(bucket)
            if mine != theirs:
                start, width = bucket.to_bytes(self._common, "big"), TOKEN - self._common
                yield from (start + suffix for suffix in set(_cut(mine, width)).difference(_cut(theirs, width)))

    def _by_bucket(self, tokens: Iterable[bytes]) -> defaultdict[int, set[bytes]]:
        groups: defaultdict[int, set[bytes]] = defaultdict(set)
        for token in tokens:
            groups[_number(token[: self._common])].add(token[self._common :])
        return groups

    def _rank(self, token: bytes) -> int:
        """How many tokens are smaller."""
        bucket = _number(token[: self._common])
        places = range(self._starts[bucket], self._starts[bucket + 1])
        return places.start + bisect_left(places, token[self._common :], key=self._suffix)

    def _suffix(self, rank: int) -> bytes:
        at = self._first + rank * (TOKEN - self._common)
        return self._data[at : at + TOKEN - self._common]

    def _token(self, rank: int) -> bytes:
        return (bisect_right(self._starts, rank) - 1).to_bytes(self._common, "big") + self._suffix(rank)

    def _suffixes(self, bucket: int) -> list[bytes]:
        return _cut(self._bytes_of(bucket), TOKEN - self._common)

    def _bytes_of(self, bucket: int) -> bytes:
        return self._rest(self._starts[bucket], self._starts[bucket + 1])

    def _rest(self, low: int, high: int) -> bytes:
        width = TOKEN - self._common
        return self._data[self._first + low * width : self._first + high * width]

    def _is_sorted(self) -> bool:
        for bucket in range(len(self._starts) - 1):
            suffixes = self._suffixes(bucket)
            if not all(map(lt, suffixes, islice(suffixes, 1, None))):
                return False
        return True


def head_of(count: int, sizes: Sequence[int]) -> bytes:
    """What stands before the tokens: how many there are, and how many of each common beginning."""
    return _MAGIC + struct.pack(f"<I{len(sizes)}H", count, *sizes)


def common_of(count: int) -> int:
    """How many bytes a bucket's tokens have in common: so many that it saves more than the sizes of the buckets cost."""
    return 2 if count > 2 * (256**2 - 256) else 1 if count > 2 * (256 - 1) else 0


def _number(start: bytes) -> int:
    return int.from_bytes(start, "big")


def _begun(start: bytes, suffixes: bytearray) -> bytes | bytearray:
    """The suffixes, each with a beginning."""
    return b"".join(start + suffix for suffix in _cut(suffixes, TOKEN - 2)) if start else suffixes


def _grouped(tokens: Iterable[bytes]) -> dict[bytes, bytearray]:
    """By their first two bytes what follows in each, one after the other."""
    groups: defaultdict[bytes, bytearray] = defaultdict(bytearray)
    for token in tokens:
        if len(token) != TOKEN:
            raise ValueError("token")
        groups[token[:2]] += token[2:]
    return groups


def _cut(joined: bytes | bytearray, width: int) -> list[bytes]:
    return [piece for (piece,) in struct.iter_unpack(f"{width}s", joined)]


def parts_of(data: bytes) -> list[bytes]:
    """A whole, cut for the wire into parts of at most 1 MiB; at least one."""
    return [data[at : at + PART] for at in range(0, max(len(data), 1), PART)]


def joined(parts: Sequence[bytes], digest: bytes) -> bytes:
    """The whole from its parts.

    Raises:
        Malformed: a part of another size than it must have, or together they are not what was announced.
    """
    if not parts or any(len(part) != PART for part in parts[:-1]) or len(parts[-1]) > PART:
        raise Malformed
    whole = b"".join(parts)
    if hashlib.sha256(whole).digest() != digest:
        raise Malformed
    return whole
