"""Who is responsible for a case and who may open it. Access is given and ended by name, never by a form field of the case."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.queries import colleagues
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, Refused, no, require, yes
from sajha.cases.actions.held import hold, keep
from sajha.cases.models import Case, CaseAccess


def let_in(case: Case, user_id: str, by: Actor, at: datetime) -> bool:
    """The row of access; whether it is new. The caller audits it."""
    given = {"given_by": by.id, "given_at": at, "opened_at": case.opened_at, "is_open": case.is_open}
    _, made = CaseAccess.objects.get_or_create(case=case, user=user_id, defaults=given)
    return made


def _hold_for(case_id: str, user_id: str, by: Actor) -> Case:
    case = hold(by, case_id, permission="case:assign")
    require(_reads(user_id, case.vault, by))
    return case


def _reads(user_id: str, vault: str, by: Actor) -> Decision:
    """Only a worker who reads the vault of the case is let in."""
    return yes() if user_id in {id for id, _ in colleagues(by, vault)} else no("case.not_a_worker")


@transaction.atomic
def assign_case(*, case_id: str, user_id: str, by: Actor, at: datetime) -> Case:
    """Make somebody responsible for the case, and let them open it. Who was responsible before keeps access until it is ended.

    Raises:
        Refused: without ``case:assign``, ``not_found``, ``case.not_a_worker``.
    """
    case = _hold_for(case_id, user_id, by)
    case.owner = user_id
    keep(case, "owner", at=at)
    let_in(case, user_id, by, at)
    record(area="cases", action="case.assigned", by=by, at=at, subject=case.id, detail={"to": user_id})
    return case


@transaction.atomic
def give_access(*, case_id: str, user_id: str, by: Actor, at: datetime) -> None:
    """Let one more person open the case.

    Raises:
        Refused: without ``case:assign``, ``not_found``, ``case.not_a_worker``.
    """
    case = _hold_for(case_id, user_id, by)
    let_in(case, user_id, by, at)
    record(area="cases", action="case.access_given", by=by, at=at, subject=case.id, detail={"to": user_id})


@transaction.atomic
def end_access(*, case_id: str, user_id: str, by: Actor, at: datetime) -> None:
    """From now on this person cannot open the case any more.

    Raises:
        Refused: without ``case:assign``, ``not_found`` (also when the person has no access), ``case.owner_keeps_access``.
    """
    case = hold(by, case_id, permission="case:assign")
    if case.owner == user_id:
        raise Refused(no("case.owner_keeps_access"))
    ended, _ = CaseAccess.objects.filter(case=case, user=user_id).delete()
    if not ended:
        raise Refused(no("not_found"))
    record(area="cases", action="case.access_ended", by=by, at=at, subject=case.id, detail={"from": user_id})
