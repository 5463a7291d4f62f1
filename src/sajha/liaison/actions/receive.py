"""Moves of the other side, applied once, after ``disclosure.intake`` has read them strictly."""

from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.liaison.actions.writing import write_move
from sajha.liaison.models import Move, Thread
from sajha.liaison.queries import name_of, of_party, own_node
from sajha.liaison.rules import fold, may_arrive, may_say
from sajha.liaison.values import TRANSITIONS, Attached, Kind, MoveKind, Side, ThreadState
from sajha.liaison.values import Move as MoveValue


@transaction.atomic
def receive_opening(
    *,
    thread: str,
    kind: Kind,
    urgency: str,
    place: str,
    move: MoveValue,
    words: str,
    message: str,
    by: Actor,
    at: datetime,
) -> None:
    """Another organisation asks ours: the thread begins here with its first move.

    Raises:
        Refused: ``thread.exists`` when the id is taken; ``move.out_of_order`` for a first move that is none.
    """
    if Thread.objects.filter(pk=thread).exists():
        raise Refused(no("thread.exists"))
    if (move.kind, move.sequence) != (MoveKind.SEND, 1):
        raise Refused(no("move.out_of_order"))
    require(may_arrive(move, last_sequence=0, last_lamport=0, highest=0, at=at))
    row = Thread(
        id=thread,
        side=Side.RECIPIENT,
        kind=kind,
        urgency=urgency,
        asker=by.id,
        recipient=own_node().id,
        other_name=name_of(by.id),
        place=place,
        opened_at=move.at,
        changed_at=at,
    )
    row.save(force_insert=True)
    write_move(row, move, words=words, attached=None, message=message, at=at)
    record(
        area="requests",
        action="request.arrived",
        by=by,
        at=at,
        subject=thread,
        detail={"kind": kind, "urgency": urgency},
    )


@transaction.atomic
def receive_move(
    *, thread: str, move: MoveValue, words: str, attached: Attached | None, message: str, by: Actor, at: datetime
) -> tuple[ThreadState, ThreadState] | None:
    """A move of the other party. Answers with the states before and after; with nothing when the move is here already.

    A move that the state does not allow any more is kept as superseded; one that its side may never make is refused.

    Raises:
        Refused: ``thread.not_yours``; out of order; from the future; not of that side; wrong code; an id that is taken.
    """
    row = of_party(by.id, thread, lock=True)
    known = Move.objects.filter(pk=move.id).first()
    if known is not None:
        if known.thread_id == row.id and known.value() == move:
            return None
        raise Refused(no("move.out_of_order"))
    _check(row, move, words, attached, at)
    moves = [one.value() for one in Move.objects.filter(thread=row).defer("words")]
    before = fold(moves)
    after = write_move(row, move, words=words, attached=attached, message=message, at=at)
    late = move.id in after.superseded
    record(
        area="requests",
        action="request.move_arrived",
        by=by,
        at=at,
        subject=row.id,
        detail={"kind": move.kind, "code": move.code, "state": after.state, "superseded": late},
    )
    return before, after


def _check(row: Thread, move: MoveValue, words: str, attached: Attached | None, at: datetime) -> None:
    theirs = [one for one in Move.objects.filter(thread=row, author=move.author).defer("words")]
    last = max(theirs, key=lambda one: one.sequence, default=None)
    require(
        may_arrive(
            move,
            last_sequence=last.sequence if last else 0,
            last_lamport=last.lamport if last else 0,
            highest=row.lamport,
            at=at,
        )
    )
    if move.kind == MoveKind.SEND or not any(known[1:] == (move.side, move.kind) for known in TRANSITIONS):
        raise Refused(no("move.not_your_side"))
    if (attached is not None) != (move.kind in (MoveKind.ATTACH, MoveKind.MEDIA)):
        raise Refused(no("attachment.missing"))
    require(may_say(Kind(row.kind), move.kind, move.code, words))
