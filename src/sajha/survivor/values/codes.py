"""A one-time code as a value: from which signs it is made, how long it lives, and when it locks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
"""Of each pair that is taken for one another on a bad print or a small screen (0 O, 1 I L, 2 Z, 5 S, 8 B) none is here."""

HANDLE, LENGTH, GROUP = 4, 12, 4
"""The first four signs find the code, the other eight (37 bits) prove it; written in groups of four."""

TRIES, TRIES_FROM = 5, 20
LOCK = timedelta(minutes=15)
"""After so many wrong tries of one code, or so many from one address, nothing is taken for so long. More from an address than of
a code: a shelter, a telephone company or a proxy may stand for hundreds of people, and five tries must not shut all of them out.
"""

LONGEST_MINUTES = 60
"""No node may let a code or a visit live longer than this."""


@dataclass(frozen=True, slots=True)
class CodeState:
    """What is known of a code when it is typed; ``ended`` when a newer one took its place."""

    made_at: datetime
    ends_at: datetime
    used: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """What the browser that typed a right code may read, until when, and in which language."""

    case_id: str
    party_id: str
    language: str
    ends_at: datetime
