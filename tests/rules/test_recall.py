"""Calling back: when an edge is due, what a holder does, and what the answers of a whole tree come to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.disclosure.rules import LONGEST_KEPT, come_to, item_of, keeps, kept_until, may_agree, may_keep, why_due
from sajha.disclosure.values import Answer, Became, EdgeNow, EdgeState, Item, Kept
from sajha.terms.reasons import REASONS
from tests.cast import NOON
from tests.rules.said import said

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
HELD = EdgeNow(EdgeState.HELD, until=None, kept_until=None, removed=False)
ALONE = Kept("evidence", "BNSS 94", NOON + 30 * DAY, asked_by="one")
AGREED = replace(ALONE, agreed_by="two")
STILL_OPEN = {EdgeState.HELD, EdgeState.TOLD, EdgeState.PASSED_ON}

moments = st.none() | st.integers(-3, 3).map(lambda days: NOON + days * DAY)
edges = st.builds(
    EdgeNow,
    state=st.sampled_from(EdgeState),
    until=moments,
    kept_until=moments,
    removed=st.booleans(),
    because=st.sampled_from(["", "consent.withdrawn", "basis.ended"]),
)
persons = st.sampled_from(["", "one", "two"])
keepings = st.builds(
    Kept,
    ground=st.just("evidence"),
    reference=st.just("BNSS 94"),
    until=moments.filter(bool),
    asked_by=st.sampled_from(["one", "two"]),
    agreed_by=persons,
    ended_at=moments,
)
results = st.builds(Item, subject=st.just("p1"), became=st.sampled_from(Became))


def kept_item(until, subject="p1"):
    return Item(subject, Became.KEPT, "evidence", "BNSS 94", until)


def answer(*items):
    return Answer("thread_" + "0" * 32, "package_" + "0" * 32, "node_" + "0" * 32, "Shelter", items, NOON)


# ---- when an edge is due


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({}, ""),
        ({"because": "consent.withdrawn"}, "consent.withdrawn"),
        ({"until": NOON}, "recall.expired"),
        ({"until": NOON - SECOND}, "recall.expired"),
        ({"until": NOON + SECOND}, ""),
        ({"until": NOON + SECOND, "because": "consent.narrowed"}, "consent.narrowed"),
        ({"until": NOON, "because": "consent.narrowed"}, "recall.expired"),
        ({"removed": True}, "recall.member_removed"),
        ({"removed": True, "until": NOON, "because": "consent.narrowed"}, "recall.member_removed"),
        ({"state": EdgeState.KEPT}, "recall.kept_long_enough"),
        ({"state": EdgeState.KEPT, "kept_until": NOON}, "recall.kept_long_enough"),
        ({"state": EdgeState.KEPT, "kept_until": NOON - SECOND}, "recall.kept_long_enough"),
        ({"state": EdgeState.KEPT, "kept_until": NOON + SECOND}, ""),
        ({"state": EdgeState.KEPT, "kept_until": NOON + SECOND, "removed": True, "because": "consent.withdrawn"}, ""),
    ],
)
def test_when_an_edge_is_called_back(change, because):
    assert why_due(replace(HELD, **change), NOON) == because
    assert not because or because in REASONS


@given(edges, st.sampled_from([EdgeState.TOLD, EdgeState.PASSED_ON, EdgeState.DESTROYED, EdgeState.NEVER_HAD]))
def test_what_was_asked_for_once_is_not_asked_for_again(edge, state):
    assert why_due(replace(edge, state=state), NOON) == ""


@given(edges)
def test_what_is_kept_is_asked_for_again_when_its_time_is_over_and_not_before(edge):
    edge = replace(edge, state=EdgeState.KEPT)
    over = edge.kept_until is None or edge.kept_until <= NOON
    assert bool(why_due(edge, NOON)) == over


@given(edges, st.integers(0, 5))
def test_a_later_moment_calls_back_no_less(edge, later):
    assert not why_due(edge, NOON) or why_due(edge, NOON + later * DAY)


@given(edges)
def test_a_later_consent_never_closes_a_recall(edge):
    """That the gate would let the same go today leaves a recall where it is, and what is due by its day or its holder stays due."""
    allowed = replace(edge, because="")
    if edge.state != EdgeState.HELD:
        assert why_due(allowed, NOON) == why_due(edge, NOON)
    elif edge.removed or (edge.until is not None and edge.until <= NOON):
        assert why_due(allowed, NOON) == why_due(edge, NOON) != ""


# ---- a ground on which a part is kept


@pytest.mark.parametrize(
    ("kept", "stands"),
    [
        (None, False),
        (ALONE, False),
        (replace(ALONE, agreed_by="one"), False),
        (AGREED, True),
        (replace(AGREED, until=NOON), False),
        (replace(AGREED, until=NOON + SECOND), True),
        (replace(AGREED, ended_at=NOON), False),
        (replace(AGREED, ended_at=NOON + SECOND), True),
        (replace(AGREED, until=NOON, ended_at=NOON + SECOND), False),
    ],
)
def test_a_ground_stands_by_two_persons_until_its_day_or_until_it_is_ended(kept, stands):
    assert keeps(kept, NOON) is stands


@given(keepings, moments.filter(bool))
def test_one_person_alone_keeps_nothing(kept, at):
    for one in (replace(kept, agreed_by=""), replace(kept, agreed_by=kept.asked_by)):
        assert not keeps(one, at)
        assert item_of("p1", had=True, kept=one, at=at) == Item("p1", Became.DESTROYED)


@given(keepings, st.integers(0, 5))
def test_a_ground_that_is_over_never_stands_again(kept, later):
    assert keeps(kept, NOON) or not keeps(kept, NOON + later * DAY) or kept.ended_at is not None


def test_what_a_holder_does_with_one_subject():
    assert item_of("p2", had=False, kept=AGREED, at=NOON) == Item("p2", Became.NEVER_HAD)
    assert item_of("p2", had=True, kept=None, at=NOON) == Item("p2", Became.DESTROYED)
    assert item_of("p2", had=True, kept=ALONE, at=NOON) == Item("p2", Became.DESTROYED)
    assert item_of("p2", had=True, kept=AGREED, at=AGREED.until) == Item("p2", Became.DESTROYED)
    assert item_of("p2", had=True, kept=AGREED, at=NOON) == kept_item(NOON + 30 * DAY, "p2")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({}, "allowed"),
        ({"ground": "curiosity"}, "keeping.ground_unknown"),
        ({"ground": ""}, "keeping.ground_unknown"),
        ({"reference": "  "}, "basis.order_missing"),
        ({"reason": " "}, "reason.missing"),
        ({"until": NOON}, "keeping.end"),
        ({"until": NOON - DAY}, "keeping.end"),
        ({"until": NOON + SECOND}, "allowed"),
        ({"until": NOON + LONGEST_KEPT}, "allowed"),
        ({"until": NOON + LONGEST_KEPT + SECOND}, "keeping.end"),
    ],
)
def test_what_a_ground_needs(change, because):
    asked = {"ground": "evidence", "reference": "BNSS 94", "reason": "Trial goes on", "until": NOON + DAY, **change}
    decision = may_keep(grounds=frozenset({"evidence", "order"}), **asked, at=NOON)
    said(decision, because)


@pytest.mark.parametrize(
    ("kept", "voter", "because"),
    [
        (ALONE, "two", "allowed"),
        (ALONE, "one", "keeping.second_person"),
        (AGREED, "one", "keeping.second_person"),
        (AGREED, "three", "keeping.closed"),
        (replace(ALONE, ended_at=NOON), "two", "keeping.closed"),
        (replace(ALONE, until=NOON), "two", "keeping.closed"),
        (replace(ALONE, until=NOON - SECOND), "two", "keeping.closed"),
        (replace(ALONE, until=NOON + SECOND), "two", "allowed"),
    ],
)
def test_who_may_agree(kept, voter, because):
    decision = may_agree(kept, voter, NOON)
    said(decision, because)


# ---- what a tree of answers comes to


@given(st.lists(results, max_size=4), st.lists(st.sampled_from(EdgeState), max_size=4))
def test_a_tree_is_closed_only_when_every_node_in_it_is(items, below):
    state = come_to(items, below)
    assert (state == EdgeState.PASSED_ON) == bool(set(below) & STILL_OPEN)
    if state != EdgeState.PASSED_ON:
        found = {str(item.became) for item in items} | set(map(str, below))
        assert str(state) == next((one for one in ("kept", "destroyed") if one in found), "never_had")


@given(st.lists(results, max_size=4), st.lists(st.sampled_from(EdgeState), min_size=1, max_size=4), st.data())
def test_one_open_holder_anywhere_keeps_the_whole_tree_open(items, below, data):
    """However deep it lies: what is open below is open above."""
    below[data.draw(st.integers(0, len(below) - 1))] = data.draw(st.sampled_from(sorted(STILL_OPEN)))
    middle = come_to(items, below)
    assert come_to([Item("p1", Became.DESTROYED)], [middle]) == EdgeState.PASSED_ON


def test_nothing_asked_of_nobody_was_never_had():
    assert come_to([], []) == EdgeState.NEVER_HAD
    assert come_to([Item("p1", Became.NEVER_HAD)], []) == EdgeState.NEVER_HAD


def test_the_earliest_end_of_what_is_kept_counts():
    late, soon = NOON + 9 * DAY, NOON + 2 * DAY
    assert kept_until(answer(), []) is None
    assert kept_until(answer(Item("p1", Became.DESTROYED, until=soon)), [None]) is None
    assert kept_until(answer(kept_item(late), kept_item(soon, "p2")), []) == soon
    assert kept_until(answer(kept_item(late)), [None, soon]) == soon
    assert kept_until(answer(kept_item(soon)), [late]) == soon
    assert kept_until(answer(Item("p1", Became.KEPT)), [None]) is None
