"""A pack for the court before it is words on paper."""

from dataclasses import dataclass
from datetime import datetime

from sajha.disclosure.values.package import Marks, PackageField


@dataclass(frozen=True, slots=True)
class PackagePart:
    """A package as a pack may show it: ``held`` is the reason why nothing of it is shown, ``unnamed`` why no identity of it is.

    ``message`` is the signed message by which it came or left, ``receipted_at`` when the other node signed that it has it (for what
    came: when ours did). ``called_back``: something of it was, and is not in ``fields``;
    ``kept``: something of it was called back and is kept on a legal ground.
    """

    id: str
    outward: bool
    other: str
    marks: Marks
    made_at: datetime
    at: datetime
    digest: str
    whole: bool
    ground: str
    message: str
    receipted_at: datetime | None
    held: str
    unnamed: str
    called_back: bool
    kept: bool
    fields: tuple[PackageField, ...]

    @property
    def complete(self) -> bool:
        """Whether all that was sealed in it may be shown."""
        return not self.held and not self.called_back
