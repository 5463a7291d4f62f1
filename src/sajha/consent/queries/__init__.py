"""Read consent and legal bases, always for an Actor."""

from sajha.consent.queries.bases import (
    awaiting,
    bases,
    bases_of_case,
    bases_of_cases,
    basis,
    basis_of_case,
    standing_bases,
)
from sajha.consent.queries.consent import (
    altered,
    events,
    held,
    held_in_case,
    held_of_case,
    held_of_cases,
    history,
    holds_now,
    person,
    preview,
)
from sajha.consent.queries.since import basis_ended, spoke_since

__all__ = [
    "altered",
    "awaiting",
    "bases",
    "basis_ended",
    "spoke_since",
    "bases_of_case",
    "bases_of_cases",
    "basis",
    "basis_of_case",
    "events",
    "held",
    "held_in_case",
    "held_of_case",
    "held_of_cases",
    "history",
    "holds_now",
    "person",
    "preview",
    "standing_bases",
]
