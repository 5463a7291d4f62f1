"""Searches of a case and what waits for a judgement, as lists."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.disclosure.queries.matchable import visible_cases
from sajha.matching.models import Hit, Judgement, Search, Sighting
from sajha.matching.queries.found import HitView, hit_of
from sajha.matching.values import AskedState, SightingState
from sajha.network.queries import known, names
from sajha.network.values import Member

_WAITING = (AskedState.WAITING, AskedState.LOOKING)


@dataclass(frozen=True, slots=True)
class SearchLine:
    """A search in a list: the sorts that were asked about, how many partners were asked and have not answered, how many agreements."""

    id: str
    sorts: tuple[str, ...]
    state: str
    purpose: str
    by_itself: bool
    asked: int
    waiting: int
    hits: int
    at: datetime


def search_lines(by: Actor, case: str, *, limit: int = 50) -> list[SearchLine]:
    """The searches of a case, newest first.

    Raises:
        Refused: without ``match:ask``.
    """
    require(may(by, "match:ask"))
    rows = Search.objects.filter(case=case).filter(case__in=visible_cases(by)).order_by("-at", "-id")
    rows = rows.annotate(
        partners_asked=Count("asked", distinct=True),
        partners_waiting=Count("asked", filter=Q(asked__state__in=_WAITING), distinct=True),
        agreements=Count("asked__hits", distinct=True),
    )
    return [
        SearchLine(
            row.id,
            tuple(dict.fromkeys(item["sort"] for item in row.items)),
            row.state,
            row.purpose,
            row.by_itself,
            row.partners_asked,
            row.partners_waiting,
            row.agreements,
            row.at,
        )
        for row in rows[:limit]
    ]


def unjudged(by: Actor, *, limit: int = 10) -> list[HitView]:
    """Agreements in cases that are open to the actor of which nobody said anything yet, or nobody since more agreed, newest first.

    Raises:
        Refused: without ``match:judge``.
    """
    require(may(by, "match:judge"))
    rows = Hit.objects.select_related("asked").filter(case__in=visible_cases(by))
    since = Coalesce(OuterRef("again_at"), OuterRef("at"))
    said = Judgement.objects.filter(of=OuterRef("pk"), at__gte=since)
    rows = rows.filter(~Exists(said)).order_by("-at", "-id")[:limit]
    called = names()
    return [hit_of(row, row.asked, called, {}) for row in rows]


@dataclass(frozen=True, slots=True)
class SightingLine:
    """A sighting in a list: of which case, who looks with which authority, how many signs agree; no words."""

    id: str
    case: str
    sort: str
    seeker_name: str
    seeker_kind: str
    agreed: tuple[str, ...]
    differed: tuple[str, ...]
    state: str
    at: datetime
    again_at: datetime | None


def sighting_lines(by: Actor, *, case: str = "", open_only: bool = False, limit: int = 100) -> list[SightingLine]:
    """Who looks for people of cases that are open to the actor, newest first.

    Raises:
        Refused: without ``match:judge``.
    """
    require(may(by, "match:judge"))
    rows = Sighting.objects.filter(case__in=visible_cases(by)).order_by("-at", "-id")
    rows = rows.filter(case=case) if case else rows
    rows = rows.filter(state=SightingState.OPEN) if open_only else rows
    found = list(rows.defer("reason")[:limit])
    seekers = {node: known(node) for node in {row.seeker for row in found}}
    return [_sighting(row, seekers[row.seeker]) for row in found]


def _sighting(row: Sighting, seeker: Member | None) -> SightingLine:
    name, kind = (seeker.organisation, seeker.kind) if seeker else (row.seeker, "")
    signs = (tuple(row.agreed), tuple(row.differed))
    return SightingLine(row.id, row.case, row.sort, name, kind, *signs, row.state, row.at, row.again_at)
