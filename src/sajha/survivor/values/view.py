"""One person's own record as that person may see it: nothing of anybody else, and of workers only their role."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sajha.consent.values import BasisLine, Event, Point

SURVIVOR = "survivor"
"""The kind of an Actor that is the person whose record it is."""


class Group(StrEnum):
    """What a recorded value tells, in the order of the page. Each group has a reason why it is kept."""

    WHO = "who"
    ABOUT = "about"
    HAPPENED = "happened"
    WAY = "way"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One value, as the gate reads it; ``own`` tells a value of the person from one of the whole case."""

    name: str
    group: Group
    sensitivity: str
    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """One copy outside this organisation: who got which fields, when, for what, on what ground, and what became of it.

    ``state`` is held, told, passed_on, destroyed, kept or never_had; ``below`` are the copies that came from this one; ``recall``
    is the thread in which we asked for it ourselves.
    """

    name: str
    purpose: str
    ground: str
    fields: tuple[str, ...]
    at: datetime
    until: datetime | None = None
    state: str = "held"
    told_at: datetime | None = None
    answered_at: datetime | None = None
    kept_ground: str = ""
    kept_until: datetime | None = None
    recall: str = ""
    below: tuple["Holding", ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked: what at, when, in which role (empty: the person), which fields, why.

    ``reason`` is None when it was erased; ``emergency``: two persons had opened the closed case because a life was in danger.
    """

    action: str
    at: datetime
    roles: tuple[str, ...]
    own: bool = False
    fields: tuple[str, ...] = ()
    reason: str | None = ""
    times: int = 1
    emergency: bool = False


class Wanted(StrEnum):
    """What is still open: a request to another organisation, a recall without answer, a ground not decided, a wish to talk."""

    REQUEST = "request"
    RECALL = "recall"
    GROUND = "ground"
    WISH = "wish"


@dataclass(frozen=True, slots=True)
class Pending:
    """Something still open since a moment. ``code`` says what in its own list; ``told``: the offices to which it climbed."""

    kind: Wanted
    code: str
    since: datetime
    other: str = ""
    due: datetime | None = None
    rung: str = ""
    told: tuple[str, ...] = ()


class Wish(StrEnum):
    """What a person asks for from their own phone. None of them changes anything by itself: a worker talks with the person."""

    CHANGE_MIND = "change_mind"
    WRONG = "wrong"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Near:
    """An office of this place to which one can turn, from the node's own directory."""

    kind: str
    name: str
    telephone: str
    mail: str


@dataclass(frozen=True, slots=True)
class SurvivorView:
    """Everything that the page, the sheet and the console show of one person's own record at a moment."""

    at: datetime
    organisation: str
    source: str
    since: datetime
    record: tuple[Recorded, ...]
    closed_notes: bool
    holdings: tuple[Holding, ...]
    said: tuple[Event, ...]
    points: tuple[Point, ...]
    grounds: tuple[BasisLine, ...]
    looks: tuple[Look, ...]
    pending: tuple[Pending, ...]
    near: tuple[Near, ...]
