"""Signing keys that follow one another: each new key is signed by the one before, the first one names the node.

So a peer that pinned an older key can tell that the newer one was chosen by its holder, without asking anybody.
"""

import hashlib
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SIGNING_LENGTH, SIGNATURE_LENGTH = 32, 64
MOST_STEPS = 64
CONTEXT = b"sajha key succession 1\0"

SigningKey = Annotated[bytes, msgspec.Meta(min_length=SIGNING_LENGTH, max_length=SIGNING_LENGTH)]
Signature = Annotated[bytes, msgspec.Meta(min_length=SIGNATURE_LENGTH, max_length=SIGNATURE_LENGTH)]


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One change of key: the new Ed25519 public key, signed by the key before it."""

    key: SigningKey
    signature: Signature


def node_id_of(first_key: bytes) -> str:
    """``node_`` and the first 32 hexadecimal digits of SHA-256 over the node's first signing key."""
    return "node_" + hashlib.sha256(b"sajha node 1\0" + first_key).hexdigest()[:32]


def sign(private: bytes, context: bytes, content: bytes) -> bytes:
    """An Ed25519 signature (64 bytes) over context and content; contexts end in a zero byte, so none is the start of another."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(context + content)


def signed_by(public: bytes, signature: bytes, context: bytes, content: bytes) -> bool:
    """Whether the holder of the key signed this content in this context."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, context + content)
    except (InvalidSignature, ValueError):
        return False
    return True


def step_to(new_public: bytes, *, node_id: str, old_private: bytes) -> Step:
    """The old key's word that the new one follows it."""
    return Step(key=new_public, signature=sign(old_private, CONTEXT, node_id.encode() + new_public))


def leads_to(pinned: bytes, steps: tuple[Step, ...], key: bytes, *, node_id: str) -> bool:
    """Whether ``key`` is the pinned key or follows it by the steps, every one of them signed. Steps before the pinned key are passed over."""
    here = pinned
    for step in steps:
        if signed_by(here, step.signature, CONTEXT, node_id.encode() + step.key):
            here = step.key
    return here == key
