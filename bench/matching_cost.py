"""What the blinded exchange costs: to set up, to ask, to add one record for many partners; next to the bare calls of the library.

Run by itself: ``python -m bench.matching_cost KEYS SAMPLE`` prints one JSON line. The table has KEYS tokens; SAMPLE of them are made by
the function and the time of that is scaled to a million, the others are bytes by chance, which tokens are like. The partners' tables
are one table, looked up for each of them.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.processes import own_peak_mib

MILLION, QUERIES, PARTNERS, RECORD = 1_000_000, 1_000, 35, 31
SAMPLES = 5
"""Each time is the least of so many: others use the machine too."""


def main(keys: int, sample: int) -> dict[str, Any]:
    """``setup``: for a million keys; ``query``: one of 1,000; ``record``: 31 keys against 35 partners; ``table``: as a whole."""
    from sajha.matching.blind.oprf import key_for, new_secret, tokens_from

    key = key_for(new_secret(), partner="node_a", set="phone")
    values = [b"phone:+91%010d" % number for number in range(sample)]
    setup = _least(lambda: [*tokens_from(key, values)])
    bare = _least(lambda: _bare_setup(key, values))
    table, sizes = _table([*tokens_from(key, values)], keys - sample)
    scaled = MILLION / sample
    return {
        "setup": {"cpu_seconds": setup * scaled, "bare_cpu_seconds": bare * scaled, "ratio": setup / bare},
        "table": sizes,
        "query": _queries(table, key, values),
        "record": _record(table, values),
        "peak_mib": own_peak_mib(),
    }


def _bare_setup(key: bytes, values: list[bytes]) -> None:
    from sajha.matching.blind import group

    for value in values:
        group.multiply(key, group.from_hash(hashlib.sha512(value).digest()))


def _table(tokens: list[bytes], others: int) -> tuple[Any, dict[str, float]]:
    from sajha.matching.blind.deltas import advanced, caught_up
    from sajha.matching.blind.tables import Table

    def all_tokens() -> Iterator[bytes]:
        yield from tokens
        for _ in range(others):
            yield os.urandom(7)

    before = own_peak_mib()
    build, table = _timed(lambda: Table.build(all_tokens()))
    data = table.to_bytes()
    read = _least(lambda: Table.from_bytes(data), 2)
    added = [os.urandom(7) for _ in range(RECORD)]
    advance, (_, delta) = _timed(lambda: advanced(table, added=added, removed=()))
    return table, {
        "mib": len(data) / 2**20,
        "bytes_a_token": len(data) / len(table),
        "build_cpu_seconds": build,
        "read_cpu_seconds": read,
        "build_mib": own_peak_mib() - before,
        "delta_bytes": len(delta.to_bytes()),
        "delta_made_cpu_ms": advance * 1000,
        "delta_taken_cpu_ms": _least(lambda: caught_up(table, delta)) * 1000,
    }


def _queries(table: Any, key: bytes, values: list[bytes]) -> dict[str, float]:
    """1,000 questions, half of which the table holds, each blinded anew."""
    from sajha.matching.blind.oprf import blind, evaluate, finish

    asked = [*values[: QUERIES // 2], *(b"phone:+44%010d" % number for number in range(QUERIES // 2))]
    blinding, pending = _timed(lambda: [blind(value) for value in asked])
    node, answers = _timed(lambda: evaluate(key, [element for _, element in pending]))

    def finished() -> int:
        each = zip(asked, pending, answers, strict=True)
        return sum(table.contains(finish(value, scalar, answer)) for value, (scalar, _), answer in each)

    finishing, found = _timed(finished)
    assert found == QUERIES // 2, found
    per_query = 1000 / QUERIES
    return {
        "asker_cpu_ms": (blinding + finishing) * per_query,
        "node_cpu_ms": node * per_query,
        "bytes": sum(len(element) + len(answer) for (_, element), answer in zip(pending, answers, strict=True))
        / QUERIES,
    }


def _record(table: Any, values: list[bytes]) -> dict[str, float]:
    """One new record against all partners: blinded once, evaluated by each under its own key, finished and looked up for each."""
    from sajha.matching.blind.oprf import blind, evaluate, finish, key_for, new_secret, tokens_under

    keys = [key_for(new_secret(), partner="node_a", set="person") for _ in range(PARTNERS)]
    record = [b"person:%d" % number for number in range(RECORD)]
    pending = [blind(value) for value in record]
    answers = [evaluate(key, [element for _, element in pending]) for key in keys]

    def asked() -> None:
        for value in record:
            blind(value)

    def finished() -> None:
        for answer in answers:
            for value, (scalar, _), evaluated in zip(record, pending, answer, strict=True):
                table.contains(finish(value, scalar, evaluated))

    asker = _least(asked) + _least(finished)
    node = _least(lambda: evaluate(keys[0], [element for _, element in pending]))
    bare = _least(lambda: _bare_record(record, pending, answers))
    return {
        "asker_cpu_ms": asker * 1000,
        "bare_asker_cpu_ms": bare * 1000,
        "asker_ratio": asker / bare,
        "node_cpu_ms": node * 1000,
        "publish_cpu_ms": _least(lambda: [*tokens_under(keys, record)]) * 1000,
        "bytes": 2 * 32 * RECORD * PARTNERS,
    }


def _bare_record(record: list[bytes], pending: list[tuple[bytes, bytes]], answers: list[list[bytes]]) -> None:
    from sajha.matching.blind import group

    for value in record:
        scalar = group.random()
        group.invert(scalar)
        group.multiply(scalar, group.from_hash(hashlib.sha512(value).digest()))
    for answer in answers:
        for (scalar, _), evaluated in zip(pending, answer, strict=True):
            group.multiply(scalar, evaluated)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU-seconds and what came of it."""
    begun = time.process_time()
    made = work()
    return time.process_time() - begun, made


def _least(work: Callable[[], object], samples: int = SAMPLES) -> float:
    """CPU-seconds, the least of some."""
    return min(_timed(work)[0] for _ in range(samples))


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
