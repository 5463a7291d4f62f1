"""The body of every message between nodes, strictly: no unknown field, no wrong type, nothing longer than it may be."""

from datetime import datetime
from typing import Annotated, TypeVar

import msgspec

from sajha.basics.decision import Refused, no
from sajha.disclosure.values import Package, PackageField, Signed
from sajha.disclosure.values.package import Alias, PackageId
from sajha.disclosure.values.times import has_sane_times
from sajha.liaison.values import Attached, Kind, Move, MoveKind, Rung, Side, State, Urgency

PRINTED = r"\A[^\x00-\x1f\x7f]*\Z"
Time = Annotated[datetime, msgspec.Meta(tz=True)]
Code = Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{0,32}\Z")]
Label = Annotated[str, msgspec.Meta(max_length=120, pattern=PRINTED)]
Line = Annotated[str, msgspec.Meta(max_length=200, pattern=PRINTED)]
Words = Annotated[str, msgspec.Meta(max_length=8000)]
ThreadId = Annotated[str, msgspec.Meta(pattern=r"\Athread_[0-9a-f]{32}\Z")]
MoveId = Annotated[str, msgspec.Meta(pattern=r"\Amove_[0-9a-f]{32}\Z")]
NodeId = Annotated[str, msgspec.Meta(pattern=r"\Anode_[0-9a-f]{32}\Z")]
PlaceText = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{2}(-[0-9]{1,2}(-[0-9]{1,4})?)?\Z")]
Because = Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]+(\.[a-z_]+)?\Z", max_length=48)]
Subjects = Annotated[tuple[Alias, ...], msgspec.Meta(min_length=1, max_length=200)]
Counter = Annotated[int, msgspec.Meta(ge=1, le=2**40)]


class WireMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A move as it travels; its author is the sender of the message."""

    id: MoveId
    sequence: Counter
    lamport: Counter
    kind: MoveKind
    at: Time
    person: Label
    role: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{0,24}\Z")]
    code: Code = ""
    more: Code = ""
    words: Words = ""


class WireAttachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document, or the hash of a picture or video and who holds it: then there is no content."""

    id: Annotated[str, msgspec.Meta(pattern=r"\Aattachment_[0-9a-f]{32}\Z")]
    name: Line
    media_type: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9.+/-]{1,80}\Z")]
    size: Annotated[int, msgspec.Meta(ge=0, le=2**40)]
    sha256: Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
    custodian: Line = ""
    content: Annotated[bytes, msgspec.Meta(max_length=4 * 1024 * 1024)] = b""


class Opening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``request.opened``: a thread begins, with its first move and what the asker encloses.

    ``source``: when it is passed on, the package by which it came to the asker. An id that says nothing to the recipient; it says it
    back when the asker was restored from a backup and has forgotten whose it was.
    """

    thread: ThreadId
    kind: Kind
    urgency: Urgency
    place: PlaceText
    move: WireMove
    package: Package
    source: Annotated[str, msgspec.Meta(pattern=r"\A(package_[0-9a-f]{32})?\Z")] = ""


class Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``request.moved``: one move of the sender in a thread."""

    thread: ThreadId
    move: WireMove
    attached: WireAttachment | None = None


class Overdue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``oversight.overdue``: to an overseer. Codes, times and the name of who was asked, not its node; nothing of the case."""

    thread: ThreadId
    recipient_name: Line
    kind: Kind
    urgency: Urgency
    state: State
    turn: Side
    rung: Rung
    due: Time


class Recalled(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``recall.asked``: give up what this package says of these subjects. A thread of its own begins, in which it is answered."""

    thread: ThreadId
    urgency: Urgency
    place: PlaceText
    move: WireMove
    package: PackageId
    subjects: Subjects
    because: Because


class RecallAnswered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``recall.answered``: the steps that the holder's node took in the thread (none when it only adds to its word), and its signed word."""

    thread: ThreadId
    moves: Annotated[tuple[WireMove, ...], msgspec.Meta(max_length=5)]
    answer: Signed


class PassedOn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``package.passed_on``: to where it came from, that what this package says of these subjects went on from ``by`` to ``to``."""

    package: PackageId
    subjects: Subjects
    by: NodeId
    by_name: Line
    to: NodeId
    to_name: Line
    purpose: Kind
    at: Time


class LeaveAsked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``leave.asked``: may we pass on what this package says of these subjects, to this organisation, for this kind of request?

    ``identity``: also what tells who they are.
    """

    thread: ThreadId
    urgency: Urgency
    place: PlaceText
    move: WireMove
    package: PackageId
    subjects: Subjects
    to: NodeId
    to_name: Line
    to_kind: Code
    purpose: Kind
    identity: bool


