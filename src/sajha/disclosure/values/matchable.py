"""What of a record is compared with other organisations, opened: a person with what belongs to the person, or the case itself.

Nothing of it is shown or stored as it is; no value stands in a text of the object.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sajha.terms.identifiers import IdentifierKind
from sajha.terms.places import Place


@dataclass(frozen=True, slots=True)
class Thing:
    """A number or an address as it was written; ``id`` is that of the thing, or ``<party>/phones`` for a field of a person."""

    id: str
    kind: IdentifierKind
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Matchable:
    """A person of a case; or the case itself, then ``party``, ``role`` and ``pseudonym`` are empty and only ``things`` say something.

    ``names`` are given, middle, family and other names as they were written, each may be empty; codes are empty when not known.
    ``refused``: the person's own word to somebody, or to everybody, is against being searched for. ``agreed``: a recorded consent to
    it stands, ``based``: a legal basis for it stands, for whichever recipient. Nobody asks an accused person, and nobody speaks for
    the case: all three are false then. ``changed_at``: of this record with its things; ``revision`` is the person's, of the case itself always 1.
    """

    case: str
    number: str
    vault: str
    case_open: bool
    party: str
    role: str
    pseudonym: str
    revision: int
    names: tuple[str, ...] = field(repr=False)
    father: str = field(repr=False)
    mother: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    age_band: str = field(repr=False)
    gender: str = field(repr=False)
    citizenship: str = field(repr=False)
    home: Place | None = field(repr=False)
    things: tuple[Thing, ...]
    refused: bool
    agreed: bool
    based: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """A :class:`Matchable` before it is opened: whose it is, what changes when it changes, whether the person said no, whether the
    case is open."""

    case: str
    vault: str
    party: str
    role: str
    revision: int
    changed_at: datetime
    refused: bool
    case_open: bool

    @property
    def subject(self) -> str:
        return self.party or self.case
