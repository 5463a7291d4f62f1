"""This node and the others by id and name, as ``network`` knows them."""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db.models import Q

from sajha.basics.config import NodeConfig
from sajha.liaison.models import Thread
from sajha.liaison.values import Kind
from sajha.network import queries as network
from sajha.network.values import PeerStatus


@dataclass(frozen=True, slots=True)
class NodeOf:
    """A node's id, and whose it is: organisation, its kind, the places (text forms) for which it is responsible."""

    id: str
    name: str
    kind: str
    places: tuple[str, ...]


def own_node() -> NodeOf:
    """Our own organisation at its node."""
    config = cast(NodeConfig, settings.CONFIG)
    return NodeOf(network.own_node_id(), config.organisation, config.kind, tuple(config.places))


def active_node(node: str) -> NodeOf | None:
    """Another node to which messages may go now; none when it is unknown, not confirmed, suspended or revoked."""
    member = network.known(node)
    if member is None or member.status != PeerStatus.ACTIVE:
        return None
    return NodeOf(member.node_id, member.organisation, member.kind, member.places)


def name_of(node: str) -> str:
    """The organisation that runs the node; the id itself when it was never a member."""
    member = network.known(node)
    return member.organisation if member else node


def standing_of(node: str) -> PeerStatus | None:
    """How we stand with the other side of a thread; none when it was never a member, or is this node itself."""
    member = network.known(node)
    return member.status if member else None


def resting() -> Q:
    """Threads whose clock stands still: the other side is suspended or removed, so nothing but what calls back goes to it."""
    removed = list(network.removed_node_ids())
    return (Q(recipient__in=removed) | Q(asker__in=removed)) & ~Q(kind=Kind.RECALL)


def open_with(node: str) -> int:
    """How many open requests there are with a node. The caller has checked who asks."""
    return Thread.objects.filter(Q(recipient=node) | Q(asker=node), due_at__isnull=False).count()


def members() -> list[tuple[str, str]]:
    """(node id, organisation) of every node to which messages may go now, by name."""
    active, names = network.active_node_ids(), network.names()
    return sorted(((node, names[node]) for node in active), key=lambda pair: pair[1])
