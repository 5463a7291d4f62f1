"""Many malformed frames: no crash, the same size of answer, no effect, each within two seconds.

``FUZZ_INPUTS`` says how many (each of the two tests takes a share); the seed is printed when one fails.
"""

import os
import random
import time

import msgspec
import pytest

from sajha.disclosure import intake
from sajha.exchange.door import door
from sajha.exchange.envelope import MESSAGE_CONTEXT, Unreadable, is_from, open_frame, seal_message
from sajha.exchange.models import Arrival
from sajha.exchange.pace import PACE
from sajha.exchange.values import BEFORE_CONTENT, HEADER, LENGTH, REPLY_LENGTH, Header
from sajha.network.queries import own_node_id
from sajha.vault.hybrid import seal_to
from sajha.vault.identity import identity, new_identity
from tests.cast import GITA, NOON
from tests.exchange.peers import message_from, paired

pytestmark = pytest.mark.fuzz
INPUTS = int(os.environ.get("FUZZ_INPUTS", "2000"))
SEED = int(os.environ.get("FUZZ_SEED", time.time_ns() % 2**32))
REMOTE = new_identity(NOON)
ODD = [
    b"",
    b"\0",
    b"\xff" * 8,
    b'"',
    b"\\u0000",
    b"{",
    b"}",
    b"[" * 300,
    b"1e999",
    b"-1",
    b"null",
    b"\xf0\x9f\x92\xa9",
    b"NaN",
]


def noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.choice([0, 1, 4, 38, 39, 40, 200, 1136, 2199, 5000]))


def damaged(good: bytes, chance: random.Random) -> bytes:
    """A good thing with a few bytes changed, cut, doubled or put in."""
    work = bytearray(good)
    for _ in range(chance.choice([1, 1, 1, 2, 5, 20])):
        place = chance.randrange(len(work) + 1)
        verb = chance.randrange(4)
        if verb == 0 and work:
            work[place % len(work)] ^= 1 << chance.randrange(8)
        elif verb == 1:
            del work[place : place + chance.randrange(1, 40)]
        elif verb == 2:
            work[place:place] = chance.choice(ODD)
        else:
            work[place:place] = work[: chance.randrange(60)]
    return bytes(work)


def right_outside(inside: bytes, chance: random.Random) -> bytes:
    """A frame sealed as it should be, as anybody can who knows the public key, around whatever inside."""
    bucket = max(10, (len(inside) - 1).bit_length() if inside else 0)
    header = Header(bucket, own_node_id(), chance.randbytes(16)).packed
    return header + seal_to(identity().sealing_public, inside.ljust(1 << bucket, b"\0"), MESSAGE_CONTEXT + header)


def signed_right(raw: bytes, chance: random.Random) -> bytes:
    """The same by a true member that signs nonsense: its signature holds."""
    size = BEFORE_CONTENT + len(raw)
    header = Header(max(10, (size - 1).bit_length()), own_node_id(), chance.randbytes(16)).packed
    inside = LENGTH.pack(len(raw)) + REMOTE.sign(MESSAGE_CONTEXT, header + raw) + raw
    return header + seal_to(identity().sealing_public, inside.ljust(1 << header[6], b"\0"), MESSAGE_CONTEXT + header)


def an_input(chance: random.Random) -> tuple[bytes, bool]:
    """A frame, and whether the member signed just this (so that it may be believed if it is well formed)."""
    message = message_from(REMOTE, own_node_id(), body=chance.randbytes(chance.randrange(200)))
    raw = msgspec.json.encode(message)
    match chance.randrange(6):
        case 0:
            return noise(chance), False
        case 1:
            good = seal_message(message, own=REMOTE, sealing_key=identity().sealing_public)
            frame = damaged(good, chance)
            return frame, frame == good
        case 2:
            return right_outside(noise(chance), chance), False
        case 3:
            return right_outside(LENGTH.pack(len(raw)) + bytes(64) + damaged(raw, chance), chance), False
        case 4:
            return signed_right(damaged(raw, chance), chance), True
        case _:
            own = bytes.fromhex(own_node_id()[5:])
            return HEADER.pack(b"SAJH", 1, 1, chance.randrange(256), own, bytes(16)) + noise(chance), False


def test_the_decoder_never_crashes_and_believes_nothing_forged():
    chance = random.Random(SEED)
    for number in range(INPUTS // 2):
        (frame, signed), begun = an_input(chance), time.monotonic()
        try:
            opened = open_frame(frame, own=identity(), at=NOON)
            believed = opened.content.sender == REMOTE.node_id and is_from(REMOTE.signing_public, opened, frame)
        except Unreadable:
            believed = False
        assert time.monotonic() - begun < 2, (SEED, number)
        assert signed or not believed, (SEED, number)


@pytest.mark.django_db
def test_the_door_answers_every_input_alike(rf, monkeypatch):
    paired(REMOTE, by=GITA)
    monkeypatch.setattr("sajha.exchange.door.now", lambda: NOON)
    monkeypatch.setattr(PACE, "may_pass", lambda *_, **__: True)
    effects = []
    monkeypatch.setitem(intake.HANDLERS, "request.move", lambda sender, message, at: effects.append(message))
    chance = random.Random(SEED + 1)
    for number in range(INPUTS - INPUTS // 2):
        (body, _), begun = an_input(chance), time.monotonic()
        answer = door(rf.post("/exchange/v1/", body, content_type="application/octet-stream"))
        assert time.monotonic() - begun < 2, (SEED, number)
        assert (answer.status_code, len(answer.content)) == (200, REPLY_LENGTH), (SEED, number)
    assert len(effects) == Arrival.objects.filter(status="accepted").count()
