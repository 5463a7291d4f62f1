"""Who sees which emergency, and the case through it. A stranger learns nothing from any answer."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sajha.accounts.rules import may
from sajha.accounts.values import Role
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.cases.emergency.models import EmergencyAccess, EmergencyNotice
from sajha.cases.emergency.rules import MOST_HOURS, WAITS, may_do, opens, review_due, stage, until
from sajha.cases.emergency.values import Emergency, EmergencyLine, EmergencySheet, Stage, Step
from sajha.cases.models import Case
from sajha.cases.queries import lying_open, vaults_of
from sajha.vault.actions import unseal
from sajha.vault.seals import KeyDestroyed

SIZE = 50
PERMISSIONS = {
    Step.CONFIRM: "emergency:confirm",
    Step.DECLINE: "emergency:confirm",
    Step.END: "emergency:see",
    Step.REVIEW: "emergency:review",
}


def value_of(row: EmergencyAccess) -> Emergency:
    """The row as the rules read it."""
    return Emergency(**{one.name: getattr(row, one.name) for one in fields(Emergency)})


def visible(by: Actor, at: datetime) -> "QuerySet[EmergencyAccess]":
    """Emergencies that concern the actor: own ones, those that may be confirmed now, confirmed ones that the actor was told
    of, took part in, or may review.

    Raises:
        Refused: without ``emergency:see``.
    """
    require(may(by, "emergency:see"))
    told = Exists(EmergencyNotice.objects.filter(emergency=OuterRef("pk"), user=by.id))
    mine = Q(asked_by=by.id) | Q(confirmed_by=by.id) | Q(declined_by=by.id)
    return EmergencyAccess.objects.filter(mine | told | _to_decide(by, at) | _to_review(by))


def _to_decide(by: Actor, at: datetime) -> Q:
    """Those that wait for a second person: any head of unit, and whoever reads the vault; not the asker."""
    if not may(by, "emergency:confirm").allowed:
        return Q(pk__in=[])
    waits = Q(confirmed_at=None, declined_at=None, asked_at__gt=at - WAITS) & ~Q(case="") & ~Q(asked_by=by.id)
    return waits if Role.UNIT_HEAD in by.roles else waits & Q(vault__in=vaults_of(by))


def _to_review(by: Actor) -> Q:
    """Those that were opened, for an auditor and for heads who read the vault, unless they were one of the two."""
    if not may(by, "emergency:review").allowed:
        return Q(pk__in=[])
    third = Q(confirmed_at__isnull=False) & ~Q(asked_by=by.id) & ~Q(confirmed_by=by.id)
    return third if Role.AUDITOR in by.roles else third & Q(vault__in=vaults_of(by))


def find(by: Actor, emergency_id: str, at: datetime, *, lock: bool = False) -> EmergencyAccess:
    """One emergency that concerns the actor.

    Raises:
        Refused: without ``emergency:see``; ``not_found``, the same for one that does not exist.
    """
    rows = EmergencyAccess.objects.select_for_update() if lock else EmergencyAccess.objects
    row = rows.filter(pk__in=visible(by, at).filter(pk=emergency_id).values("pk")).first()
    if row is None:
        raise Refused(no("not_found"))
    return row


def opened_case(by: Actor, emergency_id: str, at: datetime) -> Case:
    """The case that an emergency opens to the actor now, for reading.

    Raises:
        Refused: ``not_found``; ``emergency.not_open`` once it is over.
    """
    row = find(by, emergency_id, at)
    if not opens(value_of(row), by.id, at):
        raise Refused(no("emergency.not_open"))
    case: Case | None = lying_open(Case.objects.filter(pk=row.case)).first()
    if case is None:
        raise Refused(no("emergency.not_open"))
    return case


def line_of(by: Actor, row: EmergencyAccess, at: datetime) -> EmergencyLine:
    """An emergency in a list. To its asker a declined one looks like one that waits, for a refusal would tell that there is a case."""
    one = value_of(row)
    own = row.asked_by == by.id and not row.confirmed_at
    now_at = stage(one, at)
    if own and now_at == Stage.DECLINED:
        now_at = Stage.WAITING if at < row.asked_at + WAITS else Stage.LAPSED
    return EmergencyLine(
        row.id, row.number, "" if own else row.vault, now_at, row.asked_by, row.asked_at, until(one), review_due(one), bool(row.reviewed_at),
    )  # fmt: skip


def sheet_of(by: Actor, row: EmergencyAccess, at: datetime) -> EmergencySheet:
    """All of it that its reader may see. Whoever decides sees number, vault, asker and reason; nothing of the case."""
    one = value_of(row)
    record = row.case or row.id
    hidden = row.asked_by == by.id and not row.confirmed_at
    return EmergencySheet(
        line=line_of(by, row, at),
        hours=row.hours,
        reason=_words(record, f"{row.id}/reason", bytes(row.reason)),
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
        declined_by="" if hidden else row.declined_by,
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
        verdict=row.verdict,
        review=_words(record, f"{row.id}/review", bytes(row.review)),
        may=tuple(step for step in Step if _may(by, row, one, step, at)),
        may_look=opens(one, by.id, at),
    )


def _words(record: str, name: str, blob: bytes) -> str:
    """Words of an emergency; none once its case was erased."""
    try:
        return unseal(record, name, blob)
    except KeyDestroyed:
        return ""


def _may(by: Actor, row: EmergencyAccess, one: Emergency, step: Step, at: datetime) -> bool:
    return allowed_here(by, row, step, at) and may_do(one, step, by.id, at).allowed


def allowed_here(by: Actor, row: EmergencyAccess, step: Step, at: datetime) -> bool:
    """Whether the actor is one of those who may do this with this emergency at all."""
    if not may(by, PERMISSIONS[step]).allowed:
        return False
    if step == Step.END:
        return True
    among = _to_review(by) if step == Step.REVIEW else _to_decide(by, at)
    return EmergencyAccess.objects.filter(among, pk=row.pk).exists()


def emergencies(by: Actor, at: datetime, *, size: int = SIZE) -> list[EmergencyLine]:
    """The newest emergencies that concern the actor.

    Raises:
        Refused: without ``emergency:see``.
    """
    return [line_of(by, row, at) for row in visible(by, at).order_by("-asked_at", "-id")[:size]]


def pressing(by: Actor, at: datetime, *, size: int = 10) -> list[EmergencyLine]:
    """Those that need the actor now: to decide on, open ones, ones told of and not seen yet, and ones to review.

    Raises:
        Refused: without ``emergency:see``.
    """
    unseen = EmergencyNotice.objects.filter(emergency=OuterRef("pk"), user=by.id, seen_at=None)
    rows = visible(by, at).annotate(unseen=Exists(unseen))
    waits = _to_decide(by, at) | Q(asked_by=by.id, confirmed_at=None, asked_at__gt=at - WAITS)
    live = Q(ended_at=None, confirmed_at__gt=at - timedelta(hours=MOST_HOURS))
    rows = rows.filter(waits | live | Q(unseen=True) | (_to_review(by) & Q(reviewed_at=None)))
    rows = rows.order_by(F("confirmed_at").asc(nulls_first=True), "asked_at", "id")
    lines = ((line_of(by, row, at), row) for row in rows[: 4 * size])
    return [line for line, row in lines if _presses(by, line, row)][:size]


def _presses(by: Actor, line: EmergencyLine, row: Any) -> bool:
    if line.stage in (Stage.WAITING, Stage.OPEN) or row.unseen:
        return True
    third = by.id not in (row.asked_by, row.confirmed_by)
    return third and not line.reviewed and may(by, "emergency:review").allowed
