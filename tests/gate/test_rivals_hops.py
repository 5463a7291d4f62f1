"""Bugs that other sharing platforms have or had, as stories over several real nodes: none of them is ours."""

import pytest

from sajha.basics.decision import Refused
from sajha.exchange.actions import suspend
from sajha.liaison.values import Kind
from tests.cast import GITA
from tests.simulation.nodes import CLOCK
from tests.simulation.script import Story
from tests.simulation.world import new_world, remove, running

POLICE, MIDDLE, COMMITTEE, HOUSE, DESK = range(5)


@pytest.fixture(scope="module")
def world(django_db_blocker):
    with django_db_blocker.unblock():
        made = new_world()
        yield made
        remove(made)


@pytest.fixture
def story(world, django_db_blocker):
    with django_db_blocker.unblock(), running(world):
        world.begin(0)
        yield Story(world)


def over_two_hops(story):
    """Her name goes to the committee, and with leave on to the house."""
    story.agrees(COMMITTEE, HOUSE)
    first = story.sends(COMMITTEE)
    story.runs()
    assert story.gives_leave(first, COMMITTEE, HOUSE) == ""
    second = story.passes_on(COMMITTEE, first, HOUSE)
    story.runs()
    assert story.reads(COMMITTEE, first) and story.reads(HOUSE, second)
    assert story.holders() == {"2": "held", "3": "held"}
    return first, second


def over_three_hops(story):
    """What names nobody goes on from hand to hand."""
    story.agrees(MIDDLE, COMMITTEE, HOUSE)
    first = story.sends(MIDDLE, named=False)
    story.runs()
    second = story.passes_on(MIDDLE, first, COMMITTEE, named=False)
    story.runs()
    third = story.passes_on(COMMITTEE, second, HOUSE, named=False)
    story.runs()
    assert story.holders() == {"1": "held", "2": "held", "3": "held"}
    return first, second, third


def test_a_recall_over_three_hops_waits_for_the_middle_node_that_is_off_for_a_month(story):
    first, second, third = over_three_hops(story)
    story.nodes[COMMITTEE].up = False
    story.withdraws()
    story.runs(days=1)
    assert not story.reads(MIDDLE, first)
    assert story.holders() == {"1": "passed_on", "2": "told"}
    assert story.reads(HOUSE, third), "nobody has told it yet"
    story.runs(days=33)
    story.nodes[COMMITTEE].up = True
    story.runs()
    assert not story.reads(COMMITTEE, second) and not story.reads(HOUSE, third)
    assert story.holders() == {"1": "destroyed", "2": "destroyed", "3": "destroyed"}


def test_a_revocation_at_the_second_hop_takes_back_what_went_there(story):
    first, second = over_two_hops(story)
    story.removes(POLICE, HOUSE)
    story.runs()
    assert not story.reads(HOUSE, second)
    assert story.holders()["3"] == "destroyed"


def test_a_narrowed_audience_keeps_no_copies(story):
    first, second = over_two_hops(story)
    story.excludes(HOUSE)
    story.runs()
    assert not story.reads(HOUSE, second)
    assert story.holders()["3"] == "destroyed"
    again = story.sends(COMMITTEE)
    story.runs()
    assert story.gives_leave(again, COMMITTEE, HOUSE) == "gate.refused"


def test_a_narrowed_audience_of_what_names_nobody_keeps_no_copies_at_the_third_hop(story):
    first, second, third = over_three_hops(story)
    story.excludes(HOUSE)
    story.runs()
    assert not story.reads(HOUSE, third)
    assert story.holders()["3"] == "destroyed"


def test_a_deletion_travels_to_everyone_who_got_it(story):
    first, second, third = over_three_hops(story)
    back = story.passes_on(HOUSE, third, MIDDLE, named=False)
    story.runs()
    assert story.reads(MIDDLE, back), "it went round in a circle"
    story.withdraws()
    story.runs()
    for node, package in ((MIDDLE, first), (COMMITTEE, second), (HOUSE, third), (MIDDLE, back)):
        assert not story.reads(node, package)
    assert set(story.holders().values()) == {"destroyed"}
    assert story.wrong() == []


