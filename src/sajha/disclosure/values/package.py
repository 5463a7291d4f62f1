"""What leaves of a record: a frozen, minimal, hashed copy, never access to the live record."""

import hashlib
from datetime import datetime
from typing import Annotated

import msgspec

from sajha.cases.values import Sensitivity

Alias = Annotated[str, msgspec.Meta(pattern=r"\A(p[1-9][0-9]{0,2})?\Z")]
FieldName = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9_.]{1,63}\Z")]


class PackageField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One value. ``subject`` is empty for the case, else an alias of a person that holds in this package alone."""

    subject: Alias
    name: FieldName
    sensitivity: Sensitivity
    value: Annotated[str, msgspec.Meta(max_length=4000)]


class Package(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``tlp`` is a label of the Traffic Light Protocol 2.0; ``ground`` the basis on which an identity left, empty when none did."""

    id: Annotated[str, msgspec.Meta(pattern=r"\Apackage_[0-9a-f]{32}\Z")]
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    tlp: Annotated[str, msgspec.Meta(pattern=r"\A(CLEAR|GREEN|AMBER|AMBER\+STRICT|RED)\Z")]
    ground: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{0,32}\Z")]
    fields: Annotated[tuple[PackageField, ...], msgspec.Meta(max_length=2000)]

    def content(self) -> bytes:
        """The bytes that are hashed, sealed and sent."""
        return msgspec.json.encode(self)

    def digest(self) -> str:
        """SHA-256, hexadecimal."""
        return hashlib.sha256(self.content()).hexdigest()
