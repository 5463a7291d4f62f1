"""The clock's work: threads that nobody answered in time climb."""

from datetime import datetime

from sajha.basics.actor import SYSTEM
from sajha.disclosure.actions.oversight import climb_or_leave
from sajha.liaison.queries import due_to_climb


def climb_overdue(at: datetime, *, most: int = 100) -> int:
    """Let every thread of ours whose time is up climb one rung, each in a transaction of its own; how many did."""
    return sum(bool(climb_or_leave(thread, SYSTEM, at)) for thread in due_to_climb(at, most=most))
