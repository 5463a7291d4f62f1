"""What is read at most, what is wrong with a file, and one row of it: plain values. The reading child imports no more."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most. Bytes, counts and seconds; chosen so that every refusal comes within seconds.

    A workbook of the standard's own layout holds 1,000 rows in 0.1 MB; the largest real CSV file that we know holds 50,000
    in 4 MB, and files of a million rows must pass.
    """

    workbook_bytes: int = 25 * 2**20
    csv_bytes: int = 2**30
    entries: int = 500
    unpacked_bytes: int = 300 * 2**20
    ratio: int = 150
    sheets: int = 50
    rows: int = 200_000
    columns: int = 400
    cell_characters: int = 32_000
    line_characters: int = 1_000_000
    cells: int = 6_000_000
    shared_characters: int = 60_000_000
    child_memory: int = 512 * 2**20
    child_seconds: int = 30


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class FileFault:
    """Why the whole file is refused: a stable id, and where when it can be told. Never what stands in the file."""

    because: str
    row: int = 0
    column: str = ""


class FileRefused(Exception):  # noqa: N818  (a refusal is an answer, not a fault)
    """A file is not read. Carries the fault, never the content."""

    def __init__(self, because: str, *, row: int = 0, column: str = "") -> None:
        super().__init__(because)
        self.fault = FileFault(because, row, column)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as the file has it: number from 1, texts by column number from 0, and what is wrong with single cells."""

    number: int
    cells: dict[int, str]
    faults: dict[int, str] = field(default_factory=dict)


def column_letter(number: int) -> str:
    """The spreadsheet's letters of a column number from 0: 0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The opposite: A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
