"""A departure is either still in the outbox or receipted, in order, and given up only for a named reason."""

from datetime import timedelta

import msgspec
import pytest
from django.db import OperationalError

from sajha.audit.queries import verify_chains
from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.disclosure.actions import depart
from sajha.disclosure.models import Departure, Lane
from sajha.exchange import outbox, tasks
from sajha.exchange.actions import ask_again, greet, revoke, rotate_keys
from sajha.exchange.membership import hear
from sajha.exchange.models import Delivery, Line, Strand
from sajha.exchange.queries import forgotten, ways
from sajha.exchange.tasks import deliver_due
from sajha.exchange.values import Heard, Held, Resend, Status
from sajha.network import actions as network
from sajha.network.queries import known, own_node_id
from sajha.vault.actions import destroy_key
from sajha.vault.identity import new_identity, rotated
from tests.cast import ASHA, GITA, NOON
from tests.exchange.peers import RemoteNode, message_from, paired

pytestmark = pytest.mark.django_db
SOON, LATER = NOON + timedelta(seconds=5), NOON + timedelta(hours=2)


@pytest.fixture
def remote(monkeypatch):
    node = RemoteNode()
    paired(node.identity, by=GITA)
    monkeypatch.setattr(outbox, "post", node.post)
    return node


def leave(remote, body=b"1", thread="thread_1", **more):
    recipient = remote if isinstance(remote, str) else remote.identity.node_id
    return depart(recipient=recipient, thread=thread, kind="request.move", body=body, by=ASHA, at=NOON, **more)


def ended():
    return list(Departure.objects.order_by("sequence").values_list("status", "because"))


def test_what_departs_arrives_in_order_and_is_receipted(remote):
    for number in range(5):
        leave(remote, b"%d" % number)
    assert deliver_due(NOON) == 5
    assert remote.bodies == [b"0", b"1", b"2", b"3", b"4"]
    assert [message.follows for message in remote.taken] == [0, 1, 2, 3, 4]
    assert ended() == [("accepted", "")] * 5
    assert all(bytes(row.receipt) for row in Delivery.objects.all())
    assert deliver_due(LATER) == 0
    assert not Line.objects.get().busy
    assert all(report.whole for report in verify_chains())


def test_an_unreachable_member_is_tried_again_after_growing_pauses(remote):
    remote.mood = "unreachable"
    leave(remote)
    waits, at = [], NOON
    for _ in range(20):
        deliver_due(at)
        next_try = Line.objects.get().next_try_at
        waits.append((next_try - at).total_seconds())
        assert deliver_due(next_try - timedelta(milliseconds=1)) == 0
        at = next_try
    assert remote.attempts == 20
    assert all(0.25 * 2**place <= wait <= 0.5 * 2**place for place, wait in enumerate(waits[:12]))
    assert max(waits) <= 3600
    assert Line.objects.get().because == "address.no_answer"
    remote.mood = "takes"
    assert deliver_due(at) == 1
    assert Line.objects.get().failures == 0


def test_one_silent_member_does_not_hold_up_another(remote, monkeypatch):
    other = RemoteNode()
    paired(other.identity, by=GITA, url="http://127.0.0.1:10")
    monkeypatch.setattr(outbox, "post", lambda url, frame: (other if url.endswith(":10") else remote).post(url, frame))
    remote.mood = "unreachable"
    for _ in range(3):
        leave(remote)
        leave(other)
    assert deliver_due(NOON) == 3
    assert (len(other.taken), remote.attempts) == (3, 1)


def test_a_lost_receipt_sends_again_and_doubles_nothing(remote):
    remote.moods = ["loses the receipt"]
    leave(remote, b"1")
    leave(remote, b"2")
    deliver_due(NOON)
    assert ended() == [("", "")] * 2
    assert deliver_due(SOON) == 2
    assert remote.bodies == [b"1", b"2"]
    assert remote.attempts == 3


@pytest.mark.parametrize("mood", ["is a stranger", "talks nonsense"])
def test_who_does_not_know_us_yet_gets_it_once_it_does(remote, mood):
    remote.mood = mood
    leave(remote)
    assert deliver_due(NOON) == 0
    assert Line.objects.get().because in ("reply.unreadable", "reply.not_a_node")
    remote.mood = "takes"
    assert deliver_due(SOON) == 1


