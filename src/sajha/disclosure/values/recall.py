"""Calling back what left: the states of an edge, and the signed word of a holder."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from sajha.disclosure.values.package import Alias, PackageId
from sajha.vault.succession import Signature, SigningKey, Step

NodeId = Annotated[str, msgspec.Meta(pattern=r"\Anode_[0-9a-f]{32}\Z")]
Time = Annotated[datetime, msgspec.Meta(tz=True)]
MOST_BELOW, MOST_SUBJECTS = 200, 200
LARGEST_ANSWER = 512 * 1024


class Became(StrEnum):
    """What a holder did with what it was asked to give up."""

    DESTROYED = "destroyed"
    KEPT = "kept"
    NEVER_HAD = "never_had"


class EdgeState(StrEnum):
    """What became of an edge; only ``destroyed`` and ``never_had`` are its end, ``kept`` is asked for again when its time is over."""

    HELD = "held"
    TOLD = "told"
    PASSED_ON = "passed_on"
    DESTROYED = "destroyed"
    KEPT = "kept"
    NEVER_HAD = "never_had"


OPEN_STATES = frozenset({EdgeState.TOLD, EdgeState.PASSED_ON})
"""Asked for, and not yet answered in full."""


STATES_OUT = frozenset({EdgeState.HELD})
"""Still with its holder, and nobody asked for it."""


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of one subject of the package; ``ground``, ``reference`` (section or order) and ``until`` only when kept."""

    subject: Alias
    became: Became
    ground: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{0,40}\Z")] = ""
    reference: Annotated[str, msgspec.Meta(max_length=120, pattern=r"\A[^\x00-\x1f\x7f]*\Z")] = ""
    until: Time | None = None


class Waiting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A holder further on that has not answered yet."""

    node: NodeId
    name: Annotated[str, msgspec.Meta(max_length=200)]
    since: Time


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one node says of a recall: of itself, and in ``below`` the signed words of those to whom it had passed it on."""

    recall: Annotated[str, msgspec.Meta(pattern=r"\Athread_[0-9a-f]{32}\Z")]
    package: PackageId
    node: NodeId
    name: Annotated[str, msgspec.Meta(max_length=200)]
    items: Annotated[tuple[Item, ...], msgspec.Meta(max_length=MOST_SUBJECTS)]
    at: Time
    below: Annotated[tuple["Signed", ...], msgspec.Meta(max_length=MOST_BELOW)] = ()
    waiting: Annotated[tuple[Waiting, ...], msgspec.Meta(max_length=MOST_BELOW)] = ()


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer as its node signed it. ``first`` and ``steps`` lead from the node's id to the key, so that a stranger can check it."""

    content: Annotated[bytes, msgspec.Meta(max_length=LARGEST_ANSWER)]
    first: SigningKey
    steps: Annotated[tuple[Step, ...], msgspec.Meta(max_length=64)]
    key: SigningKey
    signature: Signature


@dataclass(frozen=True, slots=True)
class EdgeNow:
    """An edge as the question of its recall sees it. ``because`` is empty while the gate would let the same go today."""

    state: EdgeState
    until: datetime | None
    kept_until: datetime | None
    removed: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A ground on which a part is kept, agreed by two persons; ``ended_at`` when somebody ended it."""

    ground: str
    reference: str
    until: datetime
    asked_by: str
    agreed_by: str = ""
    ended_at: datetime | None = None
