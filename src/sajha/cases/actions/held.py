"""Take a case for changing: held against others until the transaction ends, and only when its editor saw its present state."""

from datetime import datetime

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.cases.models import Case, Party
from sajha.cases.queries.scope import visible
from sajha.cases.rules import may_change, unchanged_since


def hold(by: Actor, case_id: str, *, permission: str = "case:write") -> Case:
    """The case, locked. Open to the actor, and the actor may do this.

    Raises:
        Refused: ``not_found``, or without the permission.
    """
    require(may(by, permission))
    case = visible(by).select_for_update().filter(pk=case_id).first()
    if case is None:
        raise Refused(no("not_found"))
    return case


def hold_open(by: Actor, case_id: str, *, seen: int | None = None) -> Case:
    """The same of a case that is not closed, and has not changed since revision ``seen``.

    Raises:
        Refused: as :func:`hold`; ``case.closed``; ``case.changed_meanwhile``.
    """
    case = hold(by, case_id)
    require(may_change(case.is_open))
    require(unchanged_since(seen, case.revision))
    return case


def keep(case: Case, *names: str, at: datetime) -> None:
    """Store these columns of a case as its next revision."""
    case.revision += 1
    case.updated_at = at
    case.save(update_fields=[*names, "revision", "updated_at"])


def keep_party(party: Party, *names: str, at: datetime) -> None:
    """Store these columns of a person as the next revision."""
    party.revision += 1
    party.changed_at = at
    party.save(update_fields=[*names, "revision", "changed_at"])
