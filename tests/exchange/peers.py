"""Other nodes as the tests play them: their keys in memory, their description, and a row here that pins them."""

from datetime import datetime
from typing import Any

import msgspec

from sajha.basics.actor import Actor
from sajha.basics.ids import new_id
from sajha.exchange.client import NotReached
from sajha.exchange.envelope import digest, open_frame, seal_receipt, silent_reply
from sajha.exchange.values import STEPS_SENT, Message, Receipt, Status
from sajha.network.actions import add_peer, confirm_peer
from sajha.network.rules import CONTEXT, content_of, fingerprint
from sajha.network.values import Descriptor, Member
from sajha.vault.identity import Identity, identity, new_identity
from tests.cast import NOON


def described(own: Identity, *, made_at: datetime = NOON, **more: Any) -> Descriptor:
    """The signed description that a node with these keys gives of itself."""
    unsigned = Descriptor(
        **{
            "protocols": [1],
            "node_id": own.node_id,
            "organisation": "AHTU Chennai",
            "kind": "ahtu",
            "url": "http://127.0.0.1:9",
            "places": ["IN-33"],
            "first_key": own.first,
            "steps": list(own.steps),
            "sealing_key": own.sealing_public,
            "made_at": made_at,
            **more,
        }
    )
    return msgspec.structs.replace(unsigned, signature=own.sign(CONTEXT, content_of(unsigned)))


def paired(own: Identity, *, by: Actor, **more: Any) -> Member:
    """A member of this node: its description added and its fingerprint confirmed."""
    add_peer(descriptor=described(own, **more), by=by, at=NOON)
    heard = fingerprint(own.node_id, own.signing_public)
    return confirm_peer(node_id=own.node_id, fingerprint=heard, by=by, at=NOON)


def message_from(own: Identity, recipient: str, **more: Any) -> Message:
    """A message as that node would send it."""
    return Message(
        **{
            "protocol": 1,
            "message_id": new_id("msg"),
            "sender": own.node_id,
            "recipient": recipient,
            "thread": "",
            "sequence": 1,
            "follows": 0,
            "kind": "request.move",
            "sent_at": NOON,
            "expires_at": None,
            "sealed_at": NOON,
            "key": own.signing_public,
            "steps": list(own.steps[-STEPS_SENT:]),
            "body": b"{}",
            **more,
        }
    )


class RemoteNode:
    """Another node in memory, as the outbox of this one sees it. It takes messages in order, once, and signs receipts.

    ``mood`` decides what becomes of the next message: ``takes``, ``unreachable``, ``loses the receipt``, ``is a stranger``,
    ``talks nonsense``, or the id of a refusal.
    """

    def __init__(self, identity: Identity | None = None) -> None:
        self.identity = identity or new_identity(NOON)
        self.taken: list[Message] = []
        self.last: dict[str, int] = {}
        self.moods: list[str] = []
        self.mood = "takes"
        self.attempts = 0

    @property
    def bodies(self) -> list[bytes]:
        return [message.body for message in self.taken]

    def post(self, url: str, frame: bytes) -> bytes:
        """Stands in for ``exchange.client.post``."""
        self.attempts += 1
        mood = self.moods.pop(0) if self.moods else self.mood
        if mood == "unreachable":
            raise NotReached("address.no_answer")
        if mood == "is a stranger":
            return silent_reply()
        if mood == "talks nonsense":
            return b"<html>"
        message = open_frame(frame, own=self.identity, at=NOON).content
        status, because = self._take(message) if mood in ("takes", "loses the receipt") else (Status.REFUSED, mood)
        if mood == "loses the receipt":
            raise NotReached("address.no_answer")
        return self.reply(message, frame, status, because)

    def _take(self, message: Message) -> tuple[Status, str]:
        last = self.last.get(message.thread, 0)
        if message.message_id in {taken.message_id for taken in self.taken}:
            return Status.DUPLICATE, ""
        if message.sequence <= last:
            return Status.REFUSED, "sequence.used"
        if message.follows > last:
            return Status.REFUSED, "sequence.gap"
        self.last[message.thread] = message.sequence
        self.taken.append(message)
        return Status.ACCEPTED, ""

    def reply(self, message: Message, frame: bytes, status: Status, because: str, **more: Any) -> bytes:
        receipt = Receipt(
            **{
                "protocol": 1,
                "message_id": message.message_id,
                "digest": digest(message),
                "sender": self.identity.node_id,
                "recipient": message.sender,
                "status": status,
                "because": because,
                "at": NOON,
                "awaiting": self.last.get(message.thread, 0) + 1,
                "key": self.identity.signing_public,
                "steps": list(self.identity.steps[-STEPS_SENT:]),
                **more,
            }
        )
        return seal_receipt(receipt, own=self.identity, sealing_key=identity().sealing_public, frame=frame)
