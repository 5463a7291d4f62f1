"""What the watch sees of a search, as marks and counts, and what it says to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """Ask at once, wait until a second person has looked, or do not ask."""

    ASK = "ask"
    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the watch says; ``because`` and each of ``needs`` are stable ids as in a ``Decision``."""

    outcome: Outcome
    because: str = "allowed"
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """One thing to be asked about, as marks: of its value, and of the range or the spoken name in which it lies (or empty).

    ``others`` are those of a person's other names: they are looked for among what is protected, and counted nowhere.
    """

    sort: str
    value: str
    stem: str = ""
    protected: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """That somebody asked before. ``stands``: it was asked of these partners and not declined, so that its answer is there or comes."""

    user: str
    case: str
    value: str
    stem: str
    at: datetime
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """A search as the watch counts it, this search included. A day is the last 24 hours, all else the last 30 days.

    ``swept``: the most values of one range that this person asked about. ``value_cases`` and ``name_cases``: in how many cases this
    person asked about one value, about one name. The three 0 or 1: there is no case, it is closed, all was asked already.
    """

    user_today: int = 0
    unit_today: int = 0
    no_case: int = 0
    closed: int = 0
    again: int = 0
    protected: int = 0
    swept: int = 0
    value_cases: int = 0
    name_cases: int = 0
