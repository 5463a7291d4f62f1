"""Everything that changes a case, or shows it."""

from sajha.cases.actions.access import assign_case, end_access, give_access
from sajha.cases.actions.cases import change_case, close_case, open_case, reopen_case, write_notes
from sajha.cases.actions.looks import (
    list_cases,
    read_leg_note,
    read_more,
    read_notes,
    reveal_identifiers,
    reveal_identity,
    view_case,
)
from sajha.cases.actions.numbers import take_numbers
from sajha.cases.actions.people import add_party, change_party, write_identity
from sajha.cases.actions.process import change_process
from sajha.cases.actions.route import add_leg, change_leg, remove_leg, write_leg_note
from sajha.cases.actions.things import add_identifier, change_identifier, remove_identifier

__all__ = [
    "add_identifier",
    "add_leg",
    "add_party",
    "assign_case",
    "change_case",
    "change_identifier",
    "change_leg",
    "change_party",
    "change_process",
    "close_case",
    "end_access",
    "give_access",
    "list_cases",
    "open_case",
    "read_leg_note",
    "read_more",
    "read_notes",
    "remove_identifier",
    "remove_leg",
    "reopen_case",
    "reveal_identifiers",
    "reveal_identity",
    "take_numbers",
    "view_case",
    "write_identity",
    "write_leg_note",
    "write_notes",
]
