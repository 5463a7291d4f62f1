"""Stand-in until the evidence table is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sajha.matching.persons.values import Key, Person


@dataclass(frozen=True, slots=True)
class Evidence:
    agree: tuple[str, ...]
    differ: tuple[str, ...]
    share: float
    by_chance: float


def explain(own: Person, agreed: Sequence[Key], sent: Sequence[Key], entries: int) -> Evidence:
    signs = {sign for key in agreed for sign in key.signs}
    share = min(key.share for key in agreed)
    return Evidence(tuple(sorted(signs)), (), share, share * entries)
