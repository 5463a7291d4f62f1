"""What can be asked about of a record: its identifiers in their one form, and its people as keys that are rare enough."""

from collections.abc import Iterable
from datetime import date

from sajha.disclosure.values.matchable import Matchable
from sajha.matching.persons import Person, keys_of
from sajha.matching.values import PERSON, Item
from sajha.terms.identifiers import all_in


def items_of(row: Matchable, tau: float, on: date) -> tuple[Item, ...]:
    """Every item of a person or of the case itself; ``tau`` bounds how common a person's key may be, ``on`` is the day of the ages."""
    things = tuple(item for thing in row.things if (item := _thing(row, thing.id, thing.kind, thing.value)).values)
    person = _person(row, tau, on)
    return (*things, person) if person.values else things


def _thing(row: Matchable, thing: str, kind: str, text: str) -> Item:
    values = tuple(f"{kind}:{value}".encode() for value in all_in(kind, text))
    return Item(row.case, row.party, thing, row.role, str(kind), values, tuple((str(kind),) for _ in values))


def _person(row: Matchable, tau: float, on: date) -> Item:
    keys = keys_of(person_of(row, on), tau) if row.party else ()
    return Item(
        row.case,
        row.party,
        "",
        row.role,
        PERSON,
        tuple(key.value for key in keys),
        tuple(key.signs for key in keys),
        tuple(key.share for key in keys),
        next(iter(row.names), ""),
    )


def person_of(row: Matchable, on: date) -> Person:
    """The signs by which a person is known."""
    return Person(
        names=tuple(name for name in row.names if name.strip()),
        parents=tuple(name for name in (row.father, row.mother) if name.strip()),
        birth_date=row.birth_date,
        age_band=row.age_band,
        on=on,
        sex=row.gender,
        home=row.home,
    )


def by_subject(items: Iterable[Item]) -> dict[str, Item]:
    """The items by what they are about."""
    return {item.subject: item for item in items}
