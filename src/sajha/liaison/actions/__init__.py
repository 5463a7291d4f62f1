"""The only writer of threads. Messages leave in ``disclosure``, which calls these in one transaction with the departure."""

from sajha.liaison.actions.drafts import (
    change_draft,
    discard_draft,
    open_by_node,
    send_draft,
    start_draft,
    start_onward,
)
from sajha.liaison.actions.hand_over import assign, forget_words
from sajha.liaison.actions.moves import Made, climb, make_move, note_message, relay_reminder, step_through
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
    "forget_words",
    "make_move",
    "note_message",
    "note_reminded",
    "note_seen",
    "note_told",
    "open_by_node",
    "receive_move",
    "receive_notice",
    "receive_opening",
    "relay_reminder",
    "see_notice",
    "send_draft",
    "start_draft",
    "start_onward",
    "step_through",
]
