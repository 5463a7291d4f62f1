"""Read consent and legal bases, always for an Actor."""

from sajha.consent.queries.bases import awaiting, bases, basis, basis_of_case, standing_bases
from sajha.consent.queries.consent import (
    altered,
    events,
    held,
    held_in_case,
    held_of_case,
    history,
    holds_now,
    person,
    preview,
)

__all__ = [
    "altered",
    "awaiting",
    "bases",
    "basis",
    "basis_of_case",
    "events",
    "held",
    "held_in_case",
    "held_of_case",
    "history",
    "holds_now",
    "person",
    "preview",
    "standing_bases",
]
