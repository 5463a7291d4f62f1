"""The node's folder of uploads: readable by the node's own user only, and empty again after an hour."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from django.conf import settings

from sajha.basics.config import NodeConfig
from sajha.basics.ids import is_id
from sajha.workbooks.files.values import FileRefused

LARGEST_UPLOAD = 100 * 2**20


def folder() -> Path:
    """Where uploads lie, made when it is missing."""
    path = cast(NodeConfig, settings.CONFIG).home / "uploads"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def upload_path(job_id: str) -> Path:
    """The file of an upload."""
    if not is_id(job_id, "upload"):
        raise ValueError("not the id of an upload")
    return folder() / job_id


def keep(job_id: str, pieces: Iterable[bytes]) -> int:
    """Write an upload (mode 0600), and how many bytes it has.

    Raises:
        FileRefused: ``file.upload_too_large``; nothing is left then.
    """
    path, size = upload_path(job_id), 0
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > LARGEST_UPLOAD:
                    raise FileRefused("file.upload_too_large")
                file.write(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return size


def drop(job_id: str) -> None:
    """Delete an upload and what was noted beside it."""
    upload_path(job_id).unlink(missing_ok=True)
    _progress_path(job_id).unlink(missing_ok=True)


def _progress_path(job_id: str) -> Path:
    return upload_path(job_id).with_suffix(".rows")


def note_rows(job_id: str, rows: int) -> None:
    """Note how far the work is. Not in the database: the import's own transaction has it, and nobody sees into that."""
    _progress_path(job_id).write_text(str(rows))


def rows_done(job_id: str) -> int:
    """How far the work is; 0 when nothing is noted."""
    try:
        return int(_progress_path(job_id).read_text())
    except (OSError, ValueError):
        return 0


@contextmanager
def held(job_id: str) -> Iterator[bool]:
    """Whether this process alone works on the upload. The kernel lets go of it when the process dies, however it dies."""
    try:
        handle = os.open(upload_path(job_id), os.O_RDONLY)
    except FileNotFoundError:
        yield True
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)
