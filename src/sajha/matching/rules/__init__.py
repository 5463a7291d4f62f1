"""The rules of "seen elsewhere?": plain tables and functions, no clock, no rows."""

from sajha.matching.rules.budget import LIMITS, MOST, is_published, may_evaluate
from sajha.matching.rules.direction import WHO_LEARNS, asks_known, direction, is_known
from sajha.matching.rules.grounds import GROUNDS_FOR, SHORTEST_REASON, may_say_why, may_search_for
from sajha.matching.rules.policy import LONGEST_CONTACT, may_be_told, may_set
from sajha.matching.rules.reach import (
    AT_HOME,
    FEW,
    KNOWN_BOUNDS,
    SOUGHT_BOUNDS,
    TAU,
    bounds,
    reach_among,
    reach_of,
    tau,
)
from sajha.matching.rules.second import HELD_FOR, may_decide_held
from sajha.matching.rules.size import BATCH, LARGEST, SIZES, rounded, size_for
from sajha.matching.rules.usual import USUAL, Usual, usual_of, usual_settings
from sajha.matching.rules.watch import DAY, LINES, WINDOW, counts_of, may_ask, stem_of

__all__ = [
    "AT_HOME",
    "KNOWN_BOUNDS",
    "SOUGHT_BOUNDS",
    "BATCH",
    "DAY",
    "FEW",
    "GROUNDS_FOR",
    "HELD_FOR",
    "LARGEST",
    "LIMITS",
    "LINES",
    "LONGEST_CONTACT",
    "MOST",
    "SHORTEST_REASON",
    "SIZES",
    "TAU",
    "USUAL",
    "WHO_LEARNS",
    "WINDOW",
    "Usual",
    "asks_known",
    "bounds",
    "counts_of",
    "direction",
    "is_known",
    "is_published",
    "may_ask",
    "may_be_told",
    "may_decide_held",
    "may_evaluate",
    "may_say_why",
    "may_search_for",
    "may_set",
    "reach_among",
    "reach_of",
    "rounded",
    "size_for",
    "stem_of",
    "tau",
    "usual_of",
    "usual_settings",
]
