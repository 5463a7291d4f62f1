"""When a member's checkpoint is signed truly, and when it may be countersigned. Plain Python."""

import hashlib
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from sajha.basics.decision import Decision, no, yes
from sajha.countersign.tree import continues
from sajha.countersign.values import Checkpoint, Countersignature, Shown
from sajha.vault.succession import leads_to, node_id_of, signed_by

CHECKPOINT_CONTEXT, COUNTERSIGNATURE_CONTEXT = b"sajha checkpoint 1\0", b"sajha countersignature 1\0"
EVERY = timedelta(hours=6)
RELEASES = 50  # so many packages that left make a checkpoint due before its time
SOONEST = timedelta(minutes=1)

Word = TypeVar("Word", Checkpoint, Countersignature)


def content_of(word: Checkpoint | Countersignature) -> bytes:
    """The bytes that the signature covers: the JSON with the signature left empty."""
    return msgspec.json.encode(msgspec.structs.replace(word, signature=b""))


def digest_of(checkpoint: Checkpoint) -> bytes:
    """SHA-256 over the whole JSON of a signed checkpoint."""
    return hashlib.sha256(msgspec.json.encode(checkpoint)).digest()


def is_signed(word: Checkpoint | Countersignature, *, node_id: str) -> bool:
    """Whether the node of this id signed it, with its first key or one that follows from it by signed steps."""
    key = word.steps[-1].key if word.steps else word.first_key
    context = CHECKPOINT_CONTEXT if isinstance(word, Checkpoint) else COUNTERSIGNATURE_CONTEXT
    return (
        node_id_of(word.first_key) == node_id
        and leads_to(word.first_key, tuple(word.steps), key, node_id=node_id)
        and signed_by(key, word.signature, context, content_of(word))
    )


def may_countersign(last: Checkpoint | None, shown: Shown) -> Decision:
    """Whether what a member shows continues the newest checkpoint of it that was countersigned here (none: it is the first).

    ``record.proof_wanted`` is no objection: the proof is from another size than the one seen here.
    """
    now = shown.checkpoint
    if last is None:
        return yes("record.first_seen")
    if now.number <= last.number or now.size < last.size:
        return no("record.behind")
    if shown.base != last.size:
        return no("record.proof_wanted")
    if not continues(last.size, last.root, now.size, now.root, shown.proof):
        return no("record.rewritten")
    return yes("record.continues")


def is_due(*, newest: datetime | None, released: int, at: datetime, scale: float) -> bool:
    """Whether it is time for the next checkpoint; ``released`` packages left since the newest, ``scale`` divides durations."""
    if newest is None:
        return True
    every = max(EVERY / scale, SOONEST)
    return newest + every <= at or (released >= RELEASES and newest + SOONEST <= at)
