"""A thread's state is a pure fold of its moves, so two nodes that hold the same moves show the same state."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from sajha.basics.decision import Decision, no, yes
from sajha.liaison.values import (
    DUE_HOURS,
    FINAL,
    OPEN,
    OTHER,
    PEOPLE_MAY,
    STEP_HOURS,
    TRANSITIONS,
    TURN,
    WORDS_NEEDED,
    Kind,
    Move,
    MoveKind,
    Rung,
    Side,
    State,
    ThreadState,
    codes_of,
)

LONGEST_WORDS = 8000
CLOCKS_APART = timedelta(minutes=10)
LAMPORT_LEAP = 1000
TOLD = "told"


def in_order(moves: Iterable[Move]) -> list[Move]:
    """The moves in the one order that every node computes: counter, then author, then the author's sequence; each move once."""
    once = {(move.author, move.sequence): move for move in sorted(moves, key=_place, reverse=True)}
    return sorted(once.values(), key=_place)


def _place(move: Move) -> tuple[int, str, int, str]:
    return move.lamport, move.author, move.sequence, move.id


def fold(moves: Iterable[Move]) -> ThreadState:
    """Apply the moves in order; one that the state reached does not allow is kept as superseded and changes nothing."""
    reached = ThreadState()
    for move in in_order(moves):
        reached = _apply(reached, move)
    return reached


def _apply(now: ThreadState, move: Move) -> ThreadState:
    seen = msgspec.structs.replace(now, lamport=max(now.lamport, move.lamport))
    to = TRANSITIONS.get((now.state, move.side, move.kind))
    repeated = move.kind == MoveKind.CLIMB and move.code in now.climbed
    if to is None or repeated:
        return msgspec.structs.replace(seen, superseded=now.superseded | {move.id})
    if to != now.state or move.kind == MoveKind.PROGRESS:
        outcome = move.code if to in FINAL else ""
        return msgspec.structs.replace(seen, state=to, since=move.at, climbed=(), told=0, outcome=outcome)
    if move.kind == MoveKind.CLIMB:
        told = now.told + (move.more == TOLD)
        return msgspec.structs.replace(seen, climbed=(*now.climbed, move.code), told=told)
    return seen


def may_move(state: State, side: Side, kind: str) -> Decision:
    """Whether this side may make this move now; tells a wrong moment from a move that is the other side's."""
    if (state, side, kind) in TRANSITIONS:
        return yes()
    if any(known[1] == side and known[2] == kind for known in TRANSITIONS):
        return no("move.closed" if state in FINAL else "move.not_now")
    return no("move.not_your_side")


def may_in(kind: Kind, move: str) -> Decision:
    """Whether people make this move in a thread of this kind; what a node does there comes with its own message."""
    return yes() if move in PEOPLE_MAY.get(kind, {move}) else no("move.by_node")


def moves_open_to(state: State, side: Side) -> list[MoveKind]:
    """The moves that this side may make now, in the order of :class:`MoveKind`."""
    return [kind for kind in MoveKind if (state, side, kind) in TRANSITIONS]


def may_say(kind: Kind, move: str, code: str, words: str) -> Decision:
    """A move that has codes names one of them; ``other`` and moves that are nothing without words bring words, at most 8000 characters."""
    codes = codes_of(kind, move)
    if codes and code not in codes:
        return no("move.code_missing")
    if not codes and code:
        return no("move.code_unknown")
    if (code == OTHER or move in WORDS_NEEDED) and not words.strip():
        return no("move.words_missing")
    if len(words) > LONGEST_WORDS:
        return no("move.words_too_long")
    return yes()


def may_arrive(move: Move, *, last_sequence: int, last_lamport: int, highest: int, at: datetime) -> Decision:
    """A move of the other node comes after that node's earlier ones, not from the future, with a counter within reach.

    ``last_sequence`` and ``last_lamport`` are of the same author, ``highest`` the thread's highest counter so far.
    """
    if move.sequence <= last_sequence or move.lamport <= last_lamport:
        return no("move.out_of_order")
    if move.lamport > highest + LAMPORT_LEAP:
        return no("move.out_of_order")
    if move.at > at + CLOCKS_APART:
        return no("move.from_the_future")
    return yes()


def due_at(kind: Kind, urgency: str, thread: ThreadState, *, scale: float = 1.0) -> datetime | None:
    """When somebody must have acted; ``None`` in a final state. ``scale`` divides the hours (demonstrations, tests)."""
    if thread.since is None or thread.state in FINAL:
        return None
    return thread.since + timedelta(hours=DUE_HOURS[kind, urgency, thread.state] / scale)


def climb_at(kind: Kind, urgency: str, thread: ThreadState, *, scale: float = 1.0) -> datetime | None:
    """When the next rung is told: at the due time, then one step per rung that was told (one that nobody answers for costs no
    time); ``None`` after the last rung, and when nothing is open."""
    due = due_at(kind, urgency, thread, scale=scale)
    if due is None or next_rung(thread) is None:
        return None
    return due + timedelta(hours=STEP_HOURS[urgency] / scale) * thread.told


def next_rung(thread: ThreadState) -> Rung | None:
    """The nearest rung not told since this state began; ``None`` after the last, and where nothing was asked yet or all is over."""
    if thread.state not in OPEN:
        return None
    return next((rung for rung in Rung if rung not in thread.climbed), None)


def is_overdue(due: datetime | None, now: datetime) -> bool:
    """Past its due time; on the minute it is not yet."""
    return due is not None and now > due


def whose_turn(state: State) -> str:
    """The side that must act; empty in a final state."""
    return TURN.get(state, "")
