"""What this area asks of ``cases``: which are open to a person. Nothing of their content."""

from django.db.models import QuerySet

from sajha.basics.actor import Actor
from sajha.basics.ids import is_id
from sajha.cases import queries as cases
from sajha.cases.models import Case


def visible_ids(by: Actor) -> "QuerySet[Case]":
    """Ids of the cases open to the actor, as a query to be put into another."""
    return cases.visible_ids(by)


def is_open_to(by: Actor, case: str) -> bool:
    """Whether this case is open to the actor."""
    return is_id(case, "case") and cases.visible_ids(by).filter(pk=case).exists()
