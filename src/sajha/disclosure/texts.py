"""What a package says and how it is to be handled, in the reader's words: the same on pages, at the console and on paper."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sajha.cases.values import Holds, field_class
from sajha.disclosure.values import Added, Handling, Marks
from sajha.terms import coded
from sajha.terms.formats import date_text, datetime_text
from sajha.terms.labels.requests import (
    CODES_OF_HANDLING,
    HANDLING,
    INFORMATION_GRADES,
    PARTIES,
    SOURCE_GRADES,
    word,
)
from sajha.terms.places import is_place, parse_place, place_label
from sajha.terms.reasons import reason_text
from sajha.terms.vocabularies import label


@dataclass(frozen=True, slots=True)
class MarksText:
    """``line``: the codes alone, for the edge of a sheet; ``lines``: each code with what it means."""

    line: str
    lines: tuple[tuple[str, str], ...]


def marks_text(marks: Marks) -> MarksText:
    """The marks of a package in words. Never colour alone: each code stands beside its meaning."""
    label_of = f"TLP:{marks.tlp}"
    lines = [(label_of, word(HANDLING, marks.tlp))]
    lines += [(code, _code_words(code, marks.conditions)) for code in marks.handling]
    short = [label_of, *marks.handling]
    grade = marks.source_grade + marks.information_grade
    if grade:
        known = [(SOURCE_GRADES, marks.source_grade), (INFORMATION_GRADES, marks.information_grade)]
        lines.append((f"4x4 {grade}", "; ".join(word(table, one) for table, one in known if one)))
        short.append(f"4x4 {grade}")
    if marks.expires_at:
        until = datetime_text(marks.expires_at)
        lines.append((_("Until"), until))
        short.append(_("until %(time)s") % {"time": until})
    return MarksText(" · ".join(short), tuple(lines))


def _code_words(code: Handling, conditions: str) -> str:
    words = word(CODES_OF_HANDLING, code)
    return f"{words}: {conditions}" if code == Handling.H3 and conditions else words


def added_texts(added: tuple[Added, ...]) -> list[str]:
    """What was added to the marks that the sender wished, and why, a sentence each."""
    return [
        _("%(mark)s was added, %(because)s.")
        % {"mark": _("An end") if one.what == "end" else one.what, "because": reason_text(one.because)}
        for one in added
    ]


def value_words(name: str, text: str) -> str:
    """A value of a package in the reader's language: codes, places and days by their kind, all else as it stands."""
    known = field_class(name)
    try:
        if name == "party.role":
            return word(PARTIES, text)
        if text.startswith("absent:") or (known and known.holds == Holds.CODE):
            return label(coded.parse(text))
        if known and known.holds == Holds.PLACE and is_place(text):
            return place_label(parse_place(text))
        if known and known.holds == Holds.DAY:
            return date_text(datetime.fromisoformat(text).date())
    except ValueError:
        return text
    return text
