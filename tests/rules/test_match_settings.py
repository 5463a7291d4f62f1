"""What a head may set, what is usual, and who is the second person."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.directory.values import ORGANISATION_KINDS
from sajha.matching.rules import (
    HELD_FOR,
    LONGEST_CONTACT,
    MOST,
    SHORTEST_REASON,
    may_be_told,
    may_decide_held,
    may_set,
    usual_of,
    usual_settings,
)
from sajha.matching.rules.policy import STANDING
from sajha.matching.values import KINDS, SORTS, SOUGHT, Ground, SearchState, Settings
from tests.cast import ASHA, BALU, NOON
from tests.rules.said import said

MEMBER = "node_" + "1" * 32
ITSELF = {
    "by_itself": frozenset({"phone"}),
    "purpose": "investigation",
    "ground": "registered_fir",
    "ground_reason": "FIR 12",
}
KIND = st.frozensets(st.sampled_from([*KINDS, "shoe"]), max_size=3)
NUMBER = st.one_of(st.integers(-1, 3), st.integers(MOST - 1, MOST + 1), st.integers(1, MOST))


def judged(**changes):
    return may_set(replace(Settings(), **changes), members=frozenset({MEMBER}))


@given(KIND, KIND)
def test_only_kinds_of_the_list(publishes, asks):
    decision = judged(publishes=publishes, asks=asks)
    assert decision.allowed == ("shoe" not in publishes | asks)


@given(NUMBER, NUMBER, NUMBER)
def test_budgets_fit_into_each_other_and_end(user, unit, partner):
    decision = judged(user_a_day=user, unit_a_day=unit, partner_a_day=partner)
    fits = 1 <= user <= unit <= MOST and 1 <= partner <= MOST
    said(decision, "allowed" if fits else "match.budget_range")


@pytest.mark.parametrize(
    ("changes", "because", "needs"),
    [
        ({}, "allowed", ()),
        ({"held_by": MEMBER}, "allowed", ()),
        ({"held_by": "node_" + "2" * 32}, "match.holder_unknown", ()),
        ({"contact": "Desk, 040-1234"}, "allowed", ()),
        ({"contact": "two\nlines"}, "match.contact_unfit", ()),
        ({"by_itself": frozenset({"shoe"})}, "match.kind_unknown", ()),
        (ITSELF, "allowed", ()),
        (ITSELF | {"by_itself": frozenset(SORTS)}, "allowed", ()),
        ({"contact": "x" * 200}, "allowed", ()),
        ({"contact": "x" * 201}, "match.contact_unfit", ()),
        (ITSELF | {"asks": frozenset({"email"})}, "match.not_asked", ()),
        (ITSELF | {"by_itself": frozenset({SOUGHT})}, "match.not_asked", ()),
        (ITSELF | {"purpose": ""}, "match.no_purpose", ()),
        (ITSELF | {"ground": ""}, "match.no_ground", ("match.name_a_ground",)),
        (ITSELF | {"ground_reason": "F "}, "match.no_reference", ()),
        (ITSELF | {"by_itself": frozenset(), "ground": "", "purpose": ""}, "allowed", ()),
    ],
)
def test_settings_that_hold_together(changes, because, needs):
    said(judged(**changes), because, *needs)


@pytest.mark.parametrize("ground", [one.value for one in Ground])
def test_only_what_the_law_registers_stands_for_many_records(ground):
    decision = judged(**ITSELF | {"ground": ground})
    assert decision.allowed == (ground in STANDING)
    if not decision.allowed:
        said(decision, "match.ground_not_standing", "match.name_a_ground")
    assert {Ground.FIR, Ground.MISSING_REPORT} == STANDING


@given(st.text(max_size=LONGEST_CONTACT + 5))
def test_a_contact_is_one_line_that_travels(text):
    fits = may_be_told(text)
    assert fits == (len(text) <= LONGEST_CONTACT and all(one.isprintable() for one in text))
    assert not (fits and ("\n" in text or "\0" in text))


@pytest.mark.parametrize("kind", [*ORGANISATION_KINDS, "something new"])
def test_what_is_usual_may_be_set_and_asks_nothing_by_itself(kind):
    own = usual_settings(kind)
    said(may_set(own, members=frozenset()), "allowed")
    assert (own.publishes, own.asks, own.by_itself) == (usual_of(kind).publishes, usual_of(kind).asks, frozenset())
    assert len(usual_of(kind).why) > 40


@pytest.mark.parametrize(
    ("kinds", "publishes", "asks"),
    [
        (("ahtu", "police_station", "railway_police", "border_force"), {*SORTS, SOUGHT}, {*SORTS, SOUGHT}),
        (("shelter", "ngo", "cwc", "child_protection_unit", "health", "embassy", "dlsa"), set(), {SOUGHT}),
        (("court", "prosecutor", "labour_office", "state_nodal_office", "national_coordinator", "un_body", "research", "new"), set(), set()),
    ],
)  # fmt: skip
def test_who_cares_for_people_publishes_nothing(kinds, publishes, asks):
    for kind in kinds:
        assert (usual_of(kind).publishes, usual_of(kind).asks) == (publishes, asks), kind


def test_a_week_is_given_to_find_a_second_person():
    assert timedelta(days=7) == HELD_FOR


HELD = {
    "state": SearchState.HELD, "asker": ASHA.id, "held_since": NOON, "second": BALU.id, "is_person": True, "reason": "I know of it well", "at": NOON,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "because", "needs"),
    [
        ({}, "allowed", ()),
        ({"second": ASHA.id}, "match.not_alone", ()),
        ({"is_person": False}, "match.person", ()),
        ({"at": NOON + HELD_FOR}, "allowed", ()),
        ({"at": NOON + HELD_FOR + timedelta(seconds=1)}, "match.held_too_long", ("match.ask_anew",)),
        ({"reason": "x" * SHORTEST_REASON}, "allowed", ()),
        ({"reason": " " + "x" * (SHORTEST_REASON - 1) + " "}, "reason.too_short", ()),
    ],
)
def test_the_second_person(changes, because, needs):
    said(may_decide_held(**HELD | changes), because, *needs)


@pytest.mark.parametrize("state", [one for one in SearchState if one is not SearchState.HELD])
def test_only_what_waits_is_decided(state):
    said(may_decide_held(**HELD | {"state": state}), "match.not_held")
