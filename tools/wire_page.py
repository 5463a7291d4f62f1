"""docs/reference/wire.md, from the structures and rules of ``exchange``. ``python -m tools.wire_page`` writes it.

The messages beside it are recorded (a seal is never the same twice): ``python -m tools.wire_examples`` records them anew.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec.inspect as shapes

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.basics.decision import no
from sajha.countersign.rules import EVERY, RELEASES
from sajha.disclosure.wire import BODIES
from sajha.exchange import rules, values
from sajha.exchange.membership import BODIES as MEMBERSHIP
from sajha.matching.wire import BODIES as MATCHING
from sajha.network.rules import DIGITS, GROUPS
from sajha.network.values import PROTOCOL, Descriptor
from sajha.terms.reasons.exchange import REASONS
from sajha.vault.hybrid import OVERHEAD, PUBLIC_LENGTH
from sajha.vault.identity import GRACE

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
PAGE = FOLDER / "wire.md"

HEAD = f"""# What travels between nodes

Written by `python -m tools.wire_page` from the structures in `exchange`, `network`, `countersign`, `disclosure` and `matching`; a test compares it with the code, and another
decodes the messages recorded in `wire/` with the worthless test keys beside them. Protocol {PROTOCOL}.

## The way

A node sends each message as one frame: `POST <address>/exchange/v1/`, `Content-Type: application/octet-stream`. The answer is status 200 and one
reply of {values.REPLY_LENGTH} bytes, whatever happened; any other method gets status 405 and as many bytes. The sender repeats, with pauses that double from
{rules.FIRST_PAUSE.total_seconds():g} seconds to {rules.LONGEST_PAUSE.total_seconds():.0f} (half of each by chance), until it holds a signed receipt or the message expires. It goes to the member's pinned address only,
looked up once, over https, never to an address that is not public unless the node's configuration lists it, and follows no redirect.

## The frame

| bytes | what |
|---|---|
| 4 | `{values.MAGIC.decode()}` |
| 1 | version of the frame: {values.VERSION} |
| 1 | suite: {values.SUITE} (below) |
| 1 | bucket *b*, {values.SMALLEST_BUCKET} to {values.LARGEST_BUCKET}: the content is padded to 2^*b* bytes |
| 16 | recipient: the node id's 32 hexadecimal digits as bytes |
| 16 | envelope id, random for each attempt |
| {OVERHEAD} + 2^*b* | the sealed content |

These first {values.HEADER.size} bytes are the *header*: all that the way can see, besides addresses and times. A frame whose length is not exactly that of its bucket is refused
before it is read.

**Suite {values.SUITE}**: HPKE (RFC 9180, base mode) with the KEM ML-KEM-768 + X25519, HKDF-SHA256, AES-256-GCM; `info` is the context followed by the header, no
associated data. Public sealing keys are {PUBLIC_LENGTH} bytes: ML-KEM-768 (1184), X25519 (32). Signatures are Ed25519 over context, header and JSON.

| | context (with a zero byte at its end) |
|---|---|
| message | `sajha message 1` |
| reply | `sajha reply 1` (with the header of the frame that it answers) |
| description of a node | `sajha descriptor 1` (without header) |
| next signing key | `sajha key succession 1` (node id, new key; without header) |
| checkpoint of a record | `sajha checkpoint 1` (without header) |
| countersignature | `sajha countersignature 1` (without header) |

**Content**, in a frame and in a reply: 4 bytes length of the JSON (big-endian), 64 bytes signature, the JSON, zeros up to the padded size ({values.REPLY_CONTENT} in a reply).
JSON is read strictly: an unknown field, a wrong type, a time without zone, or a text out of its pattern is refused. Bytes are base64, times RFC 3339. The bodies of
`match.*` are MessagePack, as strictly, for they are mostly bytes; what is in them is explained in `docs/explanation/seen-elsewhere.md`.

**A stranger** (no frame, another recipient, a sender that is not a confirmed member or was revoked, a signature that does not hold) gets a seal around nothing, to a key that
nobody holds: of the same length, made in the same way.
"""

RULES = f"""## In order, once

Sequence numbers count from 1 for each sender, recipient and thread. A message is taken when its `sequence` is above the newest taken and its `follows` is not: `follows` is the
newest number that the sender did not give up, so that what expired leaves no gap. The recipient keeps each message id with the digest of what was said (SHA-256 over
`sajha content 1`, a zero byte and the JSON list of message id, sender, recipient, thread, sequence, kind, sent at, expires at, and the body's SHA-256 in hexadecimal). The same id with
the same digest is answered as `duplicate`, with another digest it is refused. Clocks may differ by {rules.SKEW.total_seconds() / 3600:.0f} hour.

`awaiting` in the receipt is the number that the recipient waits for next. If it is behind what the sender had receipted, the recipient was restored from a backup, and the sender sends
from there again; if it is ahead of what the sender remembers, the sender was, and counts on from there.

## Keys

A node's id is `node_` and the first 32 hexadecimal digits of SHA-256 over `sajha node 1`, a zero byte and its first signing key. A later signing key is signed by the one
before it; each message and receipt carries the newest {values.STEPS_SENT} of these steps, so that a member that pinned an older key can follow. Once it followed, the older key is refused.
The previous sealing key opens for {GRACE.days} days after a change. People compare {GROUPS * DIGITS} decimal digits in groups of {DIGITS} (SHA-256 over `sajha fingerprint 1`, a zero byte, node id and signing
key, as a number, its last digits).
"""

COUNTERSIGNED = f"""## Records countersign each other

Every {EVERY.total_seconds() / 3600:.0f} hours, and sooner when {RELEASES} packages left, a node signs a `Checkpoint`: how many entries its record has and the root of the Merkle tree over them (RFC 9162,
section 2.1, SHA-256). A leaf is the digest of one audit entry as 64 hexadecimal digits; the order is that of the checkpoints, inside one by area and number, and is known to the
node alone. `proof` is the consistency proof of section 2.1.4 from `base` entries on, which is what that member countersigned last.

A member that saw the node before countersigns only what continues it. When `base` is not what it saw it answers `network.proof_wanted`; when the number or the count went back, or the
proof does not hold, `network.objected`, and tells its own auditor. Both carry the newest checkpoint that it countersigned: the node's own signed word. A record that does not
continue, after a restore, is countersigned again (`anew`) only when an auditor of the member decides so.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, *_structures(), RULES, COUNTERSIGNED, *_refusals(), *_examples()]
    return "\n".join(parts).rstrip() + "\n"


