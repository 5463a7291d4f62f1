"""A request before it leaves: written, changed, thrown away or sent."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.liaison.actions.moves import Made, write_own
from sajha.liaison.models import Thread
from sajha.liaison.queries import active_node, find, own_node
from sajha.liaison.queries.own_cases import is_open_to, vault_of
from sajha.liaison.rules import LONGEST_WORDS
from sajha.liaison.values import OFFERED, Kind, MoveKind, Side, State, Urgency
from sajha.terms.places import is_place
from sajha.vault.actions import destroy_key, make_key, seal, unseal


@transaction.atomic
def start_draft(*, case: str, kind: str, urgency: str, place: str, by: Actor, at: datetime) -> Thread:
    """Begin a request about a case.

    Raises:
        Refused: the role does not include it, ``not_found`` for a case not open to the actor, an unknown kind, urgency or place.
    """
    require(may(by, "request:send"))
    if not is_open_to(by, case):
        raise Refused(no("not_found"))
    row = _begun(kind, urgency, place, by, at, case=case)
    make_key(row.id, vault=vault_of(case))
    record(area="requests", action="request.drafted", by=by, at=at, subject=row.id, detail={"kind": kind})
    return row


@transaction.atomic
def start_onward(*, package: str, thread: str, kind: str, urgency: str, place: str, by: Actor, at: datetime) -> Thread:
    """Begin a request about a package that came in with another request: what is enclosed can only be a part of it.

    Raises:
        Refused: the role does not include it, ``not_found`` for a thread not open to the actor, an unknown kind, urgency or place.
    """
    require(may(by, "request:send"))
    find(by, thread)
    row = _begun(kind, urgency, place, by, at, source=package)
    detail = {"kind": kind, "package": package, "came_by": thread}
    record(area="requests", action="request.drafted", by=by, at=at, subject=row.id, detail=detail)
    return row


def _begun(kind: str, urgency: str, place: str, by: Actor, at: datetime, *, case: str = "", source: str = "") -> Thread:
    """A new draft, about a case or about a package of others."""
    _check(kind, urgency, place)
    row = Thread(
        id=new_id("thread"),
        side=Side.ASKER,
        kind=kind,
        urgency=urgency,
        asker=own_node().id,
        place=place,
        case=case,
        source=source,
        started_by=by.id,
        opened_at=at,
        changed_at=at,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def open_by_node(
    *,
    id: str,
    kind: Kind,
    urgency: str,
    recipient: str,
    name: str,
    place: str,
    case: str,
    words: str = "",
    by: Actor,
    at: datetime,
) -> Made:
    """Open a thread that no draft comes before: a recall, or a question for leave. Called by the gate, with the departure."""
    row = Thread(
        id=id,
        side=Side.ASKER,
        kind=kind,
        urgency=urgency,
        asker=own_node().id,
        recipient=recipient,
        other_name=name,
        place=place,
        case=case,
        started_by=by.id if by.kind == "person" else "",
        opened_at=at,
        changed_at=at,
    )
    row.save(force_insert=True)
    make_key(row.id, vault=vault_of(case))
    made = write_own(row, MoveKind.SEND, words=words, by=by, at=at)
    detail = {"kind": kind, "urgency": urgency, "to": recipient, "case": case}
    record(area="requests", action="request.send", by=by, at=at, subject=row.id, detail=detail)
    return made


@transaction.atomic
def change_draft(
    *,
    thread: str,
    urgency: str,
    place: str,
    recipient: str,
    question: str,
    parties: tuple[str, ...],
    fields: tuple[str, ...],
    ground: str,
    ground_reason: str,
    marks: str = "",
    by: Actor,
    at: datetime,
) -> Thread:
    """Say whom to ask, what, and what to enclose. Nothing leaves. ``marks`` is how the sender wants it handled, as the gate reads it.

    Raises:
        Refused: ``not_found``; sent already; a recipient that is no active member; a question that is missing or too long.
    """
    row = _draft(by, thread)
    _check(row.kind, urgency, place)
    other = active_node(recipient)
    if other is None or recipient == row.asker:
        raise Refused(no("recipient.unknown"))
    if not question.strip():
        raise Refused(no("question.missing"))
    if max(len(question), len(ground_reason)) > LONGEST_WORDS:
        raise Refused(no("move.words_too_long"))
    row.urgency, row.place, row.changed_at = urgency, place, at
    row.recipient, row.other_name = recipient, other.name
    row.question = seal(row.id, "question", question)
    row.ground_reason = seal(row.id, "ground_reason", ground_reason)
    row.marks = seal(row.id, "marks", marks)
    row.choices = {"parties": sorted(set(parties)), "fields": sorted(set(fields)), "ground": ground}
    row.save()
    record(area="requests", action="request.redrafted", by=by, at=at, subject=row.id, detail={"to": recipient})
    return row


@transaction.atomic
def discard_draft(*, thread: str, by: Actor, at: datetime) -> None:
    """Throw a draft away; what was written is gone.

    Raises:
        Refused: ``not_found``, or sent already.
    """
    row = _draft(by, thread)
    record(area="requests", action="request.discarded", by=by, at=at, subject=row.id)
    destroy_key(record=row.id, at=at)
    row.delete()


@transaction.atomic
def send_draft(*, thread: str, by: Actor, at: datetime) -> Made:
    """The first move of the thread: the question goes to the recipient. Called by the gate, with the departure.

    Raises:
        Refused: ``not_found``, sent already, or no recipient was chosen.
    """
    row = _draft(by, thread)
    if not row.recipient or active_node(row.recipient) is None:
        raise Refused(no("audience.empty"))
    question = unseal(row.id, "question", bytes(row.question))
    row.question = b""
    made = write_own(row, MoveKind.SEND, words=question, by=by, at=at)
    detail = {"kind": row.kind, "urgency": row.urgency, "to": row.recipient, "case": row.case}
    record(area="requests", action="request.send", by=by, at=at, subject=row.id, detail=detail)
    return made


def _draft(by: Actor, id: str) -> Thread:
    require(may(by, "request:send"))
    row = find(by, id, lock=True)
    if row.state != State.DRAFT:
        raise Refused(no("draft.sent"))
    return row


def _check(kind: str, urgency: str, place: str) -> None:
    if kind not in OFFERED or urgency not in set(Urgency):
        raise Refused(no("request.unknown_kind"))
    if not is_place(place):
        raise Refused(no("request.unknown_place"))
