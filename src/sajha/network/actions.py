"""Pair with another node, close and open it, change one's own keys. The only writer of members."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.config import NodeConfig
from sajha.basics.decision import Refused, no, require
from sajha.network.models import Notice, Peer
from sajha.network.queries import member_of
from sajha.network.rules import may_become, may_believe, may_follow, same_fingerprint
from sajha.network.values import COORDINATOR, Descriptor, Member, PeerStatus
from sajha.vault.identity import IdentityMissing, identity, new_identity, resealed, rotated, store_identity


@transaction.atomic
def make_identity(*, by: Actor, at: datetime) -> str:
    """Make this node's keys if it has none, and give its id. A node that has members never gets other keys in silence.

    Raises:
        Refused: ``identity.lost``: there are members, so there were keys; bring them back from a backup.
    """
    try:
        return identity().node_id
    except IdentityMissing:
        if Peer.objects.exists():
            raise Refused(no("identity.lost")) from None
    made = new_identity(at)
    record(area="network", action="identity.made", by=by, at=at, subject=made.node_id)
    store_identity(cast(NodeConfig, settings.CONFIG).home / "keys", made, replace=False)
    return made.node_id


@transaction.atomic
def add_peer(*, descriptor: Descriptor, by: Actor, at: datetime) -> Member:
    """Keep another node's descriptor; nothing goes to it, and nothing of it is taken, before its fingerprint is confirmed.

    Adding again what is still pending replaces it.

    Raises:
        Refused: without ``network:pair``, a descriptor that is not to be believed, this node itself, or a member already.
    """
    require(may(by, "network:pair"))
    require(may_believe(descriptor, at=at))
    if descriptor.node_id == identity().node_id:
        raise Refused(no("peer.self"))
    present = Peer.objects.select_for_update().filter(node_id=descriptor.node_id).first()
    if present and present.status != PeerStatus.PENDING:
        raise Refused(no(f"peer.already_{present.status}"))
    row = Peer(node_id=descriptor.node_id, status=PeerStatus.PENDING, added_at=at, changed_at=at)
    row.organisation, row.kind, row.places = descriptor.organisation, descriptor.kind, descriptor.places
    _pin(row, descriptor)
    row.save()
    record(area="network", action="peer.added", by=by, at=at, subject=row.node_id, detail={"kind": row.kind})
    return member_of(row)


@transaction.atomic
def confirm_peer(*, node_id: str, fingerprint: str, by: Actor, at: datetime) -> Member:
    """Open the way to a node after its fingerprint was heard from its people on another way than the descriptor came.

    Raises:
        Refused: without ``network:pair``, no such node, not pending, or another fingerprint.
    """
    require(may(by, "network:pair"))
    row = _row(node_id)
    require(may_become(PeerStatus(row.status), PeerStatus.ACTIVE))
    if row.status != PeerStatus.PENDING:
        raise Refused(no(f"peer.already_{row.status}"))
    if not same_fingerprint(fingerprint, member_of(row).fingerprint):
        raise Refused(no("peer.other_fingerprint"))
    return _become(row, PeerStatus.ACTIVE, action="peer.confirmed", because="", by=by, at=at)


@transaction.atomic
def suspend_peer(*, node_id: str, reason: str, by: Actor, at: datetime) -> Member:
    """Close a member for now; messages to it wait, messages from it are put off.

    Raises:
        Refused: without ``network:pair``, no such node, no reason, or not active.
    """
    require(may(by, "network:pair"))
    row = _reasoned(node_id, reason)
    return _become(
        row, PeerStatus.SUSPENDED, action="peer.suspended", because="peer.by_hand", reason=reason, by=by, at=at
    )


@transaction.atomic
def resume_peer(*, node_id: str, reason: str, by: Actor, at: datetime) -> Member:
    """Open a suspended member again; raises as :func:`suspend_peer`."""
    require(may(by, "network:pair"))
    row = _reasoned(node_id, reason)
    if row.status != PeerStatus.SUSPENDED:
        raise Refused(no(f"peer.not_from_{row.status}"))
    return _become(row, PeerStatus.ACTIVE, action="peer.resumed", because="", reason=reason, by=by, at=at)


@transaction.atomic
def revoke_peer(*, node_id: str, reason: str, by: Actor, at: datetime) -> Member:
    """Close a member for good; raises as :func:`suspend_peer`. ``exchange.actions.revoke`` also tells the others."""
    require(may(by, "network:pair"))
    row = _reasoned(node_id, reason)
    return _become(row, PeerStatus.REVOKED, action="peer.revoked", because="peer.by_hand", reason=reason, by=by, at=at)


@transaction.atomic
def follow_descriptor(*, descriptor: Descriptor, by: Actor, at: datetime) -> None:
    """Take over a member's new keys and address. Its name, kind and places stay as a person confirmed them.

    Raises:
        Refused: not to be believed, not newer, or not signed onwards from the pinned key.
    """
    require(may_believe(descriptor, at=at))
    row = _row(descriptor.node_id)
    require(may_follow(descriptor, pinned_key=bytes(row.signing_key), made_at=row.described_at, protocol=row.protocol))
    changed = sorted(
        name
        for name in ("url", "signing_key", "sealing_key")
        if getattr(descriptor, name) != (bytes(value) if isinstance(value := getattr(row, name), memoryview) else value)
    )
    _pin(row, descriptor)
    row.changed_at = at
    row.save()
    record(area="network", action="peer.changed_keys", by=by, at=at, subject=row.node_id, detail={"changed": changed})


@transaction.atomic
def follow_key(*, node_id: str, signing_key: bytes, by: Actor, at: datetime) -> None:
    """Pin a member's newer signing key, which the caller has seen to follow from the pinned one by signed steps."""
    row = _row(node_id)
    row.signing_key, row.changed_at = signing_key, at
    row.save(update_fields=["signing_key", "changed_at"])
    record(
        area="network", action="peer.changed_keys", by=by, at=at, subject=node_id, detail={"changed": ["signing_key"]}
    )


