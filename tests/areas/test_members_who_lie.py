"""What a member may say that is not so, or strange: nobody learns of others by it, nothing counts as done, no page breaks."""

from contextlib import suppress
from datetime import datetime, timedelta, timezone
from time import perf_counter

import pytest

from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.basics.ids import new_id
from sajha.disclosure.actions import agree_to_keep, ask_to_keep, end_keeping
from sajha.disclosure.actions.restored import ask_again
from sajha.disclosure.models import HeldPackage, Leave, Onward, Recall, Release
from sajha.disclosure.queries import holders_of, leave_of, preview
from sajha.disclosure.tasks import end_keepings, recall_due
from sajha.disclosure.values import Became, EdgeState, Waiting
from sajha.disclosure.wire import (
    Entrusted,
    Holding,
    LeaveAsked,
    LeaveGranted,
    PassedOn,
    RecallAnswered,
    Recalled,
    Which,
)
from sajha.liaison.actions import change_draft, start_onward
from sajha.liaison.models import Thread
from sajha.liaison.values import Kind
from sajha.retention.actions import erase_late
from sajha.vault.seals import VaultClosed
from tests.areas.test_requests import refused, send
from tests.cast import ASHA, BALU, NOON
from tests.other_node import OtherNode, SigningNode
from tests.some_cases import agrees, changes_her_mind, open_case

pytestmark = pytest.mark.django_db
NAMED = {"fields": ("party.first_name",), "ground": "consent_recorded", "ground_reason": "She said so"}


@pytest.fixture
def other():
    return SigningNode()


@pytest.fixture
def case():
    return open_case(ASHA)


def heard(node, body):
    return [found for found in node.hears() if isinstance(found, body)]


def called_back(other, case):
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    recall_due(now())
    return heard(other, Recalled)[-1]


def holder(case):
    return next(one for one in holders_of(ASHA, case.id, case.parties[0]))


def erase(thread):
    """As two persons do when the request has ended."""
    erase_late(thread=thread, by=BALU, at=NOON)


def test_a_pack_for_the_court_does_not_make_the_ledger_look_altered(other):
    from sajha.disclosure.actions import release_court_pack
    from sajha.disclosure.queries import altered_edges

    other.asks()
    release_court_pack(threads=(other.thread,), named=False, reason="The prosecutor asked", by=ASHA, at=NOON)
    assert altered_edges() == []
    Release.objects.update(count=9)
    assert len(altered_edges()) == 1


def test_who_was_restored_hears_what_is_held_although_another_request_was_erased(other):
    erased = other.asks()
    erase(erased)
    other.asks()
    other.says("package.which", Which(NOON - timedelta(days=1)), thread="package_which")
    (told,) = heard(other, Holding)
    assert [one.thread for one in told.packages] == [other.thread]


def test_a_recipient_that_calls_back_the_source_learns_of_no_other_holder(other):
    """It knows the id of the package from which its own came, for it says it back after a restore."""
    other.asks()
    source = HeldPackage.objects.get().id
    third, fourth = SigningNode(name="Shelter", key="2"), SigningNode(name="Clinic", key="3")
    for number, node in enumerate((third, fourth)):
        Release.objects.create(
            id=f"release_{number}", package=f"package_{number:032x}", subject="p1", source=source, source_subject="p1",
            thread="", recipient=node.id, purpose="trace_person", by=ASHA.id, at=NOON,
        )  # fmt: skip
    other.calls_back(source, ["p1"])
    fourth.calls_back(source, ["p1"])
    (answer,) = heard(fourth, RecallAnswered)
    assert b"Shelter" not in answer.answer.content and third.id.encode() not in answer.answer.content
    (real,) = heard(other, RecallAnswered)
    assert b"Shelter" in real.answer.content
    (asked,) = heard(third, Recalled)
    third.answers(asked, items=[("p1", Became.DESTROYED)])
    assert len(heard(fourth, RecallAnswered)) == 1
    assert len(heard(other, RecallAnswered)) == 2


def holding(other, package):
    told = Entrusted(package, new_id("thread"), Kind.TRACE_PERSON, ("p1",), "", NOON)
    other.says("package.holding", Holding((told,)), thread="package_holding")


