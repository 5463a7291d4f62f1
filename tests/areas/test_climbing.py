"""An overdue request climbs to those who oversee, without a name, until it moves on."""

import json

import pytest

from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.directory.actions import keep_member
from sajha.disclosure import intake
from sajha.disclosure.actions import make_move, mark_seen, remind_them
from sajha.disclosure.actions.oversight import climb_thread
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of
from sajha.disclosure.tasks import climb_overdue
from sajha.disclosure.wire import Cleared, Moved, Overdue, Reminder, Seen
from sajha.liaison.models import Thread, Told
from sajha.liaison.queries import notices, overdue_here, state_of, thread
from sajha.liaison.values import Kind, MoveKind, Rung, Side, State, Urgency
from tests.areas.test_requests import send
from tests.cast import ASHA, BALU, ELANGO, FARAH, NOON
from tests.other_node import OtherNode, later
from tests.some_cases import CANARY, open_case, stands_on_a_basis

pytestmark = pytest.mark.django_db


def office(key, kind, name, places):
    node = OtherNode(key, kind=kind, name=name, places=places)
    keep_member(node_id=node.id, name=name, kind=kind, places=places, by=SYSTEM, at=NOON)
    return node


@pytest.fixture
def other():
    return OtherNode()


@pytest.fixture
def nodal():
    return office("4", "state_nodal_office", "Telangana nodal office", ["IN-36"])


@pytest.fixture
def coordinator():
    return office("5", "national_coordinator", "National coordinator", ["IN"])


@pytest.fixture
def sent(other):
    case = open_case(ASHA)
    stands_on_a_basis(case, voters=(ASHA, BALU))
    return send(other, case, fields=("party.first_name",), ground="legal_basis", ground_reason="CWC 7/2026")


def rungs(id):
    return [(entry.code, entry.more) for entry in thread(ASHA, id).timeline if entry.kind == "climb"]


def test_nobody_climbs_before_the_time(sent):
    assert climb_overdue(later(hours=11)) == 0
    assert rungs(sent) == []


def test_it_climbs_one_rung_at_a_time_and_skips_what_nobody_answers_for(sent, other, nodal, coordinator):
    for hours, expected in [
        (12, [("unit_head", "told")]),
        (13, [("unit_head", "told")]),
        (24, [("unit_head", "told"), ("own_nodal", "told")]),
        (36, [("unit_head", "told"), ("own_nodal", "told"), ("their_nodal", "nobody"), ("coordinator", "told")]),
        (400, [("unit_head", "told"), ("own_nodal", "told"), ("their_nodal", "nobody"), ("coordinator", "told")]),
    ]:
        climb_overdue(later(hours=hours))
        assert rungs(sent) == expected
    assert [body.move.code for body in other.hears() if isinstance(body, Moved)] == list(Rung)
    assert isinstance(nodal.hears()[0], Overdue) and len(coordinator.hears()) == 1
    assert Thread.objects.get().climb_at is None


def test_an_office_that_was_told_already_is_not_told_twice(sent, coordinator):
    both = office("6", "state_nodal_office", "Nodal office of both", ["IN-36", "IN-33"])
    for hours in (12, 24, 36):
        climb_overdue(later(hours=hours))
    assert rungs(sent)[1:] == [("own_nodal", "told"), ("their_nodal", "same"), ("coordinator", "told")]
    assert len(both.hears()) == 1


def test_a_notice_holds_nothing_of_the_case(sent, nodal, coordinator):
    for hours in (12, 24, 36):
        climb_overdue(later(hours=hours))
    row = Thread.objects.get()
    for departure in Departure.objects.filter(kind="oversight.overdue"):
        body = body_of(departure).decode()
        assert set(json.loads(body)) == {
            "thread",
            "recipient_name",
            "kind",
            "urgency",
            "state",
            "turn",
            "rung",
            "due",
        }
        for word in (CANARY, row.case, "V1", "Do you know", "CWC 7", ASHA.label, ASHA.id):
            assert word not in body


def test_it_is_cleared_when_the_thread_moves_on(sent, other, nodal):
    climb_overdue(later(hours=12))
    climb_overdue(later(hours=24))
    other.moves("acknowledge", at=later(hours=25))
    assert isinstance(nodal.hears()[-1], Cleared)
    assert not Told.objects.filter(cleared_at=None).exists()
    assert state_of(sent).climbed == () and Thread.objects.get().climb_at == later(hours=49)
    other.moves("note", words="Working on it", at=later(hours=26))
    assert len(nodal.hears()) == 2


