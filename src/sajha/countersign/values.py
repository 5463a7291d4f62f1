"""A node's signed word about its own record, what members answer to it, and what a check found. Plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import msgspec

from sajha.audit.values import ChainReport
from sajha.network.values import AwareTime, NodeId
from sajha.vault.succession import MOST_STEPS, SigningKey, Step

Digest = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Size = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Signature = Annotated[bytes, msgspec.Meta(max_length=64)]
Steps = Annotated[list[Step], msgspec.Meta(max_length=MOST_STEPS)]
Because = Annotated[str, msgspec.Meta(pattern=r"\A[a-z_.]{1,48}\Z")]
MOST_HASHES = 128  # of a proof between two sizes below 2^53


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node's signed word: so many entries stood in my record at that time, and this is the root of the tree over them.

    ``number`` counts the node's checkpoints from 1. ``first_key`` and ``steps`` lead from the node's id to the key that signed, so
    that it can be checked by anybody at any time. ``signature``: over the same JSON with an empty signature.
    """

    node_id: NodeId
    number: Number
    made_at: AwareTime
    size: Number
    root: Digest
    first_key: SigningKey
    steps: Steps
    signature: Signature = b""


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of ``network.checkpoint``: the newest checkpoint, and the proof that it continues the one of ``base`` entries (0: none)."""

    checkpoint: Checkpoint
    base: Size
    proof: Annotated[list[Digest], msgspec.Meta(max_length=MOST_HASHES)]


class Countersignature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of ``network.countersigned``: a member's signed word that it saw this checkpoint, and that it continues what it saw before.

    ``digest`` is SHA-256 over the checkpoint's JSON. ``anew``: it does **not** continue, and the member's auditor accepted that.
    """

    by: NodeId
    about: NodeId
    number: Number
    digest: Digest
    size: Size
    at: AwareTime
    anew: bool
    first_key: SigningKey
    steps: Steps
    signature: Signature = b""


class Objection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of ``network.objected``: this checkpoint does not continue ``seen``, the newest that the member countersigned."""

    number: Number
    because: Because
    seen: Checkpoint


class ProofWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Body of ``network.proof_wanted``: the member last countersigned ``seen``; show that the newest checkpoint continues it."""

    number: Number
    seen: Checkpoint


class State:
    """What became of a checkpoint that was shown to a member; the same words on both sides."""

    WAITING = "waiting"
    COUNTERSIGNED = "countersigned"
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who countersigned a checkpoint, and when its word came. ``anew``: accepted although it did not continue what was seen."""

    node_id: str
    organisation: str
    at: datetime
    anew: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """One checkpoint of this node: whether the record as it stands still has that root, and who countersigned it."""

    number: int
    made_at: datetime
    size: int
    lies: bool
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A checkpoint that this node signed, as a member holds it or as the audit says, and that is not here any more."""

    number: int
    size: int
    made_at: datetime | None
    node_id: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Objected:
    """A member's word that this node's record does not continue what it saw; open until it countersigns again."""

    node_id: str
    organisation: str
    number: int
    because: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """What a check of the node's record against its checkpoints found. ``uncovered``: entries after the newest countersigned one."""

    kept: tuple[Kept, ...] = ()
    missing: tuple[Missing, ...] = ()
    objections: tuple[Objected, ...] = ()
    entries: int = 0
    uncovered: int = 0

    @property
    def whole(self) -> bool:
        return all(line.lies for line in self.kept) and not self.missing and not self.objections


@dataclass(frozen=True, slots=True)
class Examined:
    """The whole record, examined: its chains, its checkpoints, and the ledger and the consents against what the chains say.

    ``edges`` and ``consents`` are ids of rows that were changed, removed or added behind the record's back.
    """

    chains: tuple[ChainReport, ...]
    check: Check
    edges: tuple[str, ...]
    consents: tuple[str, ...]

    @property
    def whole(self) -> bool:
        chained = all(report.whole for report in self.chains)
        return chained and self.check.whole and not self.edges and not self.consents


@dataclass(frozen=True, slots=True)
class Watched:
    """What this node saw of a member's record: the newest checkpoint that it countersigned, and an objection that is open."""

    node_id: str
    organisation: str
    size: int = 0
    number: int = 0
    countersigned_at: datetime | None = None
    objected_at: datetime | None = None
    because: str = ""
    shown_size: int = 0
