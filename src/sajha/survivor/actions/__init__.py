"""Open one's own record together or by code, hand it over on paper, ask for a talk."""

from sajha.survivor.actions.codes import end_code, enter, leave, make_code, read_in
from sajha.survivor.actions.looking import hand_over, open_together, read_own
from sajha.survivor.actions.wishes import answer_wish, wish_for

__all__ = [
    "answer_wish",
    "end_code",
    "enter",
    "hand_over",
    "leave",
    "make_code",
    "open_together",
    "read_in",
    "read_own",
    "wish_for",
]