def test_a_receipt_for_something_else_is_no_receipt(remote, monkeypatch):
    leave(remote)

    def altered(url, frame):
        message = outbox_message(remote, frame)
        return remote.reply(message, frame, Status.ACCEPTED, "", digest=b"x" * 32)

    monkeypatch.setattr(outbox, "post", altered)
    assert deliver_due(NOON) == 0
    assert Line.objects.get().because == "reply.forged"
    assert ended() == [("", "")]


def outbox_message(remote, frame):
    from sajha.exchange.envelope import open_frame

    return open_frame(frame, own=remote.identity, at=NOON).content


def test_a_final_refusal_is_told_and_the_thread_goes_on(remote):
    remote.moods = ["request.not_yours"]
    leave(remote, b"1")
    leave(remote, b"2")
    assert deliver_due(NOON) == 2
    assert ended() == [("refused", "request.not_yours"), ("accepted", "")]
    assert remote.taken[0].follows == 0


@pytest.mark.parametrize("because", ["node.busy", "clock.skewed", "sender.suspended"])
def test_what_is_refused_for_now_is_kept(remote, because):
    remote.moods = [because]
    leave(remote)
    deliver_due(NOON)
    assert ended() == [("", "")]
    deliver_due(SOON)
    assert ended() == [("accepted", "")]


def test_a_stuck_thread_does_not_hold_up_the_others(remote):
    remote.moods = ["node.busy"]
    leave(remote, b"stuck")
    leave(remote, b"behind")
    leave(remote, b"other", thread="thread_2")
    deliver_due(NOON)
    assert remote.bodies == [b"other"]
    deliver_due(SOON)
    assert remote.bodies == [b"other", b"stuck", b"behind"]


def test_a_line_that_paused_is_not_taken_before_something_on_it_may_go(remote):
    remote.moods = ["sequence.gap", "unreachable"]
    leave(remote, thread="thread_1")
    leave(remote, thread="thread_2")
    deliver_due(NOON)
    line = Line.objects.get()
    Delivery.objects.update(next_try_at=LATER)
    Line.objects.update(next_try_at=NOON)
    assert line.failures == 1
    assert deliver_due(SOON) == 0  # and comes to an end
    assert Line.objects.get().next_try_at == LATER


def test_a_recall_goes_before_all_that_waits_for_a_suspended_member(remote):
    leave(remote, b"1")
    recall = depart(
        recipient=remote.identity.node_id, thread="thread_2", kind="recall.asked", body=b"2", by=ASHA, at=NOON
    )
    network.suspend_peer(node_id=remote.identity.node_id, reason="inquiry", by=GITA, at=NOON)
    deliver_due(NOON)
    assert [message.message_id for message in remote.taken] == [recall.id]


def test_what_expires_is_given_up_and_leaves_no_gap(remote):
    leave(remote, b"1")
    deliver_due(NOON)
    leave(remote, b"2", expires_at=NOON + timedelta(hours=1))
    leave(remote, b"3")
    deliver_due(LATER)
    assert ended() == [("accepted", ""), ("expired", "message.expired"), ("accepted", "")]
    assert remote.bodies == [b"1", b"3"]


def test_what_was_erased_does_not_leave(remote):
    leave(remote)
    destroy_key(record="thread_1", at=NOON)
    deliver_due(NOON)
    assert ended() == [("refused", "message.erased")]
    assert remote.attempts == 0


def test_what_does_not_open_after_a_restore_does_not_block_the_way(remote):
    lost, other = leave(remote, b"1"), leave(remote, b"2", thread="thread_2")
    Departure.objects.filter(pk=lost.pk).update(body=bytes(60))
    assert deliver_due(NOON) == 2
    assert Departure.objects.get(pk=lost.pk).because == "message.erased"
    assert remote.bodies == [b"2"] and Departure.objects.get(pk=other.pk).status == "accepted"


def test_nothing_goes_to_a_node_that_was_revoked(remote):
    leave(remote)
    network.revoke_peer(node_id=remote.identity.node_id, reason="taken over", by=GITA, at=NOON)
    deliver_due(NOON)
    assert ended() == [("refused", "recipient.revoked")]
    assert remote.attempts == 0


