"""Which code of one list corresponds to which of another: our own reading, still to be reviewed by experts."""

import csv
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data" / "crosswalks"


@lru_cache(maxsize=4)
def crosswalk(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``purpose`` or ``means_of_control``: ``our_code`` and a column per list, as written there.

    Raises:
        FileNotFoundError: there is no such crosswalk.
    """
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
