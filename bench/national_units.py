"""What one thing costs, measured on this machine: the units from which :mod:`bench.national` computes."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass

SAMPLES = 3
"""Each is the least of so many: others use the machine too."""


@dataclass(frozen=True)
class Units:
    """Microseconds of CPU for each token or element, milliseconds for each record, question or message, bytes.

    ``stored`` (disk for each byte of a table) and ``lookup_ms`` come from ``do.py bench --only matching_large``; ``row_bytes`` (a row
    of ``Published`` with its three indexes, without the tokens) from 200,000 of them on PostgreSQL. ``read_us`` (such a row read) and
    ``message_ms`` (a message with its transactions, queue and receipt) are allowances.
    """

    hash_us: float
    multiply_us: float
    blind_us: float
    evaluate_us: float
    finish_us: float
    count_us: float
    record_ms: float
    table_bytes: float
    delta_bytes: float
    levelled: float
    bucket_bytes: float
    person_keys: int = 31
    envelope_bytes: int = 1_600
    row_bytes: int = 430
    stored: float = 1.15
    lookup_ms: float = 0.5
    read_us: float = 2.0
    message_ms: float = 20.0


def measured(*, quick: bool) -> Units:
    """All that this machine can say of itself in some seconds."""
    from sajha.matching.blind.oprf import blind, element_of, evaluate, finish, key_for, new_secret, tokens_under

    count = 100 if quick else 2_000
    values = [b"phone:+91%010d" % number for number in range(count)]
    keys = [key_for(new_secret(), partner="node_a", set=str(number)) for number in range(3)]
    hashed = _us(lambda: [element_of(value) for value in values], count)
    three = _us(lambda: [*tokens_under(keys, values)], count)
    pairs = [blind(value) for value in values]
    answers = evaluate(keys[0], [element for _, element in pairs])
    return Units(
        hash_us=hashed,
        multiply_us=(three - hashed) / 3,
        blind_us=_us(lambda: [blind(value) for value in values], count),
        evaluate_us=_us(lambda: evaluate(keys[0], [element for _, element in pairs]), count),
        finish_us=_us(
            lambda: [
                finish(value, pair[0], answer) for value, pair, answer in zip(values, pairs, answers, strict=True)
            ],
            count,
        ),
        record_ms=_us(lambda: _keys_of_a_person(count // 20), count // 20) / 1000,
        **_sizes(20_000 if quick else 1_000_000),
    )


def _sizes(count: int) -> dict[str, float]:
    """Of a table, of its change, and of the parts that a host gives out; and what it costs to make a set anew from what is remembered."""
    from sajha.matching.blind.covers import covered, levelled
    from sajha.matching.blind.deltas import Delta, between
    from sajha.matching.blind.tables import Table

    blobs = [os.urandom(7 * 8) for _ in range(count // 8)]
    table = Table.build(blobs[0][at : at + 7] for at in range(0, 56, 7))

    def renewed() -> None:
        """As ``actions.publishing`` does it: tokens counted, covered, and compared with the version before."""
        nonlocal table
        cut = (dict.fromkeys(blob[at : at + 7] for at in range(0, len(blob), 7)) for blob in blobs)
        made, _ = Table.counted((token for tokens in cut for token in tokens), 50)
        before, table = table, covered(made, bytes(32), 64)
        between(Table.from_bytes(before.to_bytes(), checked=True), table).to_bytes()

    renewed()
    counting = _us(renewed, count, 1)
    filled, bits = levelled(table, bytes(32))
    changed = max(100, count // 1000)
    some = [Table.build(os.urandom(7) for _ in range(changed)) for _ in range(2)]
    return {
        "count_us": counting,
        "table_bytes": len(table.to_bytes()) / count,
        "delta_bytes": len(Delta(bytes(32), bytes(32), *some).to_bytes()) / (2 * changed),
        "levelled": len(filled) / count,
        "bucket_bytes": float(len(filled.bucket(0, bits))),
    }


def _keys_of_a_person(times: int) -> None:
    from sajha.matching.persons.keys import keys_of
    from sajha.matching.persons.values import Person

    for number in range(times):
        keys_of(
            Person(("Poonguzhali Ramalingam",), ("Senthamizhan",), (1960 + number % 50, 2004), "f", "IN-33-568"), 1e-8
        )


def _us(work: Callable[[], object], count: int, samples: int = SAMPLES) -> float:
    """Microseconds of CPU for each of so many."""
    least = float("inf")
    for _ in range(samples):
        begun = time.process_time()
        work()
        least = min(least, time.process_time() - begun)
    return 1e6 * least / max(count, 1)
