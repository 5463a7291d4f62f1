"""What leaves of a record: a frozen, minimal, hashed copy, never access to the live record."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Annotated, NamedTuple

import msgspec

from sajha.cases.values import Sensitivity

Alias = Annotated[str, msgspec.Meta(pattern=r"\A(p[1-9][0-9]{0,2})?\Z")]
FieldName = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9_.]{1,63}\Z")]


PackageId = Annotated[str, msgspec.Meta(pattern=r"\Apackage_[0-9a-f]{32}\Z")]
CONDITIONS_LENGTH = 500


class Handling(StrEnum):
    """Europol's handling codes: H1 not to be used in court without leave, H2 not to be passed on without leave, H3 see conditions."""

    H1 = "H1"
    H2 = "H2"
    H3 = "H3"


SOURCE_GRADES = ("A", "B", "C", "X")
"""4x4: how reliable the source is. A no doubt, B mostly, C mostly not, X cannot be judged."""

INFORMATION_GRADES = ("1", "2", "3", "4")
"""4x4: how sure the information is. 1 certain, 2 known to the source, 3 heard and corroborated, 4 heard and not corroborated."""


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a package is to be handled. ``conditions`` are the words of H3; grades are of the 4x4 evaluation; nothing given is empty."""

    tlp: Annotated[str, msgspec.Meta(pattern=r"\A(CLEAR|GREEN|AMBER|AMBER\+STRICT|RED)\Z")]
    handling: tuple[Handling, ...] = ()
    conditions: Annotated[str, msgspec.Meta(max_length=CONDITIONS_LENGTH)] = ""
    source_grade: Annotated[str, msgspec.Meta(pattern=r"\A[ABCX]?\Z")] = ""
    information_grade: Annotated[str, msgspec.Meta(pattern=r"\A[1-4]?\Z")] = ""
    expires_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Added(NamedTuple):
    """A mark that was not wished and had to be: a label, a code, ``end`` or a grade, and the id of the reason."""

    what: str
    because: str


class PackageField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value. ``subject`` is empty for the case, else an alias of a person that holds in this package alone."""

    subject: Alias
    name: FieldName
    sensitivity: Sensitivity
    value: Annotated[str, msgspec.Meta(max_length=4000)]


class Package(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``marks`` say how to handle it; ``ground`` is the basis on which an identity left, empty when none did."""

    id: PackageId
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    marks: Marks
    ground: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{0,32}\Z")]
    fields: Annotated[tuple[PackageField, ...], msgspec.Meta(max_length=2000)]

    @property
    def tlp(self) -> str:
        return self.marks.tlp

    @property
    def subjects(self) -> tuple[str, ...]:
        """The aliases of which it says something, the case's empty one first."""
        return tuple(sorted({field.subject for field in self.fields}))

    def content(self) -> bytes:
        """The bytes that are hashed, sealed and sent."""
        return msgspec.json.encode(self)

    def digest(self) -> str:
        """SHA-256, hexadecimal."""
        return hashlib.sha256(self.content()).hexdigest()
