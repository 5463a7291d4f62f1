"""Our own moves: by a person, and by the clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.liaison.actions.writing import write_move
from sajha.liaison.models import Move, Thread
from sajha.liaison.queries import find, own_node
from sajha.liaison.rules import fold, may_in, may_move, may_say, next_rung
from sajha.liaison.values import Attached, Kind, MoveKind, Rung, Side, State, ThreadState, codes_of
from sajha.liaison.values import Move as MoveValue

PERMISSION = {Side.ASKER: "request:send", Side.RECIPIENT: "request:answer"}


class Made(NamedTuple):
    """A move that was made: for whom its message is, and the thread before and after."""

    move: MoveValue
    thread: Thread
    other: str
    before: ThreadState
    after: ThreadState


@transaction.atomic
def make_move(
    *,
    thread: str,
    kind: MoveKind,
    code: str = "",
    words: str = "",
    attached: Attached | None = None,
    by: Actor,
    at: datetime,
) -> Made:
    """A person of our side makes a move: acknowledges, asks back, accepts, declines, reports, completes, adds a note, …

    Raises:
        Refused: ``not_found``; the role does not include it; the state, the side, the code or the words do not fit.
    """
    row = find(by, thread, lock=True)
    require(may(by, PERMISSION[Side(row.side)]))
    if kind in (MoveKind.SEND, MoveKind.CLIMB):
        raise Refused(no("move.not_now"))
    require(may_in(Kind(row.kind), kind))
    require(may_move(State(row.state), Side(row.side), kind))
    require(may_say(Kind(row.kind), kind, code, words))
    if attached is None and kind in (MoveKind.ATTACH, MoveKind.MEDIA):
        raise Refused(no("attachment.missing"))
    made = write_own(row, kind, code=code, words=words, attached=attached, by=by, at=at)
    _record(made, by, at)
    return made


@transaction.atomic
def step_through(*, thread: str, kinds: Iterable[MoveKind], code: str = "", by: Actor, at: datetime) -> list[Made]:
    """The node itself takes these steps, those of them that the state allows; ``code`` goes with the step that needs one.

    Raises:
        Refused: ``not_found`` for a thread that is not here.
    """
    row = Thread.objects.select_for_update().filter(pk=thread).first()
    if row is None:
        raise Refused(no("not_found"))
    taken: list[Made] = []
    for kind in kinds:
        if may_move(State(row.state), Side(row.side), kind).allowed:
            told = code if codes_of(Kind(row.kind), kind) else ""
            require(may_say(Kind(row.kind), kind, told, ""))
            taken.append(write_own(row, kind, code=told, by=by, at=at))
            _record(taken[-1], by, at)
    return taken


@transaction.atomic
def climb(*, thread: str, rung: Rung, became: str, words: str, by: Actor, at: datetime) -> Made:
    """Tell the next rung; ``became`` is ``told``, ``same`` (told already, the same office) or ``nobody`` (no node answers for it).

    Raises:
        Refused: the thread is not ours to climb, moved on meanwhile, or is not due.
    """
    row = Thread.objects.select_for_update().filter(pk=thread, side=Side.ASKER, climb_at__lte=at).first()
    if row is None or next_rung(_state(row)) != rung:
        raise Refused(no("climb.not_due"))
    made = write_own(row, MoveKind.CLIMB, code=rung, more=became, words=words, by=by, at=at)
    _record(made, by, at)
    return made


@transaction.atomic
def relay_reminder(*, thread: str, overseer: str, person: str, by: Actor, at: datetime) -> Made | None:
    """An overseer that was told reminds the recipient: our node puts the reminder into the thread, under the overseer's name.

    Answers with nothing when the thread is over meanwhile.

    Raises:
        Refused: ``thread.not_yours`` when the sender was not told of this thread.
    """
    row = Thread.objects.select_for_update().filter(pk=thread, side=Side.ASKER).first()
    if row is None or not row.told.filter(node=by.id).exists():
        raise Refused(no("thread.not_yours"))
    if not may_move(State(row.state), Side.ASKER, MoveKind.REMIND).allowed:
        return None
    made = write_own(row, MoveKind.REMIND, words=overseer, person=person, role="overseer", by=by, at=at)
    _record(made, by, at)
    return made


def write_own(
    row: Thread,
    kind: MoveKind,
    *,
    code: str = "",
    more: str = "",
    words: str = "",
    attached: Attached | None = None,
    person: str = "",
    role: str = "",
    by: Actor,
    at: datetime,
) -> Made:
    """Write one move of our node, numbered after its last. The caller has locked the thread and decided that it may be."""
    node, before = own_node().id, _state(row)
    last = Move.objects.filter(thread=row, author=node).aggregate(last=Max("sequence"))["last"] or 0
    value = MoveValue(
        id=new_id("move"),
        author=node,
        side=Side(row.side),
        sequence=last + 1,
        lamport=row.lamport + 1,
        kind=kind,
        at=at,
        person=(person or by.label)[:120],
        role=role or role_of(by),
        code=code,
        more=more,
    )
    after = write_move(row, value, words=words, attached=attached, message="", at=at)
    return Made(value, row, row.recipient if row.side == Side.ASKER else row.asker, before, after)


def _state(row: Thread) -> ThreadState:
    return fold(move.value() for move in Move.objects.filter(thread=row).defer("words"))


def role_of(by: Actor) -> str:
    """The role under which a person acts in a thread; ``clock`` for the node's own clockwork."""
    return min(by.roles) if by.roles else "clock"


def _record(made: Made, by: Actor, at: datetime) -> None:
    record(
        area="requests",
        action=f"request.{made.move.kind}",
        by=by,
        at=at,
        subject=made.thread.id,
        detail={"code": made.move.code, "more": made.move.more, "state": made.after.state},
    )


def note_message(*, move: str, message: str) -> None:
    """Which signed message carries the move; part of the transaction that makes it."""
    Move.objects.filter(pk=move).update(message=message)
