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

__all__ = [
    "KINDS",
    "PERSON",
    "SORTS",
    "SOUGHT",
    "AskedState",
    "Direction",
    "Ground",
    "Item",
    "Offer",
    "Purpose",
    "Reach",
    "SearchState",
    "SetName",
    "Settings",
    "SightingState",
    "Verdict",
    "changed",
]
