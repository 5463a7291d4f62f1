"""What of a case can be asked about, and what a search would ask of whom: before anything is asked. No value is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, Refused, no, require, yes
from sajha.disclosure.queries.matchable import matchable_case
from sajha.disclosure.values.matchable import Matchable
from sajha.matching.items import items_of
from sajha.matching.queries.partners import Partner, partners, reach_to
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import asks_known, bounds, may_search_for
from sajha.matching.values import PERSON, SOUGHT, Settings


@dataclass(frozen=True, slots=True)
class Askable:
    """One thing or person of a case: of which person (empty: of the case itself), what sort, and which of its sort, from 1."""

    subject: str
    party: str
    role: str
    sort: str
    number: int


def askable(by: Actor, case: str) -> tuple[Askable, ...]:
    """All that a search of this case may name.

    Raises:
        Refused: without ``match:ask``, ``not_found``.
    """
    require(may(by, "match:ask"))
    return tuple(one for row in matchable_case(by, case) for one in _of(row))


def _of(row: Matchable) -> list[Askable]:
    counted: dict[str, int] = {}
    found = [Askable(row.party, row.party, row.role, PERSON, 1)] if row.party else []
    for thing in row.things:
        sort = str(thing.kind)
        counted[sort] = counted.get(sort, 0) + 1
        found.append(Askable(thing.id, row.party, row.role, sort, counted[sort]))
    return found


@dataclass(frozen=True, slots=True)
class Planned:
    """What would happen with one of them. ``sought``: it enters the set of whom we look for; ``of``: partners asked at once."""

    item: Askable
    decision: Decision
    sought: bool
    of: tuple[Partner, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A search before it is asked. ``custodians``: members that look into our set of whom is sought, and learn first."""

    reach: str
    lines: tuple[Planned, ...]
    partners: tuple[Partner, ...]
    custodians: tuple[Partner, ...]

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(line.item.subject for line in self.lines if line.decision.allowed)


def plan(by: Actor, *, case: str, subjects: Sequence[str], chosen: Sequence[str], ground: str) -> Plan:
    """What a search would ask, of whom, and what it cannot ask and why. Nothing is asked; ``subjects`` or ``chosen`` empty are all.

    Raises:
        Refused: without ``match:ask``, ``not_found``.
    """
    require(may(by, "match:ask"))
    known, own = partners(by), settings_now()
    asked = tuple(one for one in known if not chosen or one.node in chosen)
    if set(chosen) - {one.node for one in known}:
        raise Refused(no("not_found"))
    reach = reach_to([one.node for one in asked], case=case, subjects=subjects)
    lines = []
    for row in matchable_case(by, case):
        able = {item.subject for item in items_of(row, bounds(reach, asked=asks_known(row.role)))}
        lines += [
            _planned(row, item, item.subject in able, ground, own, asked)
            for item in _of(row)
            if not subjects or item.subject in subjects
        ]
    custodians = tuple(one for one in known if SOUGHT in one.asks)
    return Plan(reach, tuple(lines), asked, custodians if SOUGHT in own.publishes else ())


def _planned(
    row: Matchable, item: Askable, able: bool, ground: str, own: Settings, asked: tuple[Partner, ...]
) -> Planned:
    decision, at_once = _may(row, item, able, ground, own), asks_known(row.role)
    of = tuple(one for one in asked if item.sort in one.publishes) if at_once and decision.allowed else ()
    return Planned(item, decision, decision.allowed and SOUGHT in own.publishes, of)


def _may(row: Matchable, item: Askable, able: bool, ground: str, own: Settings) -> Decision:
    carried = may_search_for(row.role, ground, agreed=row.agreed, based=row.based, refused=row.refused)
    if not carried.allowed:
        return carried
    if item.sort not in own.asks:
        return no("match.sort_not_asked", "match.head_sets")
    if not able:
        return no("match.too_common", "match.add_parent") if item.sort == PERSON else no("match.no_value")
    if not asks_known(row.role) and SOUGHT not in own.publishes:
        return no("match.sought_not_published", "match.head_sets")
    return yes()
