"""What came in waits at this door: a table of kinds, each with the function that applies it, once."""

from collections.abc import Callable
from datetime import datetime

from sajha.basics.decision import Refused, no
from sajha.disclosure.models import Departure
from sajha.disclosure.values import Arrived

Apply = Callable[[str, Arrived, datetime], None]

HANDLERS: dict[str, Apply] = {}


def accept(sender: str, message: Arrived, at: datetime) -> None:
    """Apply a message of another node. Called inside the transaction that stores its arrival, so it happens once.

    Raises:
        Refused: a kind that is unknown, a body that is malformed, a thread that is not the sender's, a move that may not be.
    """
    apply = HANDLERS.get(message.kind)
    if apply is None:
        raise Refused(no("message.kind_unknown"))
    apply(sender, message, at)


def receipted(*, departure_id: str, status: str, because: str, at: datetime) -> None:
    """Note the recipient's signed receipt on the departure; ``status`` is accepted, refused or expired. A repeat changes nothing."""
    Departure.objects.filter(id=departure_id, status="").update(status=status, because=because, receipted_at=at)
