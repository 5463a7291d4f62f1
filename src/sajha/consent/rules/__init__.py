"""What consent decides, as pure functions: computed from events, never stored, never overwritten."""

from sajha.consent.rules.fold import ANY_OTHER, changed, deciding, named_audiences, overlap, standing, within
from sajha.consent.rules.grounds import (
    DECIDERS,
    basis_covers,
    may_end,
    may_open,
    may_vote,
    outcome,
    votes_open_to,
)
from sajha.consent.rules.leaving import by_consent, may_leave, points
from sajha.consent.rules.recording import may_record

__all__ = [
    "ANY_OTHER",
    "DECIDERS",
    "basis_covers",
    "by_consent",
    "changed",
    "deciding",
    "may_end",
    "may_leave",
    "may_open",
    "may_record",
    "may_vote",
    "named_audiences",
    "outcome",
    "overlap",
    "points",
    "standing",
    "votes_open_to",
    "within",
]
