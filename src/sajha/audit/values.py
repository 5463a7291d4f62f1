"""One audit entry as a value, its digest, and what a check of a chain found."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to which subject, when and why. ``detail`` holds codes and counts, never a personal value.

    ``reason`` is sealed (hexadecimal): it may name somebody.
    """

    area: str
    seq: int
    at: datetime
    actor: str
    actor_kind: str
    action: str
    subject: str
    reason: str
    detail: dict[str, Any]
    previous: str

    def digest(self) -> str:
        """SHA-256 (hexadecimal) over the canonical JSON of all fields, the previous entry's digest among them."""
        fields = [
            self.area,
            self.seq,
            self.at.isoformat(),
            self.actor,
            self.actor_kind,
            self.action,
            self.subject,
            self.reason,
            self.detail,
            self.previous,
        ]
        return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainReport:
    """The check of one area's chain: how many entries, and the first sequence number at which it breaks (0: whole)."""

    area: str
    entries: int
    broken_at: int
    because: str

    @property
    def whole(self) -> bool:
        return self.broken_at == 0
