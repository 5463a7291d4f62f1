"""The tables of this room: rows of the CSV files beside it, and rules read from them."""

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"

Rules = tuple[tuple[re.Pattern[str], str], ...]


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table, by the names of its columns."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@lru_cache(maxsize=16)
def rules(name: str) -> Rules:
    """Patterns and what takes their place, in the order in which they apply."""
    return tuple((re.compile(row["pattern"]), row["sound"]) for row in rows(name))


def applied(found: Rules, text: str) -> str:
    """The text after each rule, one after another."""
    for pattern, sound in found:
        text = pattern.sub(sound, text)
    return text


def any_of(words: list[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
