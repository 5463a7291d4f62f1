"""What this area asks of ``cases``: which are open to a person. Nothing of their content."""

from django.db.models import Exists, OuterRef

from sajha.basics.actor import Actor
from sajha.basics.ids import is_id
from sajha.cases import queries as cases


def is_about_open(by: Actor, column: str) -> Exists:
    """Whether the column of the outer query names a case in the actor's reach, looked up case by case."""
    return Exists(cases.within_reach(by).filter(pk=OuterRef(column)))


def is_in_vault(by: Actor, column: str) -> Exists:
    """Whether the column of the outer query names a case of a vault that the actor reads."""
    return Exists(cases.in_vaults_of(by).filter(pk=OuterRef(column)))


def put_away(column: str) -> Exists:
    """The condition that the case in this column was put away."""
    return cases.put_away(column)


def vault_of(case: str) -> str:
    """In which vault the case lies, so that words about it lie there too; empty for none."""
    return cases.vault_of(case) if case else ""


def is_open_to(by: Actor, case: str) -> bool:
    """Whether this case is open to the actor."""
    return is_id(case, "case") and cases.visible_ids(by).filter(pk=case).exists()
