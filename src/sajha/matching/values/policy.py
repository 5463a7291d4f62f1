"""What a node publishes and asks, and how much: its own settings, shown to its partners."""

from dataclasses import dataclass, field, replace
from typing import Any

from sajha.matching.values.search import SORTS

SOUGHT = "sought"
"""The kind of data that is not known but looked for: victims and missing persons, published for their custodians."""

KINDS: tuple[str, ...] = (*SORTS, SOUGHT)


@dataclass(frozen=True, slots=True)
class Settings:
    """Per kind of data whether it is published, asked for, and asked by itself. Numbers are of the last 24 hours: of things and people
    that one person or the whole unit asks about, and of elements (padding included) that are evaluated for one partner in one set.

    ``by_itself`` runs for new and changed records on the standing ground and purpose that the head named. ``held_by``: the member
    that serves our table by part, without the key; empty when partners get it whole.
    """

    publishes: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset(KINDS)
    by_itself: frozenset[str] = frozenset()
    contact: str = ""
    user_a_day: int = 40
    unit_a_day: int = 400
    partner_a_day: int = 4_000
    held_by: str = ""
    purpose: str = ""
    ground: str = ""
    ground_reason: str = field(default="", repr=False)


def changed(settings: Settings, **changes: Any) -> Settings:
    return replace(settings, **changes)
