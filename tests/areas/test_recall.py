"""Calling back what left, and giving up what others call back, at one node; the others speak by the wire."""

from datetime import timedelta

import pytest

from sajha.audit.models import AuditEntry
from sajha.audit.queries import verify_chains
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.consent import actions as consent
from sajha.disclosure.actions import agree_to_keep, ask_to_keep, end_keeping, make_move, recall_by_hand
from sajha.disclosure.models import HeldPart, Recall, Release
from sajha.disclosure.queries import holders_of, packages_of
from sajha.disclosure.tasks import climb_overdue, end_keepings, recall_due
from sajha.disclosure.values import Became, EdgeState, PackageField, Sensitivity, Waiting
from sajha.disclosure.wire import Moved, RecallAnswered, Recalled
from sajha.liaison.queries import state_of, thread
from sajha.liaison.values import State
from sajha.network.models import Peer
from sajha.vault.models import RecordKey
from tests.areas.test_requests import refused, send
from tests.cast import ASHA, BALU, CHITRA, NOON
from tests.other_node import PACKAGE, OtherNode, SigningNode, later
from tests.some_cases import CANARY, agrees, changes_her_mind, open_case, stands_on_a_basis

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


def holder(case):
    (found,) = holders_of(ASHA, case.id, case.parties[0])
    return found


def test_nothing_is_called_back_while_it_may_be_there(other, case):
    agrees(case)
    send(other, case, **NAMED)
    assert recall_due(now()) == 0
    assert holder(case).state == EdgeState.HELD and holder(case).until is not None


def test_a_withdrawal_opens_a_thread_that_is_answered_with_a_signed_word(other, case):
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    assert recall_due(now()) == 1
    assert recall_due(now()) == 0, "once"
    (recall,) = heard(other, Recalled)
    assert (recall.subjects, recall.because) == (("p1",), "consent.withdrawn")
    assert state_of(recall.thread).state == State.SENT and holder(case).state == EdgeState.TOLD
    other.answers(recall, items=[("p1", Became.DESTROYED)])
    assert state_of(recall.thread).state == State.COMPLETED
    found = holder(case)
    assert (found.state, found.because, found.recall) == (EdgeState.DESTROYED, "consent.withdrawn", recall.thread)
    assert all(report.whole for report in verify_chains())


def test_what_names_nobody_is_called_back_too_when_the_person_says_no(other, case):
    agrees(case)
    send(other, case)
    changes_her_mind(case)
    assert recall_due(now(), case=case.id) == 1


def test_a_new_consent_brings_nothing_back(other, case):
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    recall_due(now())
    agrees(case)
    assert recall_due(now()) == 0 and holder(case).state == EdgeState.TOLD
    send(other, case, **NAMED)
    assert sorted(found.state for found in holders_of(ASHA, case.id, case.parties[0])) == ["held", "told"]


def test_it_ends_on_its_day(other, case):
    agrees(case, days=30)
    send(other, case, **NAMED)
    assert recall_due(now() + timedelta(days=29)) == 0
    assert recall_due(now() + timedelta(days=31)) == 1
    assert Recall.objects.get().because == "recall.expired"


def test_a_basis_that_ended_is_called_back(other, case):
    basis = stands_on_a_basis(case, voters=(ASHA, BALU))
    send(other, case, **NAMED | {"ground": "legal_basis"})
    assert recall_due(now()) == 0
    consent.end_basis(case_id=case.id, basis_id=basis.id, reason="The court closed it", by=ASHA, at=now())
    assert recall_due(now()) == 1
    assert Recall.objects.get().because == "basis.ended"


@pytest.mark.parametrize("status", ["suspended", "revoked"])
def test_a_member_that_was_removed_is_asked_for_everything(other, case, status):
    send(other, case)
    Peer.objects.filter(node_id=other.id).update(status=status)
    assert recall_due(now()) == Release.objects.count() == 1
    assert Recall.objects.get().because == "recall.member_removed"
    (recall,) = heard(other, Recalled)
    other.answers(recall, items=[("p1", Became.DESTROYED)])
    assert holder(case).state == EdgeState.DESTROYED


