"""Open and close members, and what nodes tell each other about it: keys, revocations, and to send again after a restore."""

from datetime import datetime

import msgspec
from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.ids import new_id
from sajha.disclosure.actions import depart
from sajha.exchange import outbox
from sajha.exchange.values import Resend, Revocation
from sajha.network import actions as network
from sajha.network.queries import active_node_ids, known, own_descriptor
from sajha.network.values import Member, PeerStatus


@transaction.atomic
def greet(*, node_id: str, thread: str = "", by: Actor, at: datetime) -> None:
    """Send a member this node's present description: after pairing (so that both know the way is open), and after a change."""
    body = msgspec.json.encode(own_descriptor())
    depart(recipient=node_id, thread=thread, kind="network.descriptor", body=body, by=by, at=at)


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
def suspend(*, node_id: str, reason: str, by: Actor, at: datetime) -> Member:
    """Close a member for now, and change what others seal to: it does not learn the new key. No other member is told.

    Raises:
        Refused: as ``network.actions.suspend_peer``.
    """
    member = network.suspend_peer(node_id=node_id, reason=reason, by=by, at=at)
    shut_out(by=by, at=at)
    return member


@transaction.atomic
def resume(*, node_id: str, reason: str, by: Actor, at: datetime) -> Member:
    """Open a suspended member again: it hears our present key, and what waited for it goes.

    Raises:
        Refused: as ``network.actions.resume_peer``.
    """
    member = network.resume_peer(node_id=node_id, reason=reason, by=by, at=at)
    greet(node_id=node_id, by=by, at=at)
    outbox.wake(node_id, at=at)
    return member


@transaction.atomic
def revoke(*, node_id: str, reason: str, by: Actor, at: datetime) -> Member:
    """Close a member for good: what waits for it is given up, our sealing key changes, and every other member is told.

    What it holds of ours is called back by the clockwork; only that still goes to it.

    Raises:
        Refused: as ``network.actions.revoke_peer``.
    """
    before = known(node_id)
    member = network.revoke_peer(node_id=node_id, reason=reason, by=by, at=at)
    given_up = outbox.give_up(node_id, at=at)
    if before and before.status != PeerStatus.PENDING:
        shut_out(by=by, at=at)
    body = msgspec.json.encode(Revocation(node_id=node_id, because="peer.by_hand"))
    for other in sorted(active_node_ids()):
        depart(recipient=other, thread="", kind="network.revoked", body=body, by=by, at=at)
    record(area="exchange", action="messages.given_up", by=by, at=at, subject=node_id, detail={"messages": given_up})
    return member


@transaction.atomic
def shut_out(*, by: Actor, at: datetime) -> None:
    """Change this node's sealing key and tell those that are members still. Part of closing a member."""
    network.reseal(by=by, at=at)
    for member in sorted(active_node_ids()):
        greet(node_id=member, by=by, at=at)


@transaction.atomic
def ask_again(*, since: datetime, by: Actor, at: datetime) -> int:
    """After a restore: ask every member to send again what it sent since the backup; gives how many were asked.

    Each hears our description first: the key to which it seals may have gone with the disk (closing a member changes it). On a lane
    that nobody has counted on: its answer that we count anew could not be read either.
    """
    body, members = msgspec.json.encode(Resend(since=since)), sorted(active_node_ids())
    for member in members:
        greet(node_id=member, thread=new_id("restored"), by=by, at=at)
        depart(recipient=member, thread="", kind="network.resend", body=body, by=by, at=at)
    record(area="exchange", action="resend.asked", by=by, at=at, detail={"members": len(members)})
    return len(members)
