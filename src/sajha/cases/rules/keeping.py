"""Change nothing that somebody else has just changed, close and reopen for a reason, show an identity for a reason."""

from collections.abc import Iterable
from datetime import date

from sajha.basics.decision import Decision, no, yes
from sajha.cases.values import IDENTITY_FIELDS, is_open
from sajha.terms.coded import Absent, Coded

LEAST_REASON = 10  # characters: "court asked" is a reason, "x" is none


def unchanged_since(seen: int | None, revision: int) -> Decision:
    """Whether the record is still as its editor saw it. ``None``: the caller has just read it within this transaction."""
    return yes() if seen is None or seen == revision else no("case.changed_meanwhile", "case.look_again")


def may_change(open_case: bool) -> Decision:
    """A closed case stands as it was closed, until it is opened again."""
    return yes() if open_case else no("case.closed", "case.reopen_first")


def may_stand_open_as(status: Coded | Absent) -> Decision:
    """A case is closed by closing it, with a reason, not by changing a field."""
    return yes() if is_open(status) else no("case.close_instead")


def may_close_as(status: Coded | Absent) -> Decision:
    """Closing names one of the statuses of a closed case."""
    return no("case.not_a_closure") if is_open(status) else yes()


def reason_is_given(reason: str) -> Decision:
    """A reason has at least ten characters."""
    return yes() if len(reason.strip()) >= LEAST_REASON else no("reason.too_short")


def may_reveal(fields: Iterable[str], reason: str) -> Decision:
    """Whether these identity fields may be shown: at least one, known ones only, and for a reason that says something."""
    asked = set(fields)
    if not asked or not asked <= set(IDENTITY_FIELDS):
        return no("reveal.nothing")
    return reason_is_given(reason)


def may_reveal_things(asked: set[str], known: set[str], reason: str) -> Decision:
    """The same of things: at least one, each of them known, and for a reason that says something."""
    return reason_is_given(reason) if asked and asked == known else no("reveal.nothing")


def may_be_identified_on(day: date | None, today: date) -> Decision:
    """Nobody is identified in the future."""
    return no("case.identified_ahead") if day and day > today else yes()
