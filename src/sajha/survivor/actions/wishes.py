"""What a person asks for from their own phone. It changes no consent: a worker who is told talks with the person first."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.cases.queries import visible
from sajha.survivor.actions.looking import myself
from sajha.survivor.models import OwnWish
from sajha.survivor.queries import visit_of
from sajha.survivor.values import SURVIVOR, Wish


@transaction.atomic
def wish_for(*, token: str, wish: Wish, at: datetime) -> bool:
    """Write down a wish of whoever the cookie belongs to; asking twice is asking once. Answers whether the cookie opened anything."""
    visit = visit_of(token, at)
    if visit is None:
        return False
    by, party = myself(visit.party_id), visit.party_id
    if not OwnWish.objects.select_for_update().filter(party=party, wish=wish, answered_at=None).exists():
        row = OwnWish(id=new_id("ownwish"), case_id=visit.case_id, party_id=party, wish=wish.value, at=at)
        row.save(force_insert=True)
        record(
            area=SURVIVOR,
            action="own.wished",
            by=by,
            at=at,
            subject=party,
            about=visit.case_id,
            detail={"wish": wish.value},
        )
    return True


@transaction.atomic
def answer_wish(*, wish_id: str, by: Actor, at: datetime) -> None:
    """A worker has talked with the person.

    Raises:
        Refused: without ``survivor:show``; ``not_found``, also when it was answered already.
    """
    require(may(by, "survivor:show"))
    rows = OwnWish.objects.select_for_update().filter(case__in=visible(by), answered_at=None)
    row = rows.filter(pk=wish_id).first()
    if row is None:
        raise Refused(no("not_found"))
    row.answered_at, row.answered_by = at, by.id
    row.save(update_fields=["answered_at", "answered_by"])
    detail = {"wish": row.wish}
    record(
        area=SURVIVOR,
        action="own.wish_answered",
        by=by,
        at=at,
        subject=row.party_id,
        about=row.case_id,
        detail=detail,
    )
