"""A question to the gate (this record, this audience, this purpose) and its answer, field by field."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sajha.cases.values import Sensitivity
from sajha.liaison.values import Kind


class Group(StrEnum):
    """What a field tells, as a lawyer would say it."""

    PERSON = (
        "person"  # pseudonym, part in the case, child or adult, age band, gender, citizenship, language, home district
    )
    PROCESS = "process"  # act, means, purpose
    ROUTE = "route"
    IDENTIFICATION = "identification"
    NAME = "name"
    BIRTH = "birth"
    ADDRESS = "address"
    CONTACT = "contact"
    PAPERS = "papers"
    IDENTIFIER = "identifier"  # a phone, a vehicle, an account: of a person, or of the case itself


GROUNDS = ("consent_recorded", "legal_basis", "registered_fir")
"""Why an identity may leave: the person's recorded consent, a legal basis on which two persons decided, and of an accused person, and of what
belongs to the case and to nobody in it, a registered FIR."""

PASSED_ON = "leave"
"""The ground of what is passed on: leave of the organisation from which it came."""


class Outcome(StrEnum):
    GOES = "goes"
    MASKED = "masked"  # the recipient sees that there is a value, not which
    WITHHELD = "withheld"  # the recipient sees nothing


@dataclass(frozen=True, slots=True)
class RecordField:
    """One value of our record. ``subject`` is empty for the case, else an alias of a party such as ``p1``."""

    subject: str
    name: str
    sensitivity: Sensitivity
    text: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would receive it: the node and what kind of organisation runs it (a kind of ``directory``)."""

    node: str
    kind: str


@dataclass(frozen=True, slots=True)
class Onward:
    """What binds a package of others: its labels, for which subjects its source gave leave to this very audience and kind of request
    (``named``: also for what tells who they are), until when (``leave_until``), and whether the source (or we) removed the audience
    from among its members. ``called``: subjects that its source called back; what is kept of them goes no further."""

    tlp: str
    handling: frozenset[str] = frozenset()
    leave: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    barred: bool = False
    expired: bool = False
    leave_until: datetime | None = None
    called: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """May these fields go to this audience for this kind of request? ``chosen`` are the names that the sender ticked.

    (subject, class) pairs, for this very audience and purpose, now: ``agreed`` by a recorded consent, ``based`` on a legal basis
    that stands, ``refused`` by the person's own word and on no basis. ``accused``: subjects whom nobody asks for consent.
    ``onward``: what is to be passed on came from elsewhere; none when it is of our own record.
    """

    kind: Kind
    audience: Audience
    fields: tuple[RecordField, ...]
    chosen: frozenset[str] = frozenset()
    ground: str = ""
    ground_reason: str = field(default="", repr=False)
    agreed: frozenset[tuple[str, Sensitivity]] = frozenset()
    based: frozenset[tuple[str, Sensitivity]] = frozenset()
    refused: frozenset[tuple[str, Sensitivity]] = frozenset()
    accused: frozenset[str] = frozenset()
    onward: Onward | None = None


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """What happens to one field, because of which rule, and what would make it possible."""

    subject: str
    name: str
    sensitivity: Sensitivity
    outcome: Outcome
    because: str
    needs: tuple[str, ...] = ()
