"""Visits by one-time code, and what people asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.cases.queries import visible
from sajha.survivor.digests import digest
from sajha.survivor.models import OneTimeCode, OwnVisit, OwnWish
from sajha.survivor.queries.scope import person_of
from sajha.survivor.values import Visit

_SHOWN = 50


def visit_of(token: str, at: datetime) -> Visit | None:
    """What this cookie opens now; none when it never did, left, or its time is over."""
    if not token:
        return None
    row = OwnVisit.objects.select_related("code").filter(digest=digest("visit", token), ended_at=None).first()
    if row is None or at >= row.ends_at:
        return None
    return Visit(row.code.case_id, row.code.party_id, row.language, row.ends_at)


@dataclass(frozen=True, slots=True)
class OpenCode:
    """A code that is still good, or the visit that it opened: until when, and whether somebody reads by it."""

    ends_at: datetime
    used: bool


def open_code(by: Actor, case_id: str, party_id: str, at: datetime) -> OpenCode | None:
    """The person's code as far as it opens anything now.

    Raises:
        Refused: as :func:`scope.person_of`.
    """
    person_of(by, case_id, party_id)
    row = OneTimeCode.objects.select_related("visit").filter(party=party_id, ended_at=None).order_by("-made_at").first()
    if row is None:
        return None
    visit = getattr(row, "visit", None)
    if visit:
        return OpenCode(visit.ends_at, used=True) if visit.ended_at is None and at < visit.ends_at else None
    return OpenCode(row.ends_at, used=False) if at < row.ends_at else None


@dataclass(frozen=True, slots=True)
class WishLine:
    """Somebody wants to talk: who, by pseudonym, in which case, about what, since when."""

    id: str
    case_id: str
    party_id: str
    case_number: str
    person: str
    wish: str
    at: datetime


def open_wishes(by: Actor, *, size: int = _SHOWN) -> list[WishLine]:
    """What people of the actor's cases asked for and nobody has answered, the longest first; nothing without ``survivor:show``."""
    if not may(by, "survivor:show").allowed:
        return []
    is_open = Exists(visible(by).filter(pk=OuterRef("case")))
    rows = OwnWish.objects.filter(is_open, answered_at=None).order_by("at", "id")
    names = ("id", "case_id", "party_id", "case__number", "party__pseudonym", "wish", "at")
    return [WishLine(*row) for row in rows.values_list(*names)[:size]]
