"""What can be asked about of a record: its identifiers in their one form, and its people as keys that are rare enough."""

from collections.abc import Iterable

from sajha.disclosure.values.matchable import Matchable
from sajha.matching.persons.keys import keys_of
from sajha.matching.persons.values import Person, born_between, sex_of
from sajha.matching.values import PERSON, Item
from sajha.terms.identifiers import IdentifierKind, all_in


def items_of(row: Matchable, bounds: Iterable[float]) -> tuple[Item, ...]:
    """Every item of a person or of the case itself. ``bounds`` say how common a person's key may be: of several, the keys for each."""
    things = (_thing(row, thing.id, thing.kind, thing.value) for thing in row.things)
    return tuple(item for item in (*things, _person(row, tuple(bounds))) if item.values)


def _thing(row: Matchable, thing: str, kind: IdentifierKind, text: str) -> Item:
    values = tuple(f"{kind}:{value}".encode() for value in all_in(kind, text))
    return Item(row.case, row.party, thing, row.role, str(kind), values, tuple((str(kind),) for _ in values))


def _person(row: Matchable, bounds: tuple[float, ...]) -> Item:
    person = person_of(row) if row.party else Person()
    keys = {key.value: key for bound in bounds for key in keys_of(person, bound)} if row.party else {}
    return Item(
        row.case,
        row.party,
        "",
        row.role,
        PERSON,
        tuple(keys),
        tuple(key.signs for key in keys.values()),
        tuple(key.share for key in keys.values()),
        person.names[0] if person.names else "",
        person.names[1:],
    )


def person_of(row: Matchable) -> Person:
    """The signs by which a person is known. An age was true on the day of the record."""
    own = " ".join(name for name in row.names[:3] if name.strip())
    return Person(
        names=tuple(name for name in (own, *row.names[3:]) if name.strip()),
        parents=tuple(name for name in (row.father, row.mother) if name.strip()),
        born=_born(row),
        sex=sex_of(row.gender),
        home=str(row.home or ""),
    )


def _born(row: Matchable) -> tuple[int, int] | None:
    if row.birth_date:
        return row.birth_date.year, row.birth_date.year
    youngest, between, oldest = row.age_band.partition("--")
    if not (between and youngest.isdigit() and oldest.isdigit()):
        return None
    return born_between(int(youngest), int(oldest), row.changed_at.date())


def by_subject(items: Iterable[Item]) -> dict[str, Item]:
    """The items by what they are about."""
    return {item.subject: item for item in items}
