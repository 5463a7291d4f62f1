"""A question to the gate (this record, this audience, this purpose) and its answer, field by field."""

from dataclasses import dataclass, field
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


GROUNDS = ("consent_recorded", "order", "registered_fir", "danger_to_life")
"""Why an identity may leave: consent recorded, order of a committee or court, a registered FIR, immediate danger to life."""


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
class Question:
    """May these fields go to this audience for this kind of request? ``chosen`` are the names that the sender ticked.

    ``agreed``: (subject, class) pairs to which a recorded consent lets this very audience have data for this purpose now.
    """

    kind: Kind
    audience: Audience
    fields: tuple[RecordField, ...]
    chosen: frozenset[str] = frozenset()
    ground: str = ""
    ground_reason: str = field(default="", repr=False)
    agreed: frozenset[tuple[str, Sensitivity]] = frozenset()


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """What happens to one field, because of which rule, and what would make it possible."""

    subject: str
    name: str
    sensitivity: Sensitivity
    outcome: Outcome
    because: str
    needs: tuple[str, ...] = ()
