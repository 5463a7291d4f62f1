"""Record one message of every kind, and receipts, with fixed test keys, into docs/reference/wire/. ``python -m tools.wire_examples``

A seal is never the same twice, so these files are recorded and not compared: tests decode them. Recording anew also needs
``python -m tools.wire_page``.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.countersign import rules as countersign
from sajha.countersign.rules import CHECKPOINT_CONTEXT, COUNTERSIGNATURE_CONTEXT
from sajha.countersign.tree import proof_ranges, roots_at, roots_of
from sajha.countersign.values import Checkpoint, Countersignature, Shown
from sajha.disclosure.actions.signing import CONTEXT as WORD
from sajha.disclosure.values import Answer, Became, Item, Signed
from sajha.disclosure.wire import BODIES
from sajha.exchange.envelope import digest, seal_message, seal_receipt
from sajha.exchange.membership import BODIES as MEMBERSHIP
from sajha.exchange.values import Message, Receipt, Status
from sajha.matching.actions.asking import ASKED
from sajha.matching.actions.publishing import SETS
from sajha.matching.blind.oprf import element_of, tokens_of
from sajha.matching.blind.tables import Table
from sajha.matching.wire import BODIES as MATCHING
from sajha.network.rules import CONTEXT, content_of
from sajha.network.values import Descriptor
from sajha.vault.identity import Identity, SealingKey
from tools.wire_page import FOLDER

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
THREAD = "thread_" + "1" * 32
WIRE = FOLDER / "wire"


def _fixed(name: str) -> Identity:
    """Keys that follow from a name: worth nothing, the same for ever."""
    seed = [hashlib.sha256(f"sajha example {name} {part}".encode()).digest() for part in range(4)]
    public = Ed25519PrivateKey.from_private_bytes(seed[0]).public_key().public_bytes_raw()
    sealing = SealingKey(seed[1] + seed[2] + seed[3])
    return Identity(first=public, signing=seed[0], sealing=(sealing,), made_at=NOON)


ASKER, RECIPIENT = _fixed("asker"), _fixed("recipient")


def described(own: Identity, organisation: str, place: str) -> Descriptor:
    unsigned = Descriptor(
        protocols=[1],
        node_id=own.node_id,
        organisation=organisation,
        kind="ahtu",
        url="https://node.example",
        places=[place],
        first_key=own.first,
        steps=[],
        sealing_key=own.sealing_public,
        made_at=NOON,
    )
    return msgspec.structs.replace(unsigned, signature=own.sign(CONTEXT, content_of(unsigned)))


def _move(kind: str, **more: Any) -> dict[str, Any]:
    fixed = {
        "id": "move_" + "2" * 32,
        "sequence": 1,
        "lamport": 1,
        "at": NOON,
        "person": "Asha",
        "role": "investigator",
    }
    return {**fixed, "kind": kind, **more}


_FIELD = {"subject": "p1", "name": "party.age_band", "sensitivity": "S1", "value": "age_band:1:18_20"}
_PACKAGE = {
    "id": "package_" + "3" * 32,
    "made_at": NOON,
    "marks": {"tlp": "AMBER", "handling": ["H2"]},
    "ground": "",
    "fields": [_FIELD],
}
_NOTICE = {
    "thread": THREAD,
    "recipient_name": "AHTU Chennai",
    "kind": "trace_person",
    "urgency": "urgent",
    "state": "sent",
    "turn": "recipient",
    "rung": "own_nodal",
    "due": NOON + timedelta(hours=4),
}

_ABOUT = {"package": "package_" + "3" * 32, "subjects": ["p1"]}
_RECALL = {"thread": THREAD, "urgency": "urgent", "place": "IN-36", "move": _move("send"), **_ABOUT}
_ON = {"to": "node_" + "5" * 32, "to_name": "Shelter Vijayawada", "purpose": "transfer_person"}


def _word() -> Signed:
    """A holder's signed word, in the fixed keys."""
    items = (Item("p1", Became.DESTROYED),)
    word = Answer(THREAD, "package_" + "3" * 32, ASKER.node_id, "AHTU Hyderabad", items, NOON)
    content = msgspec.json.encode(word)
    return Signed(content, ASKER.first, ASKER.steps, ASKER.signing_public, ASKER.sign(WORD, content))


