"""Recognise the columns of a file by its headings, however they are spelt."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sajha.workbooks.cells import key
from sajha.workbooks.files.values import FileRefused, RawRow, column_letter
from sajha.workbooks.values import Column, UnknownColumn

_SAMPLE = 25
_HEADING_SHOWN = 80
_AT_LEAST = 2


@dataclass(frozen=True, slots=True)
class Headings:
    """What may stand above a column: exact names, their words for people, further spellings; and names known to be left out."""

    names: frozenset[str]
    by_key: dict[str, tuple[str, str]]
    left_out: dict[str, str] = field(default_factory=dict)

    def recognise(self, heading: str) -> tuple[str, str] | None:
        """(field, how) of a heading: ``column.name``, ``column.label`` or ``column.alias``."""
        heading = heading.strip()
        if heading in self.names:
            return heading, "column.name"
        return self.by_key.get(key(heading))


def headings(
    labels: dict[str, str], aliases: Iterable[tuple[str, str]], left_out: dict[str, str] | None = None
) -> Headings:
    """Build them from name → label, and (spelling, name) pairs. A label that several fields share recognises none of them."""
    shared = Counter(key(label) for label in labels.values())
    by_key = {key(name): (name, "column.alias") for name in labels}
    by_key = {
        key(label): (name, "column.label") for name, label in labels.items() if label and shared[key(label)] == 1
    } | by_key
    by_key = {key(spelling): (name, "column.alias") for spelling, name in aliases} | by_key
    return Headings(frozenset(labels), by_key, {key(name): because for name, because in (left_out or {}).items()})


@dataclass(frozen=True, slots=True)
class Header:
    """Columns taken (by number) and left out, the number of the last heading row, and remarks (ids)."""

    columns: dict[int, Column]
    left_out: tuple[UnknownColumn, ...]
    last_row: int
    notes: tuple[str, ...]


def find_header(rows: Iterator[RawRow], known: Headings) -> Header:
    """The headings in the first rows: one row, or two when names stand above labels, as in the standard's workbooks.

    Raises:
        FileRefused: ``file.no_header`` when no row names at least two fields, ``file.column_twice`` when two columns are one field.
    """
    sample = list(islice(rows, _SAMPLE))
    rows.close() if hasattr(rows, "close") else None
    for at, row in enumerate(sample):
        if _recognised(row, known) >= min(_AT_LEAST, len(row.cells)) and _recognised(row, known):
            second = sample[at + 1] if at + 1 < len(sample) and _is_second(row, sample[at + 1], known) else None
            return _header(row, second, sample, known)
    raise FileRefused("file.no_header")


def _recognised(row: RawRow, known: Headings) -> int:
    return sum(1 for text in row.cells.values() if known.recognise(text))


def _is_second(first: RawRow, second: RawRow, known: Headings) -> bool:
    count = _recognised(second, known)
    return second.number == first.number + 1 and count >= _AT_LEAST and 2 * count >= len(second.cells)


def _header(first: RawRow, second: RawRow | None, sample: list[RawRow], known: Headings) -> Header:
    last = second or first
    columns: dict[int, Column] = {}
    left_out: list[UnknownColumn] = []
    notes: list[str] = []
    for at in sorted(set(first.cells) | set(last.cells)):
        name, label = first.cells.get(at, ""), last.cells.get(at, "")
        found = _choose(name, label, known, notes)
        letter = column_letter(at)
        if found:
            columns[at] = Column(letter, found[0], (found[2]).strip()[:_HEADING_SHOWN], found[1])
        else:
            heading = (name or label).strip()
            left_out.append(
                UnknownColumn(letter, heading[:_HEADING_SHOWN], known.left_out.get(key(heading), "column.unknown"))
            )
    left_out += _unnamed(sample, last.number, {*first.cells, *last.cells})
    _once(columns)
    return Header(columns, tuple(left_out), last.number, tuple(dict.fromkeys(notes)))


def _choose(name: str, label: str, known: Headings, notes: list[str]) -> tuple[str, str, str] | None:
    """(field, how, heading). Where the two rows disagree, the label counts: the row of names is hidden in the standard's
    workbooks, so whoever filled one in wrote under the label. (Four of its address columns are so swapped.)
    """
    by_name, by_label = known.recognise(name), known.recognise(label)
    if by_name and by_label and by_name[0] != by_label[0]:
        notes.append("file.labels_followed")
        return (*by_label, label)
    if by_name:
        return (*by_name, name)
    return (*by_label, label) if by_label else None


def _unnamed(sample: list[RawRow], header: int, named: set[int]) -> list[UnknownColumn]:
    """Columns without any heading that have values below: a row counter, or something that is left out."""
    below = [row for row in sample if row.number > header]
    found = []
    for at in sorted({at for row in below for at in row.cells} - named):
        texts = [row.cells.get(at, "") for row in below]
        counts = all(text == str(step) for step, text in enumerate(texts, start=1))
        found.append(UnknownColumn(column_letter(at), "", "column.row_numbers" if counts else "column.unnamed"))
    return found


def _once(columns: dict[int, Column]) -> None:
    seen: set[str] = set()
    for column in columns.values():
        if column.field in seen:
            raise FileRefused("file.column_twice", column=column.letter)
        seen.add(column.field)
