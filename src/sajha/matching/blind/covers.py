"""Tokens that stand for nothing, so that a table tells less of how much it holds, and a bucket never of whom.

They come from a seed that only the holder has and do not depend on what it holds. To whoever has no key they are like every other
token; and they are no value's token, so nobody can ask for one.
"""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from sajha.matching.blind.tables import Table
from sajha.matching.blind.values import TOKEN, Malformed
from sajha.matching.rules.size import size_for

_chance = random.SystemRandom()

LEAST = 512
"""Tokens in a bucket, at least."""
LARGEST_ANSWER = 1 << 16
"""Bytes of a bucket on the wire, at most."""


def cover(seed: bytes, count: int) -> list[bytes]:
    """``count`` tokens by SHAKE-256 of the seed; a longer list begins with the shorter one."""
    stream = hashlib.shake_256(seed).digest(count * TOKEN)
    return [stream[at : at + TOKEN] for at in range(0, len(stream), TOKEN)]


def covered(tokens: Iterable[bytes], seed: bytes, step: int) -> Table:
    """A table whose size is the next multiple of ``step`` above that of the set (at least one step): it tells no more than that."""
    held = _table(tokens)
    missing = step - len(held) % step
    free = dict.fromkeys(token for token in cover(seed, step + 1) if token not in held)
    return held.changed(list(islice(free, missing)), ())


def _table(tokens: Iterable[bytes]) -> Table:
    return tokens if isinstance(tokens, Table) else Table.build(tokens)


def bits_for(count: int, least: int = LEAST) -> int:
    """How many bits of a token name its bucket, so that a bucket holds at least so many on average."""
    return max(0, int(math.log2(count / least))) if count > least else 0


def levelled(tokens: Collection[bytes], seed: bytes, least: int = LEAST) -> tuple[Table, int]:
    """A table for a host to serve by bucket, and how many bits name a bucket. All buckets hold equally many tokens, at least ``least``.

    The host tells nothing by how much it answers, and cannot tell which bucket is sought for what stands in it.
    """
    held = _table(tokens)
    bits = bits_for(len(tokens), least)
    shift = 8 * TOKEN - bits
    sizes = Counter(int.from_bytes(token, "big") >> shift for token in held)
    size = max(least, *sizes.values()) if sizes else least
    filled = (_filling(held, seed, bucket, bits, size - sizes[bucket]) for bucket in range(1 << bits))
    return Table.build(chain(held, chain.from_iterable(filled))), bits


def _filling(held: Table, seed: bytes, bucket: int, bits: int, wanted: int) -> Iterator[bytes]:
    """So many covers of a bucket that are none of its tokens."""
    shift, made = 8 * TOKEN - bits, set[bytes]()
    for each in cover(seed + bucket.to_bytes(4, "big"), wanted + 8) if wanted else ():
        token = (bucket << shift | int.from_bytes(each, "big") & (1 << shift) - 1).to_bytes(TOKEN, "big")
        if len(made) < wanted and token not in held and token not in made:
            made.add(token)
            yield token


def bucket_of(token: bytes, bits: int) -> int:
    """The bucket to ask for."""
    return int.from_bytes(token, "big") >> 8 * TOKEN - bits


def among_others(wanted: Collection[int], bits: int) -> tuple[int, ...]:
    """The buckets to ask a host for: those that are wanted among others by chance, always one of a few numbers, sorted."""
    size = min(size_for(len(wanted)), 1 << bits)
    asked = set(wanted)
    while len(asked) < size:
        asked.add(_chance.randrange(1 << bits))
    return tuple(sorted(asked))


def parted(prefixes: Sequence[int], bits: int, answers: Sequence[bytes]) -> list[frozenset[bytes]]:
    """What stands in the buckets that a host answered, in the order asked: all equally full, as :func:`levelled` makes them.

    Raises:
        Malformed: not as many as were asked for, not equally full, or one is no such bucket.
    """
    if len(answers) != len(prefixes) or len({len(answer) for answer in answers}) != 1:
        raise Malformed
    if len(answers[0]) < LEAST * TOKEN:
        raise Malformed
    return [_tokens(prefix, bits, answer) for prefix, answer in zip(prefixes, answers, strict=True)]


def _tokens(prefix: int, bits: int, answer: bytes) -> frozenset[bytes]:
    in_bucket((prefix << 8 * TOKEN - bits).to_bytes(TOKEN, "big"), bits, answer)
    return frozenset(answer[at : at + TOKEN] for at in range(0, len(answer), TOKEN))


def in_bucket(token: bytes, bits: int, answer: bytes) -> bool:
    """Whether a token is in the bucket that a host answered.

    Raises:
        Malformed: too large, no whole tokens, not sorted, or tokens of another bucket.
    """
    if len(answer) > LARGEST_ANSWER or len(answer) % TOKEN:
        raise Malformed
    tokens = [answer[at : at + TOKEN] for at in range(0, len(answer), TOKEN)]
    if any(low >= high for low, high in zip(tokens, tokens[1:], strict=False)):
        raise Malformed
    if tokens and {bucket_of(tokens[0], bits), bucket_of(tokens[-1], bits)} != {bucket_of(token, bits)}:
        raise Malformed
    return token in tokens
