"""The Merkle tree over the record, by RFC 9162 (Certificate Transparency 2.0), section 2.1. Plain Python over hashlib.

Roots and proofs are made in one pass over the leaves, with memory for a few hashes only. The libraries that do this keep all
hashes in memory, and the one in use for Python is under a licence that would bind the whole (GPL): see decision 25.
"""

import hashlib
from collections.abc import Iterable, Sequence

Range = tuple[int, int]
"""Leaves from the first up to, and without, the second."""

EMPTY = hashlib.sha256().digest()


def leaf_hash(leaf: bytes) -> bytes:
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


class Growing:
    """A tree that grows by one leaf after the other and holds one hash for each whole part of it."""

    def __init__(self) -> None:
        self.size = 0
        self._parts: list[tuple[int, bytes]] = []  # height and hash, highest first

    def add(self, hashed: bytes) -> None:
        """Take the next leaf's hash."""
        height = 0
        while self._parts and self._parts[-1][0] == height:
            hashed = node_hash(self._parts.pop()[1], hashed)
            height += 1
        self._parts.append((height, hashed))
        self.size += 1

    def root(self) -> bytes:
        """The root over what was taken so far."""
        if not self._parts:
            return EMPTY
        *parts, (_, root) = self._parts
        for _, left in reversed(parts):
            root = node_hash(left, root)
        return root


def proof_ranges(first: int, second: int) -> list[Range]:
    """Whose hashes make the proof that the tree of ``second`` leaves continues that of ``first``, in the proof's order (2.1.4.1)."""
    return _ranges(first, 0, second, known=True) if 0 < first < second else []


def _ranges(first: int, start: int, end: int, *, known: bool) -> list[Range]:
    if first == end - start:
        return [] if known else [(start, end)]
    left = 1 << (end - start - 1).bit_length() - 1  # the largest power of two below the number of leaves
    if first <= left:
        return [*_ranges(first, start, start + left, known=known), (start + left, end)]
    return [*_ranges(first - left, start + left, end, known=False), (start, start + left)]


def roots_of(leaves: Iterable[bytes], ranges: Iterable[Range]) -> dict[Range, bytes]:
    """The root over each of these ranges, which may overlap, in one pass; a range that the leaves do not fill is left out."""
    waiting = sorted(set(ranges), reverse=True)
    growing: list[tuple[Range, Growing]] = []
    done: dict[Range, bytes] = {wanted: EMPTY for wanted in waiting if wanted[0] == wanted[1]}
    waiting = [wanted for wanted in waiting if wanted not in done]
    for place, leaf in enumerate(leaves):
        while waiting and waiting[-1][0] == place:
            growing.append((waiting.pop(), Growing()))
        if not growing:
            continue
        hashed, ended = leaf_hash(leaf), False
        for wanted, tree in growing:
            tree.add(hashed)
            if wanted[1] == place + 1:
                done[wanted], ended = tree.root(), True
        if ended:
            growing = [(wanted, tree) for wanted, tree in growing if wanted not in done]
    return done


def roots_at(leaves: Iterable[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The root over the first so many leaves, for each of these sizes; a size that there are no leaves for is left out."""
    wanted, tree = set(sizes), Growing()
    found = {0: EMPTY} if 0 in wanted else {}
    for leaf in leaves:
        tree.add(leaf_hash(leaf))
        if tree.size in wanted:
            found[tree.size] = tree.root()
    return found


def continues(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the second tree begins with all leaves of the first, unchanged (2.1.4.2).

    Of a tree without leaves nothing is shown.
    """
    if first == second:
        return first > 0 and not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for part in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, part)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
