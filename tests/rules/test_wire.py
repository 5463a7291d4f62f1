"""Bodies of messages: what goes in comes out, and nothing else is taken."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sajha.basics.decision import Refused
from sajha.disclosure.values import Handling, Marks, Package, PackageField, Sensitivity
from sajha.disclosure.wire import (
    BODIES,
    Cleared,
    Moved,
    Opening,
    Overdue,
    Reminder,
    Seen,
    WireAttachment,
    WireMove,
    attached_of,
    decode,
    encode,
    move_of,
    wire_attachment,
    wire_move,
)
from sajha.liaison.values import Kind, MoveKind, Rung, Side, State, Urgency
from tests.cast import NOON

THREAD, MOVE, NODE = "thread_" + "1" * 32, "move_" + "2" * 32, "node_" + "3" * 32
words = st.text(st.characters(codec="utf-8"), max_size=200)
moves = st.builds(
    WireMove,
    id=st.just(MOVE),
    sequence=st.integers(1, 2**40),
    lamport=st.integers(1, 2**40),
    kind=st.sampled_from(MoveKind),
    at=st.just(NOON),
    person=st.just("ఆశ"),
    role=st.sampled_from(["", "investigator"]),
    code=st.sampled_from(["", "no_capacity"]),
    more=st.sampled_from(["", "told"]),
    words=words,
)
attachments = st.builds(
    WireAttachment,
    id=st.just("attachment_" + "4" * 32),
    name=st.just("order.pdf"),
    media_type=st.just("application/pdf"),
    size=st.integers(0, 2**40),
    sha256=st.just("a" * 64),
    content=st.binary(max_size=60),
)
packages = st.builds(
    Package,
    id=st.just("package_" + "5" * 32),
    made_at=st.just(NOON),
    marks=st.builds(
        Marks,
        tlp=st.sampled_from(["AMBER", "AMBER+STRICT"]),
        handling=st.lists(st.sampled_from(Handling), max_size=3).map(tuple),
        conditions=words,
        expires_at=st.sampled_from([None, NOON]),
    ),
    ground=st.just(""),
    fields=st.lists(
        st.builds(
            PackageField,
            subject=st.sampled_from(["", "p1", "p20"]),
            name=st.just("party.gender"),
            sensitivity=st.sampled_from(Sensitivity),
            value=words,
        ),
        max_size=3,
    ).map(tuple),
)
bodies = st.one_of(
    st.builds(
        Opening,
        thread=st.just(THREAD),
        kind=st.sampled_from(Kind),
        urgency=st.sampled_from(Urgency),
        place=st.sampled_from(["IN-36-501", "NP"]),
        move=moves,
        package=packages,
    ),
    st.builds(Moved, thread=st.just(THREAD), move=moves, attached=st.none() | attachments),
    st.builds(
        Overdue,
        thread=st.just(THREAD),
        recipient_name=st.just("CWC Guntur"),
        kind=st.sampled_from(Kind),
        urgency=st.sampled_from(Urgency),
        state=st.sampled_from(State),
        turn=st.sampled_from(Side),
        rung=st.sampled_from(Rung),
        due=st.just(NOON),
    ),
    st.just(Cleared(THREAD)),
    st.just(Seen(THREAD)),
    st.just(Reminder(THREAD, "Elango")),
)


@given(bodies)
def test_what_goes_in_comes_out(body):
    assert decode(encode(body), type(body)) == body
    assert type(body) in BODIES.values()


@given(moves, st.sampled_from(Side))
def test_a_move_keeps_all_but_what_the_signature_says(wire, side):
    move = move_of(wire, author=NODE, side=side)
    assert wire_move(move, wire.words) == wire and (move.author, move.side) == (NODE, side)


@given(attachments)
def test_an_attachment_keeps_all(attached):
    assert wire_attachment(attached_of(attached)) == attached


@settings(max_examples=400)
@given(bodies, st.data())
def test_a_damaged_body_is_refused_or_still_strict(body, data):
    content = bytearray(encode(body))
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, len(content) - 1))
        content[where : where + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not content:
            break
    try:
        again = decode(bytes(content), type(body))
    except Refused as refused:
        assert refused.decision.because == "message.malformed"
    else:
        assert decode(encode(again), type(body)) == again


@given(bodies, st.sampled_from(["x", "author", "side", "signature"]))
def test_an_unknown_field_is_refused(body, name):
    content = json.dumps({**json.loads(encode(body)), name: 1}).encode()
    with pytest.raises(Refused):
        decode(content, type(body))


@pytest.mark.parametrize(
    "damage",
    [
        {"person": "a\x00b"},
        {"person": "x" * 121},
        {"sequence": 0},
        {"sequence": "1"},
        {"sequence": True},
        {"lamport": 2**41},
        {"kind": "dance"},
        {"at": "2026-03-02T12:00:00"},
        {"role": "Head of <b>"},
        {"id": "move_1"},
        {"words": "x" * 8001},
        {"code": "No Capacity"},
    ],
)
def test_a_move_that_is_none(damage):
    body = {
        "thread": THREAD,
        "move": {
            "id": MOVE,
            "sequence": 1,
            "lamport": 1,
            "kind": "note",
            "at": "2026-03-02T12:00:00Z",
            "person": "A",
            "role": "",
        },
    }
    decode(json.dumps(body).encode(), Moved)
    body["move"].update(damage)
    with pytest.raises(Refused, match=r"message\.malformed"):
        decode(json.dumps(body).encode(), Moved)


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"thread":' * 5000, b"\xff\xfe", b"", b"null", b"9" * 100_000])
def test_deep_and_odd_bodies_are_refused_quickly(content):
    for body in BODIES.values():
        with pytest.raises(Refused):
            decode(content, body)
