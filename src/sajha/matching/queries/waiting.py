"""Held searches, for whoever may decide on them; and the values about which nobody asks alone."""

from dataclasses import dataclass
from datetime import datetime

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.disclosure.queries.matchable import visible_cases
from sajha.matching.models import Protected, Search
from sajha.matching.queries.found import search_row
from sajha.matching.rules import HELD_FOR
from sajha.matching.values import SearchState
from sajha.vault.actions import unseal

SIZE = 50


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A search that waits: of which case, what sorts of things, for what, on which ground, why it is held, since when, until when.

    ``mine``: the reader asked it, and somebody else decides.
    """

    id: str
    case: str
    purpose: str
    ground: str
    because: str
    sorts: tuple[str, ...]
    items: int
    partners: int
    by: str
    at: datetime
    until: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class HeldSheet:
    """The same with where the ground is written down, for whoever decides."""

    line: HeldLine
    ground_reason: str


def held(by: Actor, at: datetime, *, size: int = SIZE) -> list[HeldLine]:
    """What waits in cases that are open to the actor, the oldest first; own ones too, which somebody else decides.

    Raises:
        Refused: without ``match:second``.
    """
    require(may(by, "match:second"))
    rows = Search.objects.filter(state=SearchState.HELD, at__gte=at - HELD_FOR, case__in=visible_cases(by))
    return [_line(by, row) for row in rows.order_by("at", "id")[:size]]


def held_sheet(by: Actor, search: str) -> HeldSheet:
    """One of them, with its words; raises ``not_found``."""
    require(may(by, "match:second"))
    row = search_row(by, search)
    return HeldSheet(_line(by, row), unseal(row.case, row.id, bytes(row.ground_reason)))


def _line(by: Actor, row: Search) -> HeldLine:
    sorts = tuple(sorted({item["sort"] for item in row.items}))
    said = (row.purpose, row.ground, row.held_because)
    return HeldLine(
        row.id,
        row.case,
        *said,
        sorts,
        len(row.items),
        len(row.partners),
        row.by,
        row.at,
        row.at + HELD_FOR,
        row.by == by.id,
    )


@dataclass(frozen=True, slots=True)
class ProtectedLine:
    """A value about which nobody asks alone: what sort it is, and the words of whoever entered it. The value itself is not kept."""

    id: str
    sort: str
    label: str
    by: str
    at: datetime


def protected(by: Actor) -> list[ProtectedLine]:
    """All of them, newest first.

    Raises:
        Refused: without ``match:set``.
    """
    require(may(by, "match:set"))
    rows = Protected.objects.order_by("-at", "-id")
    return [ProtectedLine(row.id, row.sort, unseal(row.id, "label", bytes(row.label)), row.by, row.at) for row in rows]
