"""Who stands in which set: of what we know, whom partners may ask about; of whom we look for, whom a search names and may name still."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain

from sajha.disclosure.queries.matchable import heads, matchable_in, matchable_of
from sajha.disclosure.values.matchable import Head, Matchable
from sajha.matching.items import items_of
from sajha.matching.models import Search
from sajha.matching.persons.table import VERSION
from sajha.matching.rules import KNOWN_BOUNDS, SOUGHT_BOUNDS, is_known, is_published, may_search_for
from sajha.matching.values import SOUGHT, Item, SearchState, SetName, Settings
from sajha.names import VERSION as NAMES_VERSION


@dataclass(frozen=True, slots=True)
class Publishable:
    """A subject of a set. ``mark`` changes when what is published of it would; ``values`` opens the record only then."""

    mark: bytes
    values: Callable[[], list[bytes]] = field(repr=False)


def subjects_of(set: SetName, settings: Settings, at: datetime) -> Iterator[tuple[str, Publishable]]:
    """The subjects of a set with their ids, one after the other: a node may have more than memory should hold."""
    if not is_published(set, settings):
        return iter(())
    return _known(settings) if set is SetName.KNOWN else _sought(at)


def everyone() -> Iterator[Head]:
    """Every person, and every case for its own things, of this node, closed; a page after the other."""
    after = ""
    while rows := heads(after=after):
        yield from rows
        after = rows[-1].case


def _known(settings: Settings) -> Iterator[tuple[str, Publishable]]:
    kinds = settings.publishes - {SOUGHT}
    for head in everyone():
        if is_known(head.vault, head.role):
            yield head.subject, Publishable(mark_of(head, kinds), _opening(head, kinds))


def _opening(head: Head, kinds: frozenset[str]) -> Callable[[], list[bytes]]:
    def values() -> list[bytes]:
        row = matchable_of(head.case, head.subject)
        items = items_of(row, KNOWN_BOUNDS) if row else ()
        return _values(item for item in items if item.sort in kinds)

    return values


def _sought(at: datetime) -> Iterator[tuple[str, Publishable]]:
    """Of every running search what its ground still carries: whoever withdraws is gone with the next look. Of a closed case only what a
    second person let go."""
    wanted: dict[str, list[tuple[str, frozenset[str], bool]]] = {}
    running = Search.objects.filter(state=SearchState.ASKED, ends_at__gt=at)
    for search in running.only("case", "ground", "items", "second"):
        named = frozenset(item["subject"] for item in search.items)
        wanted.setdefault(search.case, []).append((search.ground, named, bool(search.second)))
    cases = sorted(wanted)
    for row in chain.from_iterable(matchable_in(cases[start : start + 200]) for start in range(0, len(cases), 200)):
        carried = (
            subjects
            for ground, subjects, second in wanted[row.case]
            if (row.case_open or second) and carries(row, ground)
        )
        named = frozenset().union(*carried)
        chosen = [item for item in items_of(row, SOUGHT_BOUNDS) if item.subject in named]
        if chosen:
            yield row.party or row.case, Publishable(mark_of(row, named), partial(list, _values(chosen)))


def carries(row: Matchable, ground: str) -> bool:
    """Whether the ground of a search still carries it."""
    return may_search_for(row.role, ground, agreed=row.agreed, based=row.based, refused=row.refused).allowed


def _values(items: Iterable[Item]) -> list[bytes]:
    return list(dict.fromkeys(value for item in items for value in item.values))


def mark_of(row: Head | Matchable, what: Iterable[str] = ()) -> bytes:
    """16 bytes that change when the record, what is chosen of it, or the reference data of names changes. Of no value."""
    said = [row.case, row.party, str(row.revision), row.changed_at.isoformat(), VERSION, NAMES_VERSION, *sorted(what)]
    return hashlib.sha256("\0".join(said).encode()).digest()[:16]
