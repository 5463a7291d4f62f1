"""How a move becomes a row, and how a thread's row follows the fold of its moves."""

from datetime import datetime
from typing import cast

from django.conf import settings

from sajha.basics.config import NodeConfig
from sajha.liaison.models import Attachment, Move, Thread
from sajha.liaison.queries.sealing import sealed_under
from sajha.liaison.rules import climb_at, due_at, fold, whose_turn
from sajha.liaison.values import FINAL, Attached, Kind, Side, ThreadState
from sajha.liaison.values import Move as MoveValue
from sajha.vault.actions import seal, seal_bytes


def write_move(
    thread: Thread, value: MoveValue, *, words: str, attached: Attached | None, message: str, at: datetime
) -> ThreadState:
    """Keep a move (and what is attached) and let the thread's row follow; answers with the state reached."""
    row = Move(
        id=value.id,
        thread=thread,
        author=value.author,
        side=value.side,
        sequence=value.sequence,
        lamport=value.lamport,
        kind=value.kind,
        at=value.at,
        person=value.person,
        role=value.role,
        code=value.code,
        more=value.more,
        words=seal(sealed_under(thread, value), value.id, words),
        message=message,
    )
    row.save(force_insert=True)
    if attached:
        _attach(thread, row, attached)
    return follow(thread, last=value, at=at)


def _attach(thread: Thread, move: Move, attached: Attached) -> None:
    record = sealed_under(thread, move)
    sealed = seal_bytes(record, f"{attached.id}.content", attached.content) if attached.content else b""
    Attachment.objects.create(
        id=attached.id,
        move=move,
        name=seal(record, f"{attached.id}.name", attached.name),
        media_type=attached.media_type,
        size=attached.size,
        sha256=attached.sha256,
        custodian=seal(record, f"{attached.id}.custodian", attached.custodian),
        content=sealed,
    )


def follow(thread: Thread, *, last: MoveValue, at: datetime) -> ThreadState:
    """Fold the thread's moves anew and keep what lists need: state, due time, turn, rung, and which moves came too late."""
    reached = fold(move.value() for move in Move.objects.filter(thread=thread).defer("words"))
    _mark_superseded(thread, reached)
    kind, scale = Kind(thread.kind), cast(NodeConfig, settings.CONFIG).clock_scale
    turn = whose_turn(reached.state)
    thread.state, thread.outcome, thread.since = reached.state, reached.outcome, reached.since
    thread.due_at = due_at(kind, thread.urgency, reached, scale=scale)
    asks = thread.side == Side.ASKER
    thread.climb_at = climb_at(kind, thread.urgency, reached, scale=scale) if asks else None
    thread.rung = reached.climbed[-1] if reached.climbed else ""
    thread.our_due_at = thread.due_at if turn == thread.side else None
    thread.answered_at = at if asks and thread.due_at and last.side == Side.RECIPIENT else None
    thread.closed_at = (thread.closed_at or at) if reached.state in FINAL else None
    thread.lamport, thread.changed_at = reached.lamport, at
    thread.save()
    return reached


def _mark_superseded(thread: Thread, reached: ThreadState) -> None:
    rows = Move.objects.filter(thread=thread)
    rows.filter(id__in=reached.superseded, superseded=False).update(superseded=True)
    rows.filter(superseded=True).exclude(id__in=reached.superseded).update(superseded=False)
