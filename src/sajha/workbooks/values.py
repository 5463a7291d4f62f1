"""One case as a file tells it, what was recognised and what was not: plain values, no file, no database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sajha.terms.coded import UNKNOWN, Absent, Coded
from sajha.terms.places import Place

# told how many rows are done, now and then
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that cannot be taken as it stands: its row (from 1), column letter, the field, and the reason's id."""

    row: int
    column: str
    field: str
    because: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column that was recognised: its letter, the field, the heading that stood there, and how it was recognised.

    ``because`` is ``column.name`` (as the standard writes it), ``column.label`` (its words for people) or ``column.alias``.
    """

    letter: str
    field: str
    heading: str
    because: str


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """A column that is left out: its letter, its heading (cut to 80 characters), and why."""

    letter: str
    heading: str
    because: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case as a file tells it, by field names of the standard. A field that is missing here is unknown.

    ``codes``: picklists. ``dates``: days. ``personal``: names, phones, addresses and all free text, to be sealed. ``more``:
    the remaining fields of the standard (numbers, check boxes) as text, to be sealed with them. ``facts``: years, bands,
    regions and yes/no of anonymised data, which name nobody. ``places``: where a text or code names a place of the registers.
    ``source_key``: 64 hexadecimal digits that the same row of the same content always gets again.
    """

    source_key: str
    codes: dict[str, tuple[Coded | Absent, ...]] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    personal: dict[str, str] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def code(self, name: str) -> Coded | Absent:
        """The one value of a picklist; the first where the file gives several."""
        return self.codes.get(name, (UNKNOWN,))[0]

    def chosen(self, name: str) -> tuple[Coded, ...]:
        """The values of a multiple choice, without reasons for having none."""
        return tuple(value for value in self.codes.get(name, ()) if isinstance(value, Coded))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A case, the row that it stood in, and the cells of that row that were dropped."""

    number: int
    case: CaseRow
    bad: tuple[BadCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would bring: cases, columns taken and left out, the first bad cells and how many there are, remarks (ids)."""

    standard: str
    digest: str
    rows: int
    columns: tuple[Column, ...]
    left_out: tuple[UnknownColumn, ...]
    bad: tuple[BadCell, ...]
    bad_count: int
    notes: tuple[str, ...]