def _checkpoint(number: int, entries: int) -> Checkpoint:
    size, own = entries, ASKER
    root = roots_at((b"%064x" % place for place in range(size)), [size])[size]
    unsigned = Checkpoint(own.node_id, number, NOON, size, root, own.first, [])
    return msgspec.structs.replace(unsigned, signature=own.sign(CHECKPOINT_CONTEXT, countersign.content_of(unsigned)))


def _shown(base: int, entries: int) -> Shown:
    ranges = proof_ranges(base, entries)
    found = roots_of((b"%064x" % place for place in range(entries)), ranges)
    return Shown(_checkpoint(2, entries), base, [found[part] for part in ranges])


def _countersigned(checkpoint: Checkpoint) -> Countersignature:
    own, seen = ASKER, countersign.digest_of(checkpoint)
    unsigned = Countersignature(
        own.node_id, checkpoint.node_id, checkpoint.number, seen, checkpoint.size, NOON, False, own.first, []
    )
    return msgspec.structs.replace(
        unsigned, signature=own.sign(COUNTERSIGNATURE_CONTEXT, countersign.content_of(unsigned))
    )


_ELEMENT = element_of(b"phone:+12025550143")
_SET = Table.build(tokens_of(bytes([1, *bytes(31)]), [b"phone:+12025550143"]))
_TABLE: dict[str, Any] = {
    "set": "known",
    "epoch": "1f",
    "version": 1,
    "part": 1,
    "parts": 1,
    "entries": 1,
    "digest": _SET.digest,
}

# what each kind says, in the cast of people who do not exist
SAID: dict[str, Any] = {
    "request.opened": {
        "thread": THREAD,
        "kind": "trace_person",
        "urgency": "urgent",
        "place": "IN-33-568",
        "move": _move("send", words="Please look for her at the bus stand."),
        "package": _PACKAGE,
    },
    "request.moved": {
        "thread": THREAD,
        "move": _move("note", words="She may travel with an aunt.", sequence=2, lamport=2),
    },
    "recall.asked": {**_RECALL, "because": "consent.withdrawn"},
    "recall.answered": {"thread": THREAD, "moves": [_move("acknowledge")], "answer": _word()},
    "package.passed_on": {**_ABOUT, **_ON, "by": ASKER.node_id, "by_name": "AHTU Hyderabad", "at": NOON},
    "package.wanted": {"packages": ["package_" + "3" * 32]},
    "package.again": {"package": "package_" + "3" * 32, "fields": [_FIELD], "gone": []},
    "package.which": {"since": NOON},
    "package.holding": {
        "packages": [
            {
                "package": "package_" + "3" * 32,
                "thread": THREAD,
                "kind": "trace_person",
                "subjects": ["p1"],
                "source": "",
                "at": NOON,
            }
        ]
    },
    "leave.asked": {**_RECALL, **_ON, "to_kind": "shelter", "identity": False},
    "leave.granted": {
        "thread": THREAD,
        "moves": [_move("complete", code="granted")],
        "until": NOON + timedelta(days=9),
    },
    "oversight.overdue": _NOTICE,
    "oversight.cleared": {"thread": THREAD},
    "oversight.seen": {"thread": THREAD},
    "oversight.reminder": {"thread": THREAD, "person": "Elango"},
    "network.descriptor": described(ASKER, "AHTU Hyderabad", "IN-36"),
    "network.revoked": {"node_id": "node_" + "4" * 32, "because": "peer.by_hand"},
    "network.resend": {"since": NOON - timedelta(days=1)},
    "network.heard": {"threads": [{"thread": THREAD, "last": 7}]},
    "network.checkpoint": _shown(6, 8),
    "network.countersigned": _countersigned(_checkpoint(1, 6)),
    "network.objected": {"number": 2, "because": "record.rewritten", "seen": _checkpoint(1, 6)},
    "network.proof_wanted": {"number": 2, "seen": _checkpoint(1, 6)},
    "match.asked": {
        "id": "asked_" + "6" * 32,
        "set": "known",
        "epoch": "1f",
        "elements": [_ELEMENT] * 32,
        "purpose": "investigation",
        "ground": "registered_fir",
        "person": "Kumar",
    },
    "match.evaluated": {"id": "asked_" + "6" * 32, "elements": [_ELEMENT] * 32},
    "match.refused": {"id": "asked_" + "6" * 32, "because": "match.partner_budget"},
    "match.table": _TABLE | {"content": _SET.to_bytes()},
    "match.set_wanted": {"set": "known"},
    "match.withdrawn": {"set": "known"},
    "match.offered": {"publishes": ["phone"], "asks": ["phone"], "contact": "Duty officer", "records": 500},
    "match.bucket_wanted": {"id": "asked_" + "6" * 32, "owner": "node_" + "7" * 32, "set": "known", "prefixes": [0]},
    "match.bucket": {
        "id": "asked_" + "6" * 32,
        "owner": "node_" + "7" * 32,
        "epoch": "1f",
        "buckets": [_SET.bucket(0, 0)],
    },
}