def _structures() -> Iterator[str]:
    yield "## Message and receipt\n"
    for kind in (values.Message, values.Receipt):
        yield from _structure(kind)
    yield "## Description of a node\n"
    yield "Exchanged as a file when two nodes are paired; people then compare the fingerprint on another way.\n"
    yield from _structure(Descriptor)
    yield "## Bodies\n\n| kind | body |\n|---|---|"
    bodies = {**MEMBERSHIP, **BODIES, **MATCHING}
    for name, kind in bodies.items():
        yield f"| `{name}` | {kind.__name__} |"
    yield ""
    told = {values.Message, values.Receipt, Descriptor}
    for kind in [*bodies.values()]:
        for part in _with_parts(kind):
            if part not in told:
                told.add(part)
                yield from _structure(part)


def _with_parts(kind: type) -> Iterator[type]:
    """A structure, then the structures inside it."""
    yield kind
    for field in shapes.type_info(kind).fields:  # type: ignore[attr-defined]
        yield from _inside(field.type)


def _inside(shape: shapes.Type) -> Iterator[type]:
    match shape:
        case shapes.StructType():
            yield from _with_parts(shape.cls)
        case shapes.ListType() | shapes.VarTupleType():
            yield from _inside(shape.item_type)
        case shapes.UnionType():
            for part in shape.types:
                yield from _inside(part)


def _structure(kind: type) -> Iterator[str]:
    yield f"### {kind.__name__}\n\n{_sentences(kind.__doc__ or '')}\n\n| field | what |\n|---|---|"
    for field in shapes.type_info(kind).fields:  # type: ignore[attr-defined]
        optional = "" if field.required else " (may be left out)"
        yield f"| `{field.encode_name}` | {_told(field.type)}{optional} |"
    yield ""


def _sentences(text: str) -> str:
    return " ".join(line.strip() for line in text.strip().splitlines()).replace("``", "`")


def _told(shape: shapes.Type) -> str:
    """A type in words, with its limits."""
    match shape:
        case shapes.StructType():
            return shape.cls.__name__
        case shapes.EnumType():
            return "one of " + ", ".join(f"`{member.value}`" for member in shape.cls)
        case shapes.ListType() | shapes.VarTupleType():
            return f"list of {_told(shape.item_type)}" + _limits(shape, "min_length", "max_length")
        case shapes.UnionType():
            return " or ".join(_told(part) for part in shape.types)
        case shapes.StrType(pattern=str() as pattern):
            return "text `" + pattern.replace("|", "\\|") + "`"
        case shapes.StrType():
            return "text" + _limits(shape, "min_length", "max_length", unit="characters")
        case shapes.BytesType():
            return "bytes" + _limits(shape, "min_length", "max_length")
        case shapes.IntType():
            return "whole number" + _limits(shape, "ge", "le")
        case shapes.NoneType():
            return "`null`"
    return type(shape).__name__.removesuffix("Type").lower() + (
        " with zone" if shape == shapes.DateTimeType(tz=True) else ""
    )


def _limits(shape: Any, least: str, most: str, *, unit: str = "") -> str:
    low, high = getattr(shape, least), getattr(shape, most)
    if low is None and high is None:
        return ""
    both = f"{low}" if low == high else f"{low} to {high}" if low is not None and high is not None else ""
    one = f"at most {high}" if high is not None else f"at least {low}"
    return ", " + " ".join(filter(None, (both or one, unit)))


AT_THE_DOOR = ("frame", "message", "protocol", "sender", "sequence", "node")
LEARNS = {True: "kept by the sender, sent again", False: "final"}


def _refusals() -> Iterator[str]:
    yield "## Refusals\n\nEach is counted at the recipient, by sender, reason and day; the first of a day enters its audit chain. Content is never kept.\n"
    yield "| id | what happened | the sender learns |\n|---|---|---|"
    for because, words in REASONS.items():
        if because.split(".")[0] in AT_THE_DOOR and because != "message.erased":
            learns = (
                "nothing" if _in_silence(because) else LEARNS[because in rules.TEMPORARY or because == "sequence.used"]
            )
            yield f"| `{because}` | {words} | {learns} |"
    yield f"| `clock.skewed` | The clocks of the two nodes differ too much. | {LEARNS[True]} |"
    yield "\nOther final refusals come from the gate and name its own rules, such as `message.kind_unknown`.\n"


def _in_silence(because: str) -> bool:
    stranger = because.startswith("sender.") and not rules.is_answered(no(because))
    return stranger or because.startswith("frame.") or because == "message.forged"


def _examples() -> Iterator[str]:
    yield "## Recorded messages\n\n`wire/keys.json` holds the private keys of the two nodes that speak here. They protect nothing.\n"
    for path in sorted((FOLDER / "wire").glob("*.bin")):
        yield f"- [`{path.name}`](wire/{path.name}), decoded: [`{path.stem}.json`](wire/{path.stem}.json)"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
