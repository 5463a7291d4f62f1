"""A description is believed only when its own keys say so, and only a signed step leads from an old key to a new one."""

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.basics.decision import Refused
from sajha.network import rules
from sajha.network.values import TRANSITIONS, Descriptor, PeerStatus
from sajha.vault.hybrid import seal_to
from sajha.vault.identity import GRACE, Identity, new_identity, rotated
from sajha.vault.seals import SealBroken
from sajha.vault.succession import leads_to, node_id_of
from tests.cast import NOON
from tests.exchange.peers import described

ONE, OTHER = new_identity(NOON), new_identity(NOON)


def _read(descriptor: Descriptor) -> Descriptor:
    return rules.read_descriptor(msgspec.json.encode(descriptor))


def test_a_description_reads_back_as_it_was_and_is_believed():
    descriptor = described(ONE)
    assert _read(descriptor) == descriptor
    assert rules.may_believe(_read(descriptor), at=NOON).allowed


@pytest.mark.parametrize(
    "change",
    [
        {"url": "https://elsewhere.example"},
        {"organisation": "Another"},
        {"places": ["IN-36"]},
        {"sealing_key": OTHER.sealing_public},
        {"first_key": OTHER.first},
        {"node_id": OTHER.node_id},
        {"first_key": OTHER.first, "node_id": OTHER.node_id},
        {"made_at": NOON - timedelta(days=1)},
        {"signature": b"\0" * 64},
        {"signature": b""},
    ],
    ids=lambda change: "+".join(change),
)
def test_no_word_of_it_can_be_changed(change):
    altered = msgspec.structs.replace(described(ONE), **change)
    assert rules.may_believe(altered, at=NOON).because == "descriptor.forged"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"null",
        b'{"a":' * 2000,
        msgspec.json.encode(described(ONE))[:-1],
        msgspec.json.encode(described(ONE))[:-1] + b',"more":1}',
        msgspec.json.encode({**msgspec.to_builtins(described(ONE)), "url": "file:///etc/passwd"}),
        msgspec.json.encode({**msgspec.to_builtins(described(ONE)), "url": "https://user:word@host/path"}),
        msgspec.json.encode({**msgspec.to_builtins(described(ONE)), "made_at": "2026-03-02T12:00:00"}),
        msgspec.json.encode(described(ONE)) + b" " * 40_000,
    ],
)
def test_what_is_no_description_is_refused(content):
    with pytest.raises(Refused) as refused:
        rules.read_descriptor(content)
    assert refused.value.decision.because == "descriptor.malformed"


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_and_never_crash(content):
    with pytest.raises(Refused):
        rules.read_descriptor(content)


def test_a_description_from_the_future_waits():
    later = described(ONE, made_at=NOON + timedelta(hours=2))
    assert rules.may_believe(later, at=NOON).because == "clock.skewed"


def _steps(identity: Identity, times: int) -> Identity:
    for _ in range(times):
        identity = rotated(identity, at=NOON)
    return identity


@given(st.integers(0, 4), st.integers(0, 4))
def test_whoever_pinned_any_earlier_key_reaches_the_newest(pinned_after, more):
    pinned = _steps(ONE, pinned_after)
    newest = _steps(pinned, more)
    assert newest.node_id == ONE.node_id == node_id_of(ONE.first)
    assert leads_to(pinned.signing_public, newest.steps, newest.signing_public, node_id=ONE.node_id)
    assert rules.may_believe(described(newest), at=NOON).allowed


def test_a_step_of_somebody_else_leads_nowhere():
    mine, foreign = _steps(ONE, 1), _steps(OTHER, 1)
    assert not leads_to(mine.signing_public, foreign.steps, foreign.signing_public, node_id=ONE.node_id)
    assert not leads_to(mine.signing_public, (), foreign.signing_public, node_id=ONE.node_id)
    assert not leads_to(_steps(ONE, 1).signing_public, mine.steps, mine.signing_public, node_id=ONE.node_id)


def test_a_newer_description_follows_and_an_older_or_weaker_one_does_not():
    held = {"pinned_key": ONE.signing_public, "made_at": NOON, "protocol": 1}
    newer = described(_steps(ONE, 1), made_at=NOON + timedelta(minutes=1))
    assert rules.may_follow(newer, **held).allowed
    assert rules.may_follow(described(_steps(ONE, 1)), **held).because == "descriptor.older"
    assert rules.may_follow(newer, **{**held, "protocol": 2}).because == "protocol.older"
    foreign = described(OTHER, made_at=NOON + timedelta(minutes=1))
    assert rules.may_follow(foreign, **held).because == "descriptor.other_key"


def test_the_previous_sealing_key_opens_for_its_time_of_grace_only():
    sealed = seal_to(ONE.sealing_public, b"under way", b"context")
    newer = _steps(ONE, 2)
    assert newer.open(sealed, b"context", at=NOON) == b"under way"
    with pytest.raises(SealBroken):
        newer.open(sealed, b"context", at=NOON + GRACE)
    with pytest.raises(SealBroken):
        newer.open(sealed, b"other context", at=NOON)


def test_fingerprints_are_equal_on_both_sides_and_read_in_groups():
    one = rules.fingerprint(ONE.node_id, ONE.signing_public)
    other = rules.fingerprint(OTHER.node_id, OTHER.signing_public)
    assert one != other
    assert [len(group) for group in one.split(" ")] == [5] * 8
    assert rules.compare_code(one, other) == rules.compare_code(other, one) != one
    assert rules.same_fingerprint(one.replace(" ", "-") + "\n", one)
    assert not rules.same_fingerprint(other, one)
    assert not rules.same_fingerprint("", one)


@pytest.mark.parametrize("present", PeerStatus)
@pytest.mark.parametrize("wanted", PeerStatus)
def test_revoked_is_final_and_nothing_opens_unconfirmed(present, wanted):
    decision = rules.may_become(present, wanted)
    assert decision.allowed == (wanted in TRANSITIONS[present])
    if present == PeerStatus.REVOKED or wanted == PeerStatus.PENDING:
        assert not decision.allowed
