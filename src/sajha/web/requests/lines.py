"""A row of a list as its words: made here and not in the template, so that a page of fifty rows stays cheap."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from sajha.basics.actor import Actor
from sajha.liaison.rules import is_overdue
from sajha.liaison.values import ThreadRow, Urgency
from sajha.terms.formats import due_text, relative_text
from sajha.terms.labels.requests import CODES, KINDS, STATES, TONES, URGENCIES, word
from sajha.terms.places import is_place, parse_place, place_label


@dataclass(frozen=True, slots=True)
class Line:
    """``tone`` colours the state, ``urgent`` is told when it is not routine, ``mine`` when the row was given to the reader."""

    address: str
    kind: str
    other: str
    place: str
    state: str
    tone: str
    urgent: str
    due: str
    overdue: bool
    ours: bool
    outcome: str
    mine: bool
    assigned: bool
    changed: str


def line(row: ThreadRow, by: Actor, at: datetime) -> Line:
    """The words of one row in the reader's language."""
    overdue = is_overdue(row.due_at, at)
    return Line(
        address=address(row),
        kind=word(KINDS, row.kind),
        other=row.other_name,
        place=place_words(row.place, get_language() or "en"),
        state=word(STATES, row.state),
        tone=TONES.get(row.state, ""),
        urgent="" if row.urgency == Urgency.ROUTINE else word(URGENCIES, row.urgency),
        due=due_text(row.due_at, at) if row.due_at else "",
        overdue=overdue,
        ours=row.our_turn,
        outcome=word(CODES, row.outcome) if row.outcome else "",
        mine=row.assigned_to == by.id,
        assigned=bool(row.assigned_to),
        changed=relative_text(row.changed_at, at),
    )


def address(row: ThreadRow) -> str:
    """Where the row leads: a draft to where it is written, all else to the request."""
    return reverse("request-draft" if row.state == "draft" else "request", args=[row.id])


@lru_cache(maxsize=4096)
def place_words(place: str, language: str) -> str:
    """A place by name; empty stays empty, and what this node does not know is shown as it stands."""
    return place_label(parse_place(place)) if is_place(place) else place
