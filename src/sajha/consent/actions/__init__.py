"""The only writer of consent events, legal bases and votes."""

from sajha.consent.actions.bases import end_basis, open_basis, read_basis, vote_on_basis
from sajha.consent.actions.consent import (
    correct_consent,
    event_for,
    expire_consent,
    give_consent,
    narrow_consent,
    read_words,
    refuse_consent,
    withdraw_consent,
)

__all__ = [
    "correct_consent",
    "end_basis",
    "event_for",
    "expire_consent",
    "give_consent",
    "narrow_consent",
    "open_basis",
    "read_basis",
    "read_words",
    "refuse_consent",
    "vote_on_basis",
    "withdraw_consent",
]
