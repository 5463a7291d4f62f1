"""What crosses the border of this node, in either direction, as plain values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message from another node, opened and its signature checked by ``exchange``; ``body`` is not yet understood.

    ``sequence`` counts from 1 per sender and thread; ``thread`` is empty for messages that belong to no request.
    """

    message_id: str
    thread: str
    sequence: int
    kind: str
    sent_at: datetime
    expires_at: datetime | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """Whether the other node has a message: ``status`` is empty until its signed receipt came, then accepted or refused."""

    message_id: str
    thread: str
    recipient: str
    kind: str
    released_at: datetime
    status: str
    because: str
    receipted_at: datetime | None
