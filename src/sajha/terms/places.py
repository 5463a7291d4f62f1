"""Places: a country (ISO 3166-1 alpha-2), in India a state and a district (codes of the Local Government Directory)."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language, override

from sajha.terms.labels.states import STATES
from sajha.terms.vocabularies import code_label, vocabulary

_FOLDER = Path(__file__).parent / "data"
_SHAPE = re.compile(r"([A-Z]{2})(?:-([0-9]{1,2})(?:-([0-9]{1,4}))?)?")
_SMALL = frozenset({"and", "of", "the"})


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A country, a state or a district; the text form is ``NP``, ``IN-36`` or ``IN-36-501``."""

    country: str = "IN"
    state: str = ""
    district: str = ""

    def __str__(self) -> str:
        return "-".join(part for part in (self.country, self.state, self.district) if part)

    def within(self) -> "list[Place]":
        """The place itself and what it lies in, from the smallest to the country."""
        chain = [Place(self.country)]
        if self.state:
            chain.insert(0, Place(self.country, self.state))
        if self.district:
            chain.insert(0, self)
        return chain

    def contains(self, other: "Place") -> bool:
        """Whether the other is this place or lies in it."""
        return self in other.within()


@dataclass(frozen=True, slots=True)
class _Register:
    districts: dict[str, tuple[Place, ...]]
    names: dict[Place, str]
    old_names: dict[Place, tuple[str, ...]]


@lru_cache(maxsize=1)
def _register() -> _Register:
    districts: dict[str, list[Place]] = {state: [] for state in STATES}
    names: dict[Place, str] = {}
    by_code: dict[str, Place] = {}
    for row in _rows("lgd_district.csv"):
        place = Place("IN", row["State Code"], row["District Code"])
        names[place] = _title(row["District Name"])
        districts[place.state].append(place)
        by_code[place.district] = place
    old: dict[Place, tuple[str, ...]] = {}
    for row in _rows("district_old_names.csv"):
        place = by_code[row["lgd_district_code"]]
        old[place] = (*old.get(place, ()), row["name"])
    ordered = {state: tuple(sorted(found, key=names.__getitem__)) for state, found in districts.items()}
    return _Register(ordered, names, old)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _title(name: str) -> str:
    """The register's spelling without its capitals: "NORTH AND MIDDLE ANDAMAN" is North and Middle Andaman."""
    if not name.isupper():
        return name
    lowered = re.sub(r"[a-z]+", lambda word: word[0] if word[0] in _SMALL else word[0].capitalize(), name.lower())
    return lowered[:1].upper() + lowered[1:]


def parse_place(text: str) -> Place:
    """Read a text form.

    Raises:
        ValueError: not of that shape, or no such country, state or district. The message does not repeat the text.
    """
    parts = _SHAPE.fullmatch(text)
    place = Place(parts[1], parts[2] or "", parts[3] or "") if parts else None
    if place is None or not exists(place):
        raise ValueError("not a place")
    return place


def exists(place: Place) -> bool:
    """Whether the codes are in the registers; states and districts are known of India alone."""
    if place.district:
        return place in _register().names
    if place.state:
        return place.country == "IN" and place.state in STATES
    return place.country in vocabulary("country")


def is_place(text: str) -> bool:
    """Whether the text is the text form of a place that exists."""
    try:
        parse_place(text)
    except ValueError:
        return False
    return True


def states() -> list[Place]:
    """The 36 states and union territories, by their names in the reader's language."""
    return list(_ordered(get_language() or "en")[0])


def districts(state: str) -> list[Place]:
    """The districts of a state (its code) by name; none for an unknown state."""
    return list(_register().districts.get(state, ()))


def countries() -> list[Place]:
    """Every country, by its name in the reader's language."""
    return list(_ordered(get_language() or "en")[1])


@lru_cache(maxsize=8)
def _ordered(language: str) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """States and countries in the order of their names in the active language, which is the argument."""
    within = sorted((Place("IN", code) for code in STATES), key=place_name)
    return tuple(within), tuple(sorted((Place(code) for code in vocabulary("country").codes), key=place_name))


def place_name(place: Place) -> str:
    """The place's own name: districts in the register's spelling, all else in the reader's language."""
    if place.district:
        return _register().names.get(place, str(place))
    if place.state:
        return str(STATES.get(place.state, str(place)))
    return code_label("country", place.country)


def place_label(place: Place) -> str:
    """The name with what the place lies in, without India: "Nalgonda, Telangana", "Telangana", "Nepal"."""
    if place.district:
        return f"{place_name(place)}, {place_name(Place(place.country, place.state))}"
    return place_name(place)


def old_names(place: Place) -> tuple[str, ...]:
    """Earlier spellings of a district's name that the register no longer uses."""
    return _register().old_names.get(place, ())


def _key(name: str) -> str:
    """A name as it is compared: lower case, letters and digits alone."""
    return re.sub(r"[\W_]+", "", name.lower())


@lru_cache(maxsize=8)
def _index(language: str) -> tuple[tuple[str, Place], ...]:
    """Every name by which a place is found: in this language, in English and, for districts, as it once was."""
    register = _register()
    found = {(_key(name), place) for place, name in register.names.items()}
    found |= {(_key(name), place) for place, names in register.old_names.items() for name in names}
    for one in {language, "en"}:
        with override(one):
            found |= {(_key(place_name(place)), place) for place in (*states(), *countries())}
    return tuple(sorted(found))


def find_places(text: str, *, limit: int = 20) -> list[Place]:
    """Places whose name, present or earlier, is, begins with or holds the text, in that order; or of that code."""
    if is_place(text.strip().upper()):
        return [parse_place(text.strip().upper())]
    key = _key(text)
    if not key:
        return []
    index = _index(get_language() or "en")
    ranked = sorted((not name.startswith(key), len(name), place) for name, place in index if key in name)
    return list(dict.fromkeys(place for _, _, place in ranked))[:limit]


def place_named(text: str) -> Place | None:
    """The one place that bears exactly this name or code; none when no place or more than one does."""
    if is_place(text.strip().upper()):
        return parse_place(text.strip().upper())
    key = _key(text)
    found = {place for name, place in _index(get_language() or "en") if name == key}
    return found.pop() if len(found) == 1 else None
