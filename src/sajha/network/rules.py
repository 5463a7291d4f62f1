"""When a descriptor is to be believed, when a member may change its state, what people compare. Plain Python."""

import hashlib
from datetime import datetime, timedelta

import msgspec

from sajha.basics.decision import Decision, Refused, no, yes
from sajha.network.values import LARGEST_DESCRIPTOR, PROTOCOL, TRANSITIONS, Descriptor, PeerStatus
from sajha.vault.succession import leads_to, node_id_of, signed_by

CONTEXT = b"sajha descriptor 1\0"
FROM_FUTURE = timedelta(hours=1)
GROUPS, DIGITS = 8, 5


def content_of(descriptor: Descriptor) -> bytes:
    """The bytes that the signature covers: the JSON with the signature left empty."""
    return msgspec.json.encode(msgspec.structs.replace(descriptor, signature=b""))


def read_descriptor(content: bytes) -> Descriptor:
    """A descriptor from its JSON, strictly: no unknown field, no wrong type, not too long.

    Raises:
        Refused: ``descriptor.malformed``.
    """
    try:
        if len(content) > LARGEST_DESCRIPTOR:
            raise Refused(no("descriptor.malformed"))
        return msgspec.json.decode(content, type=Descriptor)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(no("descriptor.malformed")) from error


def may_believe(descriptor: Descriptor, *, at: datetime) -> Decision:
    """The node id follows from its first key, every later key is signed by the one before, and the newest signed the whole."""
    if node_id_of(descriptor.first_key) != descriptor.node_id:
        return no("descriptor.forged")
    if not leads_to(
        descriptor.first_key, tuple(descriptor.steps), descriptor.signing_key, node_id=descriptor.node_id
    ) or not signed_by(descriptor.signing_key, descriptor.signature, CONTEXT, content_of(descriptor)):
        return no("descriptor.forged")
    if descriptor.made_at > at + FROM_FUTURE:
        return no("clock.skewed")
    return yes() if max(descriptor.protocols) >= PROTOCOL else no("protocol.older")


def may_follow(descriptor: Descriptor, *, pinned_key: bytes, made_at: datetime, protocol: int) -> Decision:
    """A member's newer descriptor replaces the one held: made later, its key follows the pinned one, no older protocol."""
    if descriptor.made_at <= made_at:
        return no("descriptor.older")
    if not leads_to(pinned_key, tuple(descriptor.steps), descriptor.signing_key, node_id=descriptor.node_id):
        return no("descriptor.other_key")
    return yes() if max(descriptor.protocols) >= protocol else no("protocol.older")


def may_become(present: PeerStatus, wanted: PeerStatus) -> Decision:
    return yes() if wanted in TRANSITIONS[present] else no(f"peer.not_from_{present}")


def _digits(digest: bytes) -> str:
    number = int.from_bytes(digest) % 10 ** (GROUPS * DIGITS)
    text = f"{number:0{GROUPS * DIGITS}d}"
    return " ".join(text[place : place + DIGITS] for place in range(0, len(text), DIGITS))


def fingerprint(node_id: str, signing_key: bytes) -> str:
    """Forty decimal digits in groups of five (132 bits), over node id and signing key: digits are read in every language."""
    return _digits(hashlib.sha256(b"sajha fingerprint 1\0" + node_id.encode() + signing_key).digest())


def compare_code(one: str, other: str) -> str:
    """One code for two nodes, the same on both screens, from their two fingerprints."""
    return _digits(hashlib.sha256(b"sajha comparison 1\0" + "|".join(sorted((one, other))).encode()).digest())


def same_fingerprint(typed: str, wanted: str) -> bool:
    """Whether what a person typed is the fingerprint; spaces and hyphens do not count."""
    return [sign for sign in typed if sign not in " -\u00a0\n\t"] == [sign for sign in wanted if sign != " "]
