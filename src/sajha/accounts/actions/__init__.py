"""What is done to accounts: by an administrator in ``people``, at the door in ``sessions``."""

from sajha.accounts.actions.people import (
    add_user,
    change_password,
    change_roles,
    change_vaults,
    choose_language,
    issue_password,
    reset_second_factor,
    set_active,
)
from sajha.accounts.actions.sessions import (
    end_other_sessions,
    end_sessions,
    note_failed_sign_in,
    note_locked_sign_in,
    note_second_factor,
    note_sign_in,
    note_sign_out,
)

__all__ = [
    "add_user",
    "change_password",
    "change_roles",
    "change_vaults",
    "choose_language",
    "end_other_sessions",
    "end_sessions",
    "issue_password",
    "note_failed_sign_in",
    "note_locked_sign_in",
    "note_second_factor",
    "note_sign_in",
    "note_sign_out",
    "reset_second_factor",
    "set_active",
]
