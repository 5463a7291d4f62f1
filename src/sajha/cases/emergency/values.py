"""An emergency: a life is in danger, and a case that is closed to somebody has to be read now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """Where it stands: waiting for a second person, declined by one, waited for in vain, open, over."""

    WAITING = "waiting"
    DECLINED = "declined"
    LAPSED = "lapsed"
    OPEN = "open"
    ENDED = "ended"


class Verdict(StrEnum):
    """What a third person found afterwards."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class Step(StrEnum):
    """What somebody does with it."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    END = "end"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Emergency:
    """Who asked when for how many hours, and what others did. Ids of people; empty and ``None`` for what has not happened."""

    asked_by: str
    asked_at: datetime
    hours: int
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    declined_by: str = ""
    declined_at: datetime | None = None
    ended_by: str = ""
    ended_at: datetime | None = None
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """An emergency in a list. ``vault`` is empty for the asker until somebody confirmed: it would tell that there is a case."""

    id: str
    number: str
    vault: str
    stage: Stage
    asked_by: str
    asked_at: datetime
    until: datetime | None
    review_due: datetime | None
    reviewed: bool


@dataclass(frozen=True, slots=True)
class EmergencySheet:
    """One emergency as its reader may see it, and what the reader may do with it; ``reason`` and ``review`` are opened words."""

    line: EmergencyLine
    hours: int
    reason: str
    confirmed_by: str
    confirmed_at: datetime | None
    ended_by: str
    ended_at: datetime | None
    declined_by: str
    reviewed_by: str
    reviewed_at: datetime | None
    verdict: str
    review: str
    may: tuple[Step, ...]
    may_look: bool
