"""The closed list of legal grounds, from reviewed data."""

import csv
from functools import lru_cache
from pathlib import Path

from sajha.consent.values import Ground

_FILE = Path(__file__).parent / "data" / "grounds.csv"


@lru_cache(maxsize=1)
def grounds() -> dict[str, Ground]:
    """Every ground by its id, in the order of the list."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: _ground(row) for row in csv.DictReader(file)}


def _ground(row: dict[str, str]) -> Ground:
    return Ground(
        id=row["id"],
        version=row["version"],
        authority=row["authority"],
        rule=row["rule"],
        purposes=frozenset(row["purposes"].split()),
        kinds=frozenset(row["kinds"].split()),
        classes=frozenset(row["classes"].split()),
        children_only=row["children_only"] == "yes",
        confidence=row["confidence"],
        reviewed_by=row["reviewed_by"],
    )
