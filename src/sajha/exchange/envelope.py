"""Seal a message into a frame and open it again; the same for the reply. Pure: no clock, no database, no network.

frame   = header || HPKE(recipient's sealing key, info = context || header, content padded with zeros to 2^bucket)
content = length of JSON (4 bytes) || Ed25519 signature over context || header || JSON || JSON
reply   = HPKE(sender's sealing key, info = context || header of the frame that it answers, content padded to 2048)
"""

import hashlib
import os
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

import msgspec

from sajha.exchange.values import (
    BEFORE_CONTENT,
    HEADER,
    LARGEST_BUCKET,
    LENGTH,
    MAGIC,
    REPLY_CONTENT,
    REPLY_LENGTH,
    SMALLEST_BUCKET,
    SUITE,
    VERSION,
    Header,
    Message,
    Receipt,
    Signed,
)
from sajha.vault.hybrid import OVERHEAD, new_private, public_of, seal_to
from sajha.vault.identity import Identity
from sajha.vault.seals import SealBroken
from sajha.vault.succession import leads_to, signed_by

MESSAGE_CONTEXT, REPLY_CONTEXT = b"sajha message 1\0", b"sajha reply 1\0"
Content = TypeVar("Content", Message, Receipt)


class Unreadable(Exception):  # noqa: N818
    """What came is no frame for this node; ``because`` is for the own record, nobody outside is told."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


class TooLarge(Exception):  # noqa: N818
    """The content fits no bucket."""


def seal_message(message: Message, *, own: Identity, sealing_key: bytes) -> bytes:
    """The frame of a message; every call gives another, for its envelope id and keys are fresh.

    Raises:
        TooLarge: above 16 MiB.
    """
    raw = msgspec.json.encode(message)
    header = Header(_bucket(BEFORE_CONTENT + len(raw)), message.recipient, os.urandom(16)).packed
    padded = _padded(raw, own.sign(MESSAGE_CONTEXT, header + raw), 1 << header[6])
    return header + seal_to(sealing_key, padded, MESSAGE_CONTEXT + header)


def _bucket(length: int) -> int:
    bucket = max(SMALLEST_BUCKET, (length - 1).bit_length())
    if bucket > LARGEST_BUCKET:
        raise TooLarge
    return bucket


def _padded(raw: bytes, signature: bytes, size: int) -> bytes:
    return (LENGTH.pack(len(raw)) + signature + raw).ljust(size, b"\0")


def read_header(frame: bytes, *, length: int) -> Header:
    """The outside of a frame, of which the first bytes are enough, checked against the length of the whole.

    Raises:
        Unreadable: no frame, a version or suite that this node does not speak, or a length that is not its bucket's.
    """
    if len(frame) < HEADER.size:
        raise Unreadable("frame.malformed")
    magic, version, suite, bucket, recipient, envelope = HEADER.unpack_from(frame)
    if magic != MAGIC:
        raise Unreadable("frame.malformed")
    if version != VERSION:
        raise Unreadable("frame.version")
    if suite != SUITE:
        raise Unreadable("frame.suite")
    sized = SMALLEST_BUCKET <= bucket <= LARGEST_BUCKET and length == HEADER.size + OVERHEAD + (1 << bucket)
    if not sized:
        raise Unreadable("frame.malformed")
    return Header(bucket, "node_" + recipient.hex(), envelope)


def open_frame(frame: bytes, *, own: Identity, at: datetime) -> Signed[Message]:
    """The message in a frame. Its signature is **not** checked yet: see :func:`is_from`.

    Raises:
        Unreadable: not for this node, changed on the way, or no message inside.
    """
    header = read_header(frame, length=len(frame))
    if header.recipient != own.node_id:
        raise Unreadable("frame.other_recipient")
    try:
        padded = own.open(frame[HEADER.size :], MESSAGE_CONTEXT + header.packed, at=at)
    except SealBroken as error:
        raise Unreadable("frame.unreadable") from error
    return _content(padded, Message)


def _content(padded: bytes, wanted: type[Content]) -> Signed[Content]:
    (length,) = LENGTH.unpack_from(padded)
    raw, rest = padded[BEFORE_CONTENT : BEFORE_CONTENT + length], padded[BEFORE_CONTENT + length :]
    if len(raw) != length or rest.strip(b"\0"):
        raise Unreadable("message.malformed")
    try:
        content = msgspec.json.decode(raw, type=wanted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable("message.malformed") from error
    return Signed(content, raw, padded[LENGTH.size : BEFORE_CONTENT])


def is_from(pinned: bytes, signed: Signed[Message], frame: bytes) -> bool:
    """Whether the holder of the pinned key, or of a key that follows it, signed this message for this very frame."""
    message = signed.content
    return signed_by(message.key, signed.signature, MESSAGE_CONTEXT, frame[: HEADER.size] + signed.raw) and leads_to(
        pinned, tuple(message.steps), message.key, node_id=message.sender
    )


def digest(message: Message) -> bytes:
    """SHA-256 over what stays the same however often a message is sent: not the attempt's time, not the keys of the day."""
    fixed = [
        message.message_id,
        message.sender,
        message.recipient,
        message.thread,
        message.sequence,
        message.kind,
        message.sent_at,
        message.expires_at,
        hashlib.sha256(message.body).hexdigest(),
    ]
    return hashlib.sha256(b"sajha content 1\0" + msgspec.json.encode(fixed)).digest()


def seal_receipt(receipt: Receipt, *, own: Identity, sealing_key: bytes, frame: bytes) -> bytes:
    """The reply to a frame: ``REPLY_LENGTH`` bytes, bound to the frame's envelope id."""
    raw, header = msgspec.json.encode(receipt), frame[: HEADER.size]
    padded = _padded(raw, own.sign(REPLY_CONTEXT, header + raw), REPLY_CONTENT)
    if len(padded) != REPLY_CONTENT:
        raise TooLarge
    return seal_to(sealing_key, padded, REPLY_CONTEXT + header)


@lru_cache(maxsize=1)
def _nobody() -> bytes:
    """A public key of which nobody keeps the private half."""
    return public_of(new_private())


def silent_reply() -> bytes:
    """What a stranger gets: a true seal around nothing, to nobody; as long as a receipt, as long in the making."""
    return seal_to(_nobody(), bytes(REPLY_CONTENT), REPLY_CONTEXT)


def open_receipt(reply: bytes, *, own: Identity, pinned: bytes, frame: bytes, at: datetime) -> Signed[Receipt]:
    """The signed receipt in a reply to this frame.

    Raises:
        Unreadable: not sealed to this node, not for this frame, or not signed by the member it should come from.
    """
    header = frame[: HEADER.size]
    try:
        if len(reply) != REPLY_LENGTH:
            raise SealBroken
        padded = own.open(reply, REPLY_CONTEXT + header, at=at)
    except SealBroken as error:
        raise Unreadable("reply.unreadable") from error
    signed = _content(padded, Receipt)
    receipt = signed.content
    genuine = (
        receipt.recipient == own.node_id
        and receipt.sender == read_header(frame, length=len(frame)).recipient
        and signed_by(receipt.key, signed.signature, REPLY_CONTEXT, header + signed.raw)
        and leads_to(pinned, tuple(receipt.steps), receipt.key, node_id=receipt.sender)
    )
    if not genuine:
        raise Unreadable("reply.forged")
    return signed
