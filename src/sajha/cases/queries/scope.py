"""Which cases are open to whom: the head of the unit sees all of the node, others those they were given."""

from django.db.models import Exists, OuterRef, QuerySet

from sajha.accounts.rules import may
from sajha.accounts.values import Role
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.cases.models import Case, CaseAccess


def sees_all(by: Actor) -> bool:
    """Whether every case of the node is open to the actor."""
    return Role.UNIT_HEAD in by.roles


def visible(by: Actor) -> "QuerySet[Case]":
    """The cases open to the actor; none without ``case:read``."""
    if not may(by, "case:read").allowed:
        return Case.objects.none()
    if sees_all(by):
        return Case.objects.all()
    # looked up case by case in the index: a list of thousands of ids would be built for the sake of one
    return Case.objects.filter(Exists(CaseAccess.objects.filter(user=by.id, case=OuterRef("pk"))))


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
