"""A coded value, or the reason why there is none, and their one text form. An empty cell is unknown, never "no"."""

import re
from dataclasses import dataclass
from functools import lru_cache

ABSENT_REASONS = ("unknown", "not_asked", "declined", "not_applicable", "withheld")
_PARTS = re.compile(r"([a-z_]{2,32}):([A-Za-z0-9.+-]{1,12}):([A-Za-z0-9][A-Za-z0-9_.+-]{0,49})")


@dataclass(frozen=True, slots=True)
class Coded:
    """One code of one version of a vocabulary, such as ``gender:2.0:Feminine``."""

    vocabulary: str
    version: str
    code: str

    def __str__(self) -> str:
        return f"{self.vocabulary}:{self.version}:{self.code}"


@dataclass(frozen=True, slots=True)
class Absent:
    """No value, and why not: one of :data:`ABSENT_REASONS`. The five are different answers."""

    reason: str = "unknown"

    def __str__(self) -> str:
        return f"absent:{self.reason}"


UNKNOWN = Absent("unknown")


@lru_cache(maxsize=4096)
def parse(text: str) -> Coded | Absent:
    """Read ``vocabulary:version:code`` or ``absent:reason``; an empty text is unknown.

    Says nothing about whether the code exists: that is ``vocabularies.check``.

    Raises:
        ValueError: neither form. The message does not repeat the text.
    """
    if not text:
        return UNKNOWN
    head, _, rest = text.partition(":")
    if head == "absent" and rest in ABSENT_REASONS:
        return Absent(rest)
    parts = _PARTS.fullmatch(text)
    if not parts or head == "absent":
        raise ValueError("not a coded value")
    return Coded(*parts.groups())


def format(value: Coded | Absent) -> str:
    """The text that :func:`parse` reads back as the same value."""
    return str(value)
