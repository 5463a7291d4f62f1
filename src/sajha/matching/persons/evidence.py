"""What an agreement of keys says: which signs agree, which do not, how rare that is, what speaks against it. For a person to judge.

Everything follows from the keys and the shares in them, so both sides say the same of one agreement. Nothing here is stored,
and no number here is a probability that two people are the same.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Final, Literal

from sajha.matching.persons.signs import SHIPPED, Shares, Signs, Word, signs_of
from sajha.matching.persons.values import MOST_KEYS, Key, Person

State = Literal["agree", "differ", "untold", "unknown"]
WEIGHTS: Final = Path(__file__).parent / "data" / "weights.csv"
# the rarest agreed key, as words' ids
RARITY: Final = (
    (1e-9, "one_in_a_thousand_million"),
    (1e-8, "one_in_a_hundred_million"),
    (1e-7, "one_in_ten_million"),
    (1e-6, "one_in_a_million"),
    (1.0, "less_than_one_in_a_million"),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """``signs``: each kind of sign and its state. ``share``: of the rarest agreed key; ``chance``: how many of the partner's records
    have that key by chance. ``against``: ids of reasons; ``cut``: more keys were possible than are ever sent, so a sign may be untold.
    """

    signs: tuple[tuple[str, State], ...]
    share: float
    chance: float
    rarity: str
    against: tuple[str, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A key taken apart: the spoken words with their level, the band, the sex, the place."""

    words: frozenset[str]
    band: str
    sex: str
    place: str

    @property
    def all(self) -> frozenset[tuple[str, str]]:
        """Every sign in it, as (kind, text)."""
        others = (("age", self.band), ("sex", self.sex), ("place", self.place))
        return frozenset({("word", word) for word in self.words} | {pair for pair in others if pair[1]})


def said_in(value: bytes) -> Said:
    """The signs of a key, from its text (which only its own node has)."""
    _, _, _, *words, band, sex, place = value.decode().split("|")
    return Said(frozenset(words), band, sex, place)


def explain(
    own: Person, agreed: Sequence[Key], sent: Sequence[Key], partner_size: int, shares: Shares = SHIPPED
) -> Evidence:
    """What the agreed among the sent keys of one's own person say, at a partner with so many records."""
    signs = signs_of(own, shares)
    agreeing = frozenset[tuple[str, str]]().union(*(said_in(key.value).all for key in agreed))
    asked = [said_in(key.value).all for key in sent if key not in agreed]
    alone = frozenset[tuple[str, str]]().union(*(rest for one in asked if len(rest := one - agreeing) == 1))
    states = tuple(_state(kind, own_texts, agreeing, alone) for kind, own_texts in _kinds(signs))
    share = min((key.share for key in agreed), default=1.0)
    rarity = next(words for bound, words in RARITY if share <= bound)
    against = tuple(f"{kind}.differs_or_missing" for kind, state in states if state == "differ")
    return Evidence(states, share, share * partner_size, rarity, against, len(sent) >= MOST_KEYS)


def _kinds(signs: Signs) -> list[tuple[str, list[tuple[str, str]]]]:
    """What is known here, by kind of sign: each as the (kind, text) that stand in keys."""
    return [
        ("names", [pair for word in signs.words if word.own for pair in _texts(word)]),
        ("parents", [pair for word in signs.words if not word.own for pair in _texts(word)]),
        ("age", [("age", band.text) for band in signs.bands]),
        ("sex", [("sex", sex.text) for sex in signs.sex]),
        ("district", [("place", place.text) for place in signs.district]),
        ("state", [("place", place.text) for place in (*signs.state, *signs.district)]),
    ]


def _texts(word: Word) -> list[tuple[str, str]]:
    return [("word", level + text) for level, text in zip("fci", word.text, strict=True)]


def _state(
    kind: str, own: list[tuple[str, str]], agreeing: frozenset[tuple[str, str]], alone: frozenset[tuple[str, str]]
) -> tuple[str, State]:
    """A sign differs (or is missing there) when a key was asked in which it alone did not agree."""
    if not own:
        return kind, "unknown"
    if agreeing.intersection(own):
        return kind, "agree"
    return kind, "differ" if alone.intersection(own) else "untold"


@lru_cache(maxsize=1)
def weights() -> dict[str, tuple[float, float]]:
    """For each kind of agreement: how much each unit of rarity (natural logarithm) counts, and what is added or taken away."""
    with WEIGHTS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["sign"]: (float(row["per_rarity"]), float(row["constant"])) for row in rows}


def counted(signs: Signs, agreed: Sequence[bytes]) -> dict[str, tuple[float, int]]:
    """What of the own signs agrees and does not, by the names of the table of weights: (sum of rarity, how many)."""
    all_said = [said_in(value) for value in agreed]
    words = frozenset[str]().union(*(one.words for one in all_said))
    found: dict[str, tuple[float, int]] = {}

    def add(sign: str, share: float = 1.0) -> None:
        before = found.get(sign, (0.0, 0))
        found[sign] = (before[0] - log(share), before[1] + 1)

    for word in signs.words:
        whose = "own" if word.own else "parent"
        level = next((at for at, name in enumerate("fci") if name + word.text[at] in words), 3)
        add(f"{whose}.{('fine', 'coarse', 'initial', 'not')[level]}", word.share[level] if level < 3 else 1.0)
    bands = len({one.band for one in all_said if one.band})
    if signs.bands:
        add(("age.not", "age.one", "age.both")[bands])
    if signs.sex:
        add("sex.agrees" if any(one.sex for one in all_said) else "sex.not")
    _add_place(signs, {one.place for one in all_said}, add)
    return found


def _add_place(signs: Signs, places: set[str], add: Callable[..., None]) -> None:
    if signs.district and signs.district[0].text in places:
        add("district.agrees", signs.district[0].share)
    elif signs.state and signs.state[0].text in places:
        add("state.agrees", signs.state[0].share)
        if signs.district:
            add("district.not")
    elif signs.state:
        add("place.not")


def weighed(signs: Signs, agreed: Sequence[bytes]) -> float:
    """For the order of many hits in a measurement: the weights of all that agrees and does not. Never shown, never stored."""
    table = weights()
    return table["always"][1] + sum(
        rarity * table[sign][0] + number * table[sign][1] for sign, (rarity, number) in counted(signs, agreed).items()
    )
