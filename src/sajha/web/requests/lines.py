"""A row of a list as its words and its cells: made here and not in the template, so that a page of fifty rows stays cheap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.liaison.rules import is_overdue
from sajha.liaison.values import ThreadRow, Urgency
from sajha.terms.formats import due_text, relative_text
from sajha.terms.labels.requests import CODES, KINDS, STATES, TONES, URGENCIES, word
from sajha.terms.places import is_place, parse_place, place_label

_ROW = (
    '<tr><th scope="row" data-label="{0}"><a href="{5}">{6}</a>{7}</th><td data-label="{1}">{8}</td>'
    '<td data-label="{2}">{9}</td><td data-label="{3}"><strong class="tag{10}">{11}</strong>{12}</td>'
    '<td data-label="{4}">{13}</td></tr>'
)


_TABLES = {"kind": KINDS, "state": STATES, "urgency": URGENCIES, "outcome": CODES}


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
    changed: str


def line(row: ThreadRow, by: Actor, at: datetime) -> Line:
    """The words of one row in the reader's language."""
    language = get_language() or "en"
    return Line(
        address=address(row),
        kind=_word("kind", row.kind, language),
        other=row.other_name,
        place=place_words(row.place, language),
        state=_word("state", row.state, language),
        tone=TONES.get(row.state, ""),
        urgent="" if row.urgency == Urgency.ROUTINE else _word("urgency", row.urgency, language),
        due=due_text(row.due_at, at) if row.due_at else "",
        overdue=is_overdue(row.due_at, at),
        ours=row.our_turn,
        outcome=_word("outcome", row.outcome, language) if row.outcome else "",
        mine=row.assigned_to == by.id,
        changed="" if row.due_at else relative_text(row.closed_at or row.changed_at, at),
    )


@lru_cache(maxsize=1024)
def _word(table: str, code: str, language: str) -> str:
    """The words of a code in the active language, which is the last argument; looked up once."""
    return word(_TABLES[table], code)


def headings(*, own: bool, closed: bool) -> tuple[str, ...]:
    """The columns' headings, which narrow screens repeat in each cell."""
    whom = _("Asked of") if own else _("Asked by")
    return _("Request"), whom, _("Place"), _("State"), _("Closed") if closed else _("Due")


def rows_of(lines: Iterable[Line], columns: tuple[str, ...]) -> list[SafeString]:
    """Table rows; each value is escaped here."""
    labels, turn, yours = [escape(column) for column in columns], escape(_("Your turn")), escape(_("Yours"))
    return [SafeString(_ROW.format(*labels, *_cells(line, turn, yours))) for line in lines]  # noqa: S308


def _cells(line: Line, turn: str, yours: str) -> tuple[str, ...]:
    extra = f' <span class="small">{turn}</span>' if line.ours else ""
    extra += f' <span class="small">{yours}</span>' if line.mine else ""
    extra += f'<br><span class="small">{escape(line.outcome)}</span>' if line.outcome else ""
    due = escape(line.due or line.changed)
    return (
        escape(line.address),
        escape(line.kind),
        f' <strong class="tag tag-warn">{escape(line.urgent)}</strong>' if line.urgent else "",
        escape(line.other),
        escape(line.place),
        f" tag-{line.tone}" if line.tone else "",
        escape(line.state),
        extra,
        f'<strong class="tag tag-bad">{due}</strong>' if line.overdue else due,
    )


def address(row: ThreadRow) -> str:
    """Where the row leads: a draft to where it is written, all else to the request."""
    return _pattern("request-draft" if row.state == "draft" else "request").replace("thread_", row.id)


@lru_cache(maxsize=2)
def _pattern(name: str) -> str:
    return reverse(name, args=["thread_"])


@lru_cache(maxsize=4096)
def place_words(place: str, language: str) -> str:
    """A place by name; empty stays empty, and what this node does not know is shown as it stands."""
    return place_label(parse_place(place)) if is_place(place) else place
