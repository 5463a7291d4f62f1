"""Who is proposed for a place: order, reasons, and never somebody withdrawn."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.basics.actor import SYSTEM, Actor
from sajha.directory.rules import is_entry, may_edit, may_keep_member, may_read, rank
from sajha.directory.values import ORGANISATION_KINDS, Details, Kind, Known, Origin
from sajha.terms.labels.directory import CAVEATS, KIND_LABELS, ORIGIN_LABELS
from sajha.terms.places import Place
from sajha.terms.reasons import REASONS
from tests.cast import ASHA, GITA, HARI

NALGONDA, TELANGANA, INDIA = Place("IN", "36", "514"), Place("IN", "36"), Place("IN")
ELSEWHERE = [Place("IN", "33"), Place("IN", "33", "568"), Place("NP")]
NODES = ["n1", "n2", "n3"]

organisations = st.lists(
    st.builds(
        Known,
        id=st.uuids().map(str),
        kind=st.sampled_from(["ahtu", "ngo", "state_nodal_office", "national_coordinator"]),
        name=st.sampled_from(["Aruna", "Bharosa", "Chetna"]),
        node=st.sampled_from(["", *NODES]),
        active=st.booleans(),
        places=st.frozensets(st.sampled_from([NALGONDA, TELANGANA, INDIA, *ELSEWHERE]), max_size=3),
    ),
    max_size=8,
    unique_by=lambda one: one.id,
)
reachables = st.frozensets(st.sampled_from(NODES))
places = st.sampled_from([NALGONDA, TELANGANA, INDIA, *ELSEWHERE])
STEPS = ["directory.responsible", "directory.nodal_office", "directory.coordinator", "directory.own_coordinator"]


@given(organisations, reachables, places)
def test_nobody_withdrawn_is_proposed_and_nobody_unreachable_can_be_asked(known, reachable, place):
    by_id = {one.id: one for one in known}
    for proposal in rank(place, known, kinds=("ahtu",), reachable=reachable):
        one = by_id[proposal.id]
        assert one.active
        assert proposal.why in STEPS and proposal.why in REASONS
        assert proposal.can_be_asked == (one.node in reachable)
        assert proposal.can_be_asked or proposal.because in REASONS


@given(organisations, reachables, places)
def test_the_order_is_the_units_then_the_nodal_office_then_the_coordinator(known, reachable, place):
    found = rank(place, known, kinds=("ahtu",), reachable=reachable)
    assert [STEPS.index(one.why) for one in found] == sorted(STEPS.index(one.why) for one in found)
    for step in STEPS:
        asked = [one.can_be_asked for one in found if one.why == step]
        assert asked == sorted(asked, reverse=True)
    assert len({one.id for one in found}) == len(found)


@given(organisations, reachables, places, st.randoms())
def test_the_answer_does_not_depend_on_the_order_of_the_rows(known, reachable, place, chance):
    mixed = known[:]
    chance.shuffle(mixed)
    asked = {"kinds": ("ahtu", "ngo"), "reachable": reachable}
    assert rank(place, known, **asked) == rank(place, mixed, **asked)


@given(organisations, places)
def test_every_active_unit_over_the_place_is_proposed(known, place):
    proposed = {one.id for one in rank(place, known, kinds=("ahtu",), reachable=frozenset())}
    for one in known:
        covers = any(outer in one.places for outer in place.within())
        if one.active and one.kind == "ahtu":
            assert (one.id in proposed) == covers


@given(organisations, reachables, places)
def test_more_reachable_nodes_never_take_a_candidate_away(known, reachable, place):
    fewer = {one.id for one in rank(place, known, kinds=("ahtu",), reachable=reachable)}
    more = {one.id for one in rank(place, known, kinds=("ahtu",), reachable=frozenset(NODES))}
    assert fewer == more


UNIT = Known("a", "ahtu", "Unit", "n1", True, frozenset({NALGONDA}))


def test_the_smaller_jurisdiction_comes_first():
    wide = replace(UNIT, id="b", name="A wide unit", places=frozenset({TELANGANA}))
    found = rank(NALGONDA, [wide, UNIT], kinds=("ahtu",), reachable=frozenset({"n1"}))
    assert [one.id for one in found] == ["a", "b"]


def test_abroad_our_own_coordinator_is_the_last_resort():
    ours = Known("c", "national_coordinator", "Ours", "n1", True, frozenset({INDIA}))
    theirs = replace(ours, id="d", places=frozenset({Place("NP")}))
    third = replace(ours, id="e", places=frozenset({Place("BD")}))
    found = rank(Place("NP"), [ours, third, theirs], kinds=("ahtu",), reachable=frozenset({"n1"}))
    assert [(one.id, one.why) for one in found] == [("d", "directory.coordinator"), ("c", "directory.own_coordinator")]


def test_every_kind_and_origin_has_a_name():
    assert set(KIND_LABELS) == set(ORGANISATION_KINDS)
    assert len({str(text) for text in KIND_LABELS.values()}) == len(KIND_LABELS)
    assert set(ORIGIN_LABELS) == set(Origin)
    assert set(CAVEATS) <= set(Origin)


GOOD = Details(
    kind=Kind.NGO, name="Prajwala of the test", places=(TELANGANA,), phone="+91 40 2345 6789", email="a@b.example"
)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({}, "allowed"),
        ({"phone": "", "email": ""}, "allowed"),
        ({"name": "  "}, "directory.no_name"),
        ({"name": "x" * 201}, "directory.no_name"),
        ({"kind": "ministry"}, "directory.no_kind"),
        ({"places": ()}, "directory.no_places"),
        ({"places": (Place("IN", "99"),)}, "directory.no_places"),
        ({"phone": "call me"}, "directory.bad_phone"),
        ({"email": "nobody"}, "directory.bad_email"),
    ],
)
def test_what_an_entry_must_have(change, because):
    assert is_entry(replace(GOOD, **change)).because == because


def test_who_may_read_and_edit():
    node = Actor(id="n1", kind="node", label="Peer")
    assert [may_read(by).allowed for by in (ASHA, GITA, HARI, SYSTEM, node)] == [True, True, True, True, False]
    assert [may_edit(by).allowed for by in (ASHA, GITA, HARI, SYSTEM, node)] == [False, True, False, True, False]
    assert may_keep_member(node, "n1").allowed
    assert not may_keep_member(node, "n2").allowed
    assert not may_keep_member(replace(node, kind="person"), "n1").allowed
