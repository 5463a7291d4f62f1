"""What a member may say that is not so, or strange: nobody learns of others by it, nothing counts as done, no page breaks."""

from datetime import timedelta

import pytest

from sajha.disclosure.models import HeldPackage, Release
from sajha.disclosure.values import Became
from sajha.disclosure.wire import (
    Holding,
    RecallAnswered,
    Recalled,
    Which,
)
from sajha.retention.actions import erase_late
from tests.cast import ASHA, BALU, NOON
from tests.other_node import SigningNode
from tests.some_cases import open_case

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
