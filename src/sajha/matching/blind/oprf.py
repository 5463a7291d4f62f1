"""The oblivious pseudo-random function of RFC 9497, mode OPRF (0x00), suite ristretto255-SHA512, composed from kept libraries.

Group and scalars are libsodium's (:mod:`sajha.matching.blind.group`), the hashes are ``hashlib``'s, HKDF is that of ``cryptography``. Nothing here
is of our own but the order of the calls; each is written down in docs/reference/matching-cryptography.md.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sajha.matching.blind import group
from sajha.matching.blind.values import SECRET, TOKEN, Malformed, Scalar

MOST_ELEMENTS = 8192
"""In one call of :func:`evaluate`: 256 KiB, and under a second of the node's time."""
LONGEST_VALUE = 0xFFFE
"""Bytes: below 2^16 - 1 (RFC 9497, section 5.1)."""

_CONTEXT = b"OPRFV1-\x00-ristretto255-SHA512"
_TO_GROUP, _TO_KEY = b"HashToGroup-" + _CONTEXT, b"DeriveKeyPair" + _CONTEXT
_KEYS = b"sajha matching key 1"
_BLOCK = hashlib.sha512().block_size


def new_secret() -> bytes:
    """32 bytes by chance, from which the keys of an epoch are derived."""
    return Scalar(os.urandom(SECRET))


def key_for(secret: bytes, *, partner: str, set: str) -> bytes:  # noqa: A002
    """The key for one partner and one set: HKDF-SHA512 of the epoch's secret gives the seed for the RFC's ``DeriveKeyPair``."""
    return derive_key(seed_for(secret, _KEYS, partner, set), _KEYS)


def seed_for(secret: bytes, purpose: bytes, partner: str, set: str) -> bytes:  # noqa: A002
    """32 bytes for one purpose, partner and set: HKDF-SHA512 (RFC 5869), each part of the info with its length before it.

    Raises:
        ValueError: the secret is no 32 bytes, or a name is empty or above 65,534 bytes.
    """
    names = partner.encode(), set.encode()
    if len(secret) != SECRET or not all(0 < len(name) <= LONGEST_VALUE for name in names):
        raise ValueError("seed")
    info = b"".join(_with_length(part) for part in (purpose, *names))
    return HKDF(SHA512(), SECRET, salt=None, info=info).derive(secret)


def derive_key(seed: bytes, info: bytes) -> bytes:
    """``DeriveKeyPair``'s private half (RFC 9497, section 3.2.1); never zero.

    Raises:
        ValueError: the seed is no 32 bytes, or 256 tries gave zero (which nobody will see).
    """
    if len(seed) != SECRET:
        raise ValueError("seed")
    for counter in range(256):
        wide = expand_message(seed + _with_length(info) + bytes([counter]), _TO_KEY, 64)
        scalar = group.reduce(wide)
        if any(scalar):
            return Scalar(scalar)
    raise ValueError("seed")


def expand_message(message: bytes, domain: bytes, length: int) -> bytes:
    """``expand_message_xmd`` (RFC 9380, section 5.3.1) with SHA-512, up to 255 bytes of domain and 255 hashes of output."""
    tail = domain + bytes([len(domain)])
    first = hashlib.sha512(bytes(_BLOCK) + message + length.to_bytes(2, "big") + b"\0" + tail).digest()
    block = hashlib.sha512(first + b"\1" + tail).digest()
    made = block
    for count in range(2, -(-length // len(block)) + 1):
        mixed = bytes(a ^ b for a, b in zip(first, block, strict=True))
        block = hashlib.sha512(mixed + bytes([count]) + tail).digest()
        made += block
    return made[:length]


def element_of(value: bytes) -> bytes:
    """``HashToGroup``: hash_to_ristretto255 of RFC 9380, appendix B. It is the identity for no value that anybody will find.

    Raises:
        ValueError: above 65,534 bytes.
    """
    if len(value) > LONGEST_VALUE:
        raise ValueError("value")
    return group.from_hash(expand_message(value, _TO_GROUP, 64))


def blind(value: bytes) -> tuple[bytes, bytes]:
    """A scalar to keep, and the element to send: uniform over the group, whatever the value (RFC 9497, ``Blind``).

    The scalar is the inverse of the RFC's ``blind``: the only form in which ``Finalize`` uses it, and needed once, not for each partner.
    """
    scalar = group.random()  # libsodium draws again when it draws zero
    return Scalar(group.invert(scalar)), _times(scalar, element_of(value))


def evaluate(key: bytes, elements: Sequence[bytes]) -> list[bytes]:
    """What the holder of the key answers, in the order asked (RFC 9497, ``BlindEvaluate``); all or nothing.

    Raises:
        Malformed: too many, or one is no canonical element, or is the identity.
    """
    if len(elements) > MOST_ELEMENTS:
        raise Malformed
    return [_times(key, element) for element in elements]


def finish(value: bytes, scalar: bytes, evaluated: bytes) -> bytes:
    """The token of a value, by the asker, with the scalar that :func:`blind` gave (RFC 9497, ``Finalize``, then cut to ``TOKEN`` bytes).

    Raises:
        Malformed: the answer is no canonical element, or is the identity.
    """
    return finalize(value, scalar, evaluated)[:TOKEN]


def finalize(value: bytes, scalar: bytes, evaluated: bytes) -> bytes:
    """The RFC's whole output, 64 bytes; raises as :func:`finish`."""
    return _output(value, _times(scalar, evaluated))


def tokens_of(key: bytes, values: Iterable[bytes]) -> list[bytes]:
    """The tokens of values, by the holder of the key (RFC 9497, ``Evaluate``, then cut to ``TOKEN`` bytes)."""
    return list(tokens_from(key, values))


def tokens_from(key: bytes, values: Iterable[bytes]) -> Iterator[bytes]:
    """As :func:`tokens_of`, one after the other, for sets that memory need not hold."""
    return (tokens[0] for tokens in tokens_under((key,), values))


def tokens_under(keys: Sequence[bytes], values: Iterable[bytes]) -> Iterator[tuple[bytes, ...]]:
    """For each value its token under each key: what a holder does for many partners, mapping each value to the group once."""
    for value in values:
        element = element_of(value)
        yield tuple(_output(value, _times(key, element))[:TOKEN] for key in keys)


def padding(n: int) -> list[bytes]:
    """Elements that mean nothing: made as real ones are, so alike in what they are and in the time that they take."""
    return [blind(os.urandom(SECRET))[1] for _ in range(n)]


def _times(scalar: bytes, element: bytes) -> bytes:
    """The product. libsodium refuses what is no canonical element, and what would give the identity, in one check."""
    try:
        return group.multiply(scalar, element)
    except (RuntimeError, TypeError, ValueError):
        raise Malformed from None


def _output(value: bytes, unblinded: bytes) -> bytes:
    return hashlib.sha512(_with_length(value) + _with_length(unblinded) + b"Finalize").digest()


def _with_length(part: bytes) -> bytes:
    return len(part).to_bytes(2, "big") + part
