"""Read what left: the body for ``exchange``, the state of delivery for a thread's page."""

from sajha.disclosure.models import Departure, Lane
from sajha.disclosure.values import Delivery
from sajha.vault.actions import unseal_bytes


def sealed_under(departure: Departure) -> str:
    """The record whose key seals the body: the package that it carries, so that both end together; else the thread; else itself."""
    return departure.package or departure.thread or departure.id


def body_of(departure: Departure) -> bytes:
    """The body in clear, for the envelope.

    Raises:
        KeyDestroyed: the thread was erased; the message must not leave any more.
    """
    return unseal_bytes(sealed_under(departure), departure.id, bytes(departure.body))


def deliveries(thread: str) -> list[Delivery]:
    """What left for a thread, oldest first, and whether the other node has it. The caller has checked who asks."""
    names = ("id", "thread", "recipient", "kind", "released_at", "status", "because", "receipted_at")
    rows = Departure.objects.filter(thread=thread).order_by("released_at", "sequence").values_list(*names)
    return [Delivery(*row) for row in rows]


def under_way(*, recipient: str, thread: str) -> bool:
    """Whether something of a lane has left and was neither taken nor given up yet."""
    return Departure.objects.filter(recipient=recipient, thread=thread, status="").exists()


def next_number(*, recipient: str, thread: str) -> int:
    """The sequence number that the next message of a lane will get."""
    last = Lane.objects.filter(recipient=recipient, thread=thread).values_list("last", flat=True).first()
    return (last or 0) + 1
