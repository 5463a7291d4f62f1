"""What is sealed comes out as it went in, for its recipient only, and not at all if a bit of it was changed."""

import os
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sajha.exchange.envelope import (
    MESSAGE_CONTEXT,
    TooLarge,
    Unreadable,
    digest,
    is_from,
    open_frame,
    open_receipt,
    read_header,
    seal_message,
    seal_receipt,
    silent_reply,
)
from sajha.exchange.values import (
    BEFORE_CONTENT,
    HEADER,
    LENGTH,
    OVERHEAD,
    REPLY_LENGTH,
    STEPS_SENT,
    Header,
    Message,
    Receipt,
    Status,
)
from sajha.vault.hybrid import seal_to
from sajha.vault.identity import new_identity, rotated
from tests.cast import NOON
from tests.exchange.peers import message_from

SENDER, RECIPIENT, OTHER = (new_identity(NOON) for _ in range(3))
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
times = st.datetimes(timezones=st.just(NOON.tzinfo))
threads = st.one_of(st.just(""), st.from_regex(r"\A[a-z]{2,12}_[0-9a-z]{1,35}\Z"))


@st.composite
def messages(draw):
    return message_from(
        SENDER,
        RECIPIENT.node_id,
        thread=draw(threads),
        sequence=draw(st.integers(1, 2**53)),
        follows=draw(st.integers(0, 2**53)),
        kind=draw(st.from_regex(r"\A[a-z]{1,16}\.[a-z_]{1,22}\Z")),
        sent_at=draw(times),
        expires_at=draw(st.none() | times),
        sealed_at=draw(times),
        body=draw(st.binary(max_size=3000)),
    )


def _sealed(message: Message) -> bytes:
    return seal_message(message, own=SENDER, sealing_key=RECIPIENT.sealing_public)


def _open(frame: bytes):
    return open_frame(frame, own=RECIPIENT, at=NOON)


@FEW
@given(messages())
def test_what_goes_in_comes_out(message):
    frame = _sealed(message)
    opened = _open(frame)
    assert opened.content == message
    assert is_from(SENDER.signing_public, opened, frame)
    assert digest(opened.content) == digest(message)