def test_who_keeps_it_on_a_ground_two_hops_away_is_seen(story):
    first, second = over_two_hops(story)
    story.keeps(HOUSE, second)
    story.withdraws()
    story.runs()
    assert story.reads(HOUSE, second) and not story.reads(COMMITTEE, first)
    assert story.holders() == {"2": "kept", "3": "kept"}
    story.runs(days=101)
    assert not story.reads(HOUSE, second)
    assert story.holders() == {"2": "destroyed", "3": "destroyed"}


def test_a_removed_member_receives_nothing_through_a_third_node(story):
    story.agrees(COMMITTEE, HOUSE)
    first = story.sends(COMMITTEE)
    story.runs()
    story.removes(POLICE, HOUSE)
    story.runs()
    assert story.gives_leave(first, COMMITTEE, HOUSE) == "gate.removed_member"
    with pytest.raises(Refused, match="gate.removed_member"):
        story.passes_on(COMMITTEE, first, HOUSE)
    plain = story.sends(COMMITTEE, Kind.TRACE_PERSON, named=False)
    story.runs()
    with pytest.raises(Refused, match="gate.removed_member"):
        story.passes_on(COMMITTEE, plain, HOUSE, Kind.TRACE_PERSON, named=False)


def test_a_suspended_member_is_asked_although_other_messages_for_it_wait(story):
    story.agrees(HOUSE)
    package = story.sends(HOUSE)
    story.runs()
    story.nodes[HOUSE].up = False
    story.sends(HOUSE, named=False)
    with story.home.here():
        suspend(node_id=story.nodes[HOUSE].id, reason="Inquiry", by=GITA, at=CLOCK.at)
    story.nodes[HOUSE].up = True
    story.runs()
    assert not story.reads(HOUSE, package)
    assert story.holders()["3"] == "destroyed"


def test_a_holder_restored_from_before_it_passed_on_still_calls_that_back(story):
    story.agrees(COMMITTEE, HOUSE)
    first = story.sends(COMMITTEE)
    story.runs()
    assert story.gives_leave(first, COMMITTEE, HOUSE) == ""
    saved = story.saves(COMMITTEE)
    second = story.passes_on(COMMITTEE, first, HOUSE)
    story.runs()
    story.restores(COMMITTEE, saved)
    story.runs()
    assert story.reads(COMMITTEE, first), "it was sent again, for it still stands"
    assert not story.reads(HOUSE, second), "nobody remembers what it was"


def test_a_source_restored_from_before_it_sent_calls_back_what_it_does_not_remember(story):
    story.agrees(HOUSE)
    saved = story.saves(POLICE)
    package = story.sends(HOUSE)
    story.runs()
    assert story.reads(HOUSE, package)
    story.restores(POLICE, saved)
    story.runs()
    assert not story.reads(HOUSE, package)


def test_a_holder_restored_from_before_a_recall_gets_nothing_back(story):
    story.agrees(HOUSE)
    package = story.sends(HOUSE)
    story.runs()
    saved = story.saves(HOUSE)
    story.withdraws()
    story.runs()
    story.restores(HOUSE, saved)
    assert not story.reads(HOUSE, package)
    story.runs()
    assert not story.reads(HOUSE, package)
    assert story.holders() == {"3": "destroyed"}


def test_a_later_consent_neither_closes_a_recall_nor_brings_a_copy_back(story):
    first, second, third = over_three_hops(story)
    story.nodes[HOUSE].up = False
    story.withdraws()
    story.runs()
    story.agrees(MIDDLE, COMMITTEE, HOUSE)
    story.runs()
    assert story.holders() == {"1": "passed_on", "2": "passed_on", "3": "told"}
    story.nodes[HOUSE].up = True
    story.runs()
    assert story.holders() == {"1": "destroyed", "2": "destroyed", "3": "destroyed"}
    assert not story.reads(HOUSE, third)


def test_a_node_restored_from_before_it_closed_a_member_is_understood_again(story):
    story.agrees(HOUSE)
    package = story.sends(HOUSE)
    story.runs()
    saved = story.saves(HOUSE)
    story.removes(HOUSE, DESK)
    story.runs()
    story.restores(HOUSE, saved)
    story.runs()
    assert story.reads(HOUSE, package), "it was sent again, sealed to the key that the backup holds"
    story.withdraws()
    story.runs()
    assert not story.reads(HOUSE, package)
