"""What may stand in a pack for the court. Plain functions over the marks of a package and the ground on which it left."""

from sajha.basics.decision import Decision, no, yes
from sajha.consent.values import Purpose
from sajha.disclosure.rules.gate import BY_CONSENT, PURPOSE_OF
from sajha.disclosure.values import PASSED_ON, Handling, Marks
from sajha.liaison.values import Kind


def may_use_in_court(marks: Marks, *, ours: bool) -> Decision:
    """H1 keeps a package of others out of court, and RED keeps it with those alone to whom it was sent; our own we may use."""
    if ours:
        return yes()
    if Handling.H1 in marks.handling:
        return no("court.h1", "court.ask_leave")
    return no("court.red", "court.ask_leave") if marks.tlp == "RED" else yes()


def may_name_in_court(kind: Kind, ground: str) -> Decision:
    """An identity that left by the person's word stands in a pack only when that word was about a trial; a legal basis and a FIR are
    no word of the person."""
    if ground in (BY_CONSENT, PASSED_ON) and PURPOSE_OF.get(kind) != Purpose.TRIAL:
        return no("court.other_purpose")
    return yes()
