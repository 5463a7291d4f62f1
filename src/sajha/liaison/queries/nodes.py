"""This node and the others by id and name, as ``network`` knows them."""

from dataclasses import dataclass
from typing import cast

from django.conf import settings

from sajha.basics.config import NodeConfig
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


def members() -> list[tuple[str, str]]:
    """(node id, organisation) of every node to which messages may go now, by name."""
    active, names = network.active_node_ids(), network.names()
    return sorted(((node, names[node]) for node in active), key=lambda pair: pair[1])
