"""What a text in a cell means: a day, a number, a yes or no, a code. A text that means nothing gets the id of the reason."""

import csv
import re
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel import Locale

from sajha.terms.aadhaar import holds_aadhaar
from sajha.terms.coded import Absent, Coded
from sajha.terms.vocabularies import vocabulary

DATA = Path(__file__).parent / "data"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
# the signs that begin a formula, and their wide forms, which some spreadsheets take too
_FORMULA = re.compile(r"'*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_TELEPHONE = re.compile(r"[+-][0-9][0-9 ()./-]*")
_SECTION = re.compile(r"^[A-U]_")
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)
_YES = frozenset({"true", "yes", "y", "1", "x", "checked"})
_NO = frozenset({"false", "no", "n", "0", "unchecked"})
_ABSENT = {
    "unknown": "unknown", "notknown": "unknown", "99": "unknown", "notasked": "not_asked", "declined": "declined",
    "declinedtoanswer": "declined", "notapplicable": "not_applicable", "withheld": "withheld",
}  # fmt: skip
# with its slash, because NA alone is Namibia
_NOT_APPLICABLE = ("n/a", "n.a.")
_NAMED = ("country", "language")


class NotThat(Exception):  # noqa: N818  (an answer about a cell, caught by the reader of its row)
    """The text is not what its column asks for; ``because`` is the reason's id."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


def clean(text: str) -> str:
    """The text without blanks around it, its line ends as one character each.

    Raises:
        NotThat: ``cell.control_character``, ``cell.aadhaar``.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _CONTROL.search(text):
        raise NotThat("cell.control_character")
    if holds_aadhaar(text):
        raise NotThat("cell.aadhaar")
    return text


def guarded(text: str, *, telephone: bool = False) -> str:
    """The text as it may stand in a cell of ours: an apostrophe goes before whatever a spreadsheet might compute.

    ``telephone``: leave a number with its sign alone, where the cell's own type already says that it is text.
    """
    if not _FORMULA.match(text) or (telephone and _TELEPHONE.fullmatch(text)):
        return text
    return f"'{text}"


def unguarded(text: str) -> str:
    """Undo :func:`guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def as_date(text: str) -> date:
    """A day as ISO 8601, or day, month, year as written in India and most of the world; never month first.

    Raises:
        NotThat: ``cell.not_a_date``; also before 1900 and after 2100, as in the standard's own workbook.
    """
    try:
        if iso := _ISO.fullmatch(text):
            day = date.fromisoformat(iso[1])
        elif parts := _DAY_FIRST.fullmatch(text):
            day = date(int(parts[3]), int(parts[2]), int(parts[1]))
        else:
            raise NotThat("cell.not_a_date")
    except ValueError as error:
        raise NotThat("cell.not_a_date") from error
    if not _EARLIEST <= day <= _LATEST:
        raise NotThat("cell.not_a_date")
    return day


def as_number(text: str) -> str:
    """A plain decimal number, as it is written.

    Raises:
        NotThat: ``cell.not_a_number``.
    """
    if not _NUMBER.fullmatch(text):
        raise NotThat("cell.not_a_number")
    return text


def as_check(text: str) -> str:
    """``true`` or ``false``.

    Raises:
        NotThat: ``cell.not_yes_or_no``.
    """
    word = key(text)
    if word in _YES:
        return "true"
    if word in _NO:
        return "false"
    raise NotThat("cell.not_yes_or_no")


def key(text: str) -> str:
    """A heading or code as it is compared: letters and digits alone, without regard to case."""
    return "".join(mark for mark in text.casefold() if mark.isalnum())


@lru_cache(maxsize=20_000)
def as_codes(text: str, list_id: str, many: bool) -> tuple[Coded | Absent, ...]:
    """The codes that a cell names: one, or several apart by semicolon, line or comma where the standard allows several.

    Raises:
        NotThat: ``cell.not_a_code``.
    """
    for pieces in _splits(text, many):
        found = tuple(dict.fromkeys(_one(piece, list_id) for piece in pieces))
        if all(found):
            coded = tuple(value for value in found if isinstance(value, Coded))
            return coded or tuple(value for value in found if value)[:1]
    raise NotThat("cell.not_a_code")


def _splits(text: str, many: bool) -> list[list[str]]:
    """The whole text first: some labels hold commas and semicolons themselves."""
    separators = [r"[;\n|]", r"[;\n|,]"] if many else []
    return [[text], *([piece for piece in re.split(mark, text) if piece.strip()] for mark in separators)]


def _one(text: str, list_id: str) -> Coded | Absent | None:
    word = key(text)
    if text.strip().casefold() in _NOT_APPLICABLE:
        return Absent("not_applicable")
    if code := _codes(list_id).get(word):
        return Coded(list_id, vocabulary(list_id).version, code)
    return Absent(_ABSENT[word]) if word in _ABSENT else None


@lru_cache(maxsize=64)
def _codes(list_id: str) -> dict[str, str]:
    """Every way to write a code of the list that is understood, to the code."""
    codes = vocabulary(list_id).codes
    ways = {key(row["written"]): row["code"] for row in rows_of("value_aliases.csv") if row["vocabulary"] == list_id}
    if list_id in _NAMED:
        english = Locale("en")
        names = english.territories if list_id == "country" else english.languages
        ways |= {key(names[code]): code for code in codes if code in names}
    ways |= {key(_SECTION.sub("", code)): code for code in codes}
    return ways | {key(code): code for code in codes}


def rows_of(name: str) -> list[dict[str, str]]:
    """A table of this package's data folder."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(values: tuple[Coded | Absent, ...]) -> str:
    """The cell from which :func:`as_codes` reads the same values back."""
    return ";".join(value.code if isinstance(value, Coded) else value.reason.replace("_", " ") for value in values)
