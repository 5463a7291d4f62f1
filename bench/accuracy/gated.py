"""Gated keys, blind: keys of both files by the one definition in SQL, joined; then the same with the evidence weighed."""

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from bench.accuracy.known import person
from bench.accuracy.people import Record
from sajha.matching.persons import sql
from sajha.matching.persons.evidence import counted
from sajha.matching.persons.signs import Shares, Signs, signs_of

TABLES = {"words": sql.WORD_COLUMNS, "bands": sql.BAND_COLUMNS, "places": sql.PLACE_COLUMNS}
PARTS = (
    "always", "own.fine", "own.coarse", "own.initial", "own.not", "parent.fine", "parent.coarse", "parent.initial",
    "parent.not", "age.both", "age.one", "age.not", "sex.agrees", "sex.not", "district.agrees", "district.not",
    "state.agrees", "place.not",
)  # fmt: skip


@dataclass
class Hits:
    """Pairs with a common key: their numbers, the values of their common keys, the rarest share."""

    pairs: np.ndarray
    values: list[list[str]]
    share: np.ndarray


def spoken(files: tuple[list[Record], list[Record]], shares: Shares) -> tuple[list[Signs], list[Signs]]:
    """The signs of both files: the one reading of names and places that all ways of matching begin with."""
    return tuple([signs_of(person(one), shares) for one in file] for file in files)  # type: ignore[return-value]


def put(connection: duckdb.DuckDBPyConnection, sides: tuple[list[Signs], list[Signs]]) -> None:
    """The tables from which SQL makes keys, for side a and side b."""
    for side, people in zip("ab", sides, strict=True):
        made = [sql.rows_of(at, signs) for at, signs in enumerate(people)]
        rows = {
            "words": [row for words, _, _ in made for row in words],
            "bands": [row for _, bands, _ in made for row in bands],
            "places": [place for _, _, place in made],
        }
        for name, columns in TABLES.items():
            columns_of = list(zip(*rows[name], strict=True)) or [[] for _ in columns]
            connection.register("given", pa.table(dict(zip(columns, map(list, columns_of), strict=True))))
            connection.execute(f"CREATE OR REPLACE TABLE {name}_{side} AS SELECT * FROM given")


def join(connection: duckdb.DuckDBPyConnection, tau: float) -> None:
    """Tables keys_a and keys_b: who has which token, as if finished. (``hash`` of DuckDB meets too often; MD5 stands for the blinding.)"""
    for side in "ab":
        for name in TABLES:
            connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM {name}_{side}")
        connection.execute(
            f"CREATE OR REPLACE TABLE keys_{side} AS SELECT id, value, share, md5_number_lower(value) AS token "
            f"FROM ({sql.keys_sql(tau)})"
        )


def hits(connection: duckdb.DuckDBPyConnection) -> Hits:
    """All pairs with at least one common token."""
    found = connection.execute(
        "SELECT a.id AS a, b.id AS b, list(a.value) AS v, min(a.share) AS s FROM keys_a a JOIN keys_b b USING (token) GROUP BY 1, 2"
    ).fetchnumpy()
    return Hits(np.column_stack([found["a"], found["b"]]), [list(one) for one in found["v"]], found["s"])


def features(found: Hits, people: list[Signs]) -> np.ndarray:
    """What each hit says to the asking side, as columns: rarity and number for each row of the table of weights."""
    columns = np.zeros((len(found.values), 2 * len(PARTS)))
    places = {name: at for at, name in enumerate(PARTS)}
    columns[:, 1] = 1.0
    for row, values in enumerate(found.values):
        said = counted(people[int(found.pairs[row, 0])], [value.encode() for value in values])
        for sign, (rarity, number) in said.items():
            columns[row, 2 * places[sign]] = rarity
            columns[row, 2 * places[sign] + 1] = number
    return columns


def learnt(columns: np.ndarray, same: np.ndarray, rounds: int = 40) -> np.ndarray:
    """Weights by logistic regression with a light pull to zero, from hits of which it is known whether they are the same person."""
    weights, pull = np.zeros(columns.shape[1]), 1e-2
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        slope = columns.T @ (same - chance) - pull * weights
        bend = (columns * (chance * (1 - chance))[:, None]).T @ columns + pull * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    return weights
