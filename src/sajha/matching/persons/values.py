"""What is known of a person for the search, and what a search sends: signs and keys. Plain values, never stored."""

from dataclasses import dataclass
from datetime import date

MOST_KEYS = 31  # keys that a person sends at most; the caller pads to this number


@dataclass(frozen=True, slots=True)
class Person:
    """A person in clear text, at its own node only.

    ``names`` and ``parents`` in any script, each a whole name (aliases are further ones); ``born`` the first and the last
    year of birth that fit what is known; ``sex`` "f", "m" or "" (unknown, or not one of the two everywhere); ``home`` a
    place code (IN-33, IN-33-568) or the words of a place.
    """

    names: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    born: tuple[int, int] | None = None
    sex: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What is blinded and compared: its text as bytes, the ids of its signs, and the share of people who have it by chance."""

    value: bytes
    signs: tuple[str, ...]
    share: float


def born_between(youngest: int, oldest: int, on: date, *, guessed: bool = False) -> tuple[int, int]:
    """The years of birth of somebody who was ``youngest`` to ``oldest`` years old on a day; a guess is two years wider on each side when young, more when old."""
    slack = (1 + round(oldest / 10)) if guessed else 0
    return on.year - oldest - 1 - slack, on.year - max(youngest - slack, 0)


_SEX_OF_GENDER = {"Feminine": "f", "Masculine": "m"}


def sex_of(gender: str) -> str:
    """The sign of sex for a code of gender: only where both sides surely write the same, else unknown."""
    return _SEX_OF_GENDER.get(gender, "")
