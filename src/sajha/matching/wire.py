"""The bodies of the messages of matching, strictly: no unknown field, no wrong type, nothing longer than it may be."""

from typing import Annotated, TypeVar

import msgspec

from sajha.basics.decision import Refused, no
from sajha.matching.rules import LARGEST
from sajha.matching.values import Ground, Purpose, SetName

Element = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
AskedId = Annotated[str, msgspec.Meta(pattern=r"\A(asked|cycle)_[0-9a-f]{32}\Z")]
Node = Annotated[str, msgspec.Meta(pattern=r"\A(node_[0-9a-f]{32})?\Z")]
Epoch = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-z-]{1,32}\Z")]
Line = Annotated[str, msgspec.Meta(max_length=200, pattern=r"\A[^\x00-\x1f\x7f]*\Z")]
Code = Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{0,32}\Z")]
Codes = Annotated[tuple[Code, ...], msgspec.Meta(max_length=40)]
Elements = Annotated[tuple[Element, ...], msgspec.Meta(min_length=1, max_length=LARGEST)]
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
PART = 1024 * 1024
MOST_PARTS = 1024
Part = Annotated[bytes, msgspec.Meta(max_length=PART)]


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.asked``: evaluate these elements under the key of this set for us. ``purpose`` and ``ground`` are empty only for ``sought``.

    ``person`` is who asks, as in a request; ``second``: a second person agreed to it. The elements are always one of a few numbers.
    """

    id: AskedId
    set: SetName
    epoch: Epoch
    elements: Elements
    purpose: Purpose | None = None
    ground: Ground | None = None
    person: Annotated[str, msgspec.Meta(max_length=120, pattern=r"\A[^\x00-\x1f\x7f]*\Z")] = ""
    second: bool = False


class Evaluated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.evaluated``: the elements, each multiplied by the key, in the order in which they came."""

    id: AskedId
    elements: Elements


class NotEvaluated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.refused``: why nothing was evaluated."""

    id: AskedId
    because: Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]+(\.[a-z_]+)?\Z", max_length=48)]


class TablePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.table``: a part of a blinded set, or of what changed in it since the version of digest ``before``. ``digest`` is that of
    the set that results. ``reader``: for whom it is; empty, for who receives it. ``held_by``: where it lies when it is not here: then
    there is no content. ``bits``: how many of a token name its part, of a set that is served by part."""

    set: SetName
    epoch: Epoch
    version: Count
    part: Annotated[int, msgspec.Meta(ge=1, le=MOST_PARTS)]
    parts: Annotated[int, msgspec.Meta(ge=1, le=MOST_PARTS)]
    entries: Count
    digest: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
    before: Annotated[bytes, msgspec.Meta(max_length=32)] = b""
    content: Part = b""
    reader: Node = ""
    held_by: Node = ""
    bits: Annotated[int, msgspec.Meta(ge=0, le=32)] = 0


class SetWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.set_wanted``: what changed does not fit the version that we have; send the whole set again."""

    set: SetName
    reader: Node = ""


class Withdrawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.withdrawn``: this set is published for you no more."""

    set: SetName
    reader: Node = ""


class Offered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.offered``: what we publish and ask, of how many records about, and whom to turn to."""

    publishes: Codes
    asks: Codes
    contact: Line
    records: Count


class BucketWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.bucket_wanted``: to who holds the table of ``owner`` for us: the parts with these beginnings."""

    id: AskedId
    owner: Annotated[str, msgspec.Meta(pattern=r"\Anode_[0-9a-f]{32}\Z")]
    set: SetName
    prefixes: Annotated[tuple[Annotated[int, msgspec.Meta(ge=0, lt=2**32)], ...], msgspec.Meta(max_length=LARGEST)]


class Bucket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``match.bucket``: the parts, in the order in which they were wanted."""

    id: AskedId
    owner: Annotated[str, msgspec.Meta(pattern=r"\Anode_[0-9a-f]{32}\Z")]
    epoch: Epoch
    buckets: Annotated[
        tuple[Annotated[bytes, msgspec.Meta(max_length=64 * 1024)], ...], msgspec.Meta(max_length=LARGEST)
    ]


BODIES: dict[str, type[msgspec.Struct]] = {
    "match.asked": Ask,
    "match.evaluated": Evaluated,
    "match.refused": NotEvaluated,
    "match.table": TablePart,
    "match.set_wanted": SetWanted,
    "match.withdrawn": Withdrawn,
    "match.offered": Offered,
    "match.bucket_wanted": BucketWanted,
    "match.bucket": Bucket,
}
"""Kind of message -> its body."""

Body = TypeVar("Body", Ask, Evaluated, NotEvaluated, TablePart, SetWanted, Withdrawn, Offered, BucketWanted, Bucket)


def encode(body: msgspec.Struct) -> bytes:
    """A body as it travels; the field order is that of its class. Bytes travel as MessagePack, not as base64."""
    return msgspec.msgpack.encode(body)


def decode(content: bytes, body: type[Body]) -> Body:
    """What came, or a refusal that repeats nothing of it.

    Raises:
        Refused: ``message.malformed``.
    """
    try:
        return msgspec.msgpack.decode(content, type=body, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(no("message.malformed")) from error
