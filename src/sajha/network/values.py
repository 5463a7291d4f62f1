"""What nodes tell each other about themselves, and the states that a member may be in. Plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from sajha.vault.hybrid import PUBLIC_LENGTH
from sajha.vault.succession import MOST_STEPS, SigningKey, Step

PROTOCOL = 1
LARGEST_DESCRIPTOR = 32 * 1024

NodeId = Annotated[str, msgspec.Meta(pattern=r"\Anode_[0-9a-f]{32}\Z")]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=160)]
Word = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z_]{0,39}\Z")]
Url = Annotated[str, msgspec.Meta(pattern=r"\Ahttps?://[A-Za-z0-9.\-\[\]:]{1,255}/?\Z")]
PlaceText = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{2}(-[0-9]{1,6}){0,2}\Z")]
SealingPublic = Annotated[bytes, msgspec.Meta(min_length=PUBLIC_LENGTH, max_length=PUBLIC_LENGTH)]
AwareTime = Annotated[datetime, msgspec.Meta(tz=True)]


class Descriptor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node's signed word about itself. Pairing exchanges it as a file; a change of keys or address sends it as a message.

    ``protocols``: versions of the envelope it speaks. ``first_key`` and ``steps``: its signing keys from the first on.
    ``signature``: by the newest of them, over the same JSON with an empty signature.
    """

    protocols: Annotated[list[Annotated[int, msgspec.Meta(ge=1, le=255)]], msgspec.Meta(min_length=1, max_length=16)]
    node_id: NodeId
    organisation: Name
    kind: Word
    url: Url
    places: Annotated[list[PlaceText], msgspec.Meta(max_length=800)]
    first_key: SigningKey
    steps: Annotated[list[Step], msgspec.Meta(max_length=MOST_STEPS)]
    sealing_key: SealingPublic
    made_at: AwareTime
    signature: Annotated[bytes, msgspec.Meta(max_length=64)] = b""

    @property
    def signing_key(self) -> bytes:
        return self.steps[-1].key if self.steps else self.first_key


class PeerStatus(StrEnum):
    PENDING = "pending"  # its descriptor is here, nobody compared the fingerprint
    ACTIVE = "active"
    SUSPENDED = "suspended"  # closed for now: messages wait
    REVOKED = "revoked"  # closed for good: a new pairing needs new keys


TRANSITIONS: dict[PeerStatus, frozenset[PeerStatus]] = {
    PeerStatus.PENDING: frozenset({PeerStatus.ACTIVE, PeerStatus.REVOKED}),
    PeerStatus.ACTIVE: frozenset({PeerStatus.SUSPENDED, PeerStatus.REVOKED}),
    PeerStatus.SUSPENDED: frozenset({PeerStatus.ACTIVE, PeerStatus.REVOKED}),
    PeerStatus.REVOKED: frozenset(),
}

COORDINATOR = (
    "national_coordinator"  # the kind of organisation whose notice suspends a member until an administrator decides
)


@dataclass(frozen=True, slots=True)
class Member:
    """Another node as this node knows it. ``fingerprint`` in groups for people; keys are the pinned ones."""

    node_id: str
    organisation: str
    kind: str
    url: str
    places: tuple[str, ...]
    status: PeerStatus
    because: str
    protocol: int
    signing_key: bytes
    sealing_key: bytes
    fingerprint: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Warned:
    """Another node's word that a member should not be trusted any more."""

    id: str
    about: str
    about_name: str
    by: str
    by_name: str
    because: str
    at: datetime
    suspended: bool
