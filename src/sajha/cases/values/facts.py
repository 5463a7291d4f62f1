"""What is said of a case, a person, a part of the way: the values that forms, files and demonstrations hand to the actions."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sajha.cases.values.people import Role
from sajha.cases.values.process import Part
from sajha.terms.coded import UNKNOWN, Absent, Coded
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.places import Place


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """How, by whom, when and where the trafficking was identified. ``notes`` are sealed and never leave."""

    channel: Coded | Absent = UNKNOWN
    identified_by: Coded | Absent = UNKNOWN
    identified_on: date | None = None
    identified_in: Place | None = None
    status: Coded | Absent = UNKNOWN
    notes: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person in codes, and the code name that stands for the person."""

    code_name: str = ""
    majority: Coded | Absent = UNKNOWN
    age_band: Coded | Absent = UNKNOWN
    gender: Coded | Absent = UNKNOWN
    citizenship: Coded | Absent = UNKNOWN
    language: Coded | Absent = UNKNOWN
    home: Place | None = None
    trafficking_status: Coded | Absent = UNKNOWN
    relationship: Coded | Absent = UNKNOWN
    role_in_process: Coded | Absent = UNKNOWN


@dataclass(frozen=True, slots=True)
class LegFacts:
    """One part of the way; ``month`` is ``2026-03`` or empty, ``note`` is sealed."""

    start: Place | None = None
    end: Place | None = None
    transport: Coded | Absent = UNKNOWN
    month: str = ""
    note: str = field(default="", repr=False)


Chosen = dict[Part, tuple[Coded | Absent, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of cases shall show: ``mine`` only, by whether still open, by status, part of a person, state or country,
    number or code name; in which vault (empty: the reader's first); and from where on (the mark of a case, older or newer than it).
    """

    mine: bool = True
    is_open: bool | None = True
    status: str = ""
    role: str = ""
    region: str = ""
    find: str = ""
    vault: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list."""

    id: str
    number: str
    people: str
    status: Coded | Absent
    channel: Coded | Absent
    identified_in: Place | None
    opened_at: datetime
    owner: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of a list, newest first; ``newer`` and ``older`` are marks from where on the neighbouring pages are, empty at the ends."""

    lines: tuple[CaseLine, ...]
    newer: str = ""
    older: str = ""


@dataclass(frozen=True, slots=True)
class PartySheet:
    """A person as pages show one: which identity fields have a value, never the value."""

    id: str
    role: Role
    pseudonym: str
    facts: PersonFacts
    sealed: tuple[str, ...]
    revision: int

    @property
    def name(self) -> str:
        """The pseudonym, with the code name where there is one: ``V1 Jasmine``."""
        return f"{self.pseudonym} {self.facts.code_name}".strip()


@dataclass(frozen=True, slots=True)
class ElementSheet:
    """What is said of the process; ``party`` is empty when it is said of the whole case."""

    id: str
    part: Part
    value: Coded | Absent
    party: str


@dataclass(frozen=True, slots=True)
class LegSheet:
    """One part of the way; ``noted`` says whether there is a sealed note."""

    id: str
    position: int
    start: Place | None
    end: Place | None
    transport: Coded | Absent
    month: str
    noted: bool


@dataclass(frozen=True, slots=True)
class ThingSheet:
    """A thing seen in the case, without its number or address; ``party`` is empty when it belongs to the case itself."""

    id: str
    kind: IdentifierKind
    party: str
    revision: int


@dataclass(frozen=True, slots=True)
class OpenThing:
    """A thing with its number or address as it was written."""

    id: str
    kind: IdentifierKind
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Everything of a case that is not sealed."""

    id: str
    number: str
    status: Coded | Absent
    is_open: bool
    opened_at: datetime
    updated_at: datetime
    identified_on: date | None
    channel: Coded | Absent
    identified_by: Coded | Absent
    identified_in: Place | None
    source: str
    owner: str
    revision: int
    vault: str
    noted: bool
    more: bool
    parties: tuple[PartySheet, ...]
    elements: tuple[ElementSheet, ...]
    legs: tuple[LegSheet, ...]
    things: tuple[ThingSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case in one line, for the pages of other areas."""

    id: str
    number: str
    people: str
    is_open: bool
