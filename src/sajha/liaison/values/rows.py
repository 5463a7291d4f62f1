"""What readers get to see: rows of lists, a thread with its timeline, notices."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """One line of a list. It names no person: the kind, the other organisation, the place, the state and who must act by when."""

    id: str
    side: str
    kind: str
    urgency: str
    other_name: str
    place: str
    state: str
    outcome: str
    due_at: datetime | None
    our_due_at: datetime | None
    rung: str
    assigned_to: str
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None

    @property
    def our_turn(self) -> bool:
        return self.our_due_at is not None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the mark after which the next page begins (empty at the end)."""

    rows: list[ThreadRow]
    following: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A document that can be taken out, or (with ``custodian``) a picture or video that stays where it is."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    custodian: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Who did what, when and why. ``ours``: by our organisation; ``message``: the signed message it left or came by;
    ``forgotten``: its words were destroyed when what they spoke of was called back."""

    id: str
    ours: bool
    side: str
    kind: str
    at: datetime
    person: str
    role: str
    code: str
    more: str
    words: str
    message: str
    superseded: bool
    attachment: AttachmentLine | None
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A thread as its reader may see it. ``moves`` are those that this reader's side may make now."""

    row: ThreadRow
    asker: str
    recipient: str
    case: str
    turn: str
    since: datetime | None
    moves: tuple[str, ...]
    timeline: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that is being written: nothing of it has left. ``fields`` are the sealed fields that the sender ticked."""

    id: str
    case: str
    kind: str
    urgency: str
    recipient: str
    recipient_name: str
    place: str
    question: str
    parties: tuple[str, ...]
    fields: tuple[str, ...]
    ground: str
    ground_reason: str
    opened_at: datetime
    source: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A thread of other organisations that is overdue: nothing of the case."""

    id: str
    thread: str
    asker: str
    asker_name: str
    recipient_name: str
    kind: str
    urgency: str
    state: str
    turn: str
    rung: str
    due_at: datetime
    raised_at: datetime
    seen_at: datetime | None
    seen_by: str
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many threads need this reader's organisation: to answer, of these overdue, and new (nobody acknowledged yet)."""

    to_answer: int
    overdue: int
    new: int
