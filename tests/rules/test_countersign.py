"""The tree over the record against published vectors and against its definition; when a checkpoint may be countersigned."""

import hashlib
import json
from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.basics.decision import no, yes
from sajha.countersign.rules import (
    CHECKPOINT_CONTEXT,
    COUNTERSIGNATURE_CONTEXT,
    EVERY,
    RELEASES,
    SOONEST,
    content_of,
    digest_of,
    is_due,
    is_signed,
    may_countersign,
)
from sajha.countersign.tree import (
    EMPTY,
    Growing,
    continues,
    leaf_hash,
    node_hash,
    proof_ranges,
    roots_at,
    roots_of,
)
from sajha.countersign.values import MOST_HASHES, Checkpoint, Countersignature, Shown
from sajha.vault.identity import new_identity, rotated
from tests.cast import NOON

VECTORS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "merkle" / "consistency.jsonl").read_text().splitlines()
]
LEAVES = [
    bytes.fromhex(text)
    for text in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
"""The leaves of the published trees (Certificate Transparency)."""

sizes = st.integers(min_value=0, max_value=70)


def by_definition(leaves):
    """MTH of RFC 9162, 2.1.1, word for word."""
    if len(leaves) < 2:
        return leaf_hash(leaves[0]) if leaves else EMPTY
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node_hash(by_definition(leaves[:left]), by_definition(leaves[left:]))


def log(count, word=b""):
    return [word + bytes([number]) for number in range(count)]


def proof(leaves, first, second):
    found = roots_of(leaves[:second], proof_ranges(first, second))
    return [found[part] for part in proof_ranges(first, second)]


def decoded(vector):
    return (
        vector["size1"],
        b64decode(vector["root1"]),
        vector["size2"],
        b64decode(vector["root2"]),
        [b64decode(part) for part in vector["proof"] or ()],
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_published_vectors(vector):
    assert continues(*decoded(vector)) is vector["holds"]


@pytest.mark.parametrize(
    "vector", [one for one in VECTORS if one["holds"] and one["size1"]], ids=lambda one: one["name"]
)
def test_the_published_roots_and_proofs_are_made(vector):
    first, first_root, second, second_root, wanted = decoded(vector)
    if second > len(LEAVES) or "happy" not in vector["name"]:
        pytest.skip("its leaves are not published")
    assert roots_at(LEAVES, [first, second]) == {first: first_root, second: second_root}
    assert proof(LEAVES, first, second) == wanted


@given(sizes)
def test_a_root_is_what_the_standard_defines(count):
    tree, leaves = Growing(), log(count)
    for leaf in leaves:
        tree.add(leaf_hash(leaf))
    assert tree.root() == by_definition(leaves) == roots_of(leaves, [(0, count)])[0, count]
    assert roots_at(leaves, [count])[count] == tree.root()


@given(sizes, sizes)
def test_a_longer_record_proves_that_it_continues_a_shorter_one(one, other):
    first, second = sorted((one + 1, other + 1))
    leaves = log(second)
    roots = roots_at(leaves, [first, second])
    shown = proof(leaves, first, second)
    assert continues(first, roots[first], second, roots[second], shown)
    assert len(shown) <= MOST_HASHES


@given(sizes, sizes, st.data())
def test_a_record_in_which_an_entry_was_changed_proves_nothing(one, other, data):
    first, second = sorted((one + 1, other + 1))
    leaves = log(second)
    place = data.draw(st.integers(0, first - 1))
    rewritten = [*leaves[:place], b"another", *leaves[place + 1 :]]
    before, after = roots_at(leaves, [first])[first], roots_at(rewritten, [second])[second]
    assert not continues(first, before, second, after, proof(rewritten, first, second))
    assert not continues(first, before, second, after, proof(leaves, first, second))


@given(sizes, sizes, st.data())
def test_a_record_from_which_an_entry_was_taken_proves_nothing(one, other, data):
    first, second = sorted((one + 1, other + 1))
    place = data.draw(st.integers(0, first - 1))
    rewritten = log(second)
    del rewritten[place]
    rewritten.append(b"more")
    before, after = roots_at(log(first), [first])[first], roots_at(rewritten, [second])[second]
    assert not continues(first, before, second, after, proof(rewritten, first, second))


OWN, OTHER = new_identity(NOON), new_identity(NOON)


def checkpoint(leaves, number=1, own=OWN):
    size = len(leaves)
    unsigned = Checkpoint(own.node_id, number, NOON, size, roots_at(leaves, [size])[size], own.first, list(own.steps))
    return msgspec.structs.replace(unsigned, signature=own.sign(CHECKPOINT_CONTEXT, content_of(unsigned)))


def shown(leaves, base, number=2):
    return Shown(checkpoint(leaves, number), base, proof(leaves, base, len(leaves)) if base else [])


def test_what_is_seen_first_is_taken_as_it_is():
    assert may_countersign(None, shown(log(9), 0, 4)).because == "record.first_seen"


@given(st.integers(2, 40), st.integers(0, 40))
def test_only_what_continues_is_countersigned(before, more):
    last = checkpoint(log(before))
    assert may_countersign(last, shown(log(before + more), before)).allowed
    other = log(before + more, b"x")
    assert may_countersign(last, shown(other, before)).because == "record.rewritten"
    assert may_countersign(last, shown(log(before + more), before, number=1)).because == "record.behind"
    assert may_countersign(last, shown(log(before - 1), 0)).because == "record.behind"


def test_a_proof_from_another_size_is_asked_for_again():
    assert may_countersign(checkpoint(log(6)), shown(log(9), 4)).because == "record.proof_wanted"


def test_a_checkpoint_is_signed_by_its_node_also_after_a_change_of_keys():
    newer = rotated(OWN, at=NOON)
    for word in (checkpoint(log(3)), checkpoint(log(3), own=newer)):
        assert is_signed(word, node_id=OWN.node_id)
        assert not is_signed(word, node_id=OTHER.node_id)
        assert not is_signed(msgspec.structs.replace(word, size=2), node_id=OWN.node_id)
        assert not is_signed(msgspec.structs.replace(word, signature=b""), node_id=OWN.node_id)
    forged = msgspec.structs.replace(checkpoint(log(3), own=OTHER), node_id=OWN.node_id, first_key=OWN.first)
    assert not is_signed(forged, node_id=OWN.node_id)


@given(st.integers(0, 2 * RELEASES), st.floats(1, 10_000), st.timedeltas(timedelta(0), 2 * EVERY))
def test_a_checkpoint_is_due_by_the_clock_or_when_much_has_left(released, scale, passed):
    assert is_due(newest=None, released=released, at=NOON, scale=scale)
    due = is_due(newest=NOON, released=released, at=NOON + passed, scale=scale)
    if passed < SOONEST:
        assert not due
    if passed >= EVERY or (released >= RELEASES and passed >= SOONEST):
        assert due


def test_each_answer_about_a_checkpoint_in_full():
    last = checkpoint(log(6))
    assert may_countersign(None, shown(log(9), 0)) == yes("record.first_seen")
    assert may_countersign(last, shown(log(9), 6)) == yes("record.continues")
    assert may_countersign(last, shown(log(6), 6)) == yes("record.continues")
    assert may_countersign(last, shown(log(9), 6, number=1)) == no("record.behind")
    assert may_countersign(last, shown(log(5), 0)) == no("record.behind")
    assert may_countersign(last, shown(log(9), 4)) == no("record.proof_wanted")
    assert may_countersign(last, shown(log(9, b"x"), 6)) == no("record.rewritten")


@pytest.mark.parametrize(
    ("passed", "released", "scale", "due"),
    [
        (EVERY, 0, 1.0, True),
        (EVERY - timedelta(seconds=1), RELEASES - 1, 1.0, False),
        (SOONEST, RELEASES, 1.0, True),
        (SOONEST - timedelta(seconds=1), RELEASES, 1.0, False),
        (EVERY / 10, 0, 10.0, True),
        (EVERY / 10 - timedelta(seconds=1), 0, 10.0, False),
        (SOONEST, 0, 10_000.0, True),
        (SOONEST - timedelta(seconds=1), 0, 10_000.0, False),
    ],
)
def test_the_edges_of_what_is_due(passed, released, scale, due):
    assert is_due(newest=NOON, released=released, at=NOON + passed, scale=scale) is due


def test_what_is_signed_and_what_its_digest_is_over():
    whole = checkpoint(log(3))
    assert content_of(whole) == msgspec.json.encode(msgspec.structs.replace(whole, signature=b""))
    assert digest_of(whole) == hashlib.sha256(msgspec.json.encode(whole)).digest()
    word = Countersignature(
        OTHER.node_id, OWN.node_id, 1, digest_of(whole), 3, NOON, False, OTHER.first, list(OTHER.steps)
    )
    good = OTHER.sign(COUNTERSIGNATURE_CONTEXT, content_of(word))
    assert is_signed(msgspec.structs.replace(word, signature=good), node_id=OTHER.node_id)
    assert not is_signed(msgspec.structs.replace(word, signature=good), node_id=OWN.node_id)
    other = OTHER.sign(CHECKPOINT_CONTEXT, content_of(word))
    assert not is_signed(msgspec.structs.replace(word, signature=other), node_id=OTHER.node_id)
