"""What nodes tell each other about membership: keys, revocations, and to send again after a restore."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec
from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.disclosure.actions import depart
from sajha.exchange import outbox
from sajha.exchange.values import Message, Resend, Revocation
from sajha.network import actions as network
from sajha.network.queries import active_node_ids, own_descriptor
from sajha.network.rules import read_descriptor
from sajha.network.values import Member

Body = TypeVar("Body", Revocation, Resend)
KEPT_FOR = timedelta(days=90)


@transaction.atomic
def greet(*, node_id: str, by: Actor, at: datetime) -> None:
    """Send a member this node's present description: after pairing (so that both know the way is open), and after a change."""
    body = msgspec.json.encode(own_descriptor())
    depart(recipient=node_id, thread="", kind="network.descriptor", body=body, by=by, at=at)


@transaction.atomic
def rotate_keys(*, by: Actor, at: datetime) -> str:
    """Give this node new keys and tell every member; gives the node id, which stays.

    Raises:
        Refused: without ``network:pair``.
    """
    node_id = network.rotate_keys(by=by, at=at)
    for member in sorted(active_node_ids()):
        greet(node_id=member, by=by, at=at)
    return node_id


@transaction.atomic
def revoke(*, node_id: str, reason: str, by: Actor, at: datetime) -> Member:
    """Close a member for good and tell every other member; raises as ``network.actions.revoke_peer``."""
    member = network.revoke_peer(node_id=node_id, reason=reason, by=by, at=at)
    body = msgspec.json.encode(Revocation(node_id=node_id, because="peer.by_hand"))
    for other in sorted(active_node_ids()):
        depart(recipient=other, thread="", kind="network.revoked", body=body, by=by, at=at)
    return member


@transaction.atomic
def ask_again(*, since: datetime, by: Actor, at: datetime) -> int:
    """After a restore: ask every member to send again what it sent since the backup; gives how many were asked."""
    body, members = msgspec.json.encode(Resend(since=since)), sorted(active_node_ids())
    for member in members:
        depart(recipient=member, thread="", kind="network.resend", body=body, by=by, at=at)
    record(area="exchange", action="resend.asked", by=by, at=at, detail={"members": len(members)})
    return len(members)


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
    network.hear_notice(sender=message.sender, about=said.node_id, because=said.because, by=by, at=at)


def _resend(message: Message, by: Actor, at: datetime) -> None:
    since = max(_body(message, Resend).since, at - KEPT_FOR)
    again = outbox.open_again(message.sender, since=since, at=at)
    record(area="exchange", action="resend.granted", by=by, at=at, subject=message.sender, detail={"messages": again})


_HEARD: dict[str, Callable[[Message, Actor, datetime], None]] = {
    "network.descriptor": _descriptor,
    "network.revoked": _revoked,
    "network.resend": _resend,
}


def _body(message: Message, wanted: type[Body]) -> Body:
    try:
        return msgspec.json.decode(message.body, type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(no("message.malformed")) from error
