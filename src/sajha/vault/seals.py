"""AES-256-GCM with the record's identity bound in, so that a blob moved to another row or field does not open."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class SealBroken(Exception):  # noqa: N818
    """The blob does not open: wrong key, wrong place, or damaged."""


class VaultClosed(SealBroken):
    """The file of the vault's key is not on this machine: nothing of that vault opens."""


class KeyDestroyed(Exception):  # noqa: N818
    """The record's key was destroyed; what was sealed under it is gone for good."""


def new_key() -> bytes:
    """32 fresh random bytes."""
    return AESGCM.generate_key(256)


def close(key: bytes, place: str, plain: bytes) -> bytes:
    """Seal bytes under a key, bound to a place such as ``case_…/name``: 12 bytes nonce, then ciphertext and tag."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def open_(key: bytes, place: str, blob: bytes) -> bytes:
    """The bytes that were sealed.

    Raises:
        SealBroken: saying nothing of the content.
    """
    try:
        return AESGCM(key).decrypt(bytes(blob[:NONCE]), bytes(blob[NONCE:]), place.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
