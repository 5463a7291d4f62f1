"""Keyed digests: what lies in the database tells neither code nor cookie nor address to somebody who has only the database."""

from django.utils.crypto import salted_hmac


def digest(use: str, text: str) -> str:
    """HMAC-SHA-256 (hexadecimal) under the node's own secret, another one for each use.

    Keyed and quick, not slow: a code lives for minutes and locks after five tries, and the secret lies outside the database.
    """
    return salted_hmac(f"sajha.survivor.{use}", text, algorithm="sha256").hexdigest()
