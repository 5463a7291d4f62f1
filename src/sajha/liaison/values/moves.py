"""A move: what one side did in a thread. A thread's state is computed from its moves and nothing else."""

from datetime import datetime
from enum import StrEnum

import msgspec

from sajha.liaison.values.states import State


class Side(StrEnum):
    ASKER = "asker"
    RECIPIENT = "recipient"


class MoveKind(StrEnum):
    SEND = "send"
    ACKNOWLEDGE = "acknowledge"
    ASK_BACK = "ask_back"
    ANSWER_BACK = "answer_back"
    ACCEPT = "accept"
    WAITLIST = "waitlist"
    DECLINE = "decline"
    START = "start"
    PROGRESS = "progress"
    COMPLETE = "complete"
    FAIL = "fail"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"
    REMIND = "remind"
    CLIMB = "climb"
    NOTE = "note"
    ATTACH = "attach"
    MEDIA = "media"


class Move(msgspec.Struct, frozen=True):
    """Who did what and when. ``sequence`` counts from 1 per author and thread; ``lamport`` is one higher than all that the author had seen.

    ``code`` is a coded reason, outcome or rung; ``more`` says what became of a rung (``told`` or ``nobody``). Words are kept apart, sealed.
    """

    id: str
    author: str
    side: Side
    sequence: int
    lamport: int
    kind: MoveKind
    at: datetime
    person: str = ""
    role: str = ""
    code: str = ""
    more: str = ""


class Attached(msgspec.Struct, frozen=True):
    """A document that travels, or a picture or video that stays: then ``content`` is empty and ``custodian`` says who holds it."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    custodian: str = ""
    content: bytes = b""


class ThreadState(msgspec.Struct, frozen=True):
    """What the fold of a set of moves says. ``since``: when the clock of this state began; ``climbed``: rungs reached since
    then; ``told``: at how many of them somebody was told.

    ``outcome`` is the code of the move that ended the thread; ``superseded`` the ids of moves that came too late and changed nothing.
    """

    state: State = State.DRAFT
    since: datetime | None = None
    climbed: tuple[str, ...] = ()
    told: int = 0
    outcome: str = ""
    superseded: frozenset[str] = frozenset()
    lamport: int = 0