def test_a_person_calls_back_what_was_wrong(other, case):
    send(other, case)
    edge = Release.objects.get()
    with refused("reason.missing"):
        recall_by_hand(case=case.id, edge=edge.id, reason=" ", by=ASHA, at=NOON)
    with refused("not_found"):
        recall_by_hand(case=case.id, edge=edge.id, reason="Wrong person", by=CHITRA, at=NOON)
    recall_by_hand(case=case.id, edge=edge.id, reason="Wrong person", by=ASHA, at=NOON)
    with refused("recall.asked_already"):
        recall_by_hand(case=case.id, edge=edge.id, reason="Wrong person", by=ASHA, at=NOON)


def test_a_recall_that_nobody_answers_climbs(other, case):
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    recall_due(now())
    (recall,) = heard(other, Recalled)
    climb_overdue(now() + timedelta(hours=25))
    assert [step.code for step in thread(ASHA, recall.thread).timeline if step.kind == "climb"] == ["unit_head"]


def test_people_cannot_end_a_recall(other, case):
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    recall_due(now())
    (recall,) = heard(other, Recalled)
    for kind in ("cancel", "withdraw"):
        with refused("move.by_node"):
            make_move(thread=recall.thread, kind=kind, code="other", words="no", by=ASHA, at=NOON)
    other.thread, other.sequence, other.lamport = recall.thread, 0, recall.move.lamport
    for kind in ("acknowledge", "complete", "decline"):
        with refused("move.by_node"):
            other.says("request.moved", Moved(recall.thread, other.move(kind, code="")), thread=recall.thread)
    assert thread(ASHA, recall.thread).moves == ("remind", "note")


def test_a_word_that_is_not_signed_by_the_holder_is_refused(other, case):
    stranger = SigningNode(name="Stranger", key="2")
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    recall_due(now())
    (recall,) = heard(other, Recalled)
    other.thread, other.lamport = recall.thread, recall.move.lamport
    for word in (
        stranger.word(recall, items=[("p1", Became.DESTROYED)]),
        other.word(recall, items=[]),
        other.word(recall, items=[("p1", Became.DESTROYED)], below=[_forged(other, recall)]),
    ):
        with refused("recall.not_signed"):
            other.says("recall.answered", RecallAnswered(recall.thread, (), word), thread=recall.thread)
    with refused("thread.not_yours"):
        body = RecallAnswered(recall.thread, (), stranger.word(recall, items=[("p1", Became.DESTROYED)]))
        stranger.says("recall.answered", body, thread=recall.thread)
    assert holder(case).state == EdgeState.TOLD


def _forged(other, recall):
    import msgspec

    return msgspec.structs.replace(other.word(recall, items=[("p1", Became.DESTROYED)]), signature=b"0" * 64)


def test_the_tree_of_holders_is_seen_while_some_are_silent(other, case):
    third, fourth = SigningNode(name="Shelter", key="2"), OtherNode(name="Clinic", key="3")
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    recall_due(now())
    (recall,) = heard(other, Recalled)
    below = third.word(recall, items=[("p1", Became.KEPT, "court_order", "Order 3", NOON + timedelta(days=400))])
    waits = Waiting(fourth.id, fourth.name, NOON)
    other.answers(
        recall,
        items=[("p1", Became.DESTROYED)],
        below=[below],
        waiting=[waits],
        moves=("acknowledge", "accept", "start"),
    )
    found = holder(case)
    assert found.state == EdgeState.PASSED_ON and state_of(recall.thread).state == State.IN_PROGRESS
    assert [(one.recipient_name, one.state, one.kept_ground) for one in found.below] == [
        ("Shelter", "kept", "court_order"),
        ("Clinic", "told", ""),
    ]


