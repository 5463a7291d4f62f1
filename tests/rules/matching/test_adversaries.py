"""What a partner, two partners, a host and a thief try, with the cryptography alone. Each has a control in which the attack works."""

import hashlib
import os
import random
from collections.abc import Callable

import pytest
import rbcl

from sajha.matching.blind.covers import cover, covered, levelled
from sajha.matching.blind.oprf import blind, element_of, evaluate, finish, key_for, new_secret, padding, tokens_of
from sajha.matching.blind.tables import Table
from sajha.matching.blind.values import TOKEN
from tests.rules.matching.classifier import accuracy, bound, shuffled

SECRET = new_secret()
KEY = key_for(SECRET, partner="node_a", set="phone")
PHONES = [b"phone:+9198450%05d" % number for number in range(5_000)]
HELD = random.Random(1).sample(PHONES, 400)
TABLE = Table.build(tokens_of(KEY, HELD))


def hits(tokens: list[bytes], table: Table = TABLE) -> int:
    return sum(token in table for token in tokens)


GUESSES: dict[str, Callable[[bytes], bytes]] = {
    "hash": lambda value: hashlib.sha512(value).digest()[:TOKEN],
    "unkeyed": lambda value: element_of(value)[:TOKEN],
    "one": lambda value: finish(value, b"\1" + bytes(31), element_of(value)),
    "own key": lambda value: tokens_of(key_for(bytes(32), partner="node_a", set="phone"), [value])[0],
}


@pytest.mark.parametrize("guess", GUESSES.values(), ids=GUESSES)
def test_a_dictionary_without_the_key_finds_nothing(guess: Callable[[bytes], bytes]) -> None:
    """By chance it finds one in 5,000 x 400 / 2^56: never."""
    assert hits([guess(phone) for phone in PHONES]) == 0


def test_the_same_dictionary_opens_a_salted_hash_whole() -> None:
    """The control: what every member could do to a table under a secret that all members share."""
    salted = Table.build(hashlib.sha512(b"shared" + phone).digest()[:TOKEN] for phone in HELD)
    assert hits([hashlib.sha512(b"shared" + phone).digest()[:TOKEN] for phone in PHONES], salted) == len(HELD)


def test_each_number_tried_costs_one_evaluation() -> None:
    """An answer opens the value that was blinded and no other, and two answers do not make a third."""
    asked = HELD[:40]
    pending = [blind(phone) for phone in asked]
    answers = evaluate(KEY, [element for _, element in pending])
    own = [finish(v, scalar, answer) for v, (scalar, _), answer in zip(asked, pending, answers, strict=True)]
    assert hits(own) == len(asked)
    others = [
        finish(value, scalar, answer)
        for value in HELD[40:80]
        for (scalar, _), answer in zip(pending, answers, strict=True)
    ]
    assert hits(others) == 0
    unblinded = [
        rbcl.crypto_scalarmult_ristretto255(s, answer) for (s, _), answer in zip(pending, answers, strict=True)
    ]
    sums = [rbcl.crypto_core_ristretto255_add(a, b) for a in unblinded[:9] for b in unblinded]
    assert hits([finish(value, b"\1" + bytes(31), each) for value in HELD[40:60] for each in sums]) == 0


def test_repeated_and_replayed_elements_give_what_they_gave() -> None:
    _, element = blind(HELD[0])
    first = evaluate(KEY, [element, element])
    assert first[0] == first[1] and evaluate(KEY, [element]) == first[:1]
    assert evaluate(key_for(new_secret(), partner="node_a", set="phone"), [element]) != first[:1]


def test_an_answer_of_an_older_epoch_is_dead() -> None:
    scalar, element = blind(HELD[0])
    old = evaluate(KEY, [element])[0]
    newer = Table.build(tokens_of(key_for(new_secret(), partner="node_a", set="phone"), HELD))
    assert finish(HELD[0], scalar, old) in TABLE and finish(HELD[0], scalar, old) not in newer


