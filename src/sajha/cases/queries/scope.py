"""Which cases are open to whom: of the vaults that a person reads, the head of the unit sees all, others those they were given."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sajha.accounts.rules import may
from sajha.accounts.values import Role
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.cases.models import Case, CaseAccess, PutAway
from sajha.cases.values import Vault


def sees_all(by: Actor) -> bool:
    """Whether every case of the actor's vaults is open to the actor."""
    return Role.UNIT_HEAD in by.roles


def put_away(case: str) -> Exists:
    """The condition that a case was put away (sealed or erased); ``case`` is the column that holds its id."""
    return Exists(PutAway.objects.filter(case=OuterRef(case)))


def lying_open(rows: "QuerySet[Any]", case: str = "pk") -> "QuerySet[Any]":
    """Without the rows whose case was put away."""
    return rows.filter(~put_away(case))


def within_reach(by: Actor) -> "QuerySet[Case]":
    """The same as :func:`visible`, and for the head of the unit also what was put away."""
    if may(by, "case:read").allowed and sees_all(by):
        return Case.objects.filter(vault__in=vaults_of(by))
    return visible(by)


def visible(by: Actor) -> "QuerySet[Case]":
    """The cases open to the actor; none without ``case:read``, none of a vault that the actor does not read, none that was put away."""
    if not may(by, "case:read").allowed:
        return Case.objects.none()
    inside: QuerySet[Case] = lying_open(Case.objects.filter(vault__in=vaults_of(by)))
    if sees_all(by):
        return inside
    # looked up case by case in the index: a list of thousands of ids would be built for the sake of one
    return inside.filter(Exists(CaseAccess.objects.filter(user=by.id, case=OuterRef("pk"))))


def vaults_of(by: Actor) -> list[str]:
    """The vaults that the actor reads, in the order of their list."""
    return [vault.value for vault in Vault if vault in by.vaults]


def in_vaults_of(by: Actor) -> "QuerySet[Case]":
    """Every case of the actor's vaults, whether it is open to the actor or not: to narrow what is the actor's by another right."""
    return Case.objects.filter(vault__in=vaults_of(by))


def id_of_number(by: Actor, number: str) -> str:
    """The id of the case of this number, in whichever of the actor's vaults it lies; empty when none of it is open to the actor."""
    return visible(by).filter(number=number).values_list("pk", flat=True).first() or ""


def numbers_of(by: Actor, ids: Iterable[str]) -> dict[str, str]:
    """The numbers of cases by their ids, of those open to the actor."""
    return dict(visible(by).filter(pk__in=set(ids)).values_list("pk", "number"))


def vault_of(case_id: str) -> str:
    """In which vault a case lies, so that what is sealed about it elsewhere lies there too; empty for none. Shown to nobody."""
    return Case.objects.filter(pk=case_id).values_list("vault", flat=True).first() or ""


def is_running(case_id: str) -> bool:
    """Whether a case is open: neither closed nor put away. Shown to nobody."""
    return lying_open(Case.objects.filter(pk=case_id, is_open=True)).exists()


def visible_ids(by: Actor) -> "QuerySet[Case]":
    """Their ids, as a query to be put into another."""
    return visible(by).values_list("pk", flat=True)  # type: ignore[return-value]


def changed_since(case: str, at: str) -> Exists:
    """Whether the case in the outer row's column ``case`` was changed at or after the time in its column ``at``."""
    return Exists(Case.objects.filter(pk=OuterRef(case), updated_at__gte=OuterRef(at)))


def case_for(by: Actor, case_id: str) -> Case:
    """One case.

    Raises:
        Refused: there is none of this id, or it is not open to the actor; the answer is the same.
    """
    case = visible(by).filter(pk=case_id).first()
    if case is None:
        raise Refused(no("not_found"))
    return case
