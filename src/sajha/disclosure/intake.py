"""What came in waits at this door: a table of kinds, each with the function that applies it, once."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.disclosure.actions.leave import note_leave_asked, note_leave_granted
from sajha.disclosure.actions.ledger import note_passed_on
from sajha.disclosure.actions.moves import clear_overseers, moved_on, send_move
from sajha.disclosure.actions.recall import give_up, hear_answer
from sajha.disclosure.actions.requests import keep_package
from sajha.disclosure.actions.restored import hear_held, send_again, take_again, tell_held
from sajha.disclosure.models import Departure, HeldPackage
from sajha.disclosure.queries.called import called_back, called_back_after
from sajha.disclosure.rules import MEDIA, checked_document
from sajha.disclosure.values import Arrived
from sajha.disclosure.wire import (
    Again,
    Cleared,
    Holding,
    LeaveAsked,
    LeaveGranted,
    Moved,
    Opening,
    Overdue,
    PassedOn,
    RecallAnswered,
    Recalled,
    Reminder,
    Seen,
    Wanted,
    Which,
    WireAttachment,
    WireMove,
    attached_of,
    decode,
    move_of,
)
from sajha.liaison import actions as liaison
from sajha.liaison.queries import kind_of_thread, name_of, side_of
from sajha.liaison.rules import may_in
from sajha.liaison.values import OFFERED, Kind, MoveKind, Side

Apply = Callable[[str, Arrived, datetime], None]


def accept(sender: str, message: Arrived, at: datetime) -> None:
    """Apply a message of another node. Called inside the transaction that stores its arrival, so it happens once.

    Raises:
        Refused: a kind that is unknown, a body that is malformed, a thread that is not the sender's, a move that may not be.
    """
    apply = HANDLERS.get(message.kind)
    if apply is None:
        raise Refused(no("message.kind_unknown"))
    apply(sender, message, at)


def receipted(*, departure_id: str, status: str, because: str, at: datetime) -> None:
    """Note the recipient's signed receipt on the departure; ``status`` is accepted, refused or expired. A repeat changes nothing."""
    Departure.objects.filter(id=departure_id, status="").update(status=status, because=because, receipted_at=at)


def _node(sender: str) -> Actor:
    """The other node as who does something here."""
    return Actor(id=sender, kind="node", label=name_of(sender)[:120])


def _same_thread(message: Arrived, thread: str) -> None:
    """The thread that the envelope was ordered by is the one that the body speaks of."""
    if message.thread != thread:
        raise Refused(no("message.malformed"))


def _opened(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, Opening)
    _same_thread(message, body.thread)
    move = move_of(body.move, author=by.id, side=Side.ASKER)
    if body.kind not in OFFERED or HeldPackage.objects.filter(pk=body.package.id).exists():
        raise Refused(no("message.malformed"))
    gone = called_back(by.id, body.package.id)
    liaison.receive_opening(
        thread=body.thread,
        kind=body.kind,
        urgency=body.urgency,
        place=body.place,
        move=move,
        words=body.move.words,
        message=message.message_id,
        by=by,
        at=at,
    )
    keep_package(
        thread=body.thread, package=body.package, outward=False, other=by.id, source=body.source, gone=gone, at=at
    )
    if gone:
        liaison.forget_words(thread=body.thread, author=by.id, at=at)


def _moved(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, Moved)
    _same_thread(message, body.thread)
    side = side_of(by.id, body.thread)
    if body.move.kind != MoveKind.CLIMB:
        require(may_in(kind_of_thread(by.id, body.thread), body.move.kind))
    if body.attached:
        _check_attachment(body.attached)
    states = liaison.receive_move(
        thread=body.thread,
        move=move_of(body.move, author=by.id, side=side),
        words=body.move.words,
        attached=attached_of(body.attached) if body.attached else None,
        message=message.message_id,
        by=by,
        at=at,
    )
    if called_back_after(body.thread, by.id, body.move.at):
        liaison.forget_words(thread=body.thread, author=by.id, at=at)
    if states and side == Side.RECIPIENT and moved_on(states[0].climbed, states[1].climbed):
        clear_overseers(body.thread, by, at)


def _check_attachment(attached: WireAttachment) -> None:
    """The receiving side looks at the file as the sending side must have; of pictures and videos there is no content."""
    if not attached.content:
        if attached.media_type not in MEDIA or not attached.custodian:
            raise Refused(no("message.malformed"))
        return
    decision, media_type = checked_document(attached.content)
    require(decision)
    told = (attached.media_type, attached.size, attached.sha256)
    if told != (media_type, len(attached.content), hashlib.sha256(attached.content).hexdigest()):
        raise Refused(no("message.malformed"))


