"""Each way of matching, measured in a process of its own: recall at a rate of chance matches, CPU-seconds, memory."""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from bench.accuracy import clear, gated
from bench.accuracy.known import counted_shares
from bench.accuracy.people import HARDER, USUAL, Record, World, two_files
from sajha.matching.persons.signs import SHIPPED

LAMBDAS = (2e-8, 2e-7, 1e-6, 2e-6)
WAYS = ("splink", "anonlink", "keys", "weighed")
TAUS = (1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
TRAINING, TESTING, TRAINING_PEOPLE = 5, 1, 10_000
Files = tuple[list[Record], list[Record]]


def truth(files: Files) -> tuple[dict[int, int], int]:
    """For each record of the first file its pair in the second, and how many there are."""
    second = {record.truth: at for at, record in enumerate(files[1])}
    pairs = {at: second[record.truth] for at, record in enumerate(files[0]) if record.truth in second}
    return pairs, len(pairs)


def recall_at(score: np.ndarray, same: np.ndarray, true: int, people: int) -> dict[str, float]:
    """The share of true pairs above the threshold that lets through at most λ of all different pairs."""
    order = np.lexsort((same, -score))
    wrong, right = np.cumsum(~same[order]), np.cumsum(same[order])
    found = {}
    for rate in LAMBDAS:
        at = int(np.searchsorted(wrong, rate * people * people, side="right")) - 1
        found[f"{rate:g}"] = round(float(right[at]) / true, 4) if at >= 0 else 0.0
    return found


class Measured:
    """CPU-seconds of all threads, and how far memory rose above what the data took."""

    def __enter__(self) -> "Measured":
        self.cpu = time.process_time()
        self.before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu = time.process_time() - self.cpu
        self.mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - self.before) / 1024

    def told(self) -> dict[str, float]:
        """For the results."""
        return {"cpu_seconds": round(self.cpu, 2), "peak_mib": round(self.mib, 1)}


def _same(pairs: np.ndarray, files: Files) -> np.ndarray:
    true = truth(files)[0]
    return np.fromiter((true.get(int(a)) == int(b) for a, b in pairs), bool, len(pairs))


def splink(training: Files, files: Files) -> dict[str, object]:
    """Trained with labels on other people; only the prediction is timed."""
    from bench.accuracy import splink_rival

    connection = duckdb.connect()
    for name, rows in zip(("ta", "tb", "a", "b"), map(clear.rows, (*training, *files)), strict=True):
        connection.register(
            "given", pa.table(dict(zip(clear.COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))
        )
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "model.json"
        splink_rival.trained("ta", "tb", connection, model, 1e7)
        with Measured() as cost:
            table = splink_rival.scored("a", "b", connection, model, -10)
    found = connection.execute(f"SELECT id_l, id_r, match_weight FROM {table}").fetchnumpy()
    pairs = np.column_stack([found["id_l"], found["id_r"]])
    same = _same(pairs, files)
    return {"recall": recall_at(found["match_weight"], same, truth(files)[1], len(files[0])), **cost.told()}


def anonlink(training: Files, files: Files) -> dict[str, object]:
    """Codes and all comparisons are timed."""
    from bench.accuracy import bloom

    first, second = map(clear.rows, files)
    with Measured() as cost:
        pairs, score = bloom.scored(bloom.codes(clear.COLUMNS, first), bloom.codes(clear.COLUMNS, second))
    return {"recall": recall_at(score, _same(pairs, files), truth(files)[1], len(files[0])), **cost.told()}


def blind(training: Files, files: Files, world: World, table: str) -> dict[str, object]:
    """At each bound: recall and chance of the keys alone, then ordered by evidence whose weights come from other people."""
    shares = SHIPPED if table == "shipped" else counted_shares(world)
    told: dict[str, object] = {}
    for tau in TAUS:
        columns, same, _, _ = _hits(training, shares, tau)
        weights = gated.learnt(columns, same)
        columns, same, share, cost = _hits(files, shares, tau)
        true, people = truth(files)[1], len(files[0])
        told[f"{tau:g}"] = {
            "keys": {"recall": round(float(same.sum()) / true, 4), "chance": float((~same).sum()) / people**2},
            "weighed": recall_at(columns @ weights, same, true, people),
            "weights": [round(float(one), 4) for one in weights],
            **cost.told(),
        }
    return told


def _hits(files: Files, shares: object, tau: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, Measured]:
    connection = duckdb.connect()
    sides = gated.spoken(files, shares)
    gated.put(connection, sides)
    with Measured() as cost:
        gated.join(connection, tau)
        found = gated.hits(connection)
        columns = gated.features(found, sides[0])
    return columns, _same(found.pairs, files), found.share, cost


def main() -> None:
    """``python -m bench.accuracy.ways FACTS WAY PEOPLE SETTING``: the result as JSON."""
    facts, way, people, setting = sys.argv[1:]
    world = World(Path(facts))
    odds = HARDER if setting == "harder" else USUAL
    training = two_files(world, min(int(people), TRAINING_PEOPLE), odds, TRAINING)
    files = two_files(world, int(people), odds, TESTING)
    if way in ("shipped", "counted"):
        result = blind(training, files, world, way)
    else:
        result = {"splink": splink, "anonlink": anonlink}[way](training, files)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
