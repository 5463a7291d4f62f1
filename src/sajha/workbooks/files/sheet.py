"""One worksheet, row by row, as texts. A formula is a fault of its cell: it is not computed, and its last result not believed."""

import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

from sajha.workbooks.files.archive import DAMAGED
from sajha.workbooks.files.parts import Workbook, unescape
from sajha.workbooks.files.values import FileRefused, Limits, RawRow, column_number
from sajha.workbooks.files.xml import read_part

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_LAST_ROW = 1_048_576
_ROW, _PIECE = b"<row ", 2**20
_FORMULA, _ERROR = "cell.formula", "cell.error"


class SheetReader:
    """Handlers for one ``sheetData``. ``take`` is called with each row that has a cell."""

    def __init__(
        self,
        workbook: Workbook,
        shared: list[str],
        dates: frozenset[int],
        limits: Limits,
        take: Callable[[RawRow], None],
    ) -> None:
        self.shared, self.dates, self.limits, self.take = shared, dates, limits, take
        self.zero = datetime(1904, 1, 1) if workbook.from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  (a day, no zone)
        self.row, self.column, self.rows, self.cells = 0, -1, 0, 0
        self.now: RawRow | None = None
        self.kind, self.style, self.formula = "n", 0, False
        self.pieces: list[str] = []
        self.length = 0
        self.collecting = self.sound = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "c":
            self._open_cell(attributes)
        elif element in ("v", "t"):
            self.collecting = not self.sound
        elif element == "row":
            self._open_row(attributes)
        elif element == "f":
            self.formula = True
        elif element == "rPh":
            self.sound = True

    def end(self, element: str) -> None:
        if element in ("v", "t"):
            self.collecting = False
        elif element == "c":
            self._close_cell()
        elif element == "row":
            self._close_row()
        elif element == "rPh":
            self.sound = False

    def text(self, data: str) -> None:
        if self.collecting:
            self.length += len(data)
            if self.length <= self.limits.cell_characters:
                self.pieces.append(data)

    def _open_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        number = int(given) if given.isdecimal() and len(given) < 8 else self.row + 1
        if number <= self.row or number > _LAST_ROW:
            raise FileRefused("file.malformed", row=self.row)
        self.row, self.column, self.now = number, -1, RawRow(number, {}, {})

    def _close_row(self) -> None:
        if self.now and (self.now.cells or self.now.faults):
            self.rows += 1
            if self.rows > self.limits.rows:
                raise FileRefused("file.too_many_rows", row=self.row)
            self.take(self.now)
        self.now = None

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        number = column_number(place[1]) if place else self.column + 1
        if number <= self.column or self.now is None:
            raise FileRefused("file.malformed", row=self.row)
        style = attributes.get("s", "0")
        self.column, self.kind = number, attributes.get("t", "n")
        self.style = int(style) if style.isdecimal() and len(style) < 7 else 0
        self.formula, self.length = False, 0
        self.pieces.clear()

    def _close_cell(self) -> None:
        if self.now is None or not (self.formula or self.pieces):
            return
        self.cells += 1
        if self.column >= self.limits.columns:
            raise FileRefused("file.too_many_columns", row=self.row)
        if self.cells > self.limits.cells:
            raise FileRefused("file.too_many_cells", row=self.row)
        value = self._value("".join(self.pieces))
        if isinstance(value, str):
            if value:
                self.now.cells[self.column] = value
        else:
            self.now.faults[self.column] = value[0]

    def _value(self, raw: str) -> str | tuple[str]:
        """The cell's text, or the id of its fault in a tuple."""
        if self.formula:
            return (_FORMULA,)
        if self.length > self.limits.cell_characters:
            return ("cell.too_long",)
        if self.kind == "s":
            return self._shared(raw)
        if self.kind in ("inlineStr", "str"):
            return unescape(raw)
        if self.kind == "e":
            return (_ERROR,)
        if self.kind == "b":
            return "true" if raw.strip() == "1" else "false"
        if self.kind == "d":
            return raw
        return self._number(raw.strip())

    def _shared(self, raw: str) -> str:
        index = int(raw) if raw.isdecimal() and len(raw) < 9 else -1
        if not 0 <= index < len(self.shared):
            raise FileRefused("file.malformed", row=self.row)
        return self.shared[index]

    def _number(self, raw: str) -> str | tuple[str]:
        is_date = self.style in self.dates
        if not is_date and _WHOLE.fullmatch(raw):
            return raw
        try:
            number = float(raw)
            return self._moment(number) if is_date else _plain(number)
        except (ValueError, OverflowError):
            return (_ERROR,)

    def _moment(self, serial: float) -> str:
        """A serial day number as ISO 8601: a day, a time of day, or both. Day 60 (29 February 1900) never was."""
        if 0 <= serial < 1:
            return (self.zero + timedelta(days=serial)).strftime("%H:%M:%S")
        shift = 1 if 1 <= serial < 60 and self.zero.year == 1899 else 0
        moment = self.zero + timedelta(days=shift, seconds=round(serial * 86400))
        return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat()


def _plain(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError
    return repr(number)


def check_rows(container: zipfile.ZipFile, workbook: Workbook, limits: Limits) -> None:
    """Count the rows by their marks, which is far quicker than to read them: a giant is refused within a second.

    Raises:
        FileRefused: ``file.too_many_rows``, ``file.malformed``.
    """
    rows, rest = 0, b""
    try:
        with container.open(workbook.sheet) as part:
            while piece := part.read(_PIECE):
                text = rest + piece
                rows += text.count(_ROW)
                rest = text[1 - len(_ROW) :]
                if rows > limits.rows:
                    raise FileRefused("file.too_many_rows")
    except DAMAGED as error:
        raise FileRefused("file.malformed") from error


def read_sheet(container: zipfile.ZipFile, workbook: Workbook, reader: SheetReader) -> None:
    """Go through the sheet.

    Raises:
        FileRefused: as its cells and size require.
    """
    read_part(container, workbook.sheet, reader.start, reader.end, reader.text)