KINDS: dict[str, type[msgspec.Struct]] = {**BODIES, **MEMBERSHIP, **MATCHING}


def _lane_of(kind: str) -> str:
    if kind in MATCHING:
        return SETS if kind in ("match.table", "match.withdrawn") else ASKED
    return "" if kind in MEMBERSHIP else THREAD


def format_of(kind: str) -> Any:
    """How a body of this kind is written: those of matching are mostly bytes."""
    return msgspec.msgpack if kind in MATCHING else msgspec.json


def message(kind: str, place: int) -> Message:
    """A message of this kind from the asker to the recipient, its body read by its own structure first."""
    body = msgspec.convert(msgspec.to_builtins(SAID[kind]), KINDS[kind])
    return Message(
        protocol=1,
        message_id=f"msg_{place:032x}",
        sender=ASKER.node_id,
        recipient=RECIPIENT.node_id,
        thread=_lane_of(kind),
        sequence=1,
        follows=0,
        kind=kind,
        sent_at=NOON,
        expires_at=NOON + timedelta(days=30),
        sealed_at=NOON,
        key=ASKER.signing_public,
        steps=[],
        body=format_of(kind).encode(body),
    )


def receipt(answered: Message, status: Status, because: str) -> Receipt:
    return Receipt(
        protocol=1,
        message_id=answered.message_id,
        digest=digest(answered),
        sender=RECIPIENT.node_id,
        recipient=ASKER.node_id,
        status=status,
        because=because,
        at=NOON,
        awaiting=2,
        key=RECIPIENT.signing_public,
        steps=[],
    )


def shown(content: Message | Receipt) -> bytes:
    """The JSON beside a recorded frame; a message with its body readable instead of base64."""
    told = msgspec.to_builtins(content)
    if isinstance(content, Message):
        body = format_of(content.kind).decode(content.body, type=KINDS[content.kind])
        told["body"] = msgspec.to_builtins(body)
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def record() -> None:
    """Write keys, one frame of every kind, and three replies to the first of them."""
    WIRE.mkdir(parents=True, exist_ok=True)
    keys = {"asker": msgspec.to_builtins(ASKER), "recipient": msgspec.to_builtins(RECIPIENT)}
    (WIRE / "keys.json").write_bytes(msgspec.json.format(msgspec.json.encode(keys), indent=2) + b"\n")
    first = b""
    for place, kind in enumerate(KINDS, 1):
        said = message(kind, place)
        frame = seal_message(said, own=ASKER, sealing_key=RECIPIENT.sealing_public)
        _write(kind.replace(".", "-"), frame, shown(said))
        first = first or frame
    for name, status, because in (
        ("accepted", Status.ACCEPTED, ""),
        ("duplicate", Status.DUPLICATE, ""),
        ("refused", Status.REFUSED, "message.expired"),
    ):
        answer = receipt(message(next(iter(BODIES)), 1), status, because)
        reply = seal_receipt(answer, own=RECIPIENT, sealing_key=ASKER.sealing_public, frame=first)
        _write(f"receipt-{name}", reply, shown(answer))


def _write(name: str, sealed: bytes, told: bytes) -> None:
    (WIRE / f"{name}.bin").write_bytes(sealed)
    (WIRE / f"{name}.json").write_bytes(told)


if __name__ == "__main__":
    record()
