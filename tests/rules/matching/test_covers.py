"""Covers and buckets: a host serves all buckets alike, whatever stands in them."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.matching.blind.covers import (
    LARGEST_ANSWER,
    LEAST,
    bits_for,
    bucket_of,
    cover,
    covered,
    in_bucket,
    levelled,
)
from sajha.matching.blind.values import TOKEN, Malformed

SEED = b"seed" * 8


def some(count: int, seed: int = 1) -> list[bytes]:
    chance = random.Random(seed)
    return [chance.randbytes(TOKEN) for _ in range(count)]


@pytest.mark.parametrize(("count", "least"), [(0, 16), (3, 16), (200, 16), (5_000, 16), (20_000, 512)])
def test_all_buckets_hold_equally_many_and_enough(count: int, least: int) -> None:
    held = some(count)
    table, bits = levelled(held, SEED, least)
    sizes = {len(table.bucket(prefix, bits)) for prefix in range(1 << bits)}
    assert len(sizes) == 1 and sizes.pop() >= least * TOKEN and set(held) <= set(table)
    assert levelled(held[::-1], SEED, least)[0] == table
    for token in [*held[:20], *some(20, 2)]:
        assert in_bucket(token, bits, table.bucket(bucket_of(token, bits), bits)) == (token in set(held))


def test_how_many_bits() -> None:
    assert [bits_for(count) for count in (0, LEAST, 2 * LEAST, 1_000_000, 20_000_000)] == [0, 0, 1, 10, 15]


def test_a_longer_cover_begins_with_the_shorter() -> None:
    assert cover(SEED, 50)[:20] == cover(SEED, 20) and len(set(cover(SEED, 5000))) == 5000
    assert set(cover(SEED, 50)).isdisjoint(cover(b"tree" * 8, 50))


@given(count=st.integers(0, 70), step=st.integers(1, 30))
def test_the_size_is_the_next_step(count: int, step: int) -> None:
    table = covered(some(count), SEED, step)
    assert len(table) == (count // step + 1) * step and all(token in table for token in some(count))


@pytest.mark.parametrize(
    "answer",
    [
        b"short",
        bytes(TOKEN) + bytes(TOKEN),
        b"\2" * TOKEN + b"\1" * TOKEN,
        b"\x01" * TOKEN + b"\xff" * TOKEN,
        b"\xff" * TOKEN,
        bytes(LARGEST_ANSWER + TOKEN - LARGEST_ANSWER % TOKEN),
    ],
)
def test_another_answer_is_malformed(answer: bytes) -> None:
    with pytest.raises(Malformed):
        in_bucket(b"\1" * TOKEN, 4, answer)


def test_an_empty_bucket_holds_nothing() -> None:
    assert not in_bucket(b"\1" * TOKEN, 4, b"")