def test_two_partners_can_neither_join_their_tables_nor_use_each_others_answers() -> None:
    key_of_b = key_for(SECRET, partner="node_b", set="phone")
    table_of_b = Table.build(tokens_of(key_of_b, HELD))
    assert not set(TABLE) & set(table_of_b)
    assert set(TABLE) == set(Table.build(tokens_of(KEY, HELD)))  # the control: one key for both would join whole
    scalar, element = blind(HELD[0])
    token = finish(HELD[0], scalar, evaluate(KEY, [element])[0])
    assert token in TABLE and token not in table_of_b
    order = {phone: rank for rank, phone in enumerate(sorted(HELD, key=lambda v: tokens_of(KEY, [v])))}
    same = sum(abs(rank - order[v]) < 20 for rank, v in enumerate(sorted(HELD, key=lambda v: tokens_of(key_of_b, [v]))))
    assert same < 400 * 39 / 400 + 5 * 6  # the sorted places say nothing either: 39 by chance, five deviations above


SAMPLES = 1_500


def real() -> list[bytes]:
    """Values as they are asked: all of one kind, hardly different."""
    return [blind(b"phone:+9198450%05d" % number)[1] for number in range(SAMPLES)]


LEAKS: dict[str, Callable[[], list[bytes]]] = {
    "no element at all": lambda: [os.urandom(32) for _ in range(SAMPLES)],
    "always even bytes": lambda: [bytes(byte & 0xFE for byte in each) for each in padding(SAMPLES)],
    "one bit a little off": lambda: [
        each if each[7] & 1 or number % 2 else bytes([*each[:7], each[7] | 1, *each[8:]])
        for number, each in enumerate(padding(SAMPLES))
    ],
}


def test_padding_is_like_what_is_asked() -> None:
    assert accuracy(real(), padding(SAMPLES)) < bound(SAMPLES)


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_a_planted_leak_is_found(leak: Callable[[], list[bytes]]) -> None:
    assert accuracy(real(), leak()) > bound(SAMPLES)


def test_what_is_asked_again_is_like_what_is_asked_first() -> None:
    """Nobody links two questions about one value: always the same value, against many."""
    assert accuracy([blind(PHONES[0])[1] for _ in range(SAMPLES)], real()) < bound(SAMPLES)


def test_covers_are_like_tokens() -> None:
    tokens = tokens_of(KEY, PHONES[:SAMPLES])
    assert accuracy(tokens, cover(b"seed" * 8, SAMPLES)) < bound(SAMPLES)
    planted = [bytes([*each[:3], each[3] & 0x7F, *each[4:]]) for each in cover(b"seed" * 8, SAMPLES)]
    assert accuracy(tokens, planted) > bound(SAMPLES)


def test_what_fills_a_bucket_is_like_what_belongs_there() -> None:
    """Inside its bucket, that is: a bucket of fewer tokens has more fillers, which shows only to who knows them already."""
    tokens = tokens_of(KEY, PHONES[:SAMPLES])
    table, bits = levelled(tokens, b"seed" * 8, least=60)
    assert bits <= 8
    fillers = shuffled([token[1:] for token in table if token not in set(tokens)])
    assert accuracy(shuffled([token[1:] for token in tokens])[: len(fillers)], fillers) < bound(len(fillers))
    planted = [bytes([each[0] & 0x7F, *each[1:]]) for each in fillers]
    assert accuracy(shuffled([token[1:] for token in tokens])[: len(fillers)], planted) > bound(len(fillers))


def test_a_covered_table_tells_its_size_in_steps_only() -> None:
    sizes = {len(covered(tokens_of(KEY, PHONES[:count]), b"seed" * 8, 100)) for count in (0, 1, 50, 99)}
    assert sizes == {100}
    assert len(covered(tokens_of(KEY, PHONES[:100]), b"seed" * 8, 100)) == 200
