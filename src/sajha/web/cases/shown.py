"""A case in the reader's words: people, act, means and purpose, the way as a list and as a picture, the history."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sajha.audit.queries import Line
from sajha.cases.values import CaseSheet, LegSheet, Part, PartySheet, Role
from sajha.terms.coded import UNKNOWN, Absent, Coded
from sajha.terms.formats import month_text
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.labels.fields import FIELD_LABELS
from sajha.terms.places import Place, place_label, place_name
from sajha.terms.vocabularies import label
from sajha.web.cases.words import DONE, PARTS, ROLES, Words

Pair = tuple[Words, str]


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person with what is known in codes, and the names of the fields that are hidden.

    ``asked``: whether this person is asked for consent; an accused person is not.
    """

    id: str
    name: str
    role: Words
    known: tuple[Pair, ...]
    hidden: tuple[Words, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class ThingShown:
    """A thing, hidden: what it is, and whose; ``owner`` and ``party`` are empty when it belongs to the case itself."""

    id: str
    what: str
    owner: str
    party: str


@dataclass(frozen=True, slots=True)
class LegShown:
    """A part of the way in words."""

    id: str
    start: str
    end: str
    how: str
    noted: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of the whole case, or of one person (``name``, ``party``)."""

    name: str
    party: str
    parts: tuple[tuple[Words, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the history; ``about`` is a pseudonym or empty."""

    at: datetime
    who: str
    done: Words
    about: str
    fields: tuple[Words, ...]
    reason: str | None


def person_shown(party: PartySheet) -> PersonShown:
    """One person. Values that are simply not known are left out; the other reasons for none are told."""
    return PersonShown(
        id=party.id,
        name=party.name,
        role=ROLES[party.role],
        known=tuple(_known(party)),
        hidden=tuple(FIELD_LABELS[f"party.{name}"] for name in party.sealed),
        asked=party.role != Role.ACCUSED,
    )


def things(sheet: CaseSheet) -> list[ThingShown]:
    """The things of the case, those that belong to nobody in it first; the same of one owner are told apart by a number."""
    names = {party.id: party.name for party in sheet.parties}
    order = ["", *names]
    rows = sorted(sheet.things, key=lambda one: (order.index(one.party), list(IdentifierKind).index(one.kind)))
    count = Counter((one.party, one.kind) for one in rows)
    met: Counter[tuple[str, str]] = Counter()
    found = []
    for one in rows:
        key = (one.party, one.kind)
        met[key] += 1
        words = str(FIELD_LABELS[f"identifier.{one.kind}"])
        found.append(
            ThingShown(one.id, f"{words} {met[key]}" if count[key] > 1 else words, names.get(one.party, ""), one.party)
        )
    return found


def _known(party: PartySheet) -> Iterator[Pair]:
    for one in fields(party.facts):
        value = getattr(party.facts, one.name)
        if one.name != "code_name" and value not in (UNKNOWN, None):
            yield FIELD_LABELS[f"party.{one.name}"], place_label(value) if isinstance(value, Place) else label(value)


def said(sheet: CaseSheet) -> list[Said]:
    """Act, means and purpose of the whole case, then of each person of whom something is said."""
    names = {party.id: party.name for party in sheet.parties}
    subjects = ["", *(id for id in names if any(element.party == id for element in sheet.elements))]
    return [Said(names.get(subject, ""), subject, _parts(sheet, subject)) for subject in subjects]


def _parts(sheet: CaseSheet, subject: str) -> tuple[tuple[Words, tuple[str, ...]], ...]:
    return tuple(
        (PARTS[part], tuple(label(one.value) for one in sheet.elements if (one.part, one.party) == (part, subject)))
        for part in Part
    )


def way(sheet: CaseSheet) -> list[LegShown]:
    """The parts of the way, in order."""
    return [
        LegShown(leg.id, _where(leg.start), _where(leg.end), _how(leg.transport, leg.month), leg.noted)
        for leg in sheet.legs
    ]


def _where(place: Place | None) -> str:
    return place_label(place) if place else _("Not known")


def _how(transport: Coded | Absent, month: str) -> str:
    words = [label(transport)] if isinstance(transport, Coded) else []
    return ", ".join([*words, month_text(month)] if month else words)


_STEP, _TOP, _LEFT = 84, 24, 20


def picture(legs: tuple[LegSheet, ...]) -> SafeString:
    """The way from top to bottom: a dot for each place, an arrow for each part; where one part ends and the next begins elsewhere, a gap.

    All that it shows stands in the list beside it too.
    """
    if not legs:
        return SafeString("")
    stops = _stops(legs)
    height = _STEP * (len(stops) - 1) + 2 * _TOP
    return format_html(
        '<svg viewBox="0 0 320 {}" width="320" height="{}" role="img" aria-label="{}">{}{}</svg>',
        height,
        height,
        _("The way from %(start)s to %(end)s. The list says the same.")
        % {"start": _where(legs[0].start), "end": _where(legs[-1].end)},
        format_html_join(
            "", "{}", ((_arrow(number, how),) for number, (_place, how) in enumerate(stops[1:]) if how is not None)
        ),
        format_html_join("", "{}", ((_dot(number, place),) for number, (place, _how) in enumerate(stops))),
    )


def _stops(legs: tuple[LegSheet, ...]) -> list[tuple[Place | None, str | None]]:
    """Each place, and how it was reached from the one before; ``None`` when nothing says that it was."""
    stops: list[tuple[Place | None, str | None]] = [
        (legs[0].start, None),
        (legs[0].end, _how(legs[0].transport, legs[0].month)),
    ]
    for before, leg in pairwise(legs):
        if leg.start != before.end:
            stops.append((leg.start, None))
        stops.append((leg.end, _how(leg.transport, leg.month)))
    return stops


def _dot(number: int, place: Place | None) -> SafeString:
    y = _TOP + number * _STEP
    name = place_name(place) if place else _("Not known")
    wider = place_name(Place(place.country, place.state)) if place and place.district else ""
    return format_html(
        '<circle cx="{}" cy="{}" r="8" fill="{}" stroke="#12355b" stroke-width="3"/>'
        '<text x="{}" y="{}" font-size="16" font-weight="700" fill="#16202b">{}</text>'
        '<text x="{}" y="{}" font-size="13" fill="#475361">{}</text>',
        _LEFT, y, "#12355b" if place else "#fff", _LEFT + 20, y + 1, name, _LEFT + 20, y + 18, wider,
    )  # fmt: skip


def _arrow(number: int, how: str) -> SafeString:
    top, end = _TOP + number * _STEP + 8, _TOP + (number + 1) * _STEP - 11
    return format_html(
        '<path d="M{} {}V{}" stroke="#12355b" stroke-width="3"/><path d="M{} {}l-6 -10h12z" fill="#12355b"/>'
        '<text x="{}" y="{}" font-size="13" fill="#475361">{}</text>',
        _LEFT, top, end - 6, _LEFT, end + 2, _LEFT + 20, (top + end) // 2 + 12, how,
    )  # fmt: skip


def steps(lines: list[Line], sheet: CaseSheet) -> list[Step]:
    """The history in words; what an entry names beyond its action is a pseudonym and names of fields."""
    names = {party.id: party.name for party in sheet.parties}
    return [
        Step(
            at=line.at,
            who=line.who,
            done=DONE.get(line.action, line.action),
            about=names.get(line.subject, ""),
            fields=tuple(_fields_of(line, "party" if line.subject in names else "case")),
            reason=line.reason,
        )
        for line in lines
    ]


def _fields_of(line: Line, owner: str) -> Iterator[Words]:
    told = [name for key in ("fields", "written", "removed") for name in line.detail.get(key, [])]
    for name in told:
        words: Words | None = FIELD_LABELS.get(name if "." in name else f"{owner}.{name}")
        if words:
            yield words


def day_text(text: str) -> date | str:
    """A sealed day as a day, to be written in the reader's habit; anything else as it stands."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