def test_our_own_end_clears_it_too(sent, nodal):
    climb_overdue(later(hours=12))
    climb_overdue(later(hours=24))
    make_move(thread=sent, kind=MoveKind.CANCEL, code="no_longer_needed", by=ASHA, at=later(hours=25))
    assert isinstance(nodal.hears()[-1], Cleared)
    assert climb_overdue(later(hours=99)) == 0
    with pytest.raises(Refused, match="climb.not_due"):
        from sajha.liaison.actions import climb

        climb(thread=sent, rung=Rung.UNIT_HEAD, became="told", words="", by=SYSTEM, at=later(hours=99))
    assert climb_thread(thread=sent, by=SYSTEM, at=later(hours=99)) == []


def test_the_overseer_tells_that_it_was_seen_and_reminds_through_the_thread(sent, other, nodal):
    climb_overdue(later(hours=12))
    climb_overdue(later(hours=24))
    nodal.says("oversight.seen", Seen(sent), thread=sent)
    assert Told.objects.get().seen_at == NOON
    nodal.says("oversight.reminder", Reminder(sent, "Elango"), at=later(hours=25), thread=sent)
    entry = thread(ASHA, sent).timeline[-1]
    assert (entry.kind, entry.person, entry.role, entry.words) == (
        "remind",
        "Elango",
        "overseer",
        "Telangana nodal office",
    )
    assert other.hears()[-1].move.kind == "remind"
    stranger = OtherNode("7", name="Stranger")
    for kind, body in [("oversight.seen", Seen(sent)), ("oversight.reminder", Reminder(sent, "X"))]:
        with pytest.raises(Refused, match="thread.not_yours"):
            stranger.says(kind, body, thread=sent)


def overdue_notice(asker, id="thread_" + "9" * 32, **more):
    told = {
        "thread": id,
        "recipient_name": "CWC Guntur",
        "kind": Kind.HOME_STUDY,
        "urgency": Urgency.URGENT,
        "state": State.SENT,
        "turn": Side.RECIPIENT,
        "rung": Rung.OWN_NODAL,
        "due": NOON,
        **more,
    }
    asker.thread = id
    return asker.says("oversight.overdue", Overdue(**told))


def test_at_the_overseer_a_notice_is_seen_reminded_replaced_and_cleared(other):
    overdue_notice(other)
    overdue_notice(other, rung=Rung.COORDINATOR)
    (notice,) = notices(ELANGO)
    assert (notice.asker_name, notice.recipient_name, notice.rung) == ("AHTU Chennai", "CWC Guntur", "coordinator")
    mark_seen(notice=notice.id, by=ELANGO, at=NOON)
    remind_them(notice=notice.id, by=FARAH, at=NOON)
    assert [type(body) for body in other.hears()] == [Seen, Reminder]
    (notice,) = notices(BALU)
    assert notice.seen_by == "Elango" and notice.reminded_at == NOON
    with pytest.raises(Refused, match="permission.missing"):
        notices(ASHA)
    with pytest.raises(Refused, match="permission.missing"):
        mark_seen(notice=notice.id, by=ASHA, at=NOON)
    stranger = OtherNode("7", name="Stranger")
    stranger.says("oversight.cleared", Cleared(notice.thread), thread=notice.thread)
    assert len(notices(ELANGO)) == 1
    other.says("oversight.cleared", Cleared(notice.thread), thread=notice.thread)
    assert notices(ELANGO) == []
    with pytest.raises(Refused, match="not_found"):
        mark_seen(notice=notice.id, by=ELANGO, at=NOON)


def test_overdue_of_our_own_node_names_nobody(sent):
    (row,) = overdue_here(BALU, later(hours=13))
    assert (row.id, row.kind, row.state) == (sent, "trace_person", "sent")
    assert overdue_here(BALU, later(hours=11)) == []
    with pytest.raises(Refused, match="permission.missing"):
        overdue_here(ASHA, NOON)


def test_a_receipt_shows_on_the_delivery(sent, other):
    departure = Departure.objects.get()
    intake.receipted(departure_id=departure.id, status="accepted", because="", at=later(minutes=1))
    departure.refresh_from_db()
    assert departure.receipted_at == later(minutes=1)
