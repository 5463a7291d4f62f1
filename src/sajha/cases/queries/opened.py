"""Records opened for the node's own comparing with other organisations: shown to nobody here. The caller says which cases."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from sajha.cases.models import Case, Identifier, Party
from sajha.cases.queries.scope import lying_open
from sajha.cases.values import OpenThing, sealed_as
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
            yield Closed(case, "", "", 1, case.things_at or case.opened_at)
        for party, role, revision, changed_at in people.get(case.pk, ()):
            yield Closed(case, party, role, revision, changed_at)


def lying_cases(after: str, limit: int) -> list[Case]:
    """The next cases by id, of every vault, without those that were put away or erased."""
    rows: QuerySet[Case] = lying_open(Case.objects.filter(pk__gt=after))
    return list(rows.order_by("pk")[:limit])


def lying_case(case_id: str) -> Case | None:
    """One case, unless it was put away or erased."""
    return lying_open(Case.objects.filter(pk=case_id)).first()


def opened_in(cases: list[Case]) -> Iterator[Opened]:
    """Every person of these cases, and each case that has things of its own: in the order of the cases, the case itself first."""
    here = Q(case__in=cases)
    yield from _opened(cases, Party.objects.filter(here), Identifier.objects.filter(here))


def opened_one(case: Case, party: str) -> Opened | None:
    """One person of a case, or (empty) the case itself when it has things of its own."""
    people = Party.objects.filter(case=case, pk=party)
    things = Identifier.objects.filter(case=case, party=party or None)
    return next(_opened([case], people, things), None)


def owner_of(subject: str) -> tuple[str, str] | None:
    """(case, person) of an id: of a thing, of a person, or of a case; the person is empty for the case itself."""
    found: Any = Identifier.objects.filter(pk=subject).values_list("case", "party").first()
    found = found or Party.objects.filter(pk=subject).values_list("case", "pk").first()
    found = found or Case.objects.filter(pk=subject).values_list("pk", "pk").first()
    if found is None:
        return None
    case, party = found
    return case, party if party and party != case else ""


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
    whose: dict[str, list[OpenThing]] = {}
    for thing in things:
        found = OpenThing(thing.pk, IdentifierKind(thing.kind), texts[sealed_as(thing.pk, "value")])
        whose.setdefault(thing.party_id or "", []).append(found)
    if "" in whose:
        yield Opened(case, None, {}, tuple(whose[""]))
    for party in people:
        own = {name: texts[sealed_as(party.pk, name)] for name in COMPARED}
        yield Opened(case, party, own, tuple(whose.get(party.pk, ())))
