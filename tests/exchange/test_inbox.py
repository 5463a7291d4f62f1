"""Whatever comes in at the door: it happens once, or it is refused for a named reason that no outsider learns."""

from datetime import timedelta

import msgspec
import pytest
from django.db import DatabaseError

from sajha.audit.models import AuditEntry
from sajha.audit.queries import verify_chains
from sajha.basics.decision import Refused, no
from sajha.disclosure import intake
from sajha.exchange.envelope import Unreadable, open_receipt, seal_message
from sajha.exchange.inbox import receive
from sajha.exchange.models import Arrival, Line, Refusal
from sajha.exchange.values import HEADER, REPLY_LENGTH, Resend, Revocation, Status
from sajha.network import actions as network
from sajha.network.models import Peer
from sajha.network.queries import known, own_node_id
from sajha.network.values import COORDINATOR, PeerStatus
from sajha.vault.identity import identity, new_identity, rotated
from tests.cast import GITA, NOON
from tests.exchange.peers import described, message_from, paired

pytestmark = pytest.mark.django_db
REMOTE, STRANGER, THIRD = (new_identity(NOON) for _ in range(3))


def named(sender):
    return getattr(sender, "id", sender)


@pytest.fixture
def effects(monkeypatch):
    """What the gate was given, in order; an effect may also write, and may refuse by its body."""
    seen = []

    def apply(sender, message, at):
        seen.append((named(sender), message.sequence, message.body))
        if message.body.startswith(b"refuse"):
            raise Refused(no("request.not_yours"))
        if message.body.startswith(b"break"):
            raise ZeroDivisionError

    for kind in ("request.move", "recall.answered"):
        monkeypatch.setitem(intake.HANDLERS, kind, apply)
    return seen


@pytest.fixture
def member():
    return paired(REMOTE, by=GITA)


def sealed(own=REMOTE, **more):
    return seal_message(message_from(own, own_node_id(), **more), own=own, sealing_key=identity().sealing_public)


def receipt(frame, own=REMOTE, at=NOON):
    """What the sender reads in the reply: (status, because, awaiting)."""
    reply = receive(frame, at=at)
    assert len(reply.content) == REPLY_LENGTH
    opened = open_receipt(reply.content, own=own, pinned=identity().signing_public, frame=frame, at=NOON).content
    return opened.status, opened.because, opened.awaiting


def silent(frame, own=REMOTE, at=NOON):
    """The reply told the sender nothing; gives the reason in this node's own record."""
    before = dict(Refusal.objects.values_list("because", "count"))
    reply = receive(frame, at=at)
    assert len(reply.content) == REPLY_LENGTH
    assert not reply.to_member
    with pytest.raises(Unreadable):
        open_receipt(reply.content, own=own, pinned=identity().signing_public, frame=frame, at=NOON)
    assert not Arrival.objects.exists()
    after = dict(Refusal.objects.values_list("because", "count"))
    (because,) = [word for word in after if after[word] != before.get(word, 0)]
    assert Refusal.objects.get(because=because).sender == ""
    return because


def test_a_message_happens_once_however_often_it_comes(member, effects):
    message = message_from(REMOTE, own_node_id())
    frames = [seal_message(message, own=REMOTE, sealing_key=identity().sealing_public) for _ in range(3)]
    assert receipt(frames[0]) == (Status.ACCEPTED, "", 2)
    assert receipt(frames[0]) == (Status.DUPLICATE, "", 2)
    assert [receipt(frame)[0] for frame in frames[1:]] == [Status.DUPLICATE] * 2
    assert effects == [(REMOTE.node_id, 1, b"{}")]
    assert AuditEntry.objects.filter(area="exchange", action="message.arrived").count() == 1
    assert all(report.whole for report in verify_chains())


def test_an_id_that_comes_again_with_another_content_is_refused(member, effects):
    first = message_from(REMOTE, own_node_id())
    assert receipt(sealed(message_id=first.message_id))[0] == Status.ACCEPTED
    assert receipt(sealed(message_id=first.message_id, body=b"other"))[:2] == (Status.REFUSED, "message.altered")
    assert len(effects) == 1
    assert Refusal.objects.get(because="message.altered").sender == REMOTE.node_id


def test_messages_of_a_thread_are_taken_in_order(member, effects):
    thread = "thread_1"
    assert receipt(sealed(thread=thread, sequence=2, follows=1)) == (Status.REFUSED, "sequence.gap", 1)
    assert receipt(sealed(thread=thread, sequence=1))[0] == Status.ACCEPTED
    assert receipt(sealed(thread=thread, sequence=2, follows=1)) == (Status.ACCEPTED, "", 3)
    assert receipt(sealed(thread=thread, sequence=2, follows=1)) == (Status.REFUSED, "sequence.used", 3)
    assert receipt(sealed(thread="thread_2", sequence=1))[0] == Status.ACCEPTED
    assert [sequence for _, sequence, _ in effects] == [1, 2, 1]


