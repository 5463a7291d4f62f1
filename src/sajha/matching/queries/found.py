"""Searches, agreements and sightings, for whoever may open the case that they are of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.disclosure.queries.matchable import visible_cases
from sajha.matching.models import Asked, Hit, Judgement, Search, Sighting
from sajha.matching.queries.partners import partner_ids
from sajha.matching.queries.still import still_sought
from sajha.matching.values import AskedState, SightingState
from sajha.network.queries import known, names
from sajha.vault.actions import unseal


def _one(by: Actor, rows: "QuerySet[Any]", id: str, for_update: bool) -> Any:
    rows = rows.filter(pk=id, case__in=visible_cases(by))
    row = (rows.select_for_update() if for_update else rows).first()
    if row is None:
        raise Refused(no("not_found"))
    return row


def search_row(by: Actor, id: str, *, for_update: bool = False) -> Search:
    """One search of a case that is open to the actor; raises ``not_found``."""
    row: Search = _one(by, Search.objects.all(), id, for_update)
    return row


def hit_row(by: Actor, id: str) -> Hit:
    """One agreement; raises ``not_found``."""
    row: Hit = _one(by, Hit.objects.select_related("asked", "asked__search"), id, False)
    return row


def sighting_row(by: Actor, id: str, *, for_update: bool = False) -> Sighting:
    """One sighting of somebody whom this organisation cares for; raises ``not_found``."""
    row: Sighting = _one(by, Sighting.objects.all(), id, for_update)
    return row


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody made of an agreement."""

    verdict: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HitView:
    """An agreement: of what of ours, with whom, which signs agree and which do not, how rare that is, what people made of it.

    ``asked`` is the id of the question, by which the partner knows it too.
    """

    id: str
    search: str
    asked: str
    case: str
    subject: str
    party: str
    sort: str
    partner: str
    partner_name: str
    agreed: tuple[str, ...]
    differed: tuple[str, ...]
    share: float | None
    by_chance: float | None
    at: datetime
    again_at: datetime | None
    judged: tuple[Judged, ...]

    @property
    def open(self) -> bool:
        """Whether somebody has to judge it: nobody did, or more agreed since."""
        return not self.judged or bool(self.again_at and self.again_at > self.judged[0].at)


@dataclass(frozen=True, slots=True)
class AskedView:
    """One partner's answer: ``state`` waiting, answered, refused, no_table, not_reached; how many of what was asked it knows."""

    partner: str
    partner_name: str
    state: str
    because: str
    hits: tuple[HitView, ...]
    at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """A search with its answers. ``waiting``: how many partners have not answered yet."""

    id: str
    case: str
    purpose: str
    ground: str
    ground_reason: str
    reach: str
    state: str
    held_because: str
    items: tuple[tuple[str, str], ...]
    by: str
    by_itself: bool
    at: datetime
    ends_at: datetime
    asked: tuple[AskedView, ...]

    @property
    def waiting(self) -> int:
        return sum(one.state in (AskedState.WAITING, AskedState.LOOKING) for one in self.asked)


def searches_of(by: Actor, case: str) -> list[SearchView]:
    """The searches of a case, newest first.

    Raises:
        Refused: without ``match:ask``.
    """
    require(may(by, "match:ask"))
    rows = Search.objects.filter(case=case).filter(case__in=visible_cases(by)).order_by("-at", "-id")[:50]
    return [_view(row) for row in rows]


def search_view(by: Actor, id: str) -> SearchView:
    """One search; raises ``not_found``."""
    require(may(by, "match:ask"))
    return _view(search_row(by, id))


def _view(row: Search) -> SearchView:
    called = names()
    asked = row.asked.prefetch_related("hits").order_by("at", "id")
    hits = [hit for one in asked for hit in one.hits.all()]
    judged = _judged(hit.id for hit in hits)
    answers = sorted((_asked(one, called, judged) for one in asked), key=lambda one: (not one.hits, one.partner_name))
    return SearchView(
        row.id,
        row.case,
        row.purpose,
        row.ground,
        unseal(row.case, row.id, bytes(row.ground_reason)),
        row.reach,
        row.state,
        row.held_because,
        tuple((item["subject"], item["sort"]) for item in row.items),
        row.by,
        row.by_itself,
        row.at,
        row.ends_at,
        tuple(answers),
    )