def test_what_was_kept_is_asked_for_again_when_its_time_is_over(other, case):
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    recall_due(now())
    (recall,) = heard(other, Recalled)
    until = now() + timedelta(days=10)
    other.answers(recall, items=[("p1", Became.KEPT, "court_order", "Order 3", until)], code="kept")
    assert (holder(case).state, holder(case).kept_reference) == (EdgeState.KEPT, "Order 3")
    assert recall_due(now()) == 0
    assert recall_due(until) == 1
    assert holder(case).state == EdgeState.TOLD


# ---- the other way round: others call back what they sent us


def came(other):
    other.asks(words=f"Look for {CANARY}")
    (view,) = packages_of(ASHA, other.thread)
    return other.thread, view.package.id


def test_what_is_called_back_is_destroyed_with_its_words_and_said_so(other):
    request, package = came(other)
    recall = other.calls_back(package, ["p1"])
    part = HeldPart.objects.get(package=package)
    assert part.became == "destroyed" and RecordKey.objects.get(record=part.id).destroyed_at
    (view,) = packages_of(ASHA, request)
    assert (view.package.fields, view.gone) == ((), ("p1",))
    assert [step.words for step in thread(ASHA, request).timeline] == [""]
    assert thread(ASHA, request).timeline[0].forgotten
    (answer,) = [body for body in other.hears() if isinstance(body, RecallAnswered)]
    assert [move.kind for move in answer.moves] == ["acknowledge", "accept", "start", "complete"]
    assert state_of(recall).state == State.COMPLETED and state_of(recall).outcome == "destroyed"
    assert all(report.whole for report in verify_chains())
    assert CANARY not in str(list(AuditEntry.objects.values_list("detail", "subject")))


def test_words_that_were_under_way_when_it_was_called_back_go_too(other):
    request, package = came(other)
    body = Moved(request, other.move("note", words=f"{CANARY} called", at=NOON))
    lane, counters = other.lane, (other.sequence, other.lamport)
    other.calls_back(package, ["p1"], at=later(minutes=1))
    other.thread, (other.sequence, other.lamport) = request, counters
    other.says("request.moved", body, thread=request)
    assert [step.words for step in thread(ASHA, request).timeline] == ["", ""]
    afterwards = Moved(request, other.move("note", words="Ask us again", at=later(hours=1)))
    other.says("request.moved", afterwards, at=later(hours=1), thread=request)
    assert thread(ASHA, request).timeline[-1].words == "Ask us again"
    assert lane < other.lane


def test_words_go_with_the_first_person_who_is_called_back(other):
    two = (PACKAGE.fields[0], PackageField("p2", "party.pseudonym", Sensitivity.S2, "Jasmine"))
    other.asks(words=f"Look for {CANARY}", fields=two)
    (view,) = packages_of(ASHA, other.thread)
    other.calls_back(view.package.id, ["p1"])
    (view,) = packages_of(ASHA, view.thread)
    assert (view.gone, view.package.subjects) == (("p1",), ("p2",))
    assert thread(ASHA, view.thread).timeline[0].words == ""


def test_a_holder_that_counts_its_moves_anew_after_a_restore_is_heard_all_the_same(other, case):
    agrees(case)
    send(other, case, **NAMED)
    changes_her_mind(case)
    recall_due(now())
    (recall,) = heard(other, Recalled)
    waits = Waiting(OtherNode(name="Clinic", key="3").id, "Clinic", NOON)
    other.answers(recall, items=[("p1", Became.DESTROYED)], waiting=[waits], moves=("acknowledge", "accept", "start"))
    assert holder(case).state == EdgeState.PASSED_ON
    other.answers(recall, items=[("p1", Became.DESTROYED)])
    assert holder(case).state == EdgeState.DESTROYED


