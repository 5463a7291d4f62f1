"""What travels between nodes, as strict structures, and the sizes of the frames around it. Plain values."""

import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Generic, TypeVar

import msgspec

from sajha.network.values import AwareTime, NodeId
from sajha.vault.hybrid import OVERHEAD
from sajha.vault.succession import SIGNATURE_LENGTH, SigningKey, Step

MAGIC, VERSION, SUITE = b"SAJH", 1, 1
HEADER = struct.Struct("!4sBBB16s16s")  # magic, version, suite, bucket, recipient, envelope id
SMALLEST_BUCKET, LARGEST_BUCKET = 10, 24  # powers of two: 1 KiB to 16 MiB of padded content
LARGEST_FRAME = HEADER.size + OVERHEAD + (1 << LARGEST_BUCKET)
REPLY_CONTENT = 2048
REPLY_LENGTH = OVERHEAD + REPLY_CONTENT  # of every reply, whatever happened
LENGTH = struct.Struct("!I")
BEFORE_CONTENT = LENGTH.size + SIGNATURE_LENGTH
LARGEST_BODY = 8 * 1024 * 1024
STEPS_SENT = 6  # the newest changes of key that each message carries; whoever missed more pairs again

Content = TypeVar("Content")
MOST_THREADS = 2_000  # in one answer to a node that was restored
MessageId = Annotated[str, msgspec.Meta(pattern=r"\Amsg_[0-9a-f]{32}\Z")]
ThreadId = Annotated[str, msgspec.Meta(pattern=r"\A([a-z]{2,12}_[0-9a-z]{1,35})?\Z")]
Kind = Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{1,16}\.[a-z_]{1,22}\Z")]
Reason = Annotated[str, msgspec.Meta(pattern=r"\A[a-z_.]{0,64}\Z")]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Version = Annotated[int, msgspec.Meta(ge=1, le=255)]
Steps = Annotated[list[Step], msgspec.Meta(max_length=STEPS_SENT)]
Digest = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one node tells another. Signed with ``key``, which is the pinned key or follows it by ``steps``.

    ``sequence`` counts from 1 per recipient and thread; ``follows`` is the newest sequence before it that was not given up
    (0: none), so that a message which expired leaves no gap. ``sent_at``: when the sender released it; ``sealed_at``: when this
    attempt was sealed.
    """

    protocol: Version
    message_id: MessageId
    sender: NodeId
    recipient: NodeId
    thread: ThreadId
    sequence: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    follows: Count
    kind: Kind
    sent_at: AwareTime
    expires_at: AwareTime | None
    sealed_at: AwareTime
    key: SigningKey
    steps: Steps
    body: Annotated[bytes, msgspec.Meta(max_length=LARGEST_BODY)]


class Status(StrEnum):
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The recipient's signed answer. ``digest`` is that of the message as it was read; ``awaiting`` the sequence it waits for."""

    protocol: Version
    message_id: MessageId
    digest: Digest
    sender: NodeId
    recipient: NodeId
    status: Status
    because: Reason
    at: AwareTime
    awaiting: Count
    key: SigningKey
    steps: Steps


class Revocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of ``network.revoked``: a node that the sender revoked, and the coded reason."""

    node_id: NodeId
    because: Reason


class Resend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of ``network.resend``: the sender was restored from a backup and asks again for what was receipted since then."""

    since: AwareTime


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The newest sequence that the sender of ``network.heard`` has taken in one thread."""

    thread: ThreadId
    last: Count


class Heard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of ``network.heard``: how far the sender had heard the restored node, in each thread that moved since then."""

    threads: Annotated[list[Held], msgspec.Meta(max_length=MOST_THREADS)]


@dataclass(frozen=True, slots=True)
class Header:
    """The outside of a frame: all that the way from node to node can see. ``packed`` is bound into seal and signature."""

    bucket: int
    recipient: str
    envelope: bytes

    @property
    def packed(self) -> bytes:
        return HEADER.pack(
            MAGIC, VERSION, SUITE, self.bucket, bytes.fromhex(self.recipient.removeprefix("node_")), self.envelope
        )


@dataclass(frozen=True, slots=True)
class Signed(Generic[Content]):
    """What was inside a frame: the decoded content, its bytes, and a signature that nobody has checked yet."""

    content: Content
    raw: bytes
    signature: bytes