def test_what_expired_at_the_sender_leaves_no_gap(member, effects):
    assert receipt(sealed(sequence=1))[0] == Status.ACCEPTED
    assert receipt(sealed(sequence=4, follows=1)) == (Status.ACCEPTED, "", 5)


def test_a_refused_effect_is_undone_and_answered_the_same_each_time(member, monkeypatch):
    def apply(sender, message, at):
        Peer.objects.filter(node_id=named(sender)).update(organisation="half done")
        raise Refused(no("request.not_yours"))

    for kind in ("request.move", "recall.answered"):
        monkeypatch.setitem(intake.HANDLERS, kind, apply)
    frame = sealed()
    assert receipt(frame) == (Status.REFUSED, "request.not_yours", 2)
    assert receipt(frame) == (Status.REFUSED, "request.not_yours", 2)
    assert known(REMOTE.node_id).organisation == "AHTU Chennai"
    assert receipt(sealed(kind="request.dance", sequence=2, follows=1))[1] == "message.kind_unknown"


@pytest.mark.parametrize("error", [ZeroDivisionError, DatabaseError])
def test_a_fault_of_this_node_puts_the_message_off_and_changes_nothing(member, monkeypatch, error):
    def apply(sender, message, at):
        Peer.objects.filter(node_id=named(sender)).update(organisation="half done")
        raise error

    for kind in ("request.move", "recall.answered"):
        monkeypatch.setitem(intake.HANDLERS, kind, apply)
    frame = sealed()
    assert receipt(frame)[:2] == (Status.REFUSED, "node.busy")
    assert known(REMOTE.node_id).organisation == "AHTU Chennai"
    monkeypatch.setitem(intake.HANDLERS, "request.move", lambda *_: None)
    assert receipt(frame)[0] == Status.ACCEPTED


def test_nothing_happens_when_it_cannot_be_recorded(member, effects, monkeypatch):
    def broken(**_):
        raise OSError

    monkeypatch.setattr("sajha.exchange.inbox.record", broken)
    reply = receive(sealed(), at=NOON)
    assert len(reply.content) == REPLY_LENGTH
    assert not Arrival.objects.exists()
    monkeypatch.undo()


# each reason named for a refusal, and who learns of it


def test_a_stranger_learns_nothing(member):
    assert silent(sealed(own=STRANGER), own=STRANGER) == "sender.unknown"


def test_a_node_whose_fingerprint_nobody_confirmed_learns_nothing():
    network.add_peer(descriptor=described(STRANGER), by=GITA, at=NOON)
    assert silent(sealed(own=STRANGER), own=STRANGER) == "sender.pending"


def test_a_revoked_node_is_refused_in_silence(member):
    network.revoke_peer(node_id=REMOTE.node_id, reason="taken over", by=GITA, at=NOON)
    assert silent(sealed()) == "sender.revoked"


@pytest.mark.parametrize("end", [network.revoke_peer, network.suspend_peer])
def test_a_removed_member_is_still_heard_about_what_is_called_back(member, effects, end):
    end(node_id=REMOTE.node_id, reason="left us", by=GITA, at=NOON)
    assert receipt(sealed(kind="recall.answered"))[0] == Status.ACCEPTED
    assert len(effects) == 1


def test_a_revoked_node_is_refused_through_a_third_node_too(member, effects):
    paired(THIRD, by=GITA)
    network.revoke_peer(node_id=REMOTE.node_id, reason="taken over", by=GITA, at=NOON)
    message = message_from(REMOTE, own_node_id())
    passed_on = seal_message(message, own=THIRD, sealing_key=identity().sealing_public)
    assert silent(passed_on) == "sender.revoked"
    assert effects == []


def test_a_suspended_member_is_told_to_wait(member, effects):
    network.suspend_peer(node_id=REMOTE.node_id, reason="seized", by=GITA, at=NOON)
    frame = sealed()
    assert receipt(frame)[:2] == (Status.REFUSED, "sender.suspended")
    network.resume_peer(node_id=REMOTE.node_id, reason="checked", by=GITA, at=NOON)
    assert receipt(frame)[0] == Status.ACCEPTED


def test_a_member_cannot_sign_for_another(member):
    paired(THIRD, by=GITA)
    claimed = message_from(REMOTE, own_node_id(), key=THIRD.signing_public)
    assert silent(seal_message(claimed, own=THIRD, sealing_key=identity().sealing_public)) == "message.forged"


def test_a_flipped_bit_is_refused(member):
    frame = bytearray(sealed())
    frame[HEADER.size + 700] ^= 1
    assert silent(bytes(frame)) == "frame.unreadable"


@pytest.mark.parametrize(("place", "because"), [(4, "frame.version"), (5, "frame.suite")])
def test_a_downgrade_is_refused(member, place, because):
    frame = bytearray(sealed())
    frame[place] = 0
    assert silent(bytes(frame)) == because


def test_a_member_that_spoke_a_newer_protocol_does_not_go_back(member):
    Peer.objects.update(protocol=2)
    assert receipt(sealed())[:2] == (Status.REFUSED, "protocol.older")


