"""Records as ``matching`` compares them. What is opened here leaves blinded or not at all, and is shown to nobody as it stands."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cases import queries as cases
from sajha.cases.queries import Closed, Opened
from sajha.cases.values import Role, Sensitivity
from sajha.consent.queries import bases_of_cases, held_of_cases
from sajha.consent.values import Basis, Held, Purpose
from sajha.disclosure.rules import spoken
from sajha.disclosure.values.matchable import Head, Matchable, Thing
from sajha.terms.coded import Absent, Coded
from sajha.terms.identifiers import IdentifierKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sajha.cases.models import Case

_NAMES = ("first_name", "middle_name", "last_name", "other_names")
_FIELDS = {"phones": IdentifierKind.PHONE, "email": IdentifierKind.EMAIL}
# a document is compared only when it says of itself what it is
_DOCUMENT = re.compile(r"\b(passport|visa)\b", re.IGNORECASE)


def matchable_case(by: Actor, case_id: str) -> tuple[Matchable, ...]:
    """The case itself, if it has things of its own, and its people.

    Raises:
        Refused: ``not_found``.
    """
    return _matchable(list(cases.opened_in([cases.case_for(by, case_id)])))


def matchable_all(*, after: str = "", limit: int = 200) -> tuple[Matchable, ...]:
    """The same of up to ``limit`` cases whose ids follow ``after``, of every vault, in the order of their ids; for the node's own worker.

    A case stands in it whole or not at all. Empty only at the end.
    """
    while found := cases.lying_cases(after, limit):
        if rows := _matchable(list(cases.opened_in(found))):
            return rows
        after = found[-1].pk
    return ()


def heads(*, after: str = "", limit: int = 500) -> tuple[Head, ...]:
    """The same as :func:`matchable_all` with nothing opened, to see what is new, changed or gone. Empty only at the end."""
    while found := cases.lying_cases(after, limit):
        if rows := _heads(list(cases.closed_in(found))):
            return rows
        after = found[-1].pk
    return ()


def _heads(rows: list[Closed]) -> tuple[Head, ...]:
    here = list({row.case.pk for row in rows if row.party and row.role != Role.ACCUSED})
    held = held_of_cases(here, now()) if here else {}
    bases = bases_of_cases(here, Purpose.MATCH) if here else {}
    return tuple(
        Head(row.case.pk, row.case.vault, row.party, row.role, row.revision, row.changed_at, said[0], row.case.is_open)
        for row in rows
        for said in (_said(row.party, row.role, held, bases),)
    )


def _said(party: str, role: str, held: dict[str, Held], bases: dict[str, list[Basis]]) -> tuple[bool, bool, bool]:
    """(refused, agreed, based): of an accused person and of a case nobody is asked."""
    if not party or role == Role.ACCUSED or party not in held:
        return False, False, False
    return spoken(held[party], bases.get(party, ()), Purpose.MATCH, Sensitivity.S3)


def matchable_in(case_ids: list[str]) -> tuple[Matchable, ...]:
    """Of these cases, for the node's own clockwork; none of what was put away or erased."""
    lying = [case for one in case_ids if (case := cases.lying_case(one))]
    return _matchable(list(cases.opened_in(lying)))


def matchable_of(case: str, subject: str) -> Matchable | None:
    """The record to which an id belongs (of a person, of a thing, ``<party>/phones``, of the case), for the node's own clockwork.

    An empty ``case`` is found. None when there is no such, when it belongs to another case, or when its case was put away or erased.
    """
    subject = subject.partition("/")[0]
    home = cases.case_of(subject)
    lying = cases.lying_case(home) if case in ("", home) else None
    found = cases.opened_one(lying, subject) if lying else None
    return _matchable([found])[0] if found else None


def visible_cases(by: Actor) -> "QuerySet[Case]":
    """The ids of the cases that are open to the actor, to narrow another query with."""
    return cases.visible_ids(by)


def _matchable(rows: list[Opened]) -> tuple[Matchable, ...]:
    here = list({row.case.pk for row in rows})
    held = held_of_cases(here, now()) if here else {}
    bases = bases_of_cases(here, Purpose.MATCH) if here else {}
    return tuple(_row(row, held, bases) for row in rows)


def _row(row: Opened, held: dict[str, Held], bases: dict[str, list[Basis]]) -> Matchable:
    case, party, texts = row.case, row.party, row.texts
    refused, agreed, based = _said(party.pk if party else "", party.role if party else "", held, bases)
    return Matchable(
        case=case.pk,
        number=case.number,
        vault=case.vault,
        case_open=case.is_open,
        party=party.pk if party else "",
        role=party.role if party else "",
        pseudonym=party.pseudonym if party else "",
        revision=party.revision if party else 1,
        names=tuple(texts[name] for name in _NAMES) if party else (),
        father=texts.get("father_name", ""),
        mother=texts.get("mother_name", ""),
        birth_date=_day(texts.get("birth_date", "")),
        age_band=_code(party.age_band) if party else "",
        gender=_code(party.gender) if party else "",
        citizenship=_code(party.citizenship) if party else "",
        home=party.home if party else None,
        things=tuple(_things(row)),
        refused=refused,
        agreed=agreed,
        based=based,
        changed_at=row.changed_at,
    )


def _things(row: Opened) -> Iterator[Thing]:
    for thing in row.things:
        yield Thing(thing.id, thing.kind, thing.value)
    if row.party is None:
        return
    for name, kind in _FIELDS.items():
        if row.texts[name]:
            yield Thing(f"{row.party.pk}/{name}", kind, row.texts[name])
    yield from _document(row.party.pk, row.texts["identity_document"])


def _document(party: str, text: str) -> Iterable[Thing]:
    said = {word.casefold() for word in _DOCUMENT.findall(text)}
    if len(said) == 1:
        yield Thing(f"{party}/identity_document", IdentifierKind(said.pop()), text)


def _code(value: Coded | Absent) -> str:
    return value.code if isinstance(value, Coded) else ""


def _day(text: str) -> date | None:
    """A day as files and forms write it; what is none is not known."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
