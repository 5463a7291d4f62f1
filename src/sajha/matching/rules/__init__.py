"""The rules of "seen elsewhere?": plain tables and functions, no clock, no rows."""

from sajha.matching.rules.direction import WHO_LEARNS, asks_known, direction, is_known
from sajha.matching.rules.grounds import GROUNDS_FOR, may_say_why, may_search_for
from sajha.matching.rules.reach import AT_HOME, FEW, TAU, WIDEST, reach_of, tau
from sajha.matching.rules.size import BATCH, LARGEST, SIZES, rounded, size_for

__all__ = [
    "AT_HOME",
    "BATCH",
    "FEW",
    "GROUNDS_FOR",
    "LARGEST",
    "SIZES",
    "TAU",
    "WHO_LEARNS",
    "WIDEST",
    "asks_known",
    "direction",
    "is_known",
    "may_say_why",
    "may_search_for",
    "reach_of",
    "rounded",
    "size_for",
    "tau",
]
