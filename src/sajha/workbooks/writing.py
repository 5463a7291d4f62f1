"""Write cases as an HTCDS workbook or CSV file, from which :mod:`htcds` reads the same cases again."""

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell

from sajha.workbooks.cells import guarded, written
from sajha.workbooks.files.values import LIMITS, FileRefused
from sajha.workbooks.htcds import Field, fields
from sajha.workbooks.values import CaseRow, Progress

_EXCEL_LONGEST = 32_767
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EVERY = 1000


def write(rows: Iterable[CaseRow], path: Path, progress: Progress | None = None) -> int:
    """Write cases to a new file (mode 0600), a workbook or CSV by its ending, all or nothing; the number of cases written.

    Fields that the standard does not have (``facts``) are not written.

    Raises:
        FileRefused: ``file.wrong_ending``, ``file.too_many_rows`` or ``file.cell_too_long`` of a workbook.
    """
    writer = {".xlsx": _write_workbook, ".csv": _write_csv}.get(path.suffix.lower())
    if writer is None:
        raise FileRefused("file.wrong_ending")
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix.lower())
    os.close(handle)
    try:
        count = writer(rows, Path(temporary), progress or _silent)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return count


def _silent(_done: int) -> None:
    """For callers who do not watch."""


def _counted(rows: Iterable[CaseRow], progress: Progress) -> Iterator[tuple[int, CaseRow]]:
    number = 0
    for number, row in enumerate(rows, start=1):
        yield number, row
        if not number % _EVERY:
            progress(number)
    progress(number)


def cell(field: Field, row: CaseRow) -> str | date:
    """What stands in the field's column; empty for unknown."""
    if field.holds == "code":
        return written(row.codes.get(field.name, ()))
    if field.holds == "date":
        return row.dates.get(field.name, "")
    return (row.personal if field.holds == "personal" else row.more).get(field.name, "")


def _write_csv(rows: Iterable[CaseRow], path: Path, progress: Progress) -> int:
    """One row of names, then the cases; UTF-8 with its mark, which Excel needs to show other scripts than Latin."""
    columns, number = list(fields().values()), 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow([field.name for field in columns])
        for number, row in _counted(rows, progress):  # noqa: B007  (the last number is the count)
            out.writerow([guarded(str(cell(field, row))) for field in columns])
    return number


def _write_workbook(rows: Iterable[CaseRow], path: Path, progress: Progress) -> int:
    """Names above labels, as in the standard's own workbook, then the cases. Every text is of type text, never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Case Sheet")
    try:
        number = _fill(sheet, _counted(rows, progress))
    except BaseException:
        # openpyxl would leave its half-written part, in plain text, in the temporary folder
        sheet.close()
        sheet._writer.cleanup()  # noqa: SLF001
        raise
    book.save(path)
    return number


def _fill(sheet: Any, rows: Iterator[tuple[int, CaseRow]]) -> int:
    columns, number = list(fields().values()), 0
    sheet.append([_typed(sheet, field.name) for field in columns])
    sheet.append([_typed(sheet, field.label) for field in columns])
    for number, row in rows:  # noqa: B007  (the last number is the count)
        if number > LIMITS.rows - 2:
            raise FileRefused("file.too_many_rows", row=number)
        sheet.append([_typed(sheet, cell(field, row)) for field in columns])
    return number


def _typed(sheet: Any, value: str | date) -> Cell | None:
    """A cell that is a day, or text and nothing else; none where there is no value."""
    if value == "":
        return None
    made = WriteOnlyCell(sheet)
    if isinstance(value, date):
        made.value, made.number_format = value, "yyyy-mm-dd"
        return made
    made.number_format = "@"
    # the public setter would take a leading "=" for a formula
    made._value, made.data_type = _excel_text(value), "s"  # noqa: SLF001
    return made


def _excel_text(text: str) -> str:
    """Guarded, and with what looks like an escape of OOXML escaped itself.

    Raises:
        FileRefused: ``file.cell_too_long``, rather than cut it.
    """
    text = _ESCAPE_LOOKALIKE.sub("_x005F_", guarded(text, telephone=True))
    if len(text) > _EXCEL_LONGEST:
        raise FileRefused("file.cell_too_long")
    return text