class LeaveGranted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``leave.granted``: you may, until then."""

    thread: ThreadId
    moves: Annotated[tuple[WireMove, ...], msgspec.Meta(max_length=5)]
    until: Time


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``package.wanted``: a node that was restored asks again for what it had been sent."""

    packages: Annotated[tuple[PackageId, ...], msgspec.Meta(max_length=500)]


class Again(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``package.again``: what was not called back of a package. ``gone`` names the subjects that were."""

    package: PackageId
    fields: Annotated[tuple[PackageField, ...], msgspec.Meta(max_length=2000)]
    gone: Annotated[tuple[Alias, ...], msgspec.Meta(max_length=200)]


class Which(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``package.which``: a node that was restored asks what came from it since the backup, for it does not remember."""

    since: Time


class Entrusted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One package that somebody holds: its id, in which thread it came, for which kind of request, of whom, and what it came from."""

    package: PackageId
    thread: ThreadId
    kind: Kind
    subjects: Subjects
    source: Annotated[str, msgspec.Meta(pattern=r"\A(package_[0-9a-f]{32})?\Z")]
    at: Time


class Holding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``package.holding``: the answer; what the sender still holds of what came from there since. No value, no name of a person."""

    packages: Annotated[tuple[Entrusted, ...], msgspec.Meta(max_length=500)]


class Cleared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``oversight.cleared``: the thread moved on."""

    thread: ThreadId


class Seen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``oversight.seen``: a person at the overseer's saw the notice."""

    thread: ThreadId


class Reminder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``oversight.reminder``: the overseer asks the asker's node to remind, in the overseer's name, those whose turn it is."""

    thread: ThreadId
    person: Label


Body = (
    Opening
    | Moved
    | Overdue
    | Cleared
    | Seen
    | Reminder
    | Recalled
    | RecallAnswered
    | PassedOn
    | LeaveAsked
    | LeaveGranted
    | Wanted
    | Again
    | Which
    | Holding
)
BodyT = TypeVar("BodyT", bound=msgspec.Struct)

BODIES: dict[str, type[Body]] = {
    "request.opened": Opening,
    "request.moved": Moved,
    "oversight.overdue": Overdue,
    "oversight.cleared": Cleared,
    "oversight.seen": Seen,
    "oversight.reminder": Reminder,
    "recall.asked": Recalled,
    "recall.answered": RecallAnswered,
    "package.passed_on": PassedOn,
    "package.wanted": Wanted,
    "package.again": Again,
    "package.which": Which,
    "package.holding": Holding,
    "leave.asked": LeaveAsked,
    "leave.granted": LeaveGranted,
}
"""Kind of message -> its body."""


def encode(body: Body) -> bytes:
    """The body as JSON (UTF-8; bytes as base64, times as RFC 3339)."""
    return msgspec.json.encode(body)


def decode(content: bytes, body: type[BodyT]) -> BodyT:
    """Read a body strictly.

    Raises:
        Refused: ``message.malformed``, saying nothing of the content.
    """
    try:
        read = msgspec.json.decode(content, type=body, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(no("message.malformed")) from error
    if not has_sane_times(read):
        raise Refused(no("message.malformed"))
    return read


def wire_move(move: Move, words: str) -> WireMove:
    """Our move, ready to travel."""
    return WireMove(
        move.id, move.sequence, move.lamport, move.kind, move.at, move.person, move.role, move.code, move.more, words
    )


def move_of(wire: WireMove, *, author: str, side: Side) -> Move:
    """The other node's move: its author is who signed the message, whatever else the body says."""
    return Move(
        id=wire.id,
        author=author,
        side=side,
        sequence=wire.sequence,
        lamport=wire.lamport,
        kind=wire.kind,
        at=wire.at,
        person=wire.person,
        role=wire.role,
        code=wire.code,
        more=wire.more,
    )


def wire_attachment(attached: Attached) -> WireAttachment:
    return WireAttachment(**msgspec.structs.asdict(attached))


def attached_of(wire: WireAttachment) -> Attached:
    return Attached(**msgspec.structs.asdict(wire))
