"""Bring departures to their recipients: in order within a thread, again until receipted, once at a time for each member.

Killed before the receipt is stored, the worker sends again; the recipient knows the message id and answers the same.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Exists, F, Max, OuterRef, Q, QuerySet, When

from sajha.basics.config import NodeConfig
from sajha.disclosure import intake
from sajha.disclosure.actions import renumber
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of, next_number
from sajha.exchange.client import NotReached, post
from sajha.exchange.envelope import TooLarge, Unreadable, digest, open_receipt, seal_message
from sajha.exchange.models import Delivery, Forgotten, Line
from sajha.exchange.rules import OF_THE_LINE, RECALLS, TEMPORARY, may_speak, pause
from sajha.exchange.values import STEPS_SENT, Message, Receipt, Signed, Status
from sajha.network.actions import follow_key
from sajha.network.queries import known, member_actor
from sajha.network.values import PROTOCOL, Member, PeerStatus
from sajha.vault.identity import identity
from sajha.vault.seals import KeyDestroyed, SealBroken

Clock = Callable[[], datetime]
LEASE = timedelta(minutes=2)  # longer than one message may take (a minute, see client.WHOLE)
BATCH = 20
ADOPTED_AT_ONCE = 500


@transaction.atomic
def adopt(*, at: datetime) -> int:
    """Open a delivery for every departure that has none yet; gives how many."""
    rows = Departure.objects.filter(status="", delivery=None).order_by("id")
    new = list(rows.values_list("id", "recipient", "thread", "sequence", "kind")[:ADOPTED_AT_ONCE])
    if not new:
        return 0
    Delivery.objects.bulk_create(
        [
            Delivery(departure_id=id, recipient=recipient, thread=thread, sequence=sequence, next_try_at=at)
            for id, recipient, thread, sequence, _ in new
        ],
        ignore_conflicts=True,
    )
    for recipient in sorted({row[1] for row in new}):
        _busy(recipient, at=at)
    # what is called back does not wait for the pause that a suspended member's line is in
    Line.objects.filter(recipient__in={row[1] for row in new if row[4] in RECALLS}).update(next_try_at=at)
    return len(new)


def _busy(recipient: str, *, at: datetime) -> None:
    _, made = Line.objects.get_or_create(recipient=recipient, defaults={"busy": True, "next_try_at": at})
    if not made:  # without looking first: the row's lock orders this against the worker that gives the line back
        Line.objects.filter(recipient=recipient).update(busy=True)


def take_line(*, at: datetime) -> str:
    """Lease the way to one member for whom something waits; empty when there is none. Nobody else works on it meanwhile."""
    free = Q(held_until=None) | Q(held_until__lte=at)
    due = Line.objects.filter(free, busy=True, next_try_at__lte=at).order_by("next_try_at")
    for recipient in due.values_list("recipient", flat=True)[:10]:
        if Line.objects.filter(free, recipient=recipient, busy=True).update(held_until=at + LEASE):
            return recipient
    return ""


def free_lines() -> None:
    """Drop every lease: the worker has just started and is the only one of its node."""
    Line.objects.exclude(held_until=None).update(held_until=None)
    Line.objects.filter(Exists(Delivery.objects.filter(recipient=OuterRef("pk"), open=True))).update(busy=True)


def deliver_line(recipient: str, *, clock: Clock, limit: int = BATCH) -> int:
    """Send what is due to one member over its leased line, oldest first; gives how many messages were settled.

    A failure to reach the member ends the round and lengthens the pause before the next.
    """
    settled = 0
    try:
        while settled < limit and (due := _due(recipient, at=clock())):
            for delivery in due:
                if not _deliver(delivery, clock=clock):
                    return settled
                settled += 1
        return settled
    finally:
        release(recipient)


def _heads(recipient: str) -> QuerySet[Delivery]:
    """The first open delivery of each lane: the only ones that may go."""
    waiting = Delivery.objects.filter(recipient=recipient, open=True)
    before = waiting.filter(thread=OuterRef("thread"), sequence__lt=OuterRef("sequence"))
    return waiting.exclude(Exists(before))


def _due(recipient: str, *, at: datetime) -> list[Delivery]:
    """Recalls before all else: behind a message that a suspended or removed member does not take, they would wait for ever.

    After every other failure our description goes before them: without our present key no answer to anything can be read.
    """
    failures = Line.objects.filter(pk=recipient).values_list("failures", flat=True).first() or 0
    heads = _heads(recipient).filter(next_try_at__lte=at).select_related("departure")
    greeting = When(departure__kind="network.descriptor", then=0 if failures % 2 else 2)
    first = Case(greeting, When(departure__kind__in=RECALLS, then=1), default=2)
    return list(heads.order_by(first, "departure_id")[:BATCH])


@transaction.atomic
def release(recipient: str) -> None:
    """Give the line back: quiet when nothing is open, else due when the first of what may go is, and not before a pause ends."""
    line = Line.objects.select_for_update().get(recipient=recipient)
    first = _heads(recipient).order_by("next_try_at").values_list("next_try_at", flat=True).first()
    line.held_until, line.busy = None, first is not None
    if first is not None:
        line.next_try_at = max(first, line.next_try_at) if line.failures else first
    line.save(update_fields=["held_until", "busy", "next_try_at"])


def _deliver(delivery: Delivery, *, clock: Clock) -> bool:
    """Send one message. False when the member cannot be reached now: then the whole line pauses."""
    departure, at = delivery.departure, clock()
    member = known(departure.recipient)
    given_up = _given_up(departure, member, at=at)
    if given_up:
        _settle(delivery, status=given_up[0], because=given_up[1], at=at)
        return True
    if member is None or not may_speak(member.status, departure.kind).allowed:
        return _hold(delivery, f"recipient.{member.status if member else 'unknown'}", at=at)
    try:
        message = _message(delivery, departure, at=at)
        frame = seal_message(message, own=identity(), sealing_key=member.sealing_key)
    except (KeyDestroyed, SealBroken):  # called back, or its key went with the disk from which this node was restored
        _settle(delivery, status="refused", because="message.erased", at=at)
        return True
    except TooLarge:
        _settle(delivery, status="refused", because="message.too_large", at=at)
        return True
    try:
        reply = post(member.url, frame)
        signed = open_receipt(reply, own=identity(), pinned=member.signing_key, frame=frame, at=clock())
        if (signed.content.message_id, signed.content.digest) != (message.message_id, digest(message)):
            raise Unreadable("reply.forged")
    except (NotReached, Unreadable) as failure:
        return _pause(delivery, failure.because, at=clock())
    return _answered(delivery, member, signed, at=clock())


def _given_up(departure: Departure, member: Member | None, *, at: datetime) -> tuple[str, str] | None:
    if departure.expires_at and departure.expires_at <= at:
        return "expired", "message.expired"
    if member and member.status == PeerStatus.REVOKED and departure.kind not in RECALLS:
        return "refused", "recipient.revoked"
    return None


def _message(delivery: Delivery, departure: Departure, *, at: datetime) -> Message:
    own = identity()
    lane = Delivery.objects.filter(recipient=delivery.recipient, thread=delivery.thread, taken=True)
    follows = lane.filter(sequence__lt=delivery.sequence).aggregate(newest=Max("sequence"))["newest"]
    return Message(
        protocol=PROTOCOL,
        message_id=departure.id,
        sender=own.node_id,
        recipient=departure.recipient,
        thread=departure.thread,
        sequence=departure.sequence,
        follows=follows or 0,
        kind=departure.kind,
        sent_at=departure.released_at,
        expires_at=departure.expires_at,
        sealed_at=at,
        key=own.signing_public,
        steps=list(own.steps[-STEPS_SENT:]),
        body=body_of(departure),
    )


def _answered(delivery: Delivery, member: Member, signed: Signed[Receipt], *, at: datetime) -> bool:
    """Store the receipt and what follows from it, in one transaction."""
    receipt = signed.content
    with transaction.atomic():
        if receipt.key != member.signing_key:
            follow_key(node_id=member.node_id, signing_key=receipt.key, by=member_actor(member), at=at)
        if receipt.status is Status.REFUSED and receipt.because == "sequence.gap":
            return _mend_gap(delivery, awaiting=receipt.awaiting, at=at)
        if receipt.status is Status.REFUSED and receipt.because == "sequence.used":
            return _move_on(delivery, awaiting=receipt.awaiting, at=at)
        if receipt.status is Status.REFUSED and receipt.because in OF_THE_LINE:
            return _pause(delivery, receipt.because, at=at)
        if receipt.status is Status.REFUSED and receipt.because in TEMPORARY:
            return _put_off(delivery, receipt.because, at=at)
        status = "refused" if receipt.status is Status.REFUSED else "accepted"
        delivery.receipt = signed.signature + signed.raw
        delivery.taken = receipt.awaiting > delivery.sequence
        _settle(delivery, status=status, because=receipt.because, at=at)
        Line.objects.filter(recipient=delivery.recipient).update(
            failures=0, because="", reached_at=at, held_until=at + LEASE
        )
    return True


def _settle(delivery: Delivery, *, status: str, because: str, at: datetime) -> None:
    """Close a delivery and tell the gate how it ended."""
    with transaction.atomic():
        delivery.open, delivery.done_at, delivery.because = False, at, because
        delivery.attempts += 1
        delivery.save()
        intake.receipted(departure_id=delivery.departure_id, status=status, because=because, at=at)


def _pause(delivery: Delivery, because: str, *, at: datetime) -> bool:
    """Leave the line alone for a while, longer with each failure in a row."""
    with transaction.atomic():
        line = Line.objects.select_for_update().get(recipient=delivery.recipient)
        scale = cast(NodeConfig, settings.CONFIG).clock_scale
        line.next_try_at = at + pause(line.failures, chance=random.random(), scale=scale)  # noqa: S311  (spreads load)
        line.failures, line.because = line.failures + 1, because
        line.save(update_fields=["next_try_at", "failures", "because"])
        Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, because=because)
    return False


def _hold(delivery: Delivery, because: str, *, at: datetime) -> bool:
    """Nothing goes to this member but what calls back: the message waits, and what may go all the same is not behind it."""
    Line.objects.filter(recipient=delivery.recipient).update(because=because)
    return _put_off(delivery, because, at=at)


def _put_off(delivery: Delivery, because: str, *, at: datetime) -> bool:
    """Leave this lane alone for a while; the others of the line go on."""
    scale = cast(NodeConfig, settings.CONFIG).clock_scale
    later = at + pause(delivery.attempts, chance=random.random(), scale=scale)  # noqa: S311  (spreads load)
    Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, because=because, next_try_at=later)
    return True


def _mend_gap(delivery: Delivery, *, awaiting: int, at: datetime) -> bool:
    """The recipient lost what it had taken (it was restored): what it waits for goes again, before this one."""
    lane = Delivery.objects.filter(recipient=delivery.recipient, thread=delivery.thread, sequence__lt=delivery.sequence)
    lane.filter(sequence__gte=awaiting, taken=True).update(open=True, taken=False, next_try_at=at)
    return _put_off(delivery, "sequence.gap", at=at)


def _move_on(delivery: Delivery, *, awaiting: int, at: datetime) -> bool:
    """This node forgot what it had sent (it was restored): it counts on from what the recipient awaits."""
    forgot(delivery.recipient, delivery.thread, last=awaiting - 1, at=at)
    return _put_off(delivery, "sequence.used", at=at)


def forgot(recipient: str, thread: str, *, last: int, at: datetime) -> int:
    """Note that the recipient has heard further in a thread than this node remembers, and number on; gives by how much."""
    waiting = Departure.objects.filter(recipient=recipient, thread=thread, status="").order_by("sequence")
    first = waiting.values_list("sequence", flat=True).first() or next_number(recipient=recipient, thread=thread)
    if first > last:
        return 0
    for departure_id, sequence in renumber(recipient=recipient, thread=thread, first=last + 1).items():
        Delivery.objects.filter(departure_id=departure_id).update(sequence=sequence)
    lost = last + 1 - first
    Forgotten.objects.update_or_create(recipient=recipient, thread=thread, defaults={"at": at, "messages": lost})
    return lost


@transaction.atomic
def give_up(recipient: str, *, at: datetime) -> int:
    """Close at once all that waits for a member that was removed, but for what calls back; gives how many."""
    waiting = Departure.objects.filter(recipient=recipient, status="").exclude(kind__in=RECALLS)
    ids = list(waiting.values_list("id", flat=True))
    for departure_id in ids:
        intake.receipted(departure_id=departure_id, status="refused", because="recipient.revoked", at=at)
    closed = Delivery.objects.filter(departure__in=ids, open=True)
    closed.update(open=False, done_at=at, because="recipient.revoked")
    return len(ids)


def wake(recipient: str, *, at: datetime) -> None:
    """What waited for a suspended member may go now."""
    Delivery.objects.filter(recipient=recipient, open=True).update(next_try_at=at)
    Line.objects.filter(recipient=recipient).update(failures=0, because="", next_try_at=at)


def heard_from(node_id: str, *, at: datetime) -> None:
    """A member that speaks can be reached: end the pause before the next try."""
    Line.objects.filter(recipient=node_id, failures__gt=0).update(failures=0, next_try_at=at)


def open_again(recipient: str, *, since: datetime, at: datetime) -> int:
    """Send again what this member receipted since a time; what it still has it answers as a duplicate. Gives how many."""
    again = Delivery.objects.filter(recipient=recipient, open=False, done_at__gte=since).exclude(receipt=b"")
    count = again.update(open=True, next_try_at=at)
    if count:
        _busy(recipient, at=at)
    return count
