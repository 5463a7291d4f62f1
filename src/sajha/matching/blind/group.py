"""The group ristretto255 (RFC 9496) as libsodium has it, through ``rbcl``: elements and scalars of 32 bytes.

``rbcl`` carries libsodium inside, writes it to a temporary file at each start, loads that and leaves it; here it is removed once
loaded. Loading takes about 50 ms and 17 MB, so whoever only holds tables imports nothing from here.
"""

import os
from collections.abc import Callable
from contextlib import suppress

import rbcl
from rbcl._sodium import _sodium

with suppress(OSError):  # a system that does not let go of a library in use leaves the file
    os.unlink(_sodium._name)

random: Callable[[], bytes] = rbcl.crypto_core_ristretto255_scalar_random
"""A scalar by chance, never zero: libsodium draws again."""

invert: Callable[[bytes], bytes] = rbcl.crypto_core_ristretto255_scalar_invert
reduce: Callable[[bytes], bytes] = rbcl.crypto_core_ristretto255_scalar_reduce
"""64 bytes, little endian, modulo the order of the group."""

from_hash: Callable[[bytes], bytes] = rbcl.crypto_core_ristretto255_from_hash
"""The one-way map of RFC 9496, section 4.3.4, from 64 bytes."""

multiply: Callable[[bytes, bytes], bytes] = rbcl.crypto_scalarmult_ristretto255
"""Scalar times element. Raises RuntimeError for what is no canonical element and for what would give the identity."""
