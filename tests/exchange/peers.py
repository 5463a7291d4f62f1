"""Other nodes as the tests play them: their keys in memory, their description, and a row here that pins them."""

from datetime import datetime
from typing import Any

import msgspec

from sajha.basics.actor import Actor
from sajha.basics.ids import new_id
from sajha.exchange.values import STEPS_SENT, Message
from sajha.network.actions import add_peer, confirm_peer
from sajha.network.rules import CONTEXT, content_of, fingerprint
from sajha.network.values import Descriptor, Member
from sajha.vault.identity import Identity
from tests.cast import NOON


def described(identity: Identity, *, made_at: datetime = NOON, **more: Any) -> Descriptor:
    """The signed description that a node with these keys gives of itself."""
    unsigned = Descriptor(
        **{
            "protocols": [1],
            "node_id": identity.node_id,
            "organisation": "AHTU Chennai",
            "kind": "ahtu",
            "url": "http://127.0.0.1:9",
            "places": ["IN-33"],
            "first_key": identity.first,
            "steps": list(identity.steps),
            "sealing_key": identity.sealing_public,
            "made_at": made_at,
            **more,
        }
    )
    return msgspec.structs.replace(unsigned, signature=identity.sign(CONTEXT, content_of(unsigned)))


def paired(identity: Identity, *, by: Actor, **more: Any) -> Member:
    """A member of this node: its description added and its fingerprint confirmed."""
    add_peer(descriptor=described(identity, **more), by=by, at=NOON)
    heard = fingerprint(identity.node_id, identity.signing_public)
    return confirm_peer(node_id=identity.node_id, fingerprint=heard, by=by, at=NOON)


def message_from(identity: Identity, recipient: str, **more: Any) -> Message:
    """A message as that node would send it."""
    return Message(
        **{
            "protocol": 1,
            "message_id": new_id("msg"),
            "sender": identity.node_id,
            "recipient": recipient,
            "thread": "",
            "sequence": 1,
            "follows": 0,
            "kind": "request.move",
            "sent_at": NOON,
            "expires_at": None,
            "sealed_at": NOON,
            "key": identity.signing_public,
            "steps": list(identity.steps[-STEPS_SENT:]),
            "body": b"{}",
            **more,
        }
    )
