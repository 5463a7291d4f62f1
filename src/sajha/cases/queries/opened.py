"""Records opened for the node's own comparing with other organisations: shown to nobody here. The caller says which cases."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, Q, QuerySet

from sajha.cases.models import Case, Identifier, Party
from sajha.cases.queries.scope import lying_open
from sajha.cases.rules import owner_among, owners_of
from sajha.cases.values import OpenThing, is_protected, sealed_as
from sajha.terms.identifiers import IdentifierKind
from sajha.vault.actions import unseal_all

COMPARED = (
    *("first_name", "middle_name", "last_name", "other_names", "father_name", "mother_name"),
    *("birth_date", "phones", "email", "identity_document"),
)
"""The identity fields of a person that are opened to be compared; where somebody lives is not among them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A person of a case, or (no ``party``) the case itself: the texts of ``COMPARED`` and its own things."""

    case: Case
    party: Party | None
    texts: dict[str, str] = field(repr=False)
    things: tuple[OpenThing, ...]
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """The same without anything opened: whose it is, and what changes when it changes."""

    case: Case
    party: str
    role: str
    revision: int
    changed_at: datetime


def closed_in(cases: list[Case]) -> Iterator[Closed]:
    """Every person of these cases, and each case that has things of its own, as :func:`opened_in` but closed."""
    here = Q(case__in=cases)
    people: dict[str, list[Any]] = {}
    names = ("case", "pk", "role", "revision", "changed_at")
    for case, *rest in Party.objects.filter(here).order_by("case", "role", "number").values_list(*names):
        people.setdefault(case, []).append(rest)
    own = frozenset(Identifier.objects.filter(here, party=None).values_list("case", flat=True))
    for case in cases:
        if case.pk in own:
            yield Closed(case, "", "", 1, _changed_at(case, (row[-1] for row in people.get(case.pk, ()))))
        for party, role, revision, changed_at in people.get(case.pk, ()):
            yield Closed(case, party, role, revision, changed_at)


def _changed_at(case: Case, people: Iterable[datetime]) -> datetime:
    """When the case's own things were last changed: also by a person of it, who may have one of them too."""
    return max((case.things_at or case.opened_at, *people))


def lying_cases(after: str, limit: int) -> list[Case]:
    """The next cases by id, of every vault, without those that were put away or erased."""
    rows: QuerySet[Case] = lying_open(Case.objects.filter(pk__gt=after))
    return list(rows.order_by("pk")[:limit])


def lying_case(case_id: str) -> Case | None:
    """One case, unless it was put away or erased."""
    return lying_open(Case.objects.filter(pk=case_id)).first()


def lying_among(ids: Iterable[str]) -> frozenset[str]:
    """Those of these cases that were neither put away nor erased."""
    return frozenset(lying_open(Case.objects.filter(pk__in=set(ids))).values_list("pk", flat=True))


def opened_in(cases: list[Case]) -> Iterator[Opened]:
    """Every person of these cases, and each case that has things of its own: in the order of the cases, the case itself first."""
    here = Q(case__in=cases)
    yield from _opened(cases, Party.objects.filter(here), Identifier.objects.filter(here))


def opened_one(case: Case, subject: str) -> Opened | None:
    """The row to which an id belongs: of a person, of a thing, or of the case itself when it has things of its own."""
    for row in opened_in([case]):
        if subject in (row.party.pk if row.party else case.pk, *(thing.id for thing in row.things)):
            return row
    return None


def case_of(subject: str) -> str:
    """The case to which an id belongs, of a thing, of a person or its own; empty when there is none."""
    tables: tuple[tuple[type[Model], str], ...] = ((Party, "case"), (Identifier, "case"), (Case, "pk"))
    found = (
        model._default_manager.filter(pk=subject).values_list(column, flat=True).first() for model, column in tables
    )
    return next((case for case in found if case), "")


def _opened(cases: list[Case], people: "QuerySet[Party]", things: "QuerySet[Identifier]") -> Iterator[Opened]:
    by_case: dict[str, list[Party]] = {}
    for party in people.order_by("case", "role", "number"):
        by_case.setdefault(party.case_id, []).append(party)
    of_case: dict[str, list[Identifier]] = {}
    for thing in things.order_by("case", "id"):
        of_case.setdefault(thing.case_id, []).append(thing)
    for case in cases:
        yield from _of_case(case, by_case.get(case.pk, []), of_case.get(case.pk, []))


def _of_case(case: Case, people: list[Party], things: list[Identifier]) -> Iterator[Opened]:
    """With one look at the key of the case."""
    sealed = {sealed_as(party.pk, name): bytes(getattr(party, name)) for party in people for name in COMPARED}
    sealed |= {sealed_as(thing.pk, "value"): bytes(thing.value) for thing in things}
    texts = unseal_all(case.pk, sealed)
    whose = _whose(people, things, texts)
    if "" in whose:
        yield Opened(case, None, {}, tuple(whose[""]), _changed_at(case, (party.changed_at for party in people)))
    for party in people:
        own = {name: texts[sealed_as(party.pk, name)] for name in COMPARED}
        yield Opened(case, party, own, tuple(whose.get(party.pk, ())), party.changed_at)


def _whose(people: list[Party], things: list[Identifier], texts: dict[str, str]) -> dict[str, list[OpenThing]]:
    """Things by their owner; what a protected person has too is that person's, so that nobody learns of it as of the case."""
    protected = [party.pk for party in people if is_protected(party.role)]
    fields = [(party, name, texts[sealed_as(party, name)]) for party in protected for name in COMPARED]
    own = [(thing.party_id, thing.kind, texts[sealed_as(thing.pk, "value")]) for thing in things]
    owners = owners_of([*fields, *((party, kind, text) for party, kind, text in own if party in protected)])
    whose: dict[str, list[OpenThing]] = {}
    for thing, (party, kind, text) in zip(things, own, strict=True):
        found = OpenThing(thing.pk, IdentifierKind(kind), text)
        whose.setdefault(party or owner_among(owners, kind, text), []).append(found)
    return whose