@given(st.integers(0, 40_000))
@settings(max_examples=25, deadline=None)
def test_the_outside_tells_only_a_power_of_two(length):
    frame = _sealed(message_from(SENDER, RECIPIENT.node_id, body=os.urandom(length)))
    padded = len(frame) - HEADER.size - OVERHEAD
    assert padded & (padded - 1) == 0
    assert 1024 <= padded <= 16 * 1024 * 1024
    assert padded == 1024 or padded < 2 * (BEFORE_CONTENT + 4 * length // 3 + 900)


FRAME = _sealed(message_from(SENDER, RECIPIENT.node_id, body=b"words"))


@given(st.integers(0, len(FRAME) * 8 - 1))
@settings(max_examples=400, deadline=None)
def test_any_flipped_bit_is_refused(bit):
    changed = bytearray(FRAME)
    changed[bit // 8] ^= 1 << (bit % 8)
    with pytest.raises(Unreadable):
        _open(bytes(changed))


@given(st.integers(0, len(FRAME) - 1))
@settings(max_examples=100, deadline=None)
def test_a_cut_or_lengthened_frame_is_refused(length):
    for changed in (FRAME[:length], FRAME + FRAME[:length] + b"\0"):
        with pytest.raises(Unreadable) as unreadable:
            _open(changed)
        assert unreadable.value.because == "frame.malformed"


def test_no_two_frames_of_a_message_are_alike():
    message = message_from(SENDER, RECIPIENT.node_id)
    one, two = _sealed(message), _sealed(message)
    assert one[23:] != two[23:]
    assert read_header(one, length=len(one)).envelope != read_header(two, length=len(two)).envelope


def test_a_frame_opens_for_its_recipient_only():
    with pytest.raises(Unreadable) as unreadable:
        open_frame(FRAME, own=OTHER, at=NOON)
    assert unreadable.value.because == "frame.other_recipient"
    addressed = HEADER.pack(b"SAJH", 1, 1, 10, bytes.fromhex(OTHER.node_id[5:]), FRAME[23:39]) + FRAME[39:]
    with pytest.raises(Unreadable) as unreadable:
        open_frame(addressed, own=OTHER, at=NOON)
    assert unreadable.value.because in ("frame.unreadable", "frame.malformed")


@pytest.mark.parametrize(
    ("place", "value", "because"),
    [
        (0, 0x58, "frame.malformed"),
        (4, 0, "frame.version"),
        (4, 2, "frame.version"),
        (5, 0, "frame.suite"),
        (5, 2, "frame.suite"),
        (6, 9, "frame.malformed"),
        (6, 25, "frame.malformed"),
        (6, 255, "frame.malformed"),
    ],
)
def test_another_version_or_suite_is_not_tried(place, value, because):
    changed = bytearray(FRAME)
    changed[place] = value
    with pytest.raises(Unreadable) as unreadable:
        _open(bytes(changed))
    assert unreadable.value.because == because


def _wrapped(raw: bytes, *, signature: bytes = b"\0" * 64, length: int | None = None, rest: bytes = b"") -> bytes:
    """A frame that any outsider could make who knows the public key: sealed right, with whatever inside."""
    padded = (LENGTH.pack(len(raw) if length is None else length) + signature + raw + rest).ljust(2048, b"\0")
    header = Header(11, RECIPIENT.node_id, os.urandom(16)).packed
    return header + seal_to(RECIPIENT.sealing_public, padded, MESSAGE_CONTEXT + header)


def _raw(**change) -> bytes:
    return msgspec.json.encode({**msgspec.to_builtins(message_from(SENDER, RECIPIENT.node_id)), **change})


@pytest.mark.parametrize(
    "frame",
    [
        _wrapped(b""),
        _wrapped(b"{}"),
        _wrapped(b"[" * 1500),
        _wrapped(_raw(), length=2**32 - 1),
        _wrapped(_raw(), length=10),
        _wrapped(_raw(), rest=b"hidden"),
        _wrapped(_raw(more=1)),
        _wrapped(_raw(protocol="1")),
        _wrapped(_raw(protocol=0)),
        _wrapped(_raw(sequence=0)),
        _wrapped(_raw(sequence=-1)),
        _wrapped(_raw(sequence=1.5)),
        _wrapped(_raw(sequence=2**60)),
        _wrapped(_raw(kind="../../x")),
        _wrapped(_raw(kind="a" * 41)),
        _wrapped(_raw(thread="thread_1\n")),
        _wrapped(_raw(message_id="msg_1")),
        _wrapped(_raw(sent_at="2026-03-02T12:00:00")),
        _wrapped(_raw(sent_at="yesterday")),
        _wrapped(_raw(sender="node_zz")),
        _wrapped(_raw(key="AAAA")),
        _wrapped(_raw(body="!!!!")),
        _wrapped(_raw(steps=[{}])),
    ],
)
def test_a_message_is_read_strictly(frame):
    with pytest.raises(Unreadable) as unreadable:
        _open(frame)
    assert unreadable.value.because == "message.malformed"


def test_a_message_that_somebody_else_signed_is_not_from_its_sender():
    forged = _wrapped(_raw(), signature=OTHER.sign(MESSAGE_CONTEXT, b"anything"))
    assert not is_from(SENDER.signing_public, _open(forged), forged)
    claimed = message_from(SENDER, RECIPIENT.node_id, key=OTHER.signing_public)
    frame = seal_message(claimed, own=OTHER, sealing_key=RECIPIENT.sealing_public)
    assert not is_from(SENDER.signing_public, _open(frame), frame)


def test_a_recipient_cannot_pass_a_signed_message_on_in_another_frame():
    opened = _open(FRAME)
    again = _wrapped(opened.raw, signature=opened.signature)
    assert not is_from(SENDER.signing_public, _open(again), again)


def test_a_key_that_follows_the_pinned_one_is_believed_and_the_older_one_no_more():
    newer = rotated(rotated(SENDER, at=NOON), at=NOON)
    frame = seal_message(message_from(newer, RECIPIENT.node_id), own=newer, sealing_key=RECIPIENT.sealing_public)
    assert is_from(SENDER.signing_public, _open(frame), frame)
    assert is_from(newer.signing_public, _open(frame), frame)
    assert not is_from(newer.signing_public, _open(FRAME), FRAME)
    assert not is_from(OTHER.signing_public, _open(frame), frame)


def test_the_digest_is_of_what_was_said_not_of_the_attempt():
    message = message_from(SENDER, RECIPIENT.node_id)
    later = msgspec.structs.replace(message, sealed_at=NOON + timedelta(days=1), follows=7)
    assert digest(later) == digest(message)
    for change in (
        {"body": b"other"},
        {"sequence": 2},
        {"kind": "request.other"},
        {"thread": "thr_1"},
        {"expires_at": NOON},
    ):
        assert digest(msgspec.structs.replace(message, **change)) != digest(message)


def test_what_fits_no_bucket_is_not_sealed():
    with pytest.raises(TooLarge):
        _sealed(message_from(SENDER, RECIPIENT.node_id, body=b"x" * 13_000_000))


def _receipt(**more) -> Receipt:
    return Receipt(
        **{
            "protocol": 1, "message_id": "msg_" + "0" * 32, "digest": b"d" * 32, "sender": RECIPIENT.node_id,
            "recipient": SENDER.node_id, "status": Status.ACCEPTED, "because": "", "at": NOON, "awaiting": 2,
            "key": RECIPIENT.signing_public, "steps": [], **more,
        }
    )  # fmt: skip


def _replied(receipt: Receipt, own=RECIPIENT, frame=FRAME) -> bytes:
    return seal_receipt(receipt, own=own, sealing_key=SENDER.sealing_public, frame=frame)


def _open_reply(reply: bytes, frame=FRAME):
    return open_receipt(reply, own=SENDER, pinned=RECIPIENT.signing_public, frame=frame, at=NOON)


@given(st.sampled_from(Status), st.from_regex(r"\A[a-z_.]{0,64}\Z"), times, st.integers(0, 2**53))
@FEW
def test_a_receipt_comes_out_as_it_went_in(status, because, at, awaiting):
    receipt = _receipt(status=status, because=because, at=at, awaiting=awaiting)
    reply = _replied(receipt)
    assert len(reply) == REPLY_LENGTH
    assert _open_reply(reply).content == receipt


def test_silence_is_as_long_as_a_receipt_and_never_the_same():
    assert len(silent_reply()) == REPLY_LENGTH
    assert silent_reply() != silent_reply()
    with pytest.raises(Unreadable):
        _open_reply(silent_reply())


def test_a_receipt_with_the_most_steps_still_fits():
    own = RECIPIENT
    for _ in range(STEPS_SENT):
        own = rotated(own, at=NOON)
    receipt = _receipt(key=own.signing_public, steps=list(own.steps), because="x" * 64, status=Status.REFUSED)
    assert _open_reply(_replied(receipt, own=own)).content == receipt


def test_a_receipt_of_somebody_else_or_for_another_frame_is_no_receipt():
    other_frame = _sealed(message_from(SENDER, RECIPIENT.node_id))
    for reply, frame in (
        (_replied(_receipt(), own=OTHER), FRAME),
        (_replied(_receipt(key=OTHER.signing_public), own=OTHER), FRAME),
        (_replied(_receipt(sender=OTHER.node_id)), FRAME),
        (_replied(_receipt(recipient=OTHER.node_id)), FRAME),
        (_replied(_receipt()), other_frame),
        (_replied(_receipt())[:-1], FRAME),
        (b"", FRAME),
    ):
        with pytest.raises(Unreadable):
            _open_reply(reply, frame)
