"""The words of a search: who learns, for what, on which ground, and where it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sajha.terms.identifiers import IdentifierKind


class Direction(StrEnum):
    """Who learns of an agreement first: whoever asks, or whoever cares for the person."""

    ASKER_LEARNS = "asker_learns"
    CUSTODIAN_FIRST = "custodian_first"


class SetName(StrEnum):
    """The two sets that a node may publish, blinded: what it knows, and whom it looks for."""

    KNOWN = "known"
    SOUGHT = "sought"


PERSON = "person"
"""What is asked about beside the kinds of identifier: a person, by the spoken form of the name and other signs."""

SORTS: tuple[str, ...] = (*(str(kind) for kind in IdentifierKind), PERSON)


class Purpose(StrEnum):
    """What the answer is used for. Each search names one."""

    INVESTIGATION = "investigation"
    RESCUE = "rescue"
    FAMILY = "family"
    CARE = "care"


class Ground(StrEnum):
    """Why a search is lawful: recorded consent, a legal basis decided by two, a registered FIR, or a registered missing report."""

    CONSENT = "consent_recorded"
    BASIS = "legal_basis"
    FIR = "registered_fir"
    MISSING_REPORT = "missing_report"


class Reach(StrEnum):
    """How many are asked at once; it bounds how common what is asked may be."""

    ONE = "one"
    FEW = "few"
    ALL = "all"


class SearchState(StrEnum):
    HELD = "held"  # waits for a second person
    DECLINED = "declined"  # the second person said no; nothing was asked
    ASKED = "asked"
    ENDED = "ended"  # its time is over, or somebody ended it: it is in no published set any more


class AskedState(StrEnum):
    """Where the question to one partner stands."""

    WAITING = "waiting"
    LOOKING = "looking"  # evaluated; the part of the table is with another member and was asked for
    ANSWERED = "answered"
    REFUSED = "refused"
    NO_TABLE = "no_table"  # the partner publishes nothing, or its table has not come yet
    NOT_REACHED = "not_reached"


class Verdict(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class SightingState(StrEnum):
    """What the custodian decided. Only ``answered`` and ``committee`` ever leave a trace outside this node."""

    OPEN = "open"
    ANSWERED = "answered"
    COMMITTEE = "committee"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to ask about: whose it is, what sort it is, and the values under which it is looked up.

    ``values`` are the bytes that are blinded: one for an identifier, several keys for a person. ``signs`` says of each which signs
    it is made of, and ``shares`` how many of all people or things would agree by chance. ``name`` is a person's, for the watch, and
    ``aliases`` are the other names under which the person is asked about too.
    Never logged, never stored unsealed.
    """

    case: str
    party: str
    thing: str
    role: str
    sort: str
    values: tuple[bytes, ...]
    signs: tuple[tuple[str, ...], ...] = ()
    shares: tuple[float, ...] = ()
    name: str = ""
    aliases: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Item({self.sort}, {len(self.values)} values)"

    @property
    def subject(self) -> str:
        """The id of what is asked about: the identifier, the person, or the case."""
        return self.thing or self.party or self.case


@dataclass(frozen=True, slots=True)
class Offer:
    """What a partner told about its matching: what it publishes and asks, whom to turn to, how many records, since when."""

    publishes: tuple[str, ...]
    asks: tuple[str, ...]
    contact: str
    records: int
    at: datetime