def test_nobody_adds_to_our_ledger_unasked(other):
    with refused("thread.not_yours"):
        holding(other, "package_" + "8" * 32)
    assert not Release.objects.exists() and not Thread.objects.exists()
    ask_again(now())
    holding(other, "package_" + "8" * 32)
    assert Release.objects.count() == 1


def test_nobody_says_that_it_holds_what_went_to_somebody_else(other, case):
    send(other, case)
    ask_again(now())
    package, stranger = Release.objects.first().package, SigningNode(name="Stranger", key="2")
    ask_again(now())
    edges = Release.objects.count()
    holding(stranger, package)
    assert Release.objects.count() == edges and not Recall.objects.exists()


def test_leave_is_asked_for_the_organisation_that_we_know(other, case):
    third = OtherNode(name="Newspaper", key="2", kind="media")
    agrees(case)
    send(other, case, **NAMED)
    package = HeldPackage.objects.get().id
    other.thread, other.sequence, other.lamport = new_id("thread"), 0, 0
    body = LeaveAsked(
        other.thread, "urgent", "IN-33", other.move("send", words="A place"), package, ("p1",), third.id, "Good Shelter", "ahtu",
        "trace_person", True,
    )  # fmt: skip
    other.says("leave.asked", body, thread=other.thread)
    asked = leave_of(ASHA, other.thread)
    assert (asked.recipient_name, asked.recipient_kind) == ("Newspaper", "media")


def test_a_crowd_of_steps_between_the_same_hands_is_followed_once(other, case):
    send(other, case)
    package = Release.objects.exclude(subject="").first().package
    nodes = [other.id, *(f"node_{number:032x}" for number in range(1, 9))]
    for one in nodes:
        for two in nodes:
            if one != two:
                step = PassedOn(package, ("p1",), one, "X", two, "Y", Kind.TRACE_PERSON, NOON)
                other.says("package.passed_on", step, thread="package_passed")
    began = perf_counter()

    def count(holders):
        return sum(1 + count(one.below) for one in holders)

    assert count(holders_of(ASHA, case.id, case.parties[0])) < 200
    assert perf_counter() - began < 5


@pytest.mark.parametrize("until", [None, NOON + timedelta(days=20_000)])
def test_what_is_kept_without_an_end_is_asked_for_again_within_a_year(other, case, until):
    recall = called_back(other, case)
    other.answers(recall, items=[("p1", Became.KEPT, "court_order", "Order 3", until)], code="kept")
    assert holder(case).state == EdgeState.KEPT
    assert recall_due(now() + timedelta(days=2)) == 0 or until is None
    assert recall_due(now() + timedelta(days=367)) == 1


ODD = [
    datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-12))),
    datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
]


@pytest.mark.parametrize("odd", ODD)
def test_a_time_that_no_calendar_shows_is_refused(other, case, odd):
    recall = called_back(other, case)
    waits = Waiting("node_" + "3" * 32, "Clinic", odd)
    with refused("recall.not_signed"):
        other.answers(recall, items=[("p1", Became.DESTROYED)], waiting=[waits], moves=())
    assert holder(case).state == EdgeState.TOLD


def keep(package):
    return ask_to_keep(
        package=package, subject="p1", ground="court_order", reference="Order 3 of 2026", reason="Evidence in court",
        until=now() + timedelta(days=30), by=ASHA, at=now(),
    )  # fmt: skip


def test_a_recall_of_what_was_kept_once_and_erased_since_is_answered(other):
    request = other.asks()
    package = HeldPackage.objects.get().id
    keeping = keep(package)
    agree_to_keep(keeping=keeping, by=BALU, at=now())
    end_keeping(keeping=keeping, by=BALU, at=now())
    erase(request)
    other.calls_back(package, ["p1"])
    (answer,) = heard(other, RecallAnswered)
    assert answer.moves[-1].code == "destroyed"


def test_what_is_kept_ends_although_the_recall_that_asked_for_it_was_erased(other):
    other.asks()
    package = HeldPackage.objects.get().id
    agree_to_keep(keeping=keep(package), by=BALU, at=now())
    recall = other.calls_back(package, ["p1"])
    erase(recall)
    end_keepings(now() + timedelta(days=31))
    assert HeldPackage.objects.get().parts.get().became == "destroyed"