@transaction.atomic
def hear_notice(*, sender: str, about: str, because: str, by: Actor, at: datetime) -> bool:
    """Keep another node's word that a member was revoked there; gives whether that suspended it here.

    A coordinator's word suspends the member here until an administrator decides; anybody else's is shown, and changes nothing.
    """
    row = Peer.objects.select_for_update().filter(node_id=about).first()
    trusted = Peer.objects.filter(node_id=sender, kind=COORDINATOR).exists()
    suspends = bool(trusted and row and row.status == PeerStatus.ACTIVE and about != sender)
    Notice.objects.update_or_create(
        by=sender, about=about, defaults={"because": because, "at": at, "suspended": suspends}
    )
    if suspends and row:
        row.status, row.because, row.changed_at = PeerStatus.SUSPENDED, "peer.coordinator_notice", at
        row.save(update_fields=["status", "because", "changed_at"])
    record(
        area="network",
        action="peer.notice",
        by=by,
        at=at,
        subject=about,
        detail={"because": because, "suspended": suspends},
    )
    return suspends


@transaction.atomic
def rotate_keys(*, by: Actor, at: datetime) -> str:
    """Give this node new keys, the new signing key signed by the old. ``exchange.actions.rotate_keys`` also tells the members.

    The file is replaced last: if that fails, the record is rolled back and the old keys stay.

    Raises:
        Refused: without ``network:pair``.
    """
    require(may(by, "network:pair"))
    made = rotated(identity(), at=at)
    record(
        area="network", action="identity.rotated", by=by, at=at, subject=made.node_id, detail={"step": len(made.steps)}
    )
    store_identity(cast(NodeConfig, settings.CONFIG).home / "keys", made, replace=True)
    return made.node_id


@transaction.atomic
def reseal(*, by: Actor, at: datetime) -> None:
    """Give this node a new sealing key, so that one who was shut out does not know it; the signing key stays.

    A signing key has at most 64 successors in a node's life, and it is no secret that a member could have learned.
    """
    made = resealed(identity(), at=at)
    record(area="network", action="identity.resealed", by=by, at=at, subject=made.node_id)
    store_identity(cast(NodeConfig, settings.CONFIG).home / "keys", made, replace=True)


def _row(node_id: str) -> Peer:
    row = Peer.objects.select_for_update().filter(node_id=node_id).first()
    if row is None:
        raise Refused(no("not_found"))
    return row


def _reasoned(node_id: str, reason: str) -> Peer:
    if not reason.strip():
        raise Refused(no("reason.missing"))
    return _row(node_id)


def _pin(row: Peer, descriptor: Descriptor) -> None:
    row.url, row.protocol = descriptor.url.rstrip("/"), max(descriptor.protocols)
    row.signing_key, row.sealing_key = descriptor.signing_key, descriptor.sealing_key
    row.described_at = descriptor.made_at


def _become(
    row: Peer, status: PeerStatus, *, action: str, because: str, by: Actor, at: datetime, reason: str = ""
) -> Member:
    require(may_become(PeerStatus(row.status), status))
    row.status, row.because, row.changed_at = status, because, at
    row.save(update_fields=["status", "because", "changed_at"])
    record(area="network", action=action, by=by, at=at, subject=row.node_id, reason=reason)
    return member_of(row)
