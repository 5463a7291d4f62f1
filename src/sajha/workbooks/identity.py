"""The key by which a row is known again: same content, same key, whatever file or format it stands in."""

import hashlib
import json
import sqlite3
from types import TracebackType

from sajha.workbooks.values import CaseRow

_CACHE_KIB = 16 * 1024


def content_digest(case: CaseRow) -> str:
    """SHA-256 (hexadecimal) over the canonical JSON of all values; places are left out, for they follow from the texts."""
    content = [
        {name: [str(value) for value in values] for name, values in case.codes.items()},
        {name: day.isoformat() for name, day in case.dates.items()},
        case.personal,
        case.more,
        case.facts,
    ]
    return hashlib.sha256(
        json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def row_key(standard: str, digest: str, occurrence: int) -> str:
    """The key of the n-th row (from 1) of this content."""
    return hashlib.sha256(f"{standard}:{digest}:{occurrence}".encode()).hexdigest()


def own_key(standard: str, case_id: str) -> str:
    """The key of a row that brings its own case number."""
    return hashlib.sha256(f"{standard}:own:{case_id}".encode()).hexdigest()


class Occurrences:
    """Counts how often each digest came, on disk beyond a few megabytes, so that memory does not grow with the file."""

    def __init__(self) -> None:
        # an empty name is a private temporary file that SQLite deletes
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        for setting in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE"):
            self.database.execute(f"PRAGMA {setting}")
        self.database.execute("CREATE TABLE seen (digest BLOB PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID")
        self.database.execute("BEGIN")

    def __enter__(self) -> "Occurrences":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.database.close()

    def count(self, digest: str) -> int:
        """How often this digest has come, this time included (128 of its bits tell it apart)."""
        upsert = "INSERT INTO seen VALUES (?, 1) ON CONFLICT (digest) DO UPDATE SET times = times + 1 RETURNING times"
        return int(self.database.execute(upsert, (bytes.fromhex(digest[:32]),)).fetchone()[0])
