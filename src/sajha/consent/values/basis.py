"""A named legal ground instead of consent: asked for with a reason, decided by two persons blind to each other."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sajha.consent.values.scope import Scope

REVIEWED = frozenset({"A", "B"})
"""Confidence of the sources: A text seen, B credible secondary source, C one weak source, K unverified, R our reading."""

LONGEST_BASIS_DAYS = 92
"""A decided basis ends at the latest after this many days. A rule of this house, not of law."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One entry of the closed list. ``kinds``: who may receive under it; ``rule``: the reviewed time limit that it rests on.

    ``confidence`` is of the step from that text to this use; a step that is only our reading (R) shows as unverified.
    """

    id: str
    version: str
    authority: str
    rule: str
    purposes: frozenset[str]
    kinds: frozenset[str]
    classes: frozenset[str]
    children_only: bool
    confidence: str
    reviewed_by: str = ""

    @property
    def unverified(self) -> bool:
        return self.confidence not in REVIEWED


class Opinion(StrEnum):
    AGREE = "agree"
    DISAGREE = "disagree"


class Outcome(StrEnum):
    WAITING = "waiting"
    STANDS = "stands"
    REJECTED = "rejected"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Vote:
    voter: str
    opinion: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis asked for in one case for one person. Neither the words of its reason nor its order stand here, only that they do."""

    id: str
    ground: Ground
    scope: Scope
    opened_by: str
    opened_at: datetime
    until: datetime
    votes: tuple[Vote, ...] = ()
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BasisLine:
    """A basis as pages show it: ``outcome``, and of the votes only those open to the reader. ``may_vote`` is the reader's own turn."""

    basis: Basis
    outcome: str
    votes: tuple[Vote, ...]
    may_vote: bool


@dataclass(frozen=True, slots=True)
class Awaited:
    """A basis on which the reader has not decided yet: where it is, its ground, and whose it is by pseudonym."""

    id: str
    case_id: str
    party_id: str
    case_number: str
    person: str
    ground: str
    opened_at: datetime
    until: datetime
