"""What goes on with one member, in numbers: what an administrator must know before closing it."""

from dataclasses import dataclass

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.disclosure.models import Departure, Release
from sajha.liaison.queries import open_with


@dataclass(frozen=True, slots=True)
class Dealings:
    """Open requests with a member, messages that wait for it, and packages that it received from us."""

    requests: int
    waiting: int
    packages: int


def dealings_with(by: Actor, node_id: str) -> Dealings:
    """Counts only: an administrator sees no case.

    Raises:
        Refused: without ``network:read``.
    """
    require(may(by, "network:read"))
    return Dealings(
        requests=open_with(node_id),
        waiting=Departure.objects.filter(recipient=node_id, status="").count(),
        packages=Release.objects.filter(recipient=node_id).values("package").distinct().count(),
    )