def test_what_never_came_is_refused_when_it_comes(other):
    package = "package_" + "7" * 32
    other.calls_back(package, ["p1"])
    (answer,) = heard(other, RecallAnswered)
    assert answer.moves[-1].code == "never_had"
    other.asks(words=f"Look for {CANARY}", package=package)
    (view,) = packages_of(ASHA, other.thread)
    assert view.gone == ("p1",) and view.package.fields == ()
    assert not RecordKey.objects.filter(record=HeldPart.objects.get().id, destroyed_at=None).exists()
    assert thread(ASHA, other.thread).timeline[0].words == ""


def test_a_stranger_cannot_call_back_what_others_sent(other):
    request, package = came(other)
    stranger = SigningNode(name="Stranger", key="2")
    stranger.calls_back(package, ["p1"])
    assert packages_of(ASHA, request)[0].gone == ()
    assert heard(stranger, RecallAnswered)[0].moves[-1].code == "never_had"


def keeps(package, *, days=30):
    return ask_to_keep(
        package=package, subject="p1", ground="court_order", reference="Order 3 of 2026", reason="Evidence in court",
        until=now() + timedelta(days=days), by=ASHA, at=now(),
    )  # fmt: skip


def test_it_is_kept_on_a_ground_that_two_persons_named_and_destroyed_when_that_ends(other):
    request, package = came(other)
    keeping = keeps(package)
    with refused("keeping.second_person"):
        agree_to_keep(keeping=keeping, by=ASHA, at=now())
    agree_to_keep(keeping=keeping, by=BALU, at=now())
    other.calls_back(package, ["p1"])
    assert packages_of(ASHA, request)[0].gone == ()
    (answer,) = heard(other, RecallAnswered)
    assert answer.moves[-1].code == "kept"
    end_keepings(now() + timedelta(days=31))
    assert packages_of(ASHA, request)[0].gone == ("p1",)
    assert len(heard(other, RecallAnswered)) == 2


def test_one_person_alone_keeps_nothing(other):
    request, package = came(other)
    keeping = keeps(package)
    other.calls_back(package, ["p1"])
    assert packages_of(ASHA, request)[0].gone == ("p1",)
    with refused("keeping.gone"):
        keeps(package)
    agree_to_keep(keeping=keeping, by=BALU, at=now())
    assert packages_of(ASHA, request)[0].gone == ("p1",)


def test_ending_it_early_needs_one_person(other):
    request, package = came(other)
    keeping = keeps(package)
    agree_to_keep(keeping=keeping, by=BALU, at=now())
    other.calls_back(package, ["p1"])
    end_keeping(keeping=keeping, by=BALU, at=now())
    assert packages_of(ASHA, request)[0].gone == ("p1",)
    with refused("keeping.closed"):
        end_keeping(keeping=keeping, by=BALU, at=now())


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"ground": "because"}, "keeping.ground_unknown"),
        ({"reference": " "}, "basis.order_missing"),
        ({"reason": ""}, "reason.missing"),
        ({"until": NOON + timedelta(days=400)}, "keeping.end"),
        ({"subject": "p9"}, "not_found"),
    ],
)
def test_what_makes_keeping_impossible(other, change, because):
    _, package = came(other)
    words = {
        "package": package, "subject": "p1", "ground": "court_order", "reference": "Order 3", "reason": "Evidence",
        "until": NOON + timedelta(days=30),
    }  # fmt: skip
    with refused(because):
        ask_to_keep(**(words | change), by=ASHA, at=NOON)


def test_nothing_is_destroyed_when_it_cannot_be_recorded(other, monkeypatch):
    request, package = came(other)

    def fails(**_):
        raise RuntimeError("full")

    monkeypatch.setattr("sajha.disclosure.actions.recall.record", fails)
    from django.db import transaction

    with pytest.raises(RuntimeError), transaction.atomic():
        other.calls_back(package, ["p1"])
    monkeypatch.undo()
    assert packages_of(ASHA, request)[0].gone == ()


def test_a_case_that_is_not_open_shows_no_holders(other, case):
    with pytest.raises(Refused):
        holders_of(CHITRA, case.id, case.parties[0])
