"""What a person may see of their own record, and the one-time code that opens it on their own phone."""

from sajha.survivor.values.codes import (
    ALPHABET,
    GROUP,
    HANDLE,
    LENGTH,
    LOCK,
    LONGEST_MINUTES,
    TRIES,
    TRIES_FROM,
    CodeState,
    Visit,
)
from sajha.survivor.values.fields import FIELD_CLASSES
from sajha.survivor.values.view import (
    SURVIVOR,
    Group,
    Holding,
    Look,
    Near,
    Pending,
    Recorded,
    SurvivorView,
    Wanted,
    Wish,
)

__all__ = [
    "ALPHABET",
    "FIELD_CLASSES",
    "GROUP",
    "HANDLE",
    "LENGTH",
    "LOCK",
    "LONGEST_MINUTES",
    "SURVIVOR",
    "TRIES",
    "TRIES_FROM",
    "CodeState",
    "Group",
    "Holding",
    "Look",
    "Near",
    "Pending",
    "Recorded",
    "SurvivorView",
    "Visit",
    "Wanted",
    "Wish",
]