@pytest.mark.parametrize("end", [network.revoke_peer, network.suspend_peer])
def test_what_calls_back_goes_to_a_removed_member_all_the_same(remote, end):
    leave(remote)
    end(node_id=remote.identity.node_id, reason="left us", by=GITA, at=NOON)
    depart(recipient=remote.identity.node_id, thread="thread_2", kind="recall.asked", body=b"2", by=ASHA, at=NOON)
    deliver_due(NOON)
    assert remote.bodies == [b"2"]


def test_what_is_for_a_suspended_or_unknown_node_waits(remote):
    stranger = new_identity(NOON)
    leave(remote)
    leave(stranger.node_id)
    network.suspend_peer(node_id=remote.identity.node_id, reason="seized", by=GITA, at=NOON)
    deliver_due(NOON)
    assert remote.attempts == 0
    assert sorted(Line.objects.values_list("because", flat=True)) == ["recipient.suspended", "recipient.unknown"]
    network.resume_peer(node_id=remote.identity.node_id, reason="checked", by=GITA, at=NOON)
    deliver_due(SOON)
    assert len(remote.taken) == 1


def test_a_killed_worker_leaves_a_lease_that_the_next_drops(remote):
    leave(remote)
    outbox.adopt(at=NOON)
    assert outbox.take_line(at=NOON) == remote.identity.node_id
    assert outbox.take_line(at=NOON) == ""  # leased
    assert deliver_due(NOON) == 0
    outbox.free_lines()
    assert deliver_due(NOON) == 1


def test_a_way_left_on_a_full_disk_is_given_back_as_soon_as_there_is_room(remote, monkeypatch):
    def full(*_, **__):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(tasks, "now", lambda: NOON)
    leave(remote)
    outbox.adopt(at=NOON)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "release", full)
        patch.setattr(outbox, "_settle", full)
        for _ in range(2):
            with pytest.raises(OperationalError):
                tasks._send(NOON)
    assert tasks._send(NOON) == 1
    assert remote.bodies == [b"1"]
    assert not tasks._dropped


def test_a_lease_runs_out_by_itself(remote):
    leave(remote)
    outbox.adopt(at=NOON)
    outbox.take_line(at=NOON)
    assert deliver_due(NOON + outbox.LEASE) == 1


@pytest.mark.parametrize("step", ["_settle", "open_receipt", "seal_message", "_message", "known"])
def test_wherever_the_worker_breaks_nothing_is_lost_or_doubled(remote, monkeypatch, step):
    class Killed(BaseException):
        pass

    def killed(*_, **__):
        raise Killed

    leave(remote, b"1")
    leave(remote, b"2")
    with monkeypatch.context() as patch:
        patch.setattr(outbox, step, killed)
        with pytest.raises(Killed):
            deliver_due(NOON)
    outbox.free_lines()
    deliver_due(SOON)
    assert remote.bodies == [b"1", b"2"]
    assert ended() == [("accepted", "")] * 2


# after a restore, on either side


def test_a_member_that_was_restored_gets_again_what_it_lost(remote):
    for number in range(4):
        leave(remote, b"%d" % number)
    deliver_due(NOON)
    del remote.taken[2:]
    remote.last["thread_1"] = 2
    leave(remote, b"4")
    for seconds in range(10):
        deliver_due(NOON + timedelta(seconds=seconds))
    assert remote.bodies == [b"0", b"1", b"2", b"3", b"4"]
    assert not Delivery.objects.filter(open=True).exists()


def test_a_member_that_asks_gets_again_what_it_receipted_since(remote):
    leave(remote, b"before")
    deliver_due(NOON)
    leave(remote, b"after")
    deliver_due(LATER)
    remote.taken.pop()
    remote.last["thread_1"] = 1
    assert outbox.open_again(remote.identity.node_id, since=NOON + timedelta(hours=1), at=LATER) == 1
    assert deliver_due(LATER) == 1
    assert remote.bodies == [b"before", b"after"]
    assert ended() == [("accepted", "")] * 2


