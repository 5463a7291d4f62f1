"""Organisations as values: their kinds, what a reader sees of one, and who may be asked about a place."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sajha.terms.places import Place


class Kind(StrEnum):
    AHTU = "ahtu"
    POLICE_STATION = "police_station"
    RAILWAY_POLICE = "railway_police"
    BORDER_FORCE = "border_force"
    CWC = "cwc"
    CHILD_PROTECTION_UNIT = "child_protection_unit"
    SHELTER = "shelter"
    NGO = "ngo"
    HEALTH = "health"
    LABOUR_OFFICE = "labour_office"
    DLSA = "dlsa"
    PROSECUTOR = "prosecutor"
    COURT = "court"
    EMBASSY = "embassy"
    STATE_NODAL_OFFICE = "state_nodal_office"
    NATIONAL_COORDINATOR = "national_coordinator"
    UN_BODY = "un_body"
    RESEARCH = "research"


ORGANISATION_KINDS: tuple[str, ...] = tuple(kind.value for kind in Kind)
HOME_COUNTRY = Place("IN")


class Origin(StrEnum):
    """Where an entry, or a place of its jurisdiction, comes from."""

    REGISTER_UP = "register_up"
    MEMBER = "member"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class Listing:
    """An organisation as everybody at this node may see it: an office's public contact, never a person's or a shelter's address.

    ``node`` is empty for an organisation outside the network; ``source_day`` is the date of the source where it states one.
    """

    id: str
    kind: str
    name: str
    seat: Place | None
    phone: str
    email: str
    node: str
    origin: str
    source_day: date | None
    changed_at: datetime
    active: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A listing with the places for which it is responsible; ``stated`` says by whom each was told."""

    listing: Listing
    places: tuple[Place, ...]
    stated: tuple[tuple[Place, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search; ``following`` is the id after which the next page begins, empty at the end."""

    listings: list[Listing]
    following: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the rule needs to know of an organisation."""

    id: str
    kind: str
    name: str
    node: str
    active: bool
    places: frozenset[Place] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One proposal of the rule: ``why`` it is proposed, and ``because`` of what it cannot be asked (empty: it can)."""

    id: str
    why: str
    because: str = ""

    @property
    def can_be_asked(self) -> bool:
        return not self.because


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation proposed for a place. ``why`` and ``because`` are reason ids, ``why_text`` and ``because_text`` their words.

    ``because`` is empty when the organisation can be asked through Sajha, at ``listing.node``.
    """

    listing: Listing
    why: str
    because: str
    why_text: str
    because_text: str

    @property
    def can_be_asked(self) -> bool:
        return not self.because


@dataclass(frozen=True, slots=True)
class Details:
    """What an editor enters of an organisation. Contacts are an office's public ones."""

    kind: str
    name: str
    places: tuple[Place, ...]
    phone: str = ""
    email: str = ""
