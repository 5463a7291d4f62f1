"""An import as plain values: where it stands, what it brought."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Standard(StrEnum):
    """Which files can be brought in. The words are those of ``cases.values.Source``."""

    HTCDS = "htcds"
    CTDC = "ctdc"


class JobState(StrEnum):
    """Where an upload stands: read for its preview, waiting for a yes, waiting for its turn, being stored, at an end."""

    READING = "reading"
    READY = "ready"
    WAITING = "waiting"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


# what the node's own clockwork has to work on, and what is over
DUE = (JobState.READING, JobState.WAITING, JobState.STORING)
OVER = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What one import did. ``already``: rows that were here before; ``left_out``: bad cells stored as unknown."""

    id: str
    standard: str
    digest: str
    rows: int
    added: int
    already: int
    left_out: int

    def counts(self) -> dict[str, int | str]:
        """For the record and for JSON: counts and the file's digest."""
        return {name: value for name, value in asdict(self).items() if name != "id"}
