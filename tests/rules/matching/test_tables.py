"""Tables of tokens: the same set in one form only, whatever a partner sends, from version to version."""

import hashlib
import random
import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sajha.matching.blind.deltas import Delta, advanced, between, caught_up
from sajha.matching.blind.tables import PART, Table, joined, parts_of
from sajha.matching.blind.values import TOKEN, Malformed

tokens = st.binary(min_size=TOKEN, max_size=TOKEN)
sets = st.sets(tokens, max_size=40)


def some(count: int, seed: int = 1) -> list[bytes]:
    chance = random.Random(seed)
    return [chance.randbytes(TOKEN) for _ in range(count)]


@given(held=st.lists(tokens, max_size=60), other=tokens)
def test_a_table_is_a_set(held: list[bytes], other: bytes) -> None:
    table = Table.build(held)
    assert b"" not in table and None not in table
    assert list(table) == sorted(set(held)) and len(table) == len(set(held))
    assert all(token in table for token in held) and (other in table) == (other in held)
    assert Table.from_bytes(table.to_bytes()) == table == Table.build(reversed(held + held))


@pytest.mark.parametrize("count", [510, 511, 130_560, 130_561, 150_000])
def test_each_width_of_bucket(count: int) -> None:
    held = some(count)
    table = Table.from_bytes(Table.build(held).to_bytes())
    assert list(table) == sorted(held)
    assert all(token in table for token in held[::97]) and not any(token in table for token in some(1000, 2))
    assert b"".join(table.bucket(prefix, 3) for prefix in range(8)) == b"".join(sorted(held))


@pytest.mark.parametrize("bits", [0, 1, 9, 17, 32])
def test_a_bucket_holds_what_begins_so(bits: int) -> None:
    held = some(3000) + [b"\xff" * TOKEN, bytes(TOKEN)]
    table = Table.build(held)
    for token in (held[5], held[-1], held[-2], b"\x7f" * TOKEN):
        prefix = int.from_bytes(token, "big") >> (8 * TOKEN - bits)
        wanted = sorted(each for each in held if int.from_bytes(each, "big") >> (8 * TOKEN - bits) == prefix)
        assert table.bucket(prefix, bits) == b"".join(wanted)
    for bad in (-1, 1 << bits):
        with pytest.raises(ValueError, match="prefix"):
            table.bucket(bad, bits)


def test_a_million_tokens_take_a_little_over_five_megabytes() -> None:
    size = len(Table.build(some(250_000)).to_bytes())
    assert size == 8 + 2 * 65_536 + 5 * 250_000  # so 5.13 MB for a million


@pytest.mark.parametrize("wrong", [b"", b"short", bytes(TOKEN + 1)])
def test_only_tokens_make_a_table(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="token"):
        Table.build([wrong])


def _twice(data: bytes) -> bytes:
    return data[:-TOKEN] + data[-2 * TOKEN : -TOKEN]


def _turned(data: bytes) -> bytes:
    return data[: -2 * TOKEN] + data[-TOKEN:] + data[-2 * TOKEN : -TOKEN]


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda data: b"",
        lambda data: b"SJT2" + data[4:],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: data[:4] + struct.pack("<I", 0xFFFFFFFF) + data[8:],
        lambda data: data[:4] + struct.pack("<I", 0) + data[8:],
        lambda data: data[:8] + struct.pack("<H", 9) + data[10:],
        _twice,
        _turned,
    ],
)
def test_no_other_form_is_read(spoiled) -> None:
    data = Table.build(some(20)).to_bytes()
    assert len(Table.from_bytes(data)) == 20
    with pytest.raises(Malformed):
        Table.from_bytes(spoiled(data))


def test_a_claim_of_many_takes_no_memory() -> None:
    with pytest.raises(Malformed):
        Table.from_bytes(b"SJT1" + struct.pack("<I", 1 << 27))
    with pytest.raises(Malformed):
        Table.from_bytes(Table.build(some(20)).to_bytes(), most=19)


@given(data=st.binary(max_size=200), head=st.sampled_from([b"", b"SJT1", b"SJT1\2\0\0\0\2\0", b"SJD1" + bytes(64)]))
def test_whatever_comes_is_a_table_or_malformed(data: bytes, head: bytes) -> None:
    for read in (Table.from_bytes, Delta.from_bytes):
        with suppress(Malformed):
            assert read(head + data).to_bytes() == head + data


@given(old=sets, new=sets)
@settings(deadline=None)
def test_from_any_version_to_any_other(old: set[bytes], new: set[bytes]) -> None:
    before, after = Table.build(old), Table.build(new)
    made, step = advanced(before, added=new - old, removed=old - new)
    assert made == after
    for delta in (step, between(before, after)):
        assert caught_up(before, Delta.from_bytes(delta.to_bytes())) == after
        assert (set(delta.added), set(delta.removed)) == (new - old, old - new)


@pytest.mark.parametrize(("old", "new"), [(505, 515), (515, 505), (130_550, 130_570), (131_000, 131_031), (3, 135_000)])
def test_versions_of_any_two_sizes(old: int, new: int) -> None:
    before, after = Table.build(some(old)), Table.build(some(new))
    delta = between(before, after)
    assert caught_up(before, delta) == after and len(delta.added) + len(delta.removed) == abs(new - old)
    back = between(after, before)
    assert caught_up(after, back) == before


def test_a_delta_fits_one_version_only() -> None:
    one, two, three = (Table.build(some(n)) for n in (20, 30, 40))
    delta = between(one, two)
    for table in (two, three):
        with pytest.raises(Malformed):
            caught_up(table, delta)
    for lie in (
        Delta(one.digest, three.digest, delta.added, delta.removed),  # leads elsewhere than it says
        Delta(one.digest, two.digest, Table.build(some(5)), delta.removed),  # adds what is there
        Delta(one.digest, two.digest, delta.added, Table.build(some(3, 2))),  # removes what is not
    ):
        with pytest.raises(Malformed):
            caught_up(one, lie)


def test_an_overfull_bucket_is_malformed_when_it_comes_and_an_error_when_it_is_made() -> None:
    skewed = [b"\0\0" + number.to_bytes(TOKEN - 2, "big") for number in range(65_536)]
    others = [token for token in some(66_000) if token[:2] != b"\0\0"]
    with pytest.raises(ValueError, match="tokens"):
        Table.build([*skewed, *others])
    table = Table.build([*skewed[:-1], *others])
    with pytest.raises(Malformed):
        table.changed(skewed[-1:], [])


@pytest.mark.parametrize(("size", "count"), [(0, 1), (1, 1), (PART, 1), (PART + 1, 2), (3 * PART, 3)])
def test_parts_join_to_the_whole(size: int, count: int) -> None:
    whole = random.Random(3).randbytes(size)
    digest, parts = hashlib.sha256(whole).digest(), parts_of(whole)
    assert len(parts) == count and max(map(len, parts)) <= PART and joined(parts, digest) == whole


def test_parts_that_are_not_the_whole_are_refused() -> None:
    whole = random.Random(3).randbytes(2 * PART + 5)
    digest, parts = hashlib.sha256(whole).digest(), parts_of(whole)
    for wrong in ([], parts[:2], parts[::-1], [parts[1], parts[0], parts[2]], [whole], [*parts, b""]):
        with pytest.raises(Malformed):
            joined(wrong, digest)
