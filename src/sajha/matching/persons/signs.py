"""A person as signs: the spoken parts of the names around him or her, bands of birth years, sex and place, each with its public share."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sajha.matching.persons.values import Person
from sajha.names import VERSION as NAMES_VERSION
from sajha.names import Part, parts_of, place_key, share_of, share_of_place

BAND: Final = 8  # years of birth in a band
STEP: Final = 4  # a band begins every so many years, so each year lies in two
WIDEST: Final = 7  # a birth known less well than this many years is no sign
SHARE_OF_BAND: Final = 0.2  # of the people recorded; the young are more often recorded than counted
SHARE_OF_INITIAL: Final = (
    0.1  # of the people who have such a letter somewhere in their names; the most common ones bear more
)
SHARE_OF_SEX: Final = 0.5
MOST_OWN, MOST_KIN = 4, 4  # words of the own names and of the parents' that are used
LEVELS: Final = {"f": "fine", "c": "coarse", "i": "initial"}


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """A part of a name: its texts and shares by level, from the most exact to the initial; own, or a parent's."""

    text: tuple[str, str, str]
    share: tuple[float, float, float]
    own: bool
    initial: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """A text and the share of people to whom it applies."""

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class Signs:
    """All that keys are made of. ``places``: state and district; each a text and its share."""

    words: tuple[Word, ...]
    bands: tuple[Sign, ...]
    sex: tuple[Sign, ...]
    state: tuple[Sign, ...]
    district: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """Where shares come from: public reference data of one version. ``word``: of a part, fine or coarse; ``place``: of a code."""

    word: Callable[[Part, bool], float]
    place: Callable[[str], float]
    version: str


SHIPPED: Final = Shares(lambda part, coarse: share_of(part, coarse=coarse), share_of_place, NAMES_VERSION)


def signs_of(person: Person, shares: Shares = SHIPPED) -> Signs:
    """The signs of a person, in an order that depends on nothing but what is known of the person."""
    own = _words(person.names, shares, own=True)
    said = {word.text[1] for word in own}
    kin = [word for word in _words(person.parents, shares, own=False) if word.text[1] not in said]
    state, district = _places(person.home, shares)
    sex = (Sign(person.sex, SHARE_OF_SEX),) if person.sex in ("f", "m") else ()
    return Signs((*own[:MOST_OWN], *kin[:MOST_KIN]), tuple(_bands(person.born)), sex, state, district)


def _words(names: Iterable[str], shares: Shares, *, own: bool) -> list[Word]:
    """The parts of names, each once, the rarest first: what many bear is the first to be left out."""
    found = {word.text[1]: word for name in names for word in _spoken(name, shares, own=own)}
    return sorted(found.values(), key=lambda word: (word.share[1], word.text))


@lru_cache(maxsize=65_536)
def _spoken(name: str, shares: Shares, *, own: bool) -> tuple[Word, ...]:
    words = []
    for part in parts_of(name):
        if not part.coarse:
            continue
        letter = part.coarse[0]
        found = (shares.word(part, False), shares.word(part, True), SHARE_OF_INITIAL)
        words.append(Word((part.fine, part.coarse, letter), found, own, part.initial))
    return tuple(words)


def _bands(born: tuple[int, int] | None) -> Iterator[Sign]:
    """The two bands in which the middle of the possible years lies, so that guesses a few years apart meet in one."""
    if born is None or born[1] - born[0] > WIDEST:
        return
    number = (born[0] + born[1]) // 2 // STEP
    for first in (number - 1, number):
        yield Sign(str(first * STEP), SHARE_OF_BAND)


@lru_cache(maxsize=16_384)
def _places(home: str, shares: Shares) -> tuple[tuple[Sign, ...], tuple[Sign, ...]]:
    code = place_key(home)
    country, state, district = (*code.split("-"), "", "")[:3]
    at_state = f"{country}-{state}" if state else ""
    return (
        (Sign(at_state, shares.place(at_state)),) if at_state else (),
        (Sign(code, shares.place(code)),) if district else (),
    )


__all__ = ["LEVELS", "SHIPPED", "Shares", "Sign", "Signs", "Word", "signs_of"]
