"""What crosses from one vault of this node into another: the same gate, the same ledger, a package of its own."""

from dataclasses import dataclass
from datetime import datetime

OWN_VAULT = "own:"
"""In the ledger a recipient such as ``own:care`` is a vault of this node."""

# As which kind of organisation (of ``directory``) the gate looks at the readers of a vault.
KIND_OF_VAULT: dict[str, str] = {"police": "ahtu", "care": "shelter", "legal": "dlsa"}


@dataclass(frozen=True, slots=True)
class CrossedLine:
    """A crossing in the list of those who received it. Nothing of it says which case it came from."""

    id: str
    from_vault: str
    to_vault: str
    kind: str
    at: datetime
    gone: bool
