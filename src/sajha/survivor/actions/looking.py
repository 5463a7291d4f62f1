"""Looking is an act: the person's record is opened in the same transaction in which the look is written down, or not at all."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.cases.rules import may_be_written
from sajha.survivor.queries import person_of, view_of, visit_of
from sajha.survivor.queries.looks import HANDED_OVER, OPENED, OWN_READ
from sajha.survivor.values import SURVIVOR, SurvivorView, Visit
from sajha.vault.seals import KeyDestroyed

SHORTEST_REASON = 10


def myself(party_id: str) -> Actor:
    """The Actor who is the person of the record: no account, no role, no name."""
    return Actor(id=party_id, kind=SURVIVOR, label=SURVIVOR)


@transaction.atomic
def open_together(*, case_id: str, party_id: str, reason: str, by: Actor, at: datetime) -> SurvivorView:
    """The record of one person, identity included, to be read together with that person; recorded with its reason.

    Raises:
        Refused: without ``survivor:show`` and ``case:reveal``, ``not_found``, ``survivor.accused``, ``reason.too_short``,
            ``aadhaar.never``.
    """
    _check(case_id, party_id, reason, by)
    record(area=SURVIVOR, action=OPENED, by=by, at=at, subject=party_id, about=case_id, reason=reason.strip())
    return view_of(by, case_id, party_id, at)


def _check(case_id: str, party_id: str, reason: str, by: Actor) -> None:
    require(may(by, "case:reveal"))
    person_of(by, case_id, party_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(no("reason.too_short"))
    require(may_be_written([reason]))


@transaction.atomic
def hand_over(
    *, case_id: str, party_id: str, language: str, wanted: bool, reason: str, by: Actor, at: datetime
) -> SurvivorView:
    """The same for a sheet of paper, which the person keeps; ``wanted``: asked alone, the person wants paper and has a safe place.

    Raises:
        Refused: as :func:`open_together`; ``survivor.ask_paper`` when the person was not asked or does not want it.
    """
    _check(case_id, party_id, reason, by)
    if not wanted:
        raise Refused(no("survivor.ask_paper"))
    record(
        area=SURVIVOR,
        action=HANDED_OVER,
        by=by,
        at=at,
        subject=party_id,
        about=case_id,
        reason=reason.strip(),
        detail={"language": language},
    )
    return view_of(by, case_id, party_id, at)


@transaction.atomic
def read_own(*, token: str, at: datetime) -> tuple[Visit, SurvivorView] | None:
    """What the cookie of a visit opens, recorded as read by the person; none when it opens nothing, or the record was erased."""
    visit = visit_of(token, at)
    if visit is None:
        return None
    by = myself(visit.party_id)
    try:
        view = view_of(by, visit.case_id, visit.party_id, at)
    except KeyDestroyed:
        return None
    record(area=SURVIVOR, action=OWN_READ, by=by, at=at, subject=visit.party_id, about=visit.case_id)
    return visit, view
