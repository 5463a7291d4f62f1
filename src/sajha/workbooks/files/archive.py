"""Look at a ZIP container's directory before anything in it is unpacked."""

import struct
import zipfile
import zlib
from typing import BinaryIO

from sajha.workbooks.files.values import FileRefused, Limits

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_ENTRY_BYTES = 400
_SMALL = 2**20
_ARCHIVES = (
    ".zip",
    ".jar",
    ".7z",
    ".rar",
    ".gz",
    ".bz2",
    ".xz",
    ".tar",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".docx",
    ".docm",
    ".pptx",
    ".ods",
)
_ARCHIVE_STARTS = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")

# what the standard library raises on a damaged container
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)

# parts that are never opened, and the remark that says so
_IGNORED = {
    "vbaproject": "file.macros_ignored",
    "xl/macrosheets/": "file.macros_ignored",
    "xl/dialogsheets/": "file.macros_ignored",
    "xl/externallinks/": "file.links_ignored",
    "xl/connections": "file.links_ignored",
    "xl/querytables/": "file.links_ignored",
    "xl/activex/": "file.objects_ignored",
    "xl/embeddings/": "file.objects_ignored",
    "customui/": "file.objects_ignored",
}


def open_container(file: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """The container, once its directory is known to be small, plain, truthful in its sums, and free of other archives.

    Raises:
        FileRefused: ``file.malformed``, ``file.encrypted``, ``file.too_many_parts``, ``file.unpacks_too_large``,
            ``file.nested_archive``.
    """
    _check_end(file, limits)
    try:
        container = zipfile.ZipFile(file)
    except DAMAGED as error:
        raise FileRefused("file.malformed") from error
    entries = container.infolist()
    if len(entries) > limits.entries:
        raise FileRefused("file.too_many_parts")
    names = {entry.filename for entry in entries}
    if len(names) != len(entries) or any(_strange(name) for name in names):
        raise FileRefused("file.malformed")
    _check_sizes(entries, file, limits)
    _check_nested(container, entries)
    return container


def _check_end(file: BinaryIO, limits: Limits) -> None:
    """Read the directory's own size from the last bytes, before a million entries become objects."""
    size = file.seek(0, 2)
    start = max(0, size - _END_SIZE - _LONGEST_COMMENT - 20)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE or _END_64 in tail[max(0, at - 20) : at]:
        raise FileRefused("file.malformed")
    entries, directory = struct.unpack("<HL", tail[at + 10 : at + 16])
    if entries > limits.entries or directory > limits.entries * _ENTRY_BYTES:
        raise FileRefused("file.too_many_parts")
    file.seek(0)


def _strange(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or "\0" in name


def _check_sizes(entries: list[zipfile.ZipInfo], file: BinaryIO, limits: Limits) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("file.encrypted")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise FileRefused("file.malformed")
    if sum(entry.compress_size for entry in entries) > file.seek(0, 2):
        raise FileRefused("file.malformed")
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise FileRefused("file.unpacks_too_large")
    if any(
        entry.file_size > _SMALL and entry.file_size > limits.ratio * max(entry.compress_size, 1) for entry in entries
    ):
        raise FileRefused("file.unpacks_too_large")


def _check_nested(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        name = entry.filename.lower()
        if name.endswith(_ARCHIVES):
            raise FileRefused("file.nested_archive")
        if ignored(name) or entry.is_dir():
            continue
        try:
            with container.open(entry) as part:
                start = part.read(8)
        except DAMAGED as error:
            raise FileRefused("file.malformed") from error
        if start.startswith(_ARCHIVE_STARTS):
            raise FileRefused("file.nested_archive")


def ignored(name: str) -> str:
    """The remark that goes with a part which is never opened; empty for all others."""
    lowered = name.lower()
    return next((remark for mark, remark in _IGNORED.items() if mark in lowered), "")


def remarks(container: zipfile.ZipFile) -> list[str]:
    """The remarks of all parts that are left unopened, each once."""
    return sorted({remark for name in container.namelist() if (remark := ignored(name))})


def is_workbook(container: zipfile.ZipFile) -> bool:
    """Whether the container holds an Excel workbook of XML parts."""
    return "xl/workbook.xml" in container.namelist()
