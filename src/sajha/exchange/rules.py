"""When a message may come in, where it stands in its order, how long to wait, where a connection may go. Plain Python."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta

from sajha.basics.decision import Decision, no, yes
from sajha.exchange.values import Message
from sajha.network.values import PROTOCOL, PeerStatus

SKEW = timedelta(hours=1)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=0.5), timedelta(hours=1)

# Refused now, and perhaps not later: the sender keeps the message. Every other refusal is final.
TEMPORARY = frozenset({"sequence.gap", "clock.skewed", "sender.suspended", "node.busy"})
OF_THE_LINE = frozenset(
    {"clock.skewed"}
)  # of these, what concerns every message alike; who suspended us still takes recalls


RECALLS = frozenset({"recall.asked", "recall.answered", "package.passed_on", "package.which", "package.holding"})
"""What goes to and comes from a member also after it was suspended or removed: who holds what of the other's must still be known and
come back."""


def may_speak(status: PeerStatus | None, kind: str = "") -> Decision:
    """Whether a node of this state is heard. Only of a suspended member is it also told that it is not."""
    if status is PeerStatus.ACTIVE or (kind in RECALLS and status in (PeerStatus.SUSPENDED, PeerStatus.REVOKED)):
        return yes()
    return no("sender.unknown") if status is None else no(f"sender.{status}")


def is_answered(decision: Decision) -> bool:
    """Whether the sender gets a receipt: a stranger, a node not confirmed yet or a revoked one gets silence."""
    return decision.allowed or decision.because == "sender.suspended"


def may_arrive(message: Message, *, own_node: str, protocol: int, at: datetime) -> Decision:
    """Addressed to this node, not of an older protocol than the member spoke before, in time, and the clocks agree."""
    if message.recipient != own_node:
        return no("frame.other_recipient")
    if message.protocol < protocol:
        return no("protocol.older")
    if message.protocol > PROTOCOL:
        return no("protocol.newer")
    if abs(message.sealed_at - at) > SKEW or message.sent_at > at + SKEW:
        return no("clock.skewed")
    if message.expires_at is not None and message.expires_at <= at:
        return no("message.expired")
    return yes()


def may_follow(sequence: int, *, follows: int, last: int) -> Decision:
    """In order within sender and thread: after the newest seen, and nothing between that was not given up."""
    if sequence <= last:
        return no("sequence.used")
    return yes() if follows <= last else no("sequence.gap")


def pause(failures: int, *, chance: float, scale: float = 1.0) -> timedelta:
    """How long to wait after so many failures in a row: doubling from half a second to an hour, half of it by chance.

    ``chance`` is between 0 and 1; ``scale`` is the node's clock scale and divides the hour, never below a second.
    """
    longest = max(LONGEST_PAUSE / scale, timedelta(seconds=1))
    whole = min(FIRST_PAUSE * (1 << min(failures, 20)), longest)
    return whole * (0.5 + chance / 2)


Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# what Python's tables call global and is not: addresses that carry one of version 4, and those kept for protocols
CARRIERS = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
KEPT_FOR_PROTOCOLS = ("192.0.0.0/24", "192.88.99.0/24")
NOT_PUBLIC = [ipaddress.ip_network(net) for net in CARRIERS + KEPT_FOR_PROTOCOLS]


def may_connect(scheme: str, addresses: Sequence[str], *, listed: Sequence[str]) -> Decision:
    """Whether a message may go to a host that has these addresses: every one public and the scheme https, or every one listed.

    ``listed`` are networks (CIDR) that the node's configuration names.
    """
    if not addresses:
        return no("address.unknown")
    found = [_plain(ipaddress.ip_address(address.split("%")[0])) for address in addresses]
    networks = [ipaddress.ip_network(net, strict=False) for net in listed]
    if all(any(address in net for net in networks) for address in found):
        return yes()
    if not all(_is_public(address) for address in found):
        return no("address.not_public")
    return yes() if scheme == "https" else no("address.not_encrypted")


def _plain(address: Address) -> Address:
    return getattr(address, "ipv4_mapped", None) or address


def _is_public(address: Address) -> bool:
    kept = any(address in net for net in NOT_PUBLIC)
    return address.is_global and not address.is_multicast and not address.is_reserved and not kept