def _overdue(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, Overdue)
    _same_thread(message, body.thread)
    liaison.receive_notice(
        thread=body.thread,
        recipient_name=body.recipient_name,
        kind=body.kind,
        urgency=body.urgency,
        state=body.state,
        turn=body.turn,
        rung=body.rung,
        due_at=body.due,
        by=by,
        at=at,
    )


def _cleared(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, Cleared)
    _same_thread(message, body.thread)
    liaison.clear_notice(thread=body.thread, by=by, at=at)


def _seen(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, Seen)
    _same_thread(message, body.thread)
    liaison.note_seen(thread=body.thread, by=by, at=at)


def _reminded(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, Reminder)
    _same_thread(message, body.thread)
    made = liaison.relay_reminder(thread=body.thread, overseer=by.label, person=body.person, by=by, at=at)
    if made:
        send_move(made, by.label, None, by, at)


def _thread_opened(kind: Kind, body: Recalled | LeaveAsked, message: Arrived, by: Actor, at: datetime) -> None:
    """The first move of a thread that a node opened for a purpose of its own."""
    _same_thread(message, body.thread)
    liaison.receive_opening(
        thread=body.thread,
        kind=kind,
        urgency=body.urgency,
        place=body.place,
        move=move_of(body.move, author=by.id, side=Side.ASKER),
        words=body.move.words,
        message=message.message_id,
        by=by,
        at=at,
    )


def _moves_made(thread: str, moves: tuple[WireMove, ...], message: Arrived, by: Actor, at: datetime) -> None:
    """The steps that came with a node's own message."""
    _same_thread(message, thread)
    side = side_of(by.id, thread)
    for wire in moves:
        move = move_of(wire, author=by.id, side=side)
        states = liaison.receive_move(
            thread=thread, move=move, words=wire.words, attached=None, message=message.message_id, by=by, at=at
        )
        if states and side == Side.RECIPIENT and moved_on(states[0].climbed, states[1].climbed):
            clear_overseers(thread, by, at)


def _recalled(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, Recalled)
    _thread_opened(Kind.RECALL, body, message, by, at)
    give_up(thread=body.thread, package=body.package, subjects=body.subjects, because=body.because, by=by, at=at)


def _recall_answered(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, RecallAnswered)
    try:
        with transaction.atomic():
            _moves_made(body.thread, body.moves, message, by, at)
    except Refused:
        side_of(
            by.id, body.thread
        )  # a holder that was restored counts its moves anew; its signed word holds all the same
    hear_answer(thread=body.thread, answer=body.answer, by=by, at=at)


def _is_asked_of_somebody(purpose: Kind) -> None:
    """Something goes on for a kind of request that people make: of another the gate knows no purpose, and could not be asked."""
    if purpose not in OFFERED:
        raise Refused(no("message.malformed"))


def _went_on(sender: str, message: Arrived, at: datetime) -> None:
    body = decode(message.body, PassedOn)
    _is_asked_of_somebody(body.purpose)
    note_passed_on(body, by=_node(sender), at=at)


def _leave_asked(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, LeaveAsked)
    _is_asked_of_somebody(body.purpose)
    _thread_opened(Kind.LEAVE, body, message, by, at)
    note_leave_asked(body, by=by, at=at)


def _leave_granted(sender: str, message: Arrived, at: datetime) -> None:
    by = _node(sender)
    body = decode(message.body, LeaveGranted)
    _moves_made(body.thread, body.moves, message, by, at)
    note_leave_granted(body, by=by, at=at)


def _wanted(sender: str, message: Arrived, at: datetime) -> None:
    send_again(packages=decode(message.body, Wanted).packages, by=_node(sender), at=at)


def _again(sender: str, message: Arrived, at: datetime) -> None:
    take_again(decode(message.body, Again), by=_node(sender), at=at)


def _which(sender: str, message: Arrived, at: datetime) -> None:
    tell_held(since=decode(message.body, Which).since, by=_node(sender), at=at)


def _holding(sender: str, message: Arrived, at: datetime) -> None:
    body = decode(message.body, Holding)
    for told in body.packages:
        _is_asked_of_somebody(told.kind)
    hear_held(body, by=_node(sender), at=at)


HANDLERS: dict[str, Apply] = {
    "request.opened": _opened,
    "request.moved": _moved,
    "oversight.overdue": _overdue,
    "oversight.cleared": _cleared,
    "oversight.seen": _seen,
    "oversight.reminder": _reminded,
    "recall.asked": _recalled,
    "recall.answered": _recall_answered,
    "package.passed_on": _went_on,
    "package.wanted": _wanted,
    "package.again": _again,
    "package.which": _which,
    "package.holding": _holding,
    "leave.asked": _leave_asked,
    "leave.granted": _leave_granted,
}
