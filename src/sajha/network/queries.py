"""Who the other nodes are, and what this node says about itself."""

from typing import cast

import msgspec
from django.conf import settings

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.config import NodeConfig
from sajha.basics.decision import Refused, no, require
from sajha.network.models import Notice, Peer
from sajha.network.rules import CONTEXT, compare_code, content_of, fingerprint
from sajha.network.values import PROTOCOL, Descriptor, Member, PeerStatus, Warned
from sajha.vault.identity import identity


def own_node_id() -> str:
    """This node's id; raises as ``vault.identity.identity``."""
    return identity().node_id


def own_descriptor() -> Descriptor:
    """This node's signed word about itself, of now; raises as ``vault.identity.identity``."""
    config, own = cast(NodeConfig, settings.CONFIG), identity()
    unsigned = Descriptor(
        protocols=[PROTOCOL],
        node_id=own.node_id,
        organisation=config.organisation,
        kind=config.kind,
        url=config.url.rstrip("/"),
        places=list(config.places),
        first_key=own.first,
        steps=list(own.steps),
        sealing_key=own.sealing_public,
        made_at=now(),
    )
    return msgspec.structs.replace(unsigned, signature=own.sign(CONTEXT, content_of(unsigned)))


def own_fingerprint() -> str:
    """What this node's people read out to the other side."""
    return fingerprint(identity().node_id, identity().signing_public)


def code_with(member: Member) -> str:
    """The code that both screens show when neither descriptor was swapped on the way."""
    return compare_code(own_fingerprint(), member.fingerprint)


def known(node_id: str) -> Member | None:
    """A node by its id, in whatever state, for the delivery of messages; no person asks here."""
    row = Peer.objects.filter(node_id=node_id).first()
    return member_of(row) if row else None


def active_node_ids() -> frozenset[str]:
    """The nodes that a message may be sent to."""
    return frozenset(Peer.objects.filter(status=PeerStatus.ACTIVE).values_list("node_id", flat=True))


def active_members() -> list[Member]:
    """The members that a message may be sent to, by the name of the organisation."""
    return [member_of(row) for row in Peer.objects.filter(status=PeerStatus.ACTIVE).order_by("organisation", "node_id")]


def names() -> dict[str, str]:
    """Organisation names by node id, of every node that was ever a member, for timelines and lists."""
    return dict(Peer.objects.values_list("node_id", "organisation"))


def barred(*, by_source: str, recipient: str) -> bool:
    """Whether nothing of ``by_source`` may go to the recipient: we removed it, or the source told us that it did."""
    member = known(recipient)
    removed_here = member is not None and member.status in (PeerStatus.SUSPENDED, PeerStatus.REVOKED)
    return removed_here or Notice.objects.filter(by=by_source, about=recipient).exists()


def notices() -> frozenset[tuple[str, str]]:
    """(who said it, of whom): every word of another node that it removed a member."""
    return frozenset(Notice.objects.values_list("by", "about"))


def removed_node_ids() -> frozenset[str]:
    """Members that were suspended or removed here: what they hold of ours is called back."""
    gone = (PeerStatus.SUSPENDED, PeerStatus.REVOKED)
    return frozenset(Peer.objects.filter(status__in=gone).values_list("node_id", flat=True))


def revoked_node_ids() -> frozenset[str]:
    """Members that were removed here for good."""
    return frozenset(Peer.objects.filter(status=PeerStatus.REVOKED).values_list("node_id", flat=True))


def peer(by: Actor, node_id: str) -> Member:
    """One other node.

    Raises:
        Refused: without ``network:read``, or no such node.
    """
    require(may(by, "network:read"))
    member = known(node_id)
    if member is None:
        raise Refused(no("not_found"))
    return member


def peers(by: Actor, *, status: PeerStatus | None = None) -> list[Member]:
    """The other nodes by name.

    Raises:
        Refused: without ``network:read``.
    """
    require(may(by, "network:read"))
    rows = Peer.objects.order_by("organisation", "node_id")
    return [member_of(row) for row in (rows.filter(status=status) if status else rows)]


def warnings(by: Actor) -> list[Warned]:
    """What other nodes said about members, newest first.

    Raises:
        Refused: without ``network:read``.
    """
    require(may(by, "network:read"))
    called = names()
    return [
        Warned(
            row.id,
            row.about,
            called.get(row.about, ""),
            row.by,
            called.get(row.by, ""),
            row.because,
            row.at,
            row.suspended,
        )
        for row in Notice.objects.order_by("-at")[:200]
    ]


def member_actor(member: Member) -> Actor:
    """The other node as the one who does something here."""
    return Actor(id=member.node_id, kind="node", label=member.organisation[:120])


def member_of(row: Peer) -> Member:
    key = bytes(row.signing_key)
    return Member(
        node_id=row.node_id,
        organisation=row.organisation,
        kind=row.kind,
        url=row.url,
        places=tuple(row.places),
        status=PeerStatus(row.status),
        because=row.because,
        protocol=row.protocol,
        signing_key=key,
        sealing_key=bytes(row.sealing_key),
        fingerprint=fingerprint(row.node_id, key),
        added_at=row.added_at,
    )
