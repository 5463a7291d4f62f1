"""What people make of an agreement: a custodian's decision, and anybody's judgement, added and never changed."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.matching.models import Hit, Judgement, Sighting
from sajha.matching.queries.found import hit_row, sighting_row
from sajha.matching.queries.still import still_sought
from sajha.matching.rules import SHORTEST_REASON
from sajha.matching.values import SightingState, Verdict
from sajha.vault.actions import seal


@transaction.atomic
def judge(*, of: str, verdict: str, reason: str, by: Actor, at: datetime) -> Judgement:
    """Say of a hit or a sighting that it is the same, another, or that one cannot tell. The last word shows; all are kept.

    Raises:
        Refused: without ``match:judge``, ``not_found``, an unknown verdict, or no reason.
    """
    require(may(by, "match:judge"))
    found: Hit | Sighting = sighting_row(by, of) if of.startswith("sighting_") else hit_row(by, of)
    if verdict not in frozenset(Verdict):
        raise Refused(no("match.no_verdict"))
    _needs_reason(reason)
    row = Judgement(id=new_id("judgement"), of=of, verdict=verdict, case=found.case, by=by.id, at=at)
    row.reason = seal(found.case, row.id, reason)
    row.save(force_insert=True)
    record(
        area="matching",
        action="match.judged",
        by=by,
        at=at,
        subject=of,
        about=found.case,
        reason=reason,
        detail={"verdict": verdict},
    )
    return row


@transaction.atomic
def decide(*, sighting: str, decision: str, reason: str, by: Actor, at: datetime) -> Sighting:
    """Decide, with the person, what the seeker is told: an answer, an answer through the committee, or nothing.

    Nothing leaves here: an answer is a request that a person writes and sends through the gate, silence is the same as no sighting.

    Raises:
        Refused: without ``match:judge``, ``not_found``, an unknown decision, no reason, or ``match.no_longer_sought`` for an answer to
            who does not look any more (the search ended, or its ground did).
    """
    require(may(by, "match:judge"))
    row = sighting_row(by, sighting, for_update=True)
    if decision not in (SightingState.ANSWERED, SightingState.COMMITTEE, SightingState.SILENT):
        raise Refused(no("match.no_decision"))
    _needs_reason(reason)
    if decision != SightingState.SILENT and not still_sought(row):
        raise Refused(no("match.no_longer_sought"))
    row.state, row.decided_by, row.decided_at = decision, by.id, at
    row.reason = seal(row.case, f"{row.id}/reason", reason)
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record(
        area="matching",
        action="sighting.decided",
        by=by,
        at=at,
        subject=row.id,
        about=row.case,
        reason=reason,
        detail={"decision": decision},
    )
    return row


def _needs_reason(reason: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(no("reason.too_short"))
