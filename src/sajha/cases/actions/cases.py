"""Open, change, close and reopen a case."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.basics.ids import new_id
from sajha.cases.actions.access import let_in
from sajha.cases.actions.held import hold, hold_open, keep
from sajha.cases.actions.numbers import take_numbers
from sajha.cases.actions.people import add_party
from sajha.cases.actions.vaults import vault_for
from sajha.cases.models import Case, CaseAccess
from sajha.cases.rules import (
    may_be_identified_on,
    may_be_written,
    may_close_as,
    may_stand_open_as,
    reason_is_given,
)
from sajha.cases.values import CaseFacts, PersonFacts, Role, is_open, region_of
from sajha.terms.coded import Coded
from sajha.terms.vocabularies import check, coded
from sajha.vault.actions import make_key, seal

_COLUMNS = ("status", "is_open", "channel", "identified_by", "identified_on", "identified_in", "region")


@transaction.atomic
def open_case(
    *,
    facts: CaseFacts,
    role: Role,
    by: Actor,
    at: datetime,
    person: PersonFacts | None = None,
    identity: Mapping[str, str] | None = None,
    vault: str = "",
) -> Case:
    """Open a case with its first person. Whoever opens it is responsible for it and may open it again.

    It lies in ``vault``, from then on; the usual one of its writer when none is named.

    Raises:
        Refused: without ``case:write``, ``vault.choose``, ``vault.not_yours``, a day that is ahead, or what :func:`add_party` refuses.
        ValidationError: a code or place that does not exist.
    """
    require(may(by, "case:write"))
    year = timezone.localtime(at).year
    case = Case(
        id=new_id("case"),
        number=next(take_numbers(year=year)),
        vault=vault_for(by, vault),
        opened_at=at,
        opened_by=by.id,
        owner=by.id,
        updated_at=at,
    )
    make_key(case.id, vault=case.vault)
    _write(case, facts, at)
    _note(case, facts.notes)
    case.save(force_insert=True)
    let_in(case, by.id, by, at)
    record(area="cases", action="case.opened", by=by, at=at, subject=case.id, detail={"vault": case.vault})
    add_party(case_id=case.id, role=role, facts=person or PersonFacts(), identity=identity or {}, by=by, at=at)
    case.refresh_from_db()
    return case


@transaction.atomic
def change_case(*, case_id: str, facts: CaseFacts, revision: int | None, by: Actor, at: datetime) -> Case:
    """Write how, by whom, when and where anew. The notes stay as they are.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``case.changed_meanwhile``, ``case.close_instead``.
        ValidationError: a code or place that does not exist.
    """
    case = hold_open(by, case_id, seen=revision)
    before = {name: getattr(case, name) for name in _COLUMNS}
    _write(case, facts, at)
    keep(case, *_COLUMNS, at=at)
    changed = sorted(name for name, value in before.items() if getattr(case, name) != value)
    record(area="cases", action="case.changed", by=by, at=at, subject=case.id, detail={"fields": changed})
    return case


def _write(case: Case, facts: CaseFacts, at: datetime) -> None:
    status = facts.status if isinstance(facts.status, Coded) else coded("case_status", "Active")
    require(may_stand_open_as(status))
    require(may_be_identified_on(facts.identified_on, timezone.localdate(at)))
    case.status, case.is_open = status, True
    case.channel, case.identified_by = facts.channel, facts.identified_by
    case.identified_on, case.identified_in = facts.identified_on, facts.identified_in
    case.region = region_of(facts.identified_in)


@transaction.atomic
def write_notes(*, case_id: str, notes: str, revision: int | None, by: Actor, at: datetime) -> Case:
    """Seal the notes of a case anew; empty removes them.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``case.changed_meanwhile``, ``aadhaar.never``.
    """
    case = hold_open(by, case_id, seen=revision)
    _note(case, notes)
    keep(case, "notes", at=at)
    record(area="cases", action="case.notes_written", by=by, at=at, subject=case.id)
    return case


def _note(case: Case, notes: str) -> None:
    require(may_be_written([notes]))
    case.notes = seal(case.id, "notes", notes.strip())


@transaction.atomic
def close_case(
    *, case_id: str, status: Coded, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> Case:
    """Close a case as ``Closed`` or ``ClosedReferred``, for a reason. Nothing in it is lost; it can be opened again.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``case.changed_meanwhile``, ``case.not_a_closure``, ``reason.too_short``.
    """
    case = hold_open(by, case_id, seen=revision)
    require(check(status, of="case_status"))
    require(may_close_as(status))
    require(reason_is_given(reason))
    require(may_be_written([reason]))
    _stand(case, status, at)
    detail = {"status": status.code}
    record(area="cases", action="case.closed", by=by, at=at, subject=case.id, reason=reason, detail=detail)
    return case


@transaction.atomic
def reopen_case(*, case_id: str, reason: str, by: Actor, at: datetime) -> Case:
    """Open a closed case again, for a reason. An open one stays as it is, and the wish is recorded.

    Raises:
        Refused: ``not_found``, ``reason.too_short``.
    """
    case = hold(by, case_id)
    require(reason_is_given(reason))
    require(may_be_written([reason]))
    if not case.is_open:
        _stand(case, coded("case_status", "Active"), at)
    record(area="cases", action="case.reopened", by=by, at=at, subject=case.id, reason=reason)
    return case


def _stand(case: Case, status: Coded, at: datetime) -> None:
    case.status, case.is_open = status, is_open(status)
    keep(case, "status", "is_open", at=at)
    CaseAccess.objects.filter(case=case).update(is_open=case.is_open)
