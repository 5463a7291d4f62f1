"""Keys that were destroyed, in a file beside the database: a backup made before still holds them, so a restore destroys them again.

One JSON object a line: ``{"record": …, "at": …}``. The ids tell nobody who somebody was. The file is written after the commit; what a
death in between left out, :func:`complete` writes later from the database.
"""

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, cast

from django.conf import settings

from sajha.basics.config import NodeConfig
from sajha.vault.models import RecordKey

NAME = "tombstones.jsonl"


class Tombstone(NamedTuple):
    """A record whose key was destroyed, and when."""

    record: str
    at: datetime


def destroyed() -> list[Tombstone]:
    """Every destroyed key that this database knows of, oldest first."""
    rows = RecordKey.objects.filter(destroyed_at__isnull=False).order_by("destroyed_at", "record")
    return [Tombstone(record, at) for record, at in rows.values_list("record", "destroyed_at") if at]


def own_file() -> Path:
    """The file in the node's own folder."""
    return cast(NodeConfig, settings.CONFIG).home / NAME


def append(stones: Iterable[Tombstone]) -> None:
    """Add lines to the node's file, on the disk when this returns.

    Raises:
        OSError: the disk is full or the folder is gone; the keys are destroyed all the same.
    """
    lines = "".join(json.dumps({"record": stone.record, "at": stone.at.isoformat()}) + "\n" for stone in stones)
    handle = os.open(own_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> list[Tombstone]:
    """The tombstones of a file. A last line that a death cut short is left out.

    Raises:
        ValueError: another line is none.
    """
    lines = path.read_text("utf-8").splitlines(keepends=True)
    whole = [line for line in lines if line.endswith("\n") and line.strip()]
    return [_stone(line) for line in whole]


def _stone(line: str) -> Tombstone:
    try:
        found = json.loads(line)
        return Tombstone(str(found["record"]), datetime.fromisoformat(found["at"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("tombstone") from error


def complete() -> int:
    """Write what the database knows and the file does not. Returns how many."""
    written = {stone.record for stone in read(own_file())} if own_file().exists() else set()
    missing = [stone for stone in destroyed() if stone.record not in written]
    if missing:
        append(missing)
    return len(missing)
