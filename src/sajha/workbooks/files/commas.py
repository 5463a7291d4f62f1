"""Files of separated values: which encoding and separator, then row by row in constant memory."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from sajha.workbooks.files.values import FileRefused, Limits, RawRow

_PIECE = 2**20
_SEPARATORS = ",;\t"
_FIRST = 64 * 1024


def encoding_of(path: Path) -> str:
    """``utf-8-sig`` (UTF-8 with or without its mark), ``utf-16``, or ``cp1252`` when it is neither.

    Raises:
        FileRefused: ``file.not_text`` when there are NUL characters, or bytes that no Windows code page 1252 has.
    """
    with path.open("rb") as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1252"]:
        if _decodes(path, encoding):
            return encoding
    raise FileRefused("file.not_text")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                if "\0" in decoder.decode(piece):
                    raise FileRefused("file.not_text")
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def separator_of(path: Path, encoding: str) -> str:
    """Comma, semicolon or tab: which of them stands most often outside quotes in the first line that has anything in it."""
    with path.open(encoding=encoding, newline="") as file:
        start = file.read(_FIRST)
    line = next((line for line in start.splitlines() if line.strip()), "")
    outside = "".join(line.split('"')[::2])
    return max(_SEPARATORS, key=lambda mark: (outside.count(mark), -_SEPARATORS.index(mark)))


def csv_rows(path: Path, encoding: str, separator: str, limits: Limits) -> Iterator[RawRow]:
    """Each row that is not blank; ``number`` counts rows, also blank ones, from 1.

    Raises:
        FileRefused: ``file.line_too_long``, ``file.too_many_columns``, ``file.not_text``, ``file.malformed``, with the row.
    """
    number = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            for number, cells in enumerate(csv.reader(_lines(file, limits), delimiter=separator, strict=True), start=1):
                if len(cells) > limits.columns and any(cells[limits.columns :]):
                    raise FileRefused("file.too_many_columns", row=number)
                kept, faults = _kept(cells, limits)
                if kept or faults:
                    yield RawRow(number, kept, faults)
    except csv.Error as error:
        because = "file.line_too_long" if "field limit" in str(error) else "file.malformed"
        raise FileRefused(because, row=number + 1) from error
    except UnicodeDecodeError as error:
        raise FileRefused("file.not_text", row=number + 1) from error


def _kept(cells: list[str], limits: Limits) -> tuple[dict[int, str], dict[int, str]]:
    kept = {at: text for at, text in enumerate(cells) if text}
    faults = {at: "cell.too_long" for at, text in kept.items() if len(text) > limits.cell_characters}
    return ({at: text for at, text in kept.items() if at not in faults} if faults else kept), faults


def _lines(file: io.TextIOWrapper, limits: Limits) -> Iterator[str]:
    while line := file.readline(limits.line_characters):
        if len(line) >= limits.line_characters:
            raise FileRefused("file.line_too_long")
        if "\0" in line:
            raise FileRefused("file.not_text")
        yield line
