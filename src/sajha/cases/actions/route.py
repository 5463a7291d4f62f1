"""The way that people were taken, part by part, in order."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.basics.ids import new_id
from sajha.cases.actions.held import hold_open, keep
from sajha.cases.models import Case, RouteLeg
from sajha.cases.queries.single import of_case
from sajha.cases.rules import leg_is_told, may_be_in_month, may_be_written
from sajha.cases.values import LegFacts, sealed_as
from sajha.vault.actions import seal

_COLUMNS = ("start", "end", "transport", "month", "position")


@transaction.atomic
def add_leg(*, case_id: str, facts: LegFacts, by: Actor, at: datetime, position: int = 0) -> RouteLeg:
    """Add a part of the way at this place in the order (from 1), or as the last.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``leg.no_place``, ``leg.no_month``, ``leg.month_ahead``, ``aadhaar.never``.
        ValidationError: a code or place that does not exist.
    """
    case = hold_open(by, case_id)
    leg = RouteLeg(id=new_id("leg"), case=case, position=0)
    _write(leg, facts, at)
    _note(leg, facts.note)
    others = list(case.legs.order_by("position", "id"))
    leg.save(force_insert=True)
    _order(others, leg, position or len(others) + 1)
    keep(case, at=at)
    record(area="cases", action="leg.added", by=by, at=at, subject=case.id, detail={"leg": leg.id})
    return leg


@transaction.atomic
def change_leg(
    *,
    case_id: str,
    leg_id: str,
    facts: LegFacts,
    revision: int | None,
    by: Actor,
    at: datetime,
    position: int = 0,
) -> RouteLeg:
    """Write a part of the way anew, except its note; ``position`` (from 1) moves it, 0 leaves it where it is.

    Raises:
        Refused: as :func:`add_leg`; ``case.changed_meanwhile``.
    """
    case, leg = _hold_leg(case_id, leg_id, revision, by)
    _write(leg, facts, at)
    leg.save(update_fields=list(_COLUMNS))
    if position:
        _order(list(case.legs.exclude(pk=leg.pk).order_by("position", "id")), leg, position)
    keep(case, at=at)
    record(area="cases", action="leg.changed", by=by, at=at, subject=case.id, detail={"leg": leg.id})
    return leg


@transaction.atomic
def remove_leg(*, case_id: str, leg_id: str, by: Actor, at: datetime, revision: int | None = None) -> None:
    """Take a part of the way out. The record keeps from where to where it led, not its note.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``case.changed_meanwhile``.
    """
    case, leg = _hold_leg(case_id, leg_id, revision, by)
    was = {"leg": leg.id, "start": str(leg.start or ""), "end": str(leg.end or "")}
    leg.delete()
    keep(case, at=at)
    record(area="cases", action="leg.removed", by=by, at=at, subject=case.id, detail=was)


@transaction.atomic
def write_leg_note(*, case_id: str, leg_id: str, note: str, revision: int | None, by: Actor, at: datetime) -> None:
    """Seal the note of a part of the way anew; empty removes it.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``case.changed_meanwhile``, ``aadhaar.never``.
    """
    case, leg = _hold_leg(case_id, leg_id, revision, by)
    _note(leg, note)
    leg.save(update_fields=["note"])
    keep(case, at=at)
    record(area="cases", action="leg.note_written", by=by, at=at, subject=case.id, detail={"leg": leg.id})


def _note(leg: RouteLeg, note: str) -> None:
    require(may_be_written([note]))
    leg.note = seal(leg.case_id, sealed_as(leg.id, "note"), note.strip())


def _hold_leg(case_id: str, leg_id: str, revision: int | None, by: Actor) -> tuple[Case, RouteLeg]:
    case = hold_open(by, case_id, seen=revision)
    return case, of_case(RouteLeg.objects, case, leg_id)


def _write(leg: RouteLeg, facts: LegFacts, at: datetime) -> None:
    require(leg_is_told(facts.start, facts.end))
    require(may_be_in_month(facts.month, timezone.localdate(at)))
    leg.start, leg.end, leg.transport, leg.month = facts.start, facts.end, facts.transport, facts.month


def _order(others: list[RouteLeg], leg: RouteLeg, position: int) -> None:
    """Number all parts anew from 1, this one at its place."""
    others.insert(max(position - 1, 0), leg)
    for number, one in enumerate(others, start=1):
        one.position = number
    RouteLeg.objects.bulk_update(others, ["position"])
