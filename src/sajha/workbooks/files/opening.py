"""Open a file as a table of texts. What it is, is told by its first bytes; its name is not believed."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import puremagic

from sajha.workbooks.files.archive import is_workbook, open_container, remarks
from sajha.workbooks.files.commas import csv_rows, encoding_of, separator_of
from sajha.workbooks.files.stream import workbook_rows
from sajha.workbooks.files.values import LIMITS, FileRefused, Limits, RawRow

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_NAMES = tuple(name.encode("utf-16-le") for name in ("EncryptedPackage", "EncryptionInfo"))
_COMPOUND_LOOK = 8 * 2**20
# what people keep as text, and what may be mistaken for it by a few characters
_TEXTS = (".csv", ".txt", ".tsv", ".tab")


@dataclass(slots=True)
class Table:
    """A file whose kind is known and whose size is bearable. :meth:`rows` may be called as often as one likes.

    ``kind`` is ``xlsx``, ``xlsm`` or ``csv``. ``digest`` is the SHA-256 of the whole file. ``notes`` are ids of remarks to the
    user, complete once the rows were read to the end.
    """

    path: Path
    kind: str
    digest: str
    limits: Limits
    encoding: str = ""
    separator: str = ""
    notes: list[str] = field(default_factory=list)
    state: tuple[int, int, int] = (0, 0, 0)

    def rows(self) -> Iterator[RawRow]:
        """Each row that has a value.

        Raises:
            FileRefused: what only reading shows; ``file.changed`` when the file is no longer the one that was opened.
        """
        if _state(self.path) != self.state:
            raise FileRefused("file.changed")
        if self.kind == "csv":
            return csv_rows(self.path, self.encoding, self.separator, self.limits)
        return workbook_rows(self.path, self.limits, self.notes)


def open_table(path: Path, limits: Limits = LIMITS) -> Table:
    """Find out what the file is and whether it may be read.

    Raises:
        FileRefused: ``file.missing``, ``file.empty``, ``file.too_large``, ``file.encrypted``, ``file.old_format``,
            ``file.wrong_type``, ``file.not_text``, or what a look at the container shows.
    """
    try:
        state = _state(path)
        with path.open("rb") as file:
            start = file.read(4096)
    except (OSError, ValueError) as error:
        raise FileRefused("file.missing") from error
    if not start.strip():
        raise FileRefused("file.empty")
    if start.startswith(_COMPOUND):
        raise FileRefused(_compound(path))
    table = _workbook(path, limits) if start.startswith(_ZIP) else _text(path, start, limits)
    table.state = state
    return table


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    if not path.is_file():
        raise FileRefused("file.missing")
    return found.st_ino, found.st_size, found.st_mtime_ns


def _compound(path: Path) -> str:
    """Office wraps an encrypted workbook in the container of its old formats; else it is the old format itself."""
    with path.open("rb") as file:
        look = file.read(_COMPOUND_LOOK)
        file.seek(-min(_COMPOUND_LOOK, os.fstat(file.fileno()).st_size), os.SEEK_END)
        look += file.read(_COMPOUND_LOOK)
    return "file.encrypted" if any(name in look for name in _ENCRYPTED_NAMES) else "file.old_format"


def _workbook(path: Path, limits: Limits) -> Table:
    _check_size(path, limits.workbook_bytes)
    with path.open("rb") as file, open_container(file, limits) as container:
        if not is_workbook(container):
            raise FileRefused("file.wrong_type")
        notes = remarks(container)
    return Table(path, "xlsm" if "file.macros_ignored" in notes else "xlsx", _digest(path), limits, notes=notes)


def _text(path: Path, start: bytes, limits: Limits) -> Table:
    if _known_otherwise(start):
        raise FileRefused("file.wrong_type")
    _check_size(path, limits.csv_bytes)
    encoding = encoding_of(path)
    notes = ["file.read_as_windows_1252"] if encoding == "cp1252" else []
    return Table(path, "csv", _digest(path), limits, encoding, separator_of(path, encoding), notes)


def _known_otherwise(start: bytes) -> bool:
    """Whether the first bytes are the sure mark of something that is no table of text."""
    if start.lstrip()[:1] in (b"<", b"{"):
        return True
    try:
        best = puremagic.magic_string(start)[0]
    except (puremagic.PureError, ValueError, IndexError):
        return False
    return best.confidence >= 0.3 and best.extension not in _TEXTS and not _is_plain(start)


def _is_plain(start: bytes) -> bool:
    """Printable text so far: a chance likeness to some format's mark does not count against it."""
    return (
        all(byte >= 32 or byte in b"\t\n\r" for byte in start[:512])
        and b"%PDF" not in start[:16]
        and b"{\\rtf" not in start[:16]
    )


def _check_size(path: Path, limit: int) -> None:
    if path.stat().st_size > limit:
        raise FileRefused("file.too_large")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