def test_a_protocol_from_the_future_is_refused(member):
    assert receipt(sealed(protocol=2))[:2] == (Status.REFUSED, "protocol.newer")


def test_a_message_for_another_node_is_refused(member):
    message = message_from(REMOTE, THIRD.node_id)
    frame = seal_message(message, own=REMOTE, sealing_key=identity().sealing_public)
    assert silent(frame) == "frame.other_recipient"


def test_an_expired_message_is_refused(member, effects):
    assert receipt(sealed(expires_at=NOON))[:2] == (Status.REFUSED, "message.expired")
    assert receipt(sealed(expires_at=NOON + timedelta(seconds=1)))[0] == Status.ACCEPTED


@pytest.mark.parametrize("hours", [-2, 2])
def test_clocks_far_apart_put_a_message_off(member, effects, hours):
    frame = sealed()
    assert receipt(frame, at=NOON + timedelta(hours=hours))[:2] == (Status.REFUSED, "clock.skewed")
    assert receipt(frame)[0] == Status.ACCEPTED


@pytest.mark.parametrize("frame", [b"", b"\0" * 5, b"GET / HTTP/1.1", b"SAJH" + b"\0" * 3000])
def test_what_is_no_frame_is_refused(member, frame):
    assert silent(frame) in ("frame.malformed", "frame.version")


def test_refusals_are_counted_by_day_and_recorded_once(member):
    for _ in range(5):
        receive(b"noise", at=NOON)
    receive(b"noise", at=NOON + timedelta(days=1))
    assert list(Refusal.objects.order_by("day").values_list("count", flat=True)) == [5, 1]
    assert AuditEntry.objects.filter(action="message.refused").count() == 2


# what members say about membership


def test_a_member_that_changed_keys_is_followed(member, effects):
    newer = rotated(REMOTE, at=NOON)
    assert receipt(sealed(own=newer), own=newer)[0] == Status.ACCEPTED
    assert known(REMOTE.node_id).signing_key == newer.signing_public
    assert receipt_is_silent_for_the_old_key()


def receipt_is_silent_for_the_old_key():
    reply = receive(sealed(sequence=2, follows=1), at=NOON)
    return not reply.to_member and Refusal.objects.filter(because="message.forged").exists()


def test_a_members_new_description_is_taken_over(member):
    newer = rotated(REMOTE, at=NOON)
    description = described(newer, made_at=NOON + timedelta(minutes=1), url="https://moved.example")
    frame = sealed(own=newer, kind="network.descriptor", body=msgspec.json.encode(description))
    assert receipt(frame, own=newer)[0] == Status.ACCEPTED
    assert (known(REMOTE.node_id).url, known(REMOTE.node_id).sealing_key) == (
        "https://moved.example",
        newer.sealing_public,
    )


def test_a_member_describes_nobody_but_itself(member):
    paired(THIRD, by=GITA)
    description = described(THIRD, made_at=NOON + timedelta(minutes=1), url="https://mine.example")
    frame = sealed(kind="network.descriptor", body=msgspec.json.encode(description))
    assert receipt(frame)[1] == "message.malformed"
    assert receipt(sealed(kind="network.descriptor", body=b"{}", sequence=2))[1] == "descriptor.malformed"


def test_a_coordinators_notice_suspends_and_a_members_does_not(member):
    paired(THIRD, by=GITA, kind=COORDINATOR)
    paired(STRANGER, by=GITA)
    body = msgspec.json.encode(Revocation(node_id=REMOTE.node_id, because="peer.by_hand"))
    assert receipt(sealed(own=STRANGER, kind="network.revoked", body=body), own=STRANGER)[0] == Status.ACCEPTED
    assert known(REMOTE.node_id).status == PeerStatus.ACTIVE
    assert receipt(sealed(own=THIRD, kind="network.revoked", body=body), own=THIRD)[0] == Status.ACCEPTED
    assert known(REMOTE.node_id).status == PeerStatus.SUSPENDED


@pytest.mark.parametrize("kind", ["network.revoked", "network.resend", "network.descriptor", "network.dance"])
def test_a_body_of_another_kind_is_refused(member, kind):
    assert receipt(sealed(kind=kind, body=b'{"x":1}'))[1] in (
        "message.malformed",
        "descriptor.malformed",
        "message.kind_unknown",
    )


def test_a_member_may_ask_for_what_was_sent_to_it(member):
    body = msgspec.json.encode(Resend(since=NOON - timedelta(days=2)))
    assert receipt(sealed(kind="network.resend", body=body))[0] == Status.ACCEPTED


def test_a_member_that_speaks_can_be_reached_again(member, effects):
    Line.objects.create(recipient=REMOTE.node_id, busy=True, failures=9, next_try_at=NOON + timedelta(hours=1))
    receive(sealed(), at=NOON)
    assert (Line.objects.get().failures, Line.objects.get().next_try_at) == (0, NOON)
