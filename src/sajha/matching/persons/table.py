"""Which signs make a key together: the table ``data/combinations.csv``, and which of its rows are more general than a row."""

import csv
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parent / "data" / "combinations.csv"
VERSION: Final = "p1"  # of the keys' text and of this table: another version agrees with none of this one
WIDER: Final = {"district": "state", "state": ""}


@dataclass(frozen=True, slots=True)
class Combination:
    """A row: levels of the words (f fine, c coarse, i initial), the place, whether age and sex belong to it.

    ``also``: its keys are sent after the others even where a more general key is sent, so that evidence can tell more.
    """

    id: str
    words: str
    place: str
    age: bool
    sex: bool
    also: bool = False
    reason: str = ""
    order: int = 0

    @property
    def shape(self) -> tuple[str, str, bool, bool]:
        """What tells it from every other row."""
        return self.words, self.place, self.age, self.sex


@lru_cache(maxsize=1)
def table() -> tuple[Combination, ...]:
    """All combinations, the preferred first."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return tuple(_combination(row, at) for at, row in enumerate(rows))


def _combination(row: dict[str, str], at: int) -> Combination:
    said = {name: row[name] == "yes" for name in ("age", "sex", "also")}
    return Combination(row["id"], row["words"], row["place"], **said, reason=row["reason"], order=at)


@lru_cache(maxsize=1)
def _shapes() -> frozenset[tuple[str, str, bool, bool]]:
    return frozenset(row.shape for row in table())


@lru_cache(maxsize=1_024)
def steps(row: Combination) -> tuple[str, ...]:
    """The signs of a row of which one can be left out or told less exactly, and the result is a row too: "age", "sex", "place", or a level of words."""
    ways = [("age", replace(row, age=False)), ("sex", replace(row, sex=False))]
    if row.place:
        ways.append(("place", replace(row, place=WIDER[row.place])))
    ways += [(level, replace(row, words=_without(row.words, level))) for level in sorted(set(row.words))]
    return tuple(name for name, other in ways if other.shape != row.shape and other.shape in _shapes())


def _without(words: str, level: str) -> str:
    """All fine words coarse, one coarse word its initial, or the initial gone."""
    if level == "f":
        return words.replace("f", "c")
    return words.replace("c", "", 1) + "i" if level == "c" else words.replace("i", "")
