"""The words of "seen elsewhere?"."""

from sajha.matching.values.policy import KINDS, SOUGHT, Settings, changed
from sajha.matching.values.search import (
    PERSON,
    SORTS,
    AskedState,
    Direction,
    Ground,
    Item,
    Offer,
    Purpose,
    Reach,
    SearchState,
    SetName,
    SightingState,
    Verdict,
)
from sajha.matching.values.watch import Counts, Marked, Outcome, Past, Weighed

__all__ = [
    "KINDS",
    "PERSON",
    "SORTS",
    "SOUGHT",
    "AskedState",
    "Counts",
    "Direction",
    "Ground",
    "Item",
    "Marked",
    "Offer",
    "Outcome",
    "Past",
    "Purpose",
    "Reach",
    "SearchState",
    "SetName",
    "Settings",
    "SightingState",
    "Verdict",
    "Weighed",
    "changed",
]
