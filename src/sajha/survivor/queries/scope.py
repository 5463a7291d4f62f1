"""Whose record an Actor may read here: a worker's own cases, and everybody their own."""

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.cases.models import Party
from sajha.cases.queries import visible
from sajha.cases.values import Role
from sajha.survivor.rules import may_read_own
from sajha.survivor.values import SURVIVOR


def person_of(by: Actor, case_id: str, party_id: str) -> Party:
    """The person, with the case.

    Raises:
        Refused: without ``survivor:show``; ``not_found``; ``survivor.accused`` for an accused person.
    """
    rows = Party.objects.select_related("case").filter(case=case_id, pk=party_id)
    if by.kind == SURVIVOR:
        require(may_read_own(by, party_id))
    else:
        require(may(by, "survivor:show"))
        rows = rows.filter(case__in=visible(by))
    found = rows.first()
    if found is None:
        raise Refused(no("not_found"))
    if found.role == Role.ACCUSED:
        raise Refused(no("survivor.accused"))
    return found