def _asked(row: Asked, called: dict[str, str], judged: dict[str, list[Judged]]) -> AskedView:
    hits = tuple(hit_of(hit, row, called, judged) for hit in row.hits.all())
    name = called.get(row.partner, row.partner)
    return AskedView(row.partner, name, row.state, row.because, hits, row.at, row.answered_at)


def hit_of(row: Hit, asked: Asked, called: dict[str, str], judged: dict[str, list[Judged]]) -> HitView:
    """The agreement that was found by this question."""
    partner = asked.partner
    return HitView(
        row.id,
        asked.search_id,
        asked.question,
        row.case,
        row.thing or row.party or row.case,
        row.party,
        row.sort,
        partner,
        called.get(partner, partner),
        tuple(row.agreed),
        tuple(row.differed),
        row.share,
        row.by_chance,
        row.at,
        row.again_at,
        tuple(judged.get(row.id, ())),
    )


def hit_view(by: Actor, id: str) -> HitView:
    """One agreement; raises ``not_found``."""
    require(may(by, "match:ask"))
    row = hit_row(by, id)
    return hit_of(row, row.asked, names(), _judged([row.id]))


def _judged(of: Iterable[str]) -> dict[str, list[Judged]]:
    found: dict[str, list[Judged]] = {}
    for row in Judgement.objects.filter(of__in=list(of)).order_by("-at", "-id"):
        said = Judged(row.verdict, unseal(row.case, row.id, bytes(row.reason)), row.by, row.at)
        found.setdefault(row.of, []).append(said)
    return found


@dataclass(frozen=True, slots=True)
class SightingView:
    """Somebody looks for a person like one of ours: who with which authority, what agrees, what does not, what was decided.

    ``sought``: whether they look still, as far as was seen here; only of one sighting that is looked at alone.
    """

    id: str
    case: str
    subject: str
    party: str
    sort: str
    seeker: str
    seeker_name: str
    seeker_kind: str
    reachable: bool
    sought: bool
    agreed: tuple[str, ...]
    differed: tuple[str, ...]
    share: float | None
    by_chance: float | None
    state: str
    reason: str
    decided_by: str
    decided_at: datetime | None
    at: datetime
    again_at: datetime | None
    judged: tuple[Judged, ...]


def sightings(by: Actor, *, case: str = "", open_only: bool = False, limit: int = 100) -> list[SightingView]:
    """Who looks for people of cases that are open to the actor, newest first.

    Raises:
        Refused: without ``match:judge``.
    """
    require(may(by, "match:judge"))
    rows = Sighting.objects.filter(case__in=visible_cases(by)).order_by("-at", "-id")
    if case:
        rows = rows.filter(case=case)
    if open_only:
        rows = rows.filter(state=SightingState.OPEN)
    found = list(rows[:limit])
    judged, reachable = _judged(row.id for row in found), frozenset(partner_ids())
    return [_sighting(row, judged, reachable) for row in found]


def sighting_view(by: Actor, id: str) -> SightingView:
    """One sighting; raises ``not_found``."""
    require(may(by, "match:judge"))
    row = sighting_row(by, id)
    return _sighting(row, _judged([row.id]), frozenset(partner_ids()), still_sought(row))


def _sighting(
    row: Sighting, judged: dict[str, list[Judged]], reachable: frozenset[str], sought: bool = True
) -> SightingView:
    member = known(row.seeker)
    return SightingView(
        row.id,
        row.case,
        row.thing or row.party or row.case,
        row.party,
        row.sort,
        row.seeker,
        member.organisation if member else row.seeker,
        member.kind if member else "",
        row.seeker in reachable,
        sought,
        tuple(row.agreed),
        tuple(row.differed),
        row.share,
        row.by_chance,
        row.state,
        unseal(row.case, f"{row.id}/reason", bytes(row.reason)),
        row.decided_by,
        row.decided_at,
        row.at,
        row.again_at,
        tuple(judged.get(row.id, ())),
    )
