"""Sizes, and what is said of what does not fit them."""

SECRET = 32
"""Bytes of an epoch's secret, of a seed, of a scalar and of an element."""
TOKEN = 7
"""Bytes of a token in a table: see "How long a token is" in docs/reference/matching-cryptography.md."""


class Malformed(Exception):  # noqa: N818
    """What came is no such thing. It says no more, for whatever reason: what sent it knows what it sent."""


class Scalar(bytes):
    """A secret number of the group, which no log or traceback shows."""

    def __repr__(self) -> str:
        return "Scalar(not shown)"

    __str__ = __repr__
