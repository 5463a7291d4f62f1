"""For what, for whom, and which classes of data: the three sides of every consent and every question."""

from dataclasses import dataclass
from enum import StrEnum

from sajha.cases.values import Sensitivity


class Purpose(StrEnum):
    """What the data is used for. One consent may name several; nothing follows from one purpose for another."""

    CARE = "care"
    FAMILY = "family"
    INVESTIGATION = "investigation"
    TRIAL = "trial"
    LEGAL_HELP = "legal_help"
    COMPENSATION = "compensation"
    RETURN_HOME = "return_home"
    MATCH = "match"


DataClass = Sensitivity
"""How much a field can hurt: the classes of ``cases``. S0 tells nothing, S3 tells who, S4 is notes of counselling and the shelter's place."""

GRANTABLE = frozenset({DataClass.S1, DataClass.S2, DataClass.S3})
"""The classes about which a person is asked: S0 needs no consent, S4 leaves under none."""


@dataclass(frozen=True, slots=True, order=True)
class Audience:
    """Every organisation of a kind, or one named organisation of that kind.

    ``kind`` is a kind of ``directory``, ``organisation`` the id of its node, empty for all of the kind. A named organisation
    that changes its kind is no longer the one that was meant.
    """

    kind: str
    organisation: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.organisation}" if self.organisation else self.kind


EVERYONE = Audience("*")
"""Only something that takes away may name everyone; no consent may."""


def parse_audience(text: str) -> Audience:
    """The audience of its text form ``kind`` or ``kind/organisation``; ``*`` is everyone."""
    kind, _, organisation = text.partition("/")
    return Audience(kind, organisation)


@dataclass(frozen=True, slots=True)
class Scope:
    """A block of points (purpose, audience, class). Any side left empty makes the whole block empty."""

    purposes: frozenset[str] = frozenset()
    audiences: frozenset[Audience] = frozenset()
    classes: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        return not (self.purposes and self.audiences and self.classes)


@dataclass(frozen=True, slots=True)
class Question:
    """May this class of data about this person go to this organisation for this purpose?

    ``kind`` and ``organisation`` are the recipient's; ``age`` is a word of :class:`Age`.
    """

    purpose: str
    kind: str
    organisation: str
    data_class: str
    age: str
