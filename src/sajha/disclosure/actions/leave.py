"""Leave to pass on: one click that asks where a package came from, and the answer, which the gate must allow too."""

from datetime import datetime, timedelta

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.actions.recall import TAKEN_UP
from sajha.disclosure.models import HeldPackage, Leave
from sajha.disclosure.queries.leave import leave_answer
from sajha.disclosure.queries.onward import held_row
from sajha.disclosure.wire import LeaveAsked, LeaveGranted, encode, wire_move
from sajha.liaison import actions as liaison
from sajha.liaison.queries import NodeOf, active_node, find, own_node
from sajha.liaison.rules import may_move
from sajha.liaison.values import OFFERED, Kind, MoveKind, Side, State, Urgency
from sajha.network.queries import known

LONGEST = timedelta(days=92)
COUNTRY = "IN"


@transaction.atomic
def ask_leave(
    *,
    package: str,
    subjects: tuple[str, ...],
    to: str,
    purpose: str,
    identity: bool,
    urgency: str,
    words: str,
    by: Actor,
    at: datetime,
) -> str:
    """Ask the source of a package whether what it says of these subjects may go on; answers with the thread that opens.

    Raises:
        Refused: without ``request:send``, ``not_found``, no reason, nobody chosen, or a recipient that is no member or is the source.
    """
    require(may(by, "request:send"))
    row = held_row(by, package)
    other, source = _asked_about(row, subjects, to, words)
    if purpose not in OFFERED or urgency not in set(Urgency):
        raise Refused(no("request.unknown_kind"))
    thread, place = new_id("thread"), next(iter(own_node().places), COUNTRY)
    about = {"package": package, "subjects": sorted(subjects), "purpose": purpose, "identity": identity}
    made = liaison.open_by_node(
        id=thread, kind=Kind.LEAVE, urgency=urgency, recipient=source.id, name=source.name, place=place, case="", words=words, by=by, at=at
    )  # fmt: skip
    Leave.objects.create(
        id=thread, ours=False, asker=own_node().id, recipient=to, recipient_name=other.name, recipient_kind=other.kind, asked_at=at, **about
    )  # fmt: skip
    body = LeaveAsked(
        thread=thread, urgency=Urgency(urgency), place=place, move=wire_move(made.move, words), package=package,
        subjects=tuple(sorted(subjects)), to=to, to_name=other.name, to_kind=other.kind, purpose=Kind(purpose), identity=identity,
    )  # fmt: skip
    departure = depart(recipient=source.id, thread=thread, kind="leave.asked", body=encode(body), by=by, at=at)
    liaison.note_message(move=made.move.id, message=departure.id)
    detail = {"thread": thread, "to": to, **about}
    record(
        area="disclosure",
        action="leave.asked",
        by=by,
        at=at,
        subject=package,
        about=row.thread,
        reason=words,
        detail=detail,
    )
    return thread


def _asked_about(row: HeldPackage, subjects: tuple[str, ...], to: str, words: str) -> tuple[NodeOf, NodeOf]:
    """To whom it would go, and who is asked; raises as :func:`ask_leave`."""
    if not words.strip():
        raise Refused(no("reason.missing"))
    if not subjects or not set(subjects) <= set(row.parts.values_list("subject", flat=True)) - {""}:
        raise Refused(no("audience.empty"))
    other, source = active_node(to), active_node(row.other)
    if other is None or source is None or to == row.other:
        raise Refused(no("recipient.unknown"))
    return other, source


def note_leave_asked(body: LeaveAsked, *, by: Actor, at: datetime) -> None:
    """Somebody who holds a package of ours asks; part of intake.

    Raises:
        Refused: ``thread.not_yours`` for a package that did not go to them, ``message.malformed`` for subjects that are not in it.
    """
    row = HeldPackage.objects.filter(pk=body.package, outward=True, other=by.id).first()
    if row is None:
        raise Refused(no("thread.not_yours"))
    if not set(body.subjects) <= set(row.parts.values_list("subject", flat=True)):
        raise Refused(no("message.malformed"))
    member = known(body.to)  # of a member we know better than the asker who it is
    Leave.objects.create(
        id=body.thread,
        ours=True,
        package=row.id,
        subjects=list(body.subjects),
        asker=by.id,
        recipient=body.to,
        recipient_name=member.organisation if member else body.to_name,
        recipient_kind=member.kind if member else body.to_kind,
        purpose=body.purpose,
        identity=body.identity,
        asked_at=at,
    )
    record(
        area="disclosure",
        action="leave.asked_of_us",
        by=by,
        at=at,
        subject=row.id,
        detail={"thread": body.thread, "to": body.to, "purpose": body.purpose, "subjects": list(body.subjects)},
    )


@transaction.atomic
def grant_leave(*, thread: str, until: datetime, by: Actor, at: datetime) -> None:
    """Give leave: only what we could send there ourselves today, and not longer than that holds.

    Raises:
        Refused: without ``request:answer``, ``not_found``, decided already, an end that is none, or what the gate says.
    """
    require(may(by, "request:answer"))
    view = find(by, thread, lock=True)
    row = Leave.objects.select_for_update().filter(pk=thread, ours=True).first()
    if row is None:
        raise Refused(no("not_found"))
    if row.granted_at is not None or not may_move_to_grant(view.state):
        raise Refused(no("move.closed"))
    answer = leave_answer(row, at)
    require(answer.decision)
    latest = min([at + LONGEST, *([answer.until] if answer.until else [])])
    if not at < until:
        raise Refused(no("leave.end"))
    row.granted_at, row.until = at, min(until, latest)
    row.save(update_fields=["granted_at", "until"])
    taken = liaison.step_through(thread=thread, kinds=(*TAKEN_UP, MoveKind.COMPLETE), code="granted", by=by, at=at)
    body = LeaveGranted(thread, tuple(wire_move(made.move, "") for made in taken), row.until)
    departure = depart(recipient=row.asker, thread=thread, kind="leave.granted", body=encode(body), by=by, at=at)
    for made in taken:
        liaison.note_message(move=made.move.id, message=departure.id)
    record(
        area="disclosure",
        action="leave.granted",
        by=by,
        at=at,
        subject=row.package,
        about=thread,
        detail={"to": row.recipient, "purpose": row.purpose, "subjects": row.subjects, "until": row.until.isoformat()},
    )


def may_move_to_grant(state: str) -> bool:
    """Whether the question is still open."""
    kinds = (MoveKind.ACKNOWLEDGE, MoveKind.ACCEPT, MoveKind.START, MoveKind.COMPLETE)
    return any(may_move(State(state), Side.RECIPIENT, kind).allowed for kind in kinds)


def note_leave_granted(body: LeaveGranted, *, by: Actor, at: datetime) -> None:
    """The source gives leave; part of intake.

    Raises:
        Refused: ``thread.not_yours`` for leave that we did not ask of them.
    """
    row = Leave.objects.select_for_update().filter(pk=body.thread, ours=False).first()
    if row is None or HeldPackage.objects.filter(pk=row.package, other=by.id, outward=False).first() is None:
        raise Refused(no("thread.not_yours"))
    row.granted_at, row.until = at, body.until
    row.save(update_fields=["granted_at", "until"])
    record(
        area="disclosure", action="leave.given_to_us", by=by, at=at, subject=row.package, detail={"thread": body.thread}
    )
