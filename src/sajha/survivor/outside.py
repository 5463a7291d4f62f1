"""To whom outside one can turn or complain, from a data file with the source of each line beside it."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "outside.csv"
_SURE = frozenset({"A", "B"})


@dataclass(frozen=True, slots=True)
class Outside:
    """One office or number. ``confidence`` is of its source: A its own page seen, B two or more reports, C one weak one.

    ``children``: for children only; ``reviewed_by``: who tried it, empty until somebody has.
    """

    id: str
    version: str
    telephone: str
    address: str
    site: str
    children: bool
    confidence: str
    source: str
    seen: str
    reviewed_by: str

    @property
    def unverified(self) -> bool:
        return self.confidence not in _SURE or not self.reviewed_by


@lru_cache(maxsize=1)
def outside() -> tuple[Outside, ...]:
    """Every line of the list, in its order."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_line(row) for row in csv.DictReader(file))


def _line(row: dict[str, str]) -> Outside:
    children = row.pop("children") == "yes"
    return Outside(children=children, **row)
