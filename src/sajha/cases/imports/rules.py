"""Who may bring cases in or take them out, and when an upload may move on."""

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, no, yes
from sajha.cases.imports.values import OVER, JobState


def may_import(by: Actor) -> Decision:
    """Whoever works cases may bring some in."""
    return may(by, "case:import")


def may_store(by: Actor, bad_cells: int, *, skip_bad_cells: bool) -> Decision:
    """A file with bad cells is stored only when somebody said to leave them out."""
    allowed = may_import(by)
    if allowed.allowed and bad_cells and not skip_bad_cells:
        return no("file.has_bad_cells")
    return allowed


def may_confirm(state: str) -> Decision:
    """Only what was read and shown may be confirmed, and once."""
    return yes() if state == JobState.READY else no("import.not_ready")


def may_cancel(state: str) -> Decision:
    """What is being stored or is over cannot be called back."""
    return no("import.too_late") if state in (*OVER, JobState.STORING) else yes()


def may_export(by: Actor, reason: str) -> Decision:
    """The head of the unit, for a stated reason: a file of cases tells who people are."""
    allowed = may(by, "case:export")
    if allowed.allowed and not reason.strip():
        return no("reason.missing")
    return allowed