def test_this_node_restored_numbers_on_from_what_the_recipient_awaits(remote):
    leave(remote, b"kept")
    deliver_due(NOON)
    remote.last["thread_1"] = 7  # six more went out after the backup was made
    leave(remote, b"new")
    leave(remote, b"newer")
    for seconds in range(10):
        deliver_due(NOON + timedelta(seconds=seconds))
    assert remote.bodies == [b"kept", b"new", b"newer"]
    assert [message.sequence for message in remote.taken] == [1, 8, 9]
    assert Lane.objects.get(thread="thread_1").last == 9
    assert forgotten("thread_1") == 6
    assert forgotten("thread_2") == 0


def test_how_far_a_member_had_heard_us_is_believed_at_once(remote):
    leave(remote, b"kept")
    deliver_due(NOON)
    leave(remote, b"waiting")
    told = [Held(thread="thread_1", last=4), Held(thread="thread_2", last=3), Held(thread="thread_3", last=0)]
    body = msgspec.json.encode(Heard(threads=told))
    message = message_from(remote.identity, own_node_id(), kind="network.heard", body=body)
    hear(message, by=SYSTEM, at=NOON)
    assert (forgotten("thread_1"), forgotten("thread_2"), forgotten("thread_3")) == (3, 3, 0)
    assert leave(remote, b"new", thread="thread_2").sequence == 4
    remote.last = {"thread_1": 4, "thread_2": 3}
    deliver_due(NOON)
    assert [(message.thread, message.sequence) for message in remote.taken[1:]] == [("thread_1", 5), ("thread_2", 4)]


def test_a_member_that_was_restored_is_told_how_far_it_was_heard(remote):
    Strand.objects.create(sender=remote.identity.node_id, thread="thread_1", last=9, at=NOON)
    Strand.objects.create(sender=remote.identity.node_id, thread="thread_0", last=2, at=NOON - timedelta(days=9))
    Strand.objects.create(sender="node_other", thread="thread_2", last=5, at=NOON)
    body = msgspec.json.encode(Resend(since=NOON - timedelta(days=1)))
    hear(message_from(remote.identity, own_node_id(), kind="network.resend", body=body), by=SYSTEM, at=NOON)
    deliver_due(NOON)
    (message,) = remote.taken
    assert message.kind == "network.heard"
    assert msgspec.json.decode(message.body, type=Heard).threads == [Held(thread="thread_1", last=9)]


def test_an_administrator_sees_how_the_ways_stand(remote):
    leave(remote)
    remote.mood = "unreachable"
    deliver_due(NOON)
    (way,) = ways(GITA)
    assert (way.organisation, way.waiting, way.because) == ("AHTU Chennai", 1, "address.no_answer")
    with pytest.raises(Refused):
        ways(ASHA)


def test_after_a_restore_every_member_is_asked(remote):
    assert ask_again(since=NOON, by=GITA, at=NOON) == 1
    deliver_due(NOON)
    assert [message.kind for message in remote.taken] == ["network.descriptor", "network.resend"]


# keys and membership


def test_a_member_whose_receipt_carries_a_newer_key_is_followed(remote):
    old = remote.identity.signing_public
    remote.identity = rotated(remote.identity, at=NOON)
    leave(remote)
    assert deliver_due(NOON) == 1
    assert known(remote.identity.node_id).signing_key == remote.identity.signing_public != old


def test_new_keys_are_told_to_every_member(remote, tmp_path, settings):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "vault.key").write_bytes((settings.CONFIG.home / "keys" / "vault.key").read_bytes())
    (tmp_path / "keys" / "identity.json").write_bytes((settings.CONFIG.home / "keys" / "identity.json").read_bytes())
    settings.CONFIG = type(settings.CONFIG)(**{**vars(settings.CONFIG), "home": tmp_path})
    rotate_keys(by=GITA, at=NOON)
    deliver_due(NOON)
    (message,) = remote.taken
    assert (message.kind, len(message.steps)) == ("network.descriptor", 1)


def test_a_greeting_and_a_revocation_reach_the_members(remote):
    other = RemoteNode()
    paired(other.identity, by=GITA)
    greet(node_id=remote.identity.node_id, by=GITA, at=NOON)
    revoke(node_id=other.identity.node_id, reason="taken over", by=GITA, at=NOON)
    deliver_due(NOON)
    assert [message.kind for message in remote.taken] == ["network.descriptor"] * 2 + ["network.revoked"]
    assert other.identity.node_id.encode() in remote.taken[-1].body
