"""Second-factor secrets are stored encrypted under the node's ``secret.key``, so that a copied database alone opens no account."""

import base64
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"sajha second factor 1"


@lru_cache(maxsize=1)
def _key(secret: str) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode()))


def close(text: str) -> str:
    """The secret as base64 of a 12-byte nonce and AES-256-GCM."""
    nonce = os.urandom(12)
    sealed = _key(settings.SECRET_KEY).encrypt(nonce, text.encode(), _PURPOSE)
    return base64.b64encode(nonce + sealed).decode("ascii")


def open_(text: str) -> str:
    """The secret again.

    Raises:
        InvalidTag: it was altered, or sealed under another ``secret.key``.
    """
    blob = base64.b64decode(text)
    return _key(settings.SECRET_KEY).decrypt(blob[:12], blob[12:], _PURPOSE).decode()
