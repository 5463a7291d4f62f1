"""Looking is an act: what is shown is recorded in the same transaction, or is not shown."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import cast

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.cases.models import Case, Party, RouteLeg
from sajha.cases.queries.lists import PAGE, case_list
from sajha.cases.queries.looks import REVEALED, THINGS_SHOWN, VIEWED
from sajha.cases.queries.scope import case_for
from sajha.cases.queries.single import of_case, sheet_of
from sajha.cases.rules import may_be_written, may_reveal, may_reveal_things
from sajha.cases.values import IDENTITY_FIELDS, CasePage, CaseSheet, Wanted, sealed_as
from sajha.vault.actions import unseal


@transaction.atomic
def list_cases(*, wanted: Wanted, by: Actor, at: datetime, size: int = PAGE) -> CasePage:
    """A page of cases, as :func:`queries.case_list`; recorded with how many were shown."""
    page = case_list(by, wanted, size=size)
    record(area="cases", action="cases.listed", by=by, at=at, detail={"count": len(page.lines)})
    return page


@transaction.atomic
def view_case(*, case_id: str, by: Actor, at: datetime) -> CaseSheet:
    """One case without anything sealed; recorded.

    Raises:
        Refused: ``not_found``.
    """
    case = case_for(by, case_id)
    record(area="cases", action=VIEWED, by=by, at=at, subject=case.id)
    return sheet_of(case)


@transaction.atomic
def reveal_identity(
    *, case_id: str, party_id: str, fields: Iterable[str], reason: str, by: Actor, at: datetime
) -> dict[str, str]:
    """Open these identity fields of one person, for a reason that the person can later see; fields without a value are left out.

    Raises:
        Refused: without ``case:reveal``, ``not_found``, ``reveal.nothing``, ``reason.too_short``, ``aadhaar.never``.
    """
    require(may(by, "case:reveal"))
    return reveal_in(case_for(by, case_id), party_id, fields, reason, by, at)


def reveal_in(
    case: Case, party_id: str, fields: Iterable[str], reason: str, by: Actor, at: datetime, **more: str
) -> dict[str, str]:
    """The same of a case that the caller may read, within the caller's transaction; ``more`` goes into the record's detail."""
    party: Party = of_case(Party.objects, case, party_id)
    asked = [name for name in IDENTITY_FIELDS if name in set(fields)]
    require(may_reveal(fields, reason))
    require(may_be_written([reason]))
    shown = {name: unseal(case.id, sealed_as(party.id, name), getattr(party, name)) for name in asked}
    shown = {name: text for name, text in shown.items() if text}
    detail = {"fields": list(shown), **more}
    record(
        area="cases",
        action=REVEALED,
        by=by,
        at=at,
        subject=party.id,
        about=case.id,
        reason=reason.strip(),
        detail=detail,
    )
    return shown


@transaction.atomic
def reveal_identifiers(
    *, case_id: str, identifiers: Iterable[str], reason: str, by: Actor, at: datetime, party_id: str = ""
) -> dict[str, str]:
    """Open these things of one person, or (no ``party_id``) of the case itself, for a reason that the person can later see; by id.

    Raises:
        Refused: without ``case:reveal``, ``not_found``, ``reveal.nothing``, ``reason.too_short``, ``aadhaar.never``.
    """
    require(may(by, "case:reveal"))
    case, asked = case_for(by, case_id), set(identifiers)
    rows = [row for row in case.identifiers.order_by("id") if row.pk in asked and (row.party_id or "") == party_id]
    require(may_reveal_things(asked, {row.pk for row in rows}, reason))
    require(may_be_written([reason]))
    detail = {"fields": [f"identifier.{row.kind}" for row in rows]}
    subject, about = party_id or case.id, case.id
    record(
        area="cases",
        action=REVEALED if party_id else THINGS_SHOWN,
        by=by,
        at=at,
        subject=subject,
        about=about,
        reason=reason.strip(),
        detail=detail,
    )
    return {row.pk: unseal(case.id, sealed_as(row.pk, "value"), bytes(row.value)) for row in rows}


@transaction.atomic
def read_notes(*, case_id: str, by: Actor, at: datetime) -> str:
    """The notes of a case, opened; recorded.

    Raises:
        Refused: without ``case:reveal``, ``not_found``.
    """
    require(may(by, "case:reveal"))
    case = case_for(by, case_id)
    record(area="cases", action="case.notes_read", by=by, at=at, subject=case.id)
    return unseal(case.id, "notes", bytes(case.notes))


@transaction.atomic
def read_more(*, case_id: str, by: Actor, at: datetime) -> dict[str, str]:
    """What else a file said of the case, by the names of its standard, opened; recorded.

    Raises:
        Refused: without ``case:reveal``, ``not_found``.
    """
    require(may(by, "case:reveal"))
    case = case_for(by, case_id)
    record(area="cases", action="case.more_read", by=by, at=at, subject=case.id)
    text = unseal(case.id, sealed_as(case.id, "more"), bytes(case.more))
    return cast(dict[str, str], json.loads(text)) if text else {}


@transaction.atomic
def read_leg_note(*, case_id: str, leg_id: str, by: Actor, at: datetime) -> str:
    """The note of a part of the way, opened; recorded.

    Raises:
        Refused: without ``case:reveal``, ``not_found``.
    """
    require(may(by, "case:reveal"))
    case = case_for(by, case_id)
    leg: RouteLeg = of_case(RouteLeg.objects, case, leg_id)
    record(area="cases", action="leg.note_read", by=by, at=at, subject=case.id, detail={"leg": leg.id})
    return unseal(case.id, sealed_as(leg.id, "note"), bytes(leg.note))
