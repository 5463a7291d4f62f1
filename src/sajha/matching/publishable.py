"""Who stands in which set: of what we know, whom partners may ask about; of whom we look for, whom a search names and may name still."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sajha.disclosure.queries.matchable import matchable_all
from sajha.disclosure.values.matchable import Matchable
from sajha.matching.items import items_of
from sajha.matching.models import Search
from sajha.matching.persons.signs import NAMES_VERSION
from sajha.matching.persons.table import VERSION
from sajha.matching.rules import KNOWN_BOUNDS, SOUGHT_BOUNDS, is_known, may_search_for
from sajha.matching.values import SOUGHT, Item, SearchState, SetName, Settings


@dataclass(frozen=True, slots=True)
class Publishable:
    """A subject of a set. ``mark`` changes when what is published of it would; ``values`` opens the record only then."""

    mark: bytes
    values: Callable[[], list[bytes]] = field(repr=False)


def subjects_of(set: SetName, settings: Settings, at: datetime) -> dict[str, Publishable]:
    """The subjects of a set by their ids."""
    return _known(settings) if set is SetName.KNOWN else _sought(settings, at)


def is_published(set: SetName, settings: Settings) -> bool:
    """Whether this node publishes anything of a set."""
    return bool(settings.publishes - {SOUGHT}) if set is SetName.KNOWN else SOUGHT in settings.publishes


def everyone() -> Iterator[Matchable]:
    """Every person, and every case for its own things, of this node, a page after the other."""
    after = ""
    while rows := matchable_all(after=after):
        yield from rows
        after = rows[-1].case


def _known(settings: Settings) -> dict[str, Publishable]:
    kinds = settings.publishes - {SOUGHT}
    return {
        row.party or row.case: _publishable(row, kinds, None) for row in everyone() if is_known(row.vault, row.role)
    }


def _sought(settings: Settings, at: datetime) -> dict[str, Publishable]:
    """Of every running search what its ground still carries: whoever withdraws is gone with the next look."""
    wanted: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for search in Search.objects.filter(state=SearchState.ASKED, ends_at__gt=at).only("case", "ground", "items"):
        named = frozenset(item["subject"] for item in search.items)
        wanted.setdefault(search.case, []).append((search.ground, named))
    found: dict[str, Publishable] = {}
    for row in everyone() if wanted else ():
        named = frozenset().union(*(subjects for ground, subjects in wanted.get(row.case, []) if _carries(row, ground)))
        if named:
            found[row.party or row.case] = _publishable(row, None, named)
    return found


def _carries(row: Matchable, ground: str) -> bool:
    return may_search_for(row.role, ground, agreed=row.agreed, based=row.based, refused=row.refused).allowed


def _publishable(row: Matchable, kinds: frozenset[str] | None, named: frozenset[str] | None) -> Publishable:
    bounds = SOUGHT_BOUNDS if kinds is None else KNOWN_BOUNDS

    def values() -> list[bytes]:
        return [value for item in _chosen(items_of(row, bounds), kinds, named) for value in item.values]

    return Publishable(mark_of(row, kinds, named), values)


def mark_of(row: Matchable, kinds: frozenset[str] | None, named: frozenset[str] | None) -> bytes:
    """16 bytes that change when the record, the chosen kinds or the reference data of names change. Of no value."""
    said = [row.case, row.party, str(row.revision), row.changed_at.isoformat(), VERSION, NAMES_VERSION]
    said += [*sorted(kinds or ()), "", *sorted(named or ())]
    return hashlib.sha256("\0".join(said).encode()).digest()[:16]


def _chosen(items: tuple[Item, ...], kinds: frozenset[str] | None, named: frozenset[str] | None) -> Iterator[Item]:
    for item in items:
        if (kinds is None or item.sort in kinds) and (named is None or item.subject in named):
            yield item
