"""How delivery stands, what was refused, and what a restored node no longer knows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.exchange.models import Delivery, Forgotten, Line, Refusal
from sajha.network.queries import names


@dataclass(frozen=True, slots=True)
class Way:
    """The way to one member: how many messages wait, since when it was last reached, and why it is not (empty: it is)."""

    node_id: str
    organisation: str
    waiting: int
    failures: int
    because: str
    reached_at: datetime | None
    next_try_at: datetime


@dataclass(frozen=True, slots=True)
class RefusedAtDoor:
    """How often something was refused, from whom (empty: nobody known), why, on which day."""

    node_id: str
    organisation: str
    because: str
    day: date
    count: int
    last_at: datetime


def ways(by: Actor) -> list[Way]:
    """Every way that was ever used, by the organisation's name.

    Raises:
        Refused: without ``network:read``.
    """
    require(may(by, "network:read"))
    counts = Delivery.objects.filter(open=True).values("recipient").annotate(waiting=Count("departure_id"))
    waiting, called = {row["recipient"]: row["waiting"] for row in counts}, names()
    found = [
        Way(
            row.recipient,
            called.get(row.recipient, ""),
            waiting.get(row.recipient, 0),
            row.failures,
            row.because,
            row.reached_at,
            row.next_try_at,
        )
        for row in Line.objects.all()
    ]
    return sorted(found, key=lambda way: (way.organisation, way.node_id))


def refusals(by: Actor, *, size: int = 100) -> list[RefusedAtDoor]:
    """What was refused at the door, newest day first.

    Raises:
        Refused: without ``network:read``.
    """
    require(may(by, "network:read"))
    called = names()
    return [
        RefusedAtDoor(row.sender, called.get(row.sender, ""), row.because, row.day, row.count, row.last_at)
        for row in Refusal.objects.order_by("-day", "sender", "because")[:size]
    ]


def forgotten(thread: str) -> int:
    """How many of this node's own messages in a thread the other side has and this node lost in a restore; 0 is the rule.

    The caller has checked who asks.
    """
    return Forgotten.objects.filter(thread=thread).aggregate(lost=Sum("messages"))["lost"] or 0
