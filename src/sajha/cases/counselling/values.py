"""A counselling note as its readers see it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note in a list: of which case, by whom, when; never what it says. ``own``: the reader wrote it."""

    id: str
    case: str
    number: str
    author: str
    written_at: datetime
    changed_at: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class NoteSheet:
    """One note without its words, and for its author who else may open it: (id, since when)."""

    line: NoteLine
    revision: int
    readers: tuple[tuple[str, datetime], ...]
