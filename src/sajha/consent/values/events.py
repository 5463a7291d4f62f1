"""What a person said about their data, when, to whom, how. Events are added and never changed; a later one decides."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sajha.consent.values.scope import Scope
from sajha.consent.values.standing import Standing


class EventKind(StrEnum):
    GIVEN = "given"
    REFUSED = "refused"
    NARROWED = "narrowed"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    EXPIRED = "expired"


TAKES_AWAY = frozenset({EventKind.REFUSED, EventKind.NARROWED, EventKind.WITHDRAWN})
OF_ANOTHER = frozenset({EventKind.CORRECTED, EventKind.EXPIRED})
"""These speak of one earlier consent: what was wrongly written down, and that its day has come."""


class Age(StrEnum):
    """An age that nobody knows is a child's age until it is known (JJ Act 94)."""

    ADULT = "adult"
    CHILD = "child"
    UNKNOWN = "unknown"


class Giver(StrEnum):
    """Who speaks. The committee stands in for a child, because a parent may be the trafficker; parents give no consent here."""

    PERSON = "person"
    SUPPORTED = "supported"
    COMMITTEE = "committee"


GIVES_FOR: dict[str, Age] = {Giver.PERSON: Age.ADULT, Giver.SUPPORTED: Age.ADULT, Giver.COMMITTEE: Age.CHILD}
"""Whose consent each may give. Taking away is open to all three at any age: a child may say no."""


class Manner(StrEnum):
    """How it was given. ``SAID`` is enough to take away, never to give: a no must not be harder than a yes."""

    SIGNATURE = "signature"
    THUMB = "thumb"
    VOICE = "voice"
    WITNESS = "witness"
    SAID = "said"


LONGEST_DAYS = 366
"""A consent ends at the latest after this many days and is asked again. A rule of this house, not of law."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Which text was read out before the question, in which language, and the language spoken to the person."""

    version: str = ""
    language: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a person's consent history.

    ``at``: when it was said, not when it was typed. ``until``: for a consent, its end; for a narrowing, the earlier end (``None``: at once).
    ``of``: the consent that a correction or an expiry speaks of. ``heard``: the child was asked first, and what the child
    wants is known to the committee.
    """

    id: str
    kind: str
    giver: str
    scope: Scope
    at: datetime
    until: datetime | None = None
    manner: str = Manner.SAID
    notice: Notice = Notice()
    of: str = ""
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a worker writes down of what a person said. ``words`` and ``witness`` are sealed under the case."""

    giver: str
    scope: Scope
    at: datetime
    until: datetime | None = None
    manner: str = Manner.SAID
    notice: Notice = Notice()
    heard: bool = False
    words: str = field(default="", repr=False)
    witness: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as the history shows it; words and witness are told to exist, and opened by an own look."""

    event: Event
    recorded_by: str
    recorded_at: datetime
    has_words: bool
    has_witness: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for one person now, and the age that decides who may give: all that the gate needs of a person."""

    standing: Standing
    age: str