@pytest.mark.parametrize("odd", ODD)
def test_a_leave_until_a_time_that_no_calendar_shows_is_refused(other, odd):
    with refused("message.malformed"):
        other.says("leave.granted", LeaveGranted(other.asks(), (), odd))


@pytest.mark.parametrize("purpose", [Kind.RECALL, Kind.LEAVE])
def test_a_purpose_that_is_none_does_not_stop_every_recall(other, case, purpose):
    """The clock asks about each step further on, of every person's copies in one turn."""
    agrees(case)
    send(other, case, **NAMED)
    package = Release.objects.exclude(subject="").first().package
    step = PassedOn(package, ("p1",), other.id, "X", "node_" + "4" * 32, "Y", purpose, NOON)
    with suppress(Refused):
        other.says("package.passed_on", step, thread="package_passed")
    second = open_case(ASHA)
    called_back(other, second)
    assert holder(second).state == EdgeState.TOLD
    assert not Onward.objects.exists()


@pytest.mark.parametrize("purpose", [Kind.RECALL, Kind.LEAVE])
def test_leave_for_a_purpose_that_is_none_is_refused(other, case, purpose):
    agrees(case)
    send(other, case, **NAMED)
    package = HeldPackage.objects.get().id
    other.thread, other.sequence, other.lamport = new_id("thread"), 0, 0
    body = LeaveAsked(
        other.thread, "urgent", "IN-33", other.move("send", words="A place"), package, ("p1",), "node_" + "4" * 32, "Y",
        "ahtu", purpose, True,
    )  # fmt: skip
    with refused("message.malformed"):
        other.says("leave.asked", body, thread=other.thread)
    assert not Leave.objects.exists()


def test_what_was_called_back_and_is_kept_goes_no_further(other):
    """Also with leave that was given before: the person changed their mind."""
    third = OtherNode(name="Shelter", key="2", kind="shelter")
    request = other.asks()
    package = HeldPackage.objects.get().id
    HeldPackage.objects.update(handling=["H2"])
    Leave.objects.create(
        id=new_id("thread"), ours=False, package=package, subjects=["p1"], asker="node_" + "0" * 32, recipient=third.id,
        recipient_name="Shelter", recipient_kind="shelter", purpose="transfer_person", asked_at=NOON, granted_at=NOON,
        until=now() + timedelta(days=30),
    )  # fmt: skip
    agree_to_keep(keeping=keep(package), by=BALU, at=now())
    wish = {"kind": "transfer_person", "urgency": "urgent", "place": "IN-33"}
    draft = start_onward(package=package, thread=request, **wish, by=ASHA, at=NOON)
    change_draft(
        thread=draft.id, urgency="urgent", place="IN-33", recipient=third.id, question="A place?", parties=("p1",), fields=(),
        ground="", ground_reason="", by=ASHA, at=NOON,
    )  # fmt: skip
    assert {answer.outcome for _, answer in preview(ASHA, draft.id).fields} == {"goes"}
    other.calls_back(package, ["p1"])
    assert {answer.because for _, answer in preview(ASHA, draft.id).fields} == {"leave.called_back"}
    assert {answer.outcome for _, answer in preview(ASHA, draft.id).fields} == {"withheld"}


def test_a_recall_that_fails_holds_up_no_other(other, case, monkeypatch):
    agrees(case)
    send(other, case, **NAMED)
    second = open_case(ASHA)
    agrees(second)
    send(other, second, **NAMED)
    changes_her_mind(case)
    changes_her_mind(second)
    first = min(case.id, second.id)
    from sajha.disclosure.actions import recall

    honest = recall.liaison.open_by_node

    def fails(**words):
        if words["case"] == first:
            raise VaultClosed("police")
        return honest(**words)

    monkeypatch.setattr(recall.liaison, "open_by_node", fails)
    with pytest.raises(VaultClosed):
        recall_due(now())
    assert sorted(holder(one).state for one in (case, second)) == [EdgeState.HELD, EdgeState.TOLD]
