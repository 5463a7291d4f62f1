"""What holds at a moment, computed from all events before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sajha.consent.values.scope import Audience

Key = tuple[str, str]
"""(purpose, class)"""


class Effect(StrEnum):
    """What a mark does to the points that it covers."""

    GIVES = "gives"
    TAKES = "takes"
    SHORTENS = "shortens"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one event says about one purpose and class, for some audiences. ``because`` is the reason id when it takes away."""

    effect: Effect
    audiences: frozenset[Audience]
    event: str
    giver: str = ""
    until: datetime | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The marks that could decide, newest first, at a moment. Nobody edits it: it is computed anew from the events."""

    at: datetime
    marks: Mapping[Key, tuple[Mark, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """One line of what holds now: whether this class may go to this audience for this purpose, because of what, until when."""

    purpose: str
    audience: Audience
    data_class: str
    holds: bool
    because: str
    until: datetime | None = None
