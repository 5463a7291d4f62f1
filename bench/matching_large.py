"""What a partner's large set costs where it lies: in a partition of PostgreSQL, next to a row for each token and to one blob.

Run within a node on PostgreSQL: ``python -m bench.matching_large TOKENS`` prints one JSON line. Tokens are bytes by chance, which is
what tokens are like. A look-up is of 31 tokens, of which a third is held.
"""

import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.processes import own_peak_mib

RECORD, LOOKUPS, CHANGED = 31, 300, 1000
"""Tokens of a look-up; how many look-ups; one token of so many changes in a day."""


def main(count: int) -> dict[str, Any]:
    """``load``, ``lookup``, ``change``: of a partition; ``row``: the same with a row for each token; ``blob``: the same read whole."""
    from django.db import transaction

    from sajha.matching.blind.tables import Table
    from sajha.matching.held import partitions

    made, build = _timed(lambda: Table.build(os.urandom(7) for _ in range(count)))
    table = made
    with transaction.atomic():
        here, load = _timed(lambda: partitions.load(table))
    partitions._do("ANALYZE matching_held", [])
    held = [token for at, token in enumerate(table) if at % max(1, count // 20_000) == 0]
    results: dict[str, Any] = {
        "load": {"seconds": load, "build_seconds": build, **_size(here.name, count)},
        "lookup": _lookups(here.holds, held),
    }
    results["blob"] = _blob(table, held)
    results["change"] = _change(table, here, count)
    here.drop()
    results["row"] = _rows(count)
    return results | {"peak_mib": own_peak_mib()}


def _change(table: Any, here: Any, count: int) -> dict[str, float]:
    """What changes in a day, added and removed, put into the partition in one transaction, and the new version's name computed."""
    from django.db import transaction

    from sajha.matching.blind.deltas import Delta
    from sajha.matching.blind.tables import Table

    less = [token for at, token in enumerate(table) if at % (2 * CHANGED) == 0]
    more = [os.urandom(7) for _ in less]
    delta = Delta(b"", b"", Table.build(more), Table.build(less))
    log = _written()
    with transaction.atomic():
        after, seconds = _timed(lambda: here.advance(delta))
    return {"seconds": seconds, "written_mib": (_written() - log) / 2**20, "digest_seconds": _timed(after.digest)[1]}


def _rows(count: int) -> dict[str, float]:
    """The same set with a row and a key for each token, made by PostgreSQL itself."""
    from sajha.matching.held.partitions import _do, _said

    _do("CREATE TABLE bench_rows (token bigint NOT NULL)", [])
    fill = "INSERT INTO bench_rows SELECT (random() * 72057594037927935)::bigint FROM generate_series(1, %s)"
    load = _timed(lambda: _do(fill, [count]))[1]
    load += _timed(lambda: _do("CREATE INDEX ON bench_rows (token)", []))[1]
    _do("ANALYZE bench_rows", [])
    held = [token.to_bytes(7, "big") for (token,) in _said("SELECT token FROM bench_rows LIMIT 20000", [])]

    def holds(tokens: list[bytes]) -> frozenset[bytes]:
        wanted = [int.from_bytes(token, "big") for token in tokens]
        rows = _said("SELECT token FROM bench_rows WHERE token = ANY(%s)", [wanted])
        return frozenset(token.to_bytes(7, "big") for (token,) in rows)

    told = {"seconds": load, **_size("bench_rows", count), **_lookups(holds, held)}
    _do("DROP TABLE bench_rows", [])
    return told


def _blob(table: Any, held: list[bytes]) -> dict[str, float]:
    """What every look-up in a set that lies in one column does once the column was read."""
    from sajha.matching.blind.tables import Table
    from sajha.matching.held.blob import Blob

    data = table.to_bytes()
    return _lookups(lambda tokens: Blob(Table.from_bytes(data, checked=True)).holds(tokens), held, 20)


def _lookups(
    holds: Callable[[list[bytes]], frozenset[bytes]], held: list[bytes], times: int = LOOKUPS
) -> dict[str, float]:
    chance, took = random.Random(1), []
    for _ in range(times):
        known = chance.sample(held, RECORD // 3)
        tokens = [*known, *(os.urandom(7) for _ in range(RECORD - len(known)))]
        found, seconds = _timed(lambda tokens=tokens: holds(tokens))
        assert found >= frozenset(known)
        took.append(1000 * seconds)
    return {"median_ms": statistics.median(took), "worst_of_20_ms": statistics.quantiles(took, n=20)[-1]}


def _size(name: str, count: int) -> dict[str, float]:
    from sajha.matching.held.partitions import _said

    ((size,),) = _said("SELECT pg_total_relation_size(%s::regclass)", [name])
    return {"mib": size / 2**20, "bytes_a_token": size / count}


def _written() -> int:
    from sajha.matching.held.partitions import _said

    ((at,),) = _said("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn", [])
    return int(at)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What came of it, and seconds on the wall: most of the work is the server's."""
    begun = time.perf_counter()
    made = work()
    return made, time.perf_counter() - begun


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(main(int(sys.argv[1]))))
