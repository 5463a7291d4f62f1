"""Take in a frame: open it, know its sender, let its effect happen once, and answer.

Whatever comes, the answer is one reply of one length. Who is not a member of this node gets silence.
"""

import logging
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError, transaction

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused, no, require
from sajha.disclosure import intake
from sajha.disclosure.values import Arrived
from sajha.exchange import outbox
from sajha.exchange.envelope import Unreadable, digest, is_from, open_frame, seal_receipt, silent_reply
from sajha.exchange.membership import hear
from sajha.exchange.models import Arrival, Refusal, Strand
from sajha.exchange.rules import is_answered, may_arrive, may_follow, may_speak
from sajha.exchange.values import STEPS_SENT, Message, Receipt, Signed, Status
from sajha.matching import intake as matching
from sajha.network.actions import follow_key
from sajha.network.queries import known, member_actor
from sajha.network.values import PROTOCOL, Member
from sajha.vault.identity import Identity, identity

log = logging.getLogger(__name__)


class Reply(NamedTuple):
    """``REPLY_LENGTH`` bytes, and whether they are for a member (else they say nothing, to nobody)."""

    content: bytes
    to_member: bool


def receive(frame: bytes, *, at: datetime) -> Reply:
    """The reply to a frame; never an exception, and nothing that tells an outsider why."""
    try:
        own = identity()
        signed, member = _opened(frame, own=own, at=at)
        receipt = _receipt(signed, member, own=own, at=at)
        return Reply(seal_receipt(receipt, own=own, sealing_key=member.sealing_key, frame=frame), True)
    except Unreadable as unreadable:
        return silence(unreadable.because, at=at)
    except Exception as error:
        log.exception("door.failed", exc_info=error)
        return Reply(silent_reply(), False)


def silence(because: str, *, at: datetime) -> Reply:
    """The reply to a stranger; why is counted here."""
    try:
        note_refusal(sender="", because=because, at=at)
    except DatabaseError as error:
        log.warning("refusal.not_noted %s", type(error).__name__)
    return Reply(silent_reply(), False)


def _opened(frame: bytes, *, own: Identity, at: datetime) -> tuple[Signed[Message], Member]:
    """The message and the member that signed it.

    Raises:
        Unreadable: no frame for this node, a sender that is not to be answered, or a signature that is not the sender's.
    """
    signed = open_frame(frame, own=own, at=at)
    member = known(signed.content.sender)
    decision = may_speak(member.status if member else None, signed.content.kind)
    if member is None or not is_answered(decision):
        raise Unreadable(decision.because)
    if not is_from(member.signing_key, signed, frame):
        raise Unreadable("message.forged")
    return signed, member


def _receipt(signed: Signed[Message], member: Member, *, own: Identity, at: datetime) -> Receipt:
    """The answer to a message whose signature holds."""
    message = signed.content
    status, because, awaiting = _outcome(message, member, own_node=own.node_id, at=at)
    return Receipt(
        protocol=PROTOCOL,
        message_id=message.message_id,
        digest=digest(message),
        sender=own.node_id,
        recipient=message.sender,
        status=status,
        because=because,
        at=at,
        awaiting=awaiting,
        key=own.signing_public,
        steps=list(own.steps[-STEPS_SENT:]),
    )


def _outcome(message: Message, member: Member, *, own_node: str, at: datetime) -> tuple[Status, str, int]:
    try:
        require(may_speak(member.status, message.kind))
        require(may_arrive(message, own_node=own_node, protocol=member.protocol, at=at))
        status, because, awaiting = _take(message, member, at=at)
    except Refused as refused:
        status, because, awaiting = Status.REFUSED, refused.decision.because, _awaiting(message)
    except DatabaseError as error:
        log.warning("message.put_off %s", type(error).__name__)
        return Status.REFUSED, "node.busy", 0
    except Exception as error:
        log.exception("message.put_off", exc_info=error)
        status, because, awaiting = Status.REFUSED, "node.busy", 0
    if status is Status.REFUSED:
        note_refusal(sender=member.node_id, because=because, at=at)
    return status, because, awaiting


def _awaiting(message: Message) -> int:
    last = Strand.objects.filter(sender=message.sender, thread=message.thread).values_list("last", flat=True).first()
    return (last or 0) + 1


@transaction.atomic
def _take(message: Message, member: Member, *, at: datetime) -> tuple[Status, str, int]:
    """Let the message happen once, in order, in one transaction with its arrival.

    Raises:
        Refused: now and perhaps not later (a gap before it), or an id that came before with another content.
    """
    strand, _ = Strand.objects.select_for_update().get_or_create(
        sender=message.sender, thread=message.thread, defaults={"at": at}
    )
    earlier = Arrival.objects.filter(sender=message.sender, message_id=message.message_id).first()
    if earlier:
        return _again(earlier, message, awaiting=strand.last + 1)
    require(may_follow(message.sequence, follows=message.follows, last=strand.last))
    by = member_actor(member)
    if message.key != member.signing_key:
        follow_key(node_id=member.node_id, signing_key=message.key, by=by, at=at)
    status, because = _applied(message, by=by, at=at)
    strand.last, strand.at = message.sequence, at
    strand.save(update_fields=["last", "at"])
    _keep(message, status=status, because=because, by=by, at=at)
    outbox.heard_from(member.node_id, at=at)
    return status, because, strand.last + 1


def _again(earlier: Arrival, message: Message, *, awaiting: int) -> tuple[Status, str, int]:
    if bytes(earlier.digest) != digest(message):
        raise Refused(no("message.altered"))
    if earlier.status == Status.REFUSED:
        return Status.REFUSED, earlier.because, awaiting
    return Status.DUPLICATE, "", awaiting


def _applied(message: Message, *, by: Actor, at: datetime) -> tuple[Status, str]:
    """The effect of a message, or why it has none; a refusal undoes what was begun."""
    try:
        with transaction.atomic():
            if message.kind.startswith("network."):
                hear(message, by=by, at=at)
            elif message.kind.startswith("match."):
                matching.accept(_arrived(message), by=by, at=at)
            else:
                intake.accept(message.sender, _arrived(message), at)
    except Refused as refused:
        return Status.REFUSED, refused.decision.because
    return Status.ACCEPTED, ""


def _arrived(message: Message) -> Arrived:
    return Arrived(
        message_id=message.message_id,
        thread=message.thread,
        sequence=message.sequence,
        kind=message.kind,
        sent_at=message.sent_at,
        expires_at=message.expires_at,
        body=message.body,
    )


def _keep(message: Message, *, status: Status, because: str, by: Actor, at: datetime) -> None:
    Arrival.objects.create(
        sender=message.sender,
        message_id=message.message_id,
        thread=message.thread,
        sequence=message.sequence,
        kind=message.kind,
        digest=digest(message),
        status=status,
        because=because,
        at=at,
    )
    detail = {"kind": message.kind, "thread": message.thread, "status": status, "because": because}
    record(area="exchange", action="message.arrived", by=by, at=at, subject=message.message_id, detail=detail)


@transaction.atomic
def note_refusal(*, sender: str, because: str, at: datetime) -> None:
    """Count a refusal; the first of its reason from a sender on a day also enters the audit chain."""
    row, made = Refusal.objects.select_for_update().get_or_create(
        sender=sender, because=because, day=at.date(), defaults={"first_at": at, "last_at": at}
    )
    row.count, row.last_at = row.count + 1, max(at, row.last_at)
    row.save(update_fields=["count", "last_at"])
    if made:
        detail = {"because": because}
        record(area="exchange", action="message.refused", by=SYSTEM, at=at, subject=sender, detail=detail)
