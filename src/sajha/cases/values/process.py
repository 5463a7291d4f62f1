"""The trafficking process (Palermo Protocol, Article 3; BNS 143): act, means, purpose. And where a case stands."""

from enum import StrEnum

from sajha.terms.coded import Absent, Coded
from sajha.terms.places import Place


class Part(StrEnum):
    """One of the three parts of the offence. For a child, no means need to be shown."""

    ACT = "act"
    MEANS = "means"
    PURPOSE = "purpose"


# From which lists a part takes its values; the first is the main one, the others say it more closely.
PART_VOCABULARIES: dict[Part, tuple[str, ...]] = {
    Part.ACT: ("act", "recruitment_method"),
    Part.MEANS: ("means_of_control",),
    Part.PURPOSE: ("exploitation_type", "sexual_exploitation_type", "labour_industry"),
}


class Source(StrEnum):
    """How a case came into this node."""

    MANUAL = "manual"
    HTCDS = "htcds"
    CTDC = "ctdc"


CLOSED = frozenset({"Closed", "ClosedReferred"})


def is_open(status: Coded | Absent) -> bool:
    """Whether a case of this status still needs work. A status that is not known is open."""
    return not (isinstance(status, Coded) and status.code in CLOSED)


def region_of(place: Place | None) -> str:
    """The state (in India) or country in which a place lies, as text: ``IN-36``, ``NP``; empty when the place is not known."""
    return str(Place(place.country, place.state)) if place else ""


def case_number(year: int, count: int) -> str:
    """The number that people say: ``2026-000123``. It names nobody and is unique within the node."""
    return f"{year}-{count:06d}"
