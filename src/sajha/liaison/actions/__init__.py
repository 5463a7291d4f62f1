"""The only writer of threads. Messages leave in ``disclosure``, which calls these in one transaction with the departure."""

from sajha.liaison.actions.drafts import change_draft, discard_draft, send_draft, start_draft
from sajha.liaison.actions.hand_over import assign
from sajha.liaison.actions.moves import Made, climb, make_move, note_message, relay_reminder
from sajha.liaison.actions.notices import (
    clear_notice,
    clear_told,
    note_reminded,
    note_seen,
    note_told,
    receive_notice,
    see_notice,
)
from sajha.liaison.actions.receive import receive_move, receive_opening

__all__ = [
    "Made",
    "assign",
    "change_draft",
    "clear_notice",
    "clear_told",
    "climb",
    "discard_draft",
    "make_move",
    "note_message",
    "note_reminded",
    "note_seen",
    "note_told",
    "receive_move",
    "receive_notice",
    "receive_opening",
    "relay_reminder",
    "see_notice",
    "send_draft",
    "start_draft",
]
