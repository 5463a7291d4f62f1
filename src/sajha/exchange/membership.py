"""What members say about membership: their new keys and address, whom they revoked, that they lost what was sent to them, and what
they make of each other's records."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.countersign import actions as countersign
from sajha.countersign.values import Countersignature, Objection, ProofWanted, Shown
from sajha.disclosure.actions import depart
from sajha.exchange import outbox
from sajha.exchange.actions import shut_out
from sajha.exchange.models import Strand
from sajha.exchange.values import MOST_THREADS, Heard, Held, Message, Resend, Revocation
from sajha.network import actions as network
from sajha.network.rules import read_descriptor
from sajha.network.values import Descriptor

Body = TypeVar("Body", Revocation, Resend, Heard, Shown, Countersignature, Objection, ProofWanted)
KEPT_FOR = timedelta(days=90)  # how far back a member may ask for what was sent to it


BODIES: dict[str, type[msgspec.Struct]] = {
    "network.descriptor": Descriptor,
    "network.revoked": Revocation,
    "network.resend": Resend,
    "network.heard": Heard,
    "network.checkpoint": Shown,
    "network.countersigned": Countersignature,
    "network.objected": Objection,
    "network.proof_wanted": ProofWanted,
}
"""Kind of message -> its body."""


def hear(message: Message, *, by: Actor, at: datetime) -> None:
    """Apply what a member says about membership.

    Raises:
        Refused: an unknown kind, a body that is not of its kind, or a word that does not hold.
    """
    apply = _HEARD.get(message.kind)
    if apply is None:
        raise Refused(no("message.kind_unknown"))
    apply(message, by, at)


def _descriptor(message: Message, by: Actor, at: datetime) -> None:
    descriptor = read_descriptor(message.body)
    if descriptor.node_id != message.sender:
        raise Refused(no("message.malformed"))
    network.follow_descriptor(descriptor=descriptor, by=by, at=at)


def _revoked(message: Message, by: Actor, at: datetime) -> None:
    said = _body(message, Revocation)
    if network.hear_notice(sender=message.sender, about=said.node_id, because=said.because, by=by, at=at):
        shut_out(by=by, at=at)


def _resend(message: Message, by: Actor, at: datetime) -> None:
    since = max(_body(message, Resend).since, at - KEPT_FOR)
    again = outbox.open_again(message.sender, since=since, at=at)
    moved = Strand.objects.filter(sender=message.sender, at__gte=since).order_by("-at").values_list("thread", "last")
    told = Heard(threads=[Held(thread=thread, last=last) for thread, last in moved[:MOST_THREADS]])
    depart(recipient=message.sender, thread="", kind="network.heard", body=msgspec.json.encode(told), by=by, at=at)
    record(area="exchange", action="resend.granted", by=by, at=at, subject=message.sender, detail={"messages": again})


def _heard(message: Message, by: Actor, at: datetime) -> None:
    lost = [outbox.forgot(message.sender, held.thread, last=held.last, at=at) for held in _body(message, Heard).threads]
    detail = {"threads": sum(map(bool, lost)), "messages": sum(lost)}
    record(area="exchange", action="thread.forgotten", by=by, at=at, subject=message.sender, detail=detail)


def _checkpoint(message: Message, by: Actor, at: datetime) -> None:
    countersign.hear_checkpoint(sender=message.sender, shown=_body(message, Shown), by=by, at=at)


def _countersigned(message: Message, by: Actor, at: datetime) -> None:
    word = _body(message, Countersignature)
    countersign.hear_countersignature(sender=message.sender, word=word, by=by, at=at)


def _objected(message: Message, by: Actor, at: datetime) -> None:
    countersign.hear_objection(sender=message.sender, said=_body(message, Objection), by=by, at=at)


def _proof_wanted(message: Message, by: Actor, at: datetime) -> None:
    countersign.hear_proof_wanted(sender=message.sender, said=_body(message, ProofWanted), by=by, at=at)


_HEARD: dict[str, Callable[[Message, Actor, datetime], None]] = {
    "network.descriptor": _descriptor,
    "network.revoked": _revoked,
    "network.resend": _resend,
    "network.heard": _heard,
    "network.checkpoint": _checkpoint,
    "network.countersigned": _countersigned,
    "network.objected": _objected,
    "network.proof_wanted": _proof_wanted,
}


def _body(message: Message, wanted: type[Body]) -> Body:
    try:
        return msgspec.json.decode(message.body, type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(no("message.malformed")) from error
