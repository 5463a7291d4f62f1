"""Words of keeping and ending: classes, what is kept, what persons decided about it, and what follows from both."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sajha.cases.values import Sensitivity

REVIEWED = frozenset({"A", "B"})
"""Confidence of a rule's source: A text seen, B credible secondary source."""

LONGEST_LOOK = 36
"""Months after which a person looks again at the latest, whatever was decided. A rule of this house, not of law."""


class MatterKind(StrEnum):
    """A case with all that belongs to it, or a request that came in (or was begun) and belongs to no case of ours."""

    CASE = "case"
    REQUEST = "request"


class HoldGround(StrEnum):
    """Why nothing may be erased for the time being. Who ordered it, and the order, are words of the hold."""

    TRIAL = "trial"
    APPEAL = "appeal"
    INVESTIGATION = "investigation"
    COURT_ORDER = "court_order"
    COMPENSATION = "compensation"
    COMPLAINT = "complaint"


class ErasureGround(StrEnum):
    """Why a record ends."""

    NO_LONGER_NEEDED = "no_longer_needed"
    PERSON_ASKED = "person_asked"
    ENTERED_BY_MISTAKE = "entered_by_mistake"
    ORDERED = "ordered"


class EntryKind(StrEnum):
    """What persons decide. Entries are added and never changed."""

    CLASS = "class"
    KEPT = "kept"
    HOLD = "hold"
    HOLD_KEPT = "hold_kept"
    LIFTED = "lifted"
    SEALED = "sealed"
    OPENED = "opened"
    CALLED = "called"
    ASKED = "asked"
    DROPPED = "dropped"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class RetentionClass:
    """One row of the list. ``period_months`` is 0 where no rule fixes one: then a person looks every ``review_months``."""

    id: str
    version: str
    kind: MatterKind
    when: str
    who: str
    starts: str
    review_months: int
    period_months: int
    authority: str
    rule: str
    confidence: str
    reviewed_by: str

    @property
    def unreviewed(self) -> bool:
        """Whether no rule is known, or no lawyer has confirmed it."""
        return not (self.authority and self.reviewed_by and self.confidence in REVIEWED)


@dataclass(frozen=True, slots=True)
class Matter:
    """What is kept, as the areas below tell it. The counts hinder an ending: requests still open, messages still on their way,
    emergencies that nobody has judged yet, copies of others that were not called back (``not_called``), or of which the answer is not in, legal grounds that stand on what came
    in (``kept_grounds``).
    """

    id: str
    kind: MatterKind
    number: str
    opened_at: datetime
    closed_at: datetime | None = None
    child: bool = False
    vault: str = ""
    requests_open: int = 0
    on_the_way: int = 0
    emergencies: int = 0
    held_elsewhere: int = 0
    not_called: int = 0
    kept_grounds: int = 0

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision of a person. ``code``: class, ground; ``until``: the new date; ``of``: the hold or wish it is about."""

    id: str
    kind: EntryKind
    by: str
    at: datetime
    code: str = ""
    until: datetime | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold that stands until it is lifted; past ``review_on`` it stands still, and asks for a look."""

    id: str
    ground: str
    set_by: str
    set_at: datetime
    review_on: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows for one matter. ``review_on`` is none once erased."""

    retention_class: RetentionClass
    chosen: bool
    started_on: datetime
    review_on: datetime | None
    holds: tuple[Hold, ...] = ()
    sealed_at: datetime | None = None
    asked: Entry | None = None
    erased_at: datetime | None = None

    @property
    def next_on(self) -> datetime | None:
        """The first day on which somebody must look: at the record, or at a hold."""
        days = [hold.review_on for hold in self.holds] + ([self.review_on] if self.review_on else [])
        return min(days, default=None) if self.erased_at is None else None


@dataclass(frozen=True, slots=True)
class Words:
    """What a person writes with a decision; sealed under what it is about. The last two are of a hold."""

    reason: str = field(repr=False)
    authority: str = field(default="", repr=False)
    order: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DueLine:
    """A matter in a list: no name, no pseudonym."""

    subject: str
    kind: str
    number: str
    vault: str
    class_id: str
    state: str
    next_on: datetime | None
    held: bool
    asked_by: str
    climbed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DuePage:
    """A page of the list; ``after`` is where the next one begins, empty at the end."""

    lines: tuple[DueLine, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """The proof on one page: everything that is kept, counted once. ``unseen``: kept, and with no date of its own."""

    kept: int
    overdue: int
    unseen: int
    held: int
    sealed: int
    erased: int


STATES = ("kept", "sealed", "asked", "erased")

_S1, _S2, _S3 = Sensitivity.S1, Sensitivity.S2, Sensitivity.S3

FIELD_CLASSES: dict[str, tuple[Sensitivity, str]] = {
    **{
        f"{table}.{name}": (_S1, "Links rows, or says how the record is kept; names nobody.")
        for table, names in {
            "decided": ("id", "subject", "of", "by", "at", "until"),
            "certificate": ("subject", "vault", "number", "at"),
            "due": (
                *("subject", "kind", "vault", "number", "next_on", "asked_by", "facts_at", "list_version"),
                *("climbed_on", "climbed_at"),
            ),
        }.items()
        for name in names
    },
    **{
        f"{table}.{name}": (_S2, "What was decided about a record, in codes.")
        for table, names in {"decided": ("kind", "code"), "due": ("class_id", "state", "held")}.items()
        for name in names
    },
    "certificate.content": (_S2, "Who erased a record and why, in codes; handed out, and names nobody of the case."),
    "decided.reason": (_S3, "Tells in words why somebody decided so."),
    "decided.authority": (_S3, "Who ordered a hold tells whose case it is."),
    "decided.order": (_S3, "Numbers and dates of an order tell whose case it is."),
}
"""(table.column) -> (class, why)"""
