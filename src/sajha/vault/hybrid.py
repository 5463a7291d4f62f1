"""Seal bytes to another node: HPKE (RFC 9180) with ML-KEM-768 and X25519 together, HKDF-SHA256, AES-256-GCM.

Private keys are 96 bytes (ML-KEM seed of 64, X25519 scalar of 32), public keys 1216 bytes (1184 and 32).
"""

from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from sajha.vault.seals import SealBroken

SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
SEED, SCALAR = 64, 32
PRIVATE_LENGTH, PUBLIC_LENGTH = SEED + SCALAR, 1184 + 32
OVERHEAD = 1120 + 16  # bytes that sealing adds: the encapsulated key and the tag


def new_private() -> bytes:
    """A fresh private key."""
    return MLKEM768PrivateKey.generate().private_bytes_raw() + X25519PrivateKey.generate().private_bytes_raw()


@lru_cache(maxsize=8)
def _private(key: bytes) -> MLKEM768X25519PrivateKey:
    return MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(key[:SEED]), X25519PrivateKey.from_private_bytes(key[SEED:])
    )


@lru_cache(maxsize=256)
def _public(key: bytes) -> MLKEM768X25519PublicKey:
    return MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(key[:-SCALAR]), X25519PublicKey.from_public_bytes(key[-SCALAR:])
    )


def public_of(private: bytes) -> bytes:
    """The public half, 1216 bytes."""
    lattice = MLKEM768PrivateKey.from_seed_bytes(private[:SEED]).public_key().public_bytes_raw()
    return lattice + X25519PrivateKey.from_private_bytes(private[SEED:]).public_key().public_bytes_raw()


def seal_to(public: bytes, plain: bytes, context: bytes) -> bytes:
    """Seal to whoever holds the private half; ``context`` is bound in and must be the same at opening.

    Raises:
        ValueError: this is no public key.
    """
    return SUITE.encrypt(plain, _public(public), context)


def open_sealed(private: bytes, sealed: bytes, context: bytes) -> bytes:
    """The bytes that were sealed.

    Raises:
        SealBroken: other key, other context, cut or changed; which of them is not told.
    """
    try:
        return SUITE.decrypt(sealed, _private(private), context)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error
