"""What share of true pairs such a search finds at each bound: so that "no hit" never reads as "not known"."""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).parent / "data" / "reach.csv"


@lru_cache(maxsize=1)
def _found() -> dict[float, float]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            float(row["tau"]): float(row["found"]) for row in csv.DictReader(line for line in file if line[0] != "#")
        }


def share_found(tau: float) -> float:
    """Of 1 true pair without identifiers: as measured at this bound or the next smaller one that was measured; 0 below all."""
    return max((found for bound, found in _found().items() if bound <= tau), default=0.0)
