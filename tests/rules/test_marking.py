"""How packages are marked and what the marks hold back, for every package, wish and way."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.cases.values import Sensitivity
from sajha.directory.values import ORGANISATION_KINDS
from sajha.disclosure.rules import (
    BY_BASIS,
    BY_CONSENT,
    LEAST,
    NEEDED,
    labels_from,
    marks_for,
    may_name_in_court,
    may_release,
    may_use_in_court,
    may_wish,
    release,
    why_marked,
)
from sajha.disclosure.rules.gate import STRICTER
from sajha.disclosure.values import (
    CONDITIONS_LENGTH,
    GROUNDS,
    PASSED_ON,
    Audience,
    Handling,
    Marks,
    Onward,
    Outcome,
    Question,
    RecordField,
)
from sajha.liaison.values import OFFERED, Kind
from sajha.terms.reasons import REASONS
from tests.cast import NOON
from tests.gate.test_gate import NAMES, field_named
from tests.rules.said import said

DAY = timedelta(days=1)

ends = st.none() | st.integers(-5, 50).map(lambda days: NOON + timedelta(days=days))
words = st.sampled_from(["", "Not to the press", "Ask first", "x" * CONDITIONS_LENGTH])
marks = st.builds(
    Marks,
    tlp=st.sampled_from(STRICTER),
    handling=st.sets(st.sampled_from(Handling)).map(lambda codes: tuple(sorted(codes))),
    conditions=words,
    source_grade=st.sampled_from(["", *"ABCX"]),
    information_grade=st.sampled_from(["", *"1234"]),
    expires_at=ends,
)
classes = st.sets(st.sampled_from([Sensitivity.S1, Sensitivity.S2, Sensitivity.S3]))
bound = st.fixed_dictionaries({"sensitivities": classes, "ground": st.sampled_from(["", *GROUNDS]), "ends": ends})


def at_least(one: Marks, other: Marks) -> bool:
    """Whether nothing in the one is laxer than in the other."""
    grades = all(not wanted or kept == wanted for kept, wanted in ((one.source_grade, other.source_grade), (one.information_grade, other.information_grade)))  # fmt: skip
    sooner = other.expires_at is None or (one.expires_at is not None and one.expires_at <= other.expires_at)
    stricter = STRICTER.index(one.tlp) >= STRICTER.index(other.tlp) and set(one.handling) >= set(other.handling)
    return grades and sooner and stricter and other.conditions in one.conditions


@given(marks, st.lists(st.tuples(marks, bound), min_size=1, max_size=4))
def test_marks_never_get_laxer_on_the_way(source, hops):
    at_source = source
    for wished, given_by in hops:
        source = marks_for(wished, **given_by, source=source)
        assert at_least(source, at_source)
        msgspec.json.decode(msgspec.json.encode(source), type=Marks)


@given(marks, bound, st.none() | marks)
def test_what_is_given_is_never_less_than_was_wished_or_must_be(wished, given_by, source):
    made = marks_for(wished, **given_by, source=source)
    assert made.tlp in labels_from(LEAST) and set(made.handling) >= set(wished.handling)
    assert STRICTER.index(made.tlp) >= STRICTER.index(wished.tlp)
    if Sensitivity.S3 in given_by["sensitivities"]:
        assert made.tlp in ("AMBER+STRICT", "RED")
        assert given_by["ground"] != "consent_recorded" or Handling.H2 in made.handling


@given(marks, bound, st.none() | marks)
def test_all_that_was_added_is_said_with_its_reason(wished, given_by, source):
    made, added = marks_for(wished, **given_by, source=source), why_marked(wished, **given_by, source=source)
    told = {one.what for one in added}
    assert {one.because for one in added} <= set(REASONS)
    assert (f"TLP:{made.tlp}" in told) == (made.tlp != wished.tlp)
    assert told & set(Handling) == set(made.handling) - set(wished.handling)
    assert ("end" in told) == (made.expires_at != wished.expires_at)
    if source is None:
        assert "marks.source" not in {one.because for one in added} or made.tlp != wished.tlp


@given(marks)
def test_a_wish_is_judged_in_words(wished):
    answer = may_wish(wished, NOON)
    assert answer.allowed or answer.because in REASONS
    if answer.allowed:
        assert wished.tlp in labels_from(LEAST) and (wished.expires_at is None or wished.expires_at > NOON)
        assert Handling.H3 not in wished.handling or wished.conditions


def field_of(subject, name):
    return replace(field_named(name), subject=subject)


fields = st.builds(field_of, st.sampled_from(["", "p1", "p2"]), st.sampled_from(NAMES))
onwards = st.builds(
    Onward,
    tlp=st.sampled_from(STRICTER),
    handling=st.frozensets(st.sampled_from(Handling)),
    leave=st.frozensets(st.sampled_from(["", "p1", "p2"])),
    named=st.frozensets(st.sampled_from(["p1", "p2"])),
    barred=st.booleans(),
    expired=st.booleans(),
)
questions = st.builds(
    Question,
    kind=st.sampled_from(OFFERED),
    audience=st.builds(Audience, node=st.sampled_from(["", "node_b"]), kind=st.sampled_from(["", *ORGANISATION_KINDS])),
    fields=st.lists(fields, max_size=8).map(tuple),
    chosen=st.frozensets(st.sampled_from(NAMES)),
    ground=st.sampled_from(["", PASSED_ON, *GROUNDS]),
    ground_reason=st.sampled_from(["", "FIR 12/2026"]),
    agreed=st.frozensets(st.tuples(st.sampled_from(["p1", "p2"]), st.sampled_from(list(Sensitivity)))),
    based=st.frozensets(st.tuples(st.sampled_from(["p1", "p2"]), st.sampled_from(list(Sensitivity)))),
    onward=onwards,
)


@given(questions)
def test_no_identity_is_passed_on_without_leave_for_that_very_person(question):
    for field, answer in zip(question.fields, release(question), strict=True):
        binds = Handling.H2 in question.onward.handling or question.onward.tlp == "AMBER+STRICT"
        if field.sensitivity == Sensitivity.S3 and field.subject not in question.onward.named:
            assert answer.outcome == Outcome.WITHHELD
        if field.sensitivity != Sensitivity.S3 and binds and field.subject not in question.onward.leave:
            assert answer.outcome == Outcome.WITHHELD


@given(questions)
def test_what_is_over_red_or_barred_is_never_passed_on(question):
    onward = question.onward
    if onward.expired or onward.barred or onward.tlp == "RED":
        assert not may_release(question).allowed
        assert {answer.outcome for answer in release(question)} <= {Outcome.WITHHELD}


@given(questions, st.sampled_from(["expired", "barred", "H1", "H2", "H3", "stricter", "leave"]))
def test_a_stricter_source_never_lets_more_out(question, change):
    onward = question.onward
    stricter = {
        "expired": lambda: replace(onward, expired=True),
        "barred": lambda: replace(onward, barred=True),
        "stricter": lambda: replace(onward, tlp=labels_from(onward.tlp)[-1]),
        "leave": lambda: replace(onward, leave=frozenset(), named=frozenset()),
    }.get(change, lambda: replace(onward, handling=onward.handling | {Handling(change)}))()
    before, after = release(question), release(replace(question, onward=stricter))
    order = [Outcome.WITHHELD, Outcome.MASKED, Outcome.GOES]
    assert all(order.index(new.outcome) <= order.index(old.outcome) for old, new in zip(before, after, strict=True))


@given(marks, st.sampled_from(OFFERED), st.sampled_from([*GROUNDS, PASSED_ON]))
def test_court(marks, kind, ground):
    assert may_use_in_court(marks, ours=True).allowed
    held = Handling.H1 in marks.handling or marks.tlp == "RED"
    assert may_use_in_court(marks, ours=False).allowed != held
    assert may_name_in_court(kind, ground).allowed or ground in ("consent_recorded", PASSED_ON)


def test_a_field_of_each_sort_is_among_them():
    assert {field_named(name).sensitivity for name in NAMES} >= {Sensitivity.S2, Sensitivity.S3, Sensitivity.S4}
    assert NEEDED and isinstance(field_named("party.first_name"), RecordField)


FULL = Marks("RED", (Handling.H1,), "Ask first", "A", "1", NOON + DAY)
NO_MARKS = Marks("AMBER")
S2, S3 = Sensitivity.S2, Sensitivity.S3


def made(wished=NO_MARKS, holds=frozenset({S2}), ground="", ends=None, source=None):
    return marks_for(wished, sensitivities=set(holds), ground=ground, ends=ends, source=source)


def added(wished=NO_MARKS, holds=frozenset({S2}), ground="", ends=None, source=None):
    found = why_marked(wished, sensitivities=set(holds), ground=ground, ends=ends, source=source)
    return [(one.what, one.because) for one in found]


def test_what_a_package_is_marked_with_in_full():
    assert made() == NO_MARKS
    assert made(holds={S3}) == msgspec.structs.replace(NO_MARKS, tlp="AMBER+STRICT")
    assert made(holds={S3}, ground=BY_CONSENT) == Marks("AMBER+STRICT", (Handling.H2,))
    assert made(holds={S3}, ground=BY_BASIS) == Marks("AMBER+STRICT")
    assert made(ground=BY_CONSENT) == NO_MARKS
    assert made(Marks("CLEAR")) == NO_MARKS
    assert made(FULL) == msgspec.structs.replace(FULL, handling=(Handling.H1, Handling.H3))
    assert made(source=FULL) == msgspec.structs.replace(FULL, handling=(Handling.H1, Handling.H3))
    mine = Marks("GREEN", (Handling.H2,), "Not to the press", "B", "2", NOON)
    assert made(mine, source=FULL) == Marks(
        "RED", (Handling.H1, Handling.H2, Handling.H3), "Ask first / Not to the press", "A", "1", NOON
    )
    assert made(mine, source=Marks("AMBER", (), "  ")) == msgspec.structs.replace(
        mine, tlp="AMBER", handling=(Handling.H2, Handling.H3)
    )
    assert made(msgspec.structs.replace(mine, conditions="Ask first"), source=FULL).conditions == "Ask first"
    assert made(
        msgspec.structs.replace(mine, conditions="x" * CONDITIONS_LENGTH), source=FULL
    ).conditions == "Ask first / " + "x" * (CONDITIONS_LENGTH - len("Ask first / "))
    assert made(FULL, ends=NOON).expires_at == NOON
    assert made(FULL, ends=NOON + 2 * DAY).expires_at == NOON + DAY
    assert made(ends=NOON + 2 * DAY, source=FULL).expires_at == NOON + DAY


def test_why_a_package_is_marked_with_more_than_was_wished():
    assert added() == []
    assert added(holds={S3}) == [("TLP:AMBER+STRICT", "marks.identity")]
    assert added(holds={S3}, source=Marks("RED")) == [("TLP:RED", "marks.source")]
    assert added(source=Marks("AMBER+STRICT")) == [("TLP:AMBER+STRICT", "marks.source")]
    assert added(Marks("RED"), holds={S3}, ground=BY_CONSENT) == [("H2", "marks.consent")]
    assert added(Marks("RED"), holds={S3}, ground=BY_BASIS, source=Marks("RED", (Handling.H2,))) == [
        ("H2", "marks.source")
    ]
    assert added(holds={S2}, ground=BY_CONSENT, source=Marks("AMBER", (Handling.H2,))) == [("H2", "marks.source")]
    assert added(Marks("AMBER", (), "Ask first")) == [("H3", "marks.conditions")]
    assert added(Marks("AMBER", (), "Ask first"), source=Marks("AMBER", (Handling.H1,))) == [
        ("H1", "marks.source"), ("H3", "marks.conditions"),
    ]  # fmt: skip
    assert added(source=Marks("AMBER", (), "Ask first")) == [("H3", "marks.source")]
    assert added(Marks("AMBER+STRICT", (), "Ask"), holds={S3}, ground=BY_CONSENT) == [
        ("H2", "marks.consent"), ("H3", "marks.conditions"),
    ]  # fmt: skip
    assert added(ends=NOON) == [("end", "marks.ends")]
    assert added(ends=NOON, source=Marks("AMBER", expires_at=NOON + DAY)) == [("end", "marks.ends")]
    assert added(ends=NOON + DAY, source=Marks("AMBER", expires_at=NOON)) == [("end", "marks.source")]
    graded = Marks("AMBER", source_grade="A", information_grade="2")
    assert added(source=graded) == [("4x4 A", "marks.source"), ("4x4 2", "marks.source")]
    assert added(graded, source=graded) == []


@pytest.mark.parametrize(
    ("wished", "because"),
    [
        (NO_MARKS, "allowed"),
        (Marks("RED"), "allowed"),
        (Marks("GREEN"), "marks.too_lax"),
        (Marks("PURPLE"), "marks.too_lax"),
        (Marks("AMBER", (Handling.H3,)), "marks.no_conditions"),
        (Marks("AMBER", (Handling.H3,), "  "), "marks.no_conditions"),
        (Marks("AMBER", (Handling.H1,)), "allowed"),
        (Marks("AMBER", (Handling.H3,), "Ask first"), "allowed"),
        (Marks("AMBER", expires_at=NOON), "marks.end"),
        (Marks("AMBER", expires_at=NOON - DAY), "marks.end"),
        (Marks("AMBER", expires_at=NOON + timedelta(seconds=1)), "allowed"),
    ],
)
def test_what_may_be_wished(wished, because):
    said(may_wish(wished, NOON), because)
    assert labels_from(LEAST) == ("AMBER", "AMBER+STRICT", "RED")


def test_what_the_court_may_see_and_what_would_help():
    said(may_use_in_court(Marks("RED", (Handling.H1,)), ours=True), "allowed")
    said(may_use_in_court(Marks("AMBER", (Handling.H1,)), ours=False), "court.h1", "court.ask_leave")
    said(may_use_in_court(Marks("RED"), ours=False), "court.red", "court.ask_leave")
    said(may_use_in_court(Marks("AMBER+STRICT", (Handling.H2,)), ours=False), "allowed")
    for ground in (BY_CONSENT, PASSED_ON):
        said(may_name_in_court(Kind.TRACE_PERSON, ground), "court.other_purpose")
        said(may_name_in_court(Kind.TRANSIT_REMAND, ground), "allowed")
        said(may_name_in_court(Kind.LEAVE, ground), "court.other_purpose")
    said(may_name_in_court(Kind.TRACE_PERSON, BY_BASIS), "allowed")
