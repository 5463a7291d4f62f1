"""A named legal ground instead of consent: asked within its limits, decided by two, and over on its day."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.consent.rules import basis_covers, may_end, may_leave, may_open, may_vote, outcome, votes_open_to
from sajha.consent.rules.grounds import allows
from sajha.consent.values import (
    LONGEST_BASIS_DAYS,
    Age,
    Audience,
    Basis,
    DataClass,
    Ground,
    Opinion,
    Outcome,
    Purpose,
    Question,
    Scope,
    Standing,
    Vote,
)
from tests.cast import NOON
from tests.rules.said import said

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
COURT = Ground(
    "court_order",
    "1",
    "BNSS 94",
    "",
    frozenset({Purpose.TRIAL, Purpose.CARE}),
    frozenset({"court", "shelter"}),
    frozenset({DataClass.S2, DataClass.S3}),
    children_only=False,
    confidence="A",
)
SCOPE = Scope(frozenset({Purpose.TRIAL}), frozenset({Audience("court")}), frozenset({DataClass.S3}))
YES = (Vote("one", Opinion.AGREE), Vote("two", Opinion.AGREE))
BASIS = Basis("basis_1", COURT, SCOPE, "one", NOON - DAY, NOON + 5 * DAY, YES)
ASKED = Question(Purpose.TRIAL, "court", "node_a", DataClass.S3, Age.ADULT)

votes = st.lists(
    st.builds(Vote, st.sampled_from(["one", "two", "three"]), st.sampled_from(Opinion)), max_size=4
).map(tuple)  # fmt: skip
moments = st.integers(-3, 3).map(lambda days: NOON + days * DAY)
bases = st.builds(
    Basis,
    id=st.just("basis_1"),
    ground=st.just(COURT),
    scope=st.just(SCOPE),
    opened_by=st.just("one"),
    opened_at=moments,
    until=moments,
    votes=votes,
    ended_at=st.none() | moments,
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, Outcome.STANDS),
        ({"votes": ()}, Outcome.WAITING),
        ({"votes": YES[:1]}, Outcome.WAITING),
        ({"votes": (YES[0], YES[0])}, Outcome.WAITING),
        ({"votes": (Vote("one", Opinion.DISAGREE),)}, Outcome.WAITING),
        ({"votes": (Vote("one", Opinion.DISAGREE), YES[1])}, Outcome.REJECTED),
        ({"votes": (YES[0], Vote("two", Opinion.DISAGREE))}, Outcome.REJECTED),
        ({"votes": (YES[0], Vote("two", "perhaps"))}, Outcome.REJECTED),
        ({"until": NOON}, Outcome.ENDED),
        ({"until": NOON + SECOND}, Outcome.STANDS),
        ({"until": NOON, "votes": YES[:1]}, Outcome.ENDED),
        ({"until": NOON + SECOND, "votes": YES[:1]}, Outcome.WAITING),
        ({"until": NOON, "votes": (YES[0], Vote("two", Opinion.DISAGREE))}, Outcome.REJECTED),
        ({"ended_at": NOON}, Outcome.ENDED),
        ({"ended_at": NOON - SECOND}, Outcome.ENDED),
        ({"ended_at": NOON + SECOND}, Outcome.STANDS),
        ({"ended_at": NOON, "votes": ()}, Outcome.ENDED),
    ],
)
def test_what_became_of_it(change, expected):
    assert outcome(replace(BASIS, **change), NOON) == expected


@given(bases, moments)
def test_one_person_alone_makes_nothing_stand_and_one_who_disagrees_is_enough_against(basis, at):
    found = outcome(basis, at)
    if found == Outcome.STANDS:
        assert len({vote.voter for vote in basis.votes}) > 1
        assert all(vote.opinion == Opinion.AGREE for vote in basis.votes)
        assert at < basis.until and (basis.ended_at is None or at < basis.ended_at)
    if found == Outcome.REJECTED:
        assert any(vote.opinion == Opinion.DISAGREE for vote in basis.votes)


@given(bases, st.sampled_from(["one", "two", "three"]), moments)
def test_nobody_sees_the_other_vote_before_two_have_voted(basis, reader, at):
    shown = votes_open_to(basis, reader, at)
    if len({vote.voter for vote in basis.votes}) < 2:
        assert shown == tuple(vote for vote in basis.votes if vote.voter == reader)
    else:
        assert shown == basis.votes


@pytest.mark.parametrize(
    ("change", "voter", "because"),
    [
        ({"votes": ()}, "one", "allowed"),
        ({"votes": YES[:1]}, "two", "allowed"),
        ({"votes": YES[:1]}, "one", "basis.voted"),
        ({}, "two", "basis.voted"),
        ({}, "three", "basis.closed"),
        ({"votes": (), "until": NOON}, "one", "basis.closed"),
        ({"votes": (), "ended_at": NOON}, "one", "basis.closed"),
    ],
)
def test_who_may_vote(change, voter, because):
    said(may_vote(replace(BASIS, **change), voter, NOON), because)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({}, "allowed"),
        ({"votes": ()}, "allowed"),
        ({"votes": (YES[0], Vote("two", Opinion.DISAGREE))}, "basis.closed"),
        ({"until": NOON}, "basis.closed"),
        ({"ended_at": NOON}, "basis.closed"),
    ],
)
def test_what_may_be_ended(change, because):
    said(may_end(replace(BASIS, **change), NOON), because)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({}, "allowed"),
        ({"ground": None}, "basis.unknown"),
        ({"scope": replace(SCOPE, audiences=frozenset())}, "audience.empty"),
        ({"scope": replace(SCOPE, purposes=frozenset({Purpose.FAMILY}))}, "basis.too_wide"),
        ({"ground": replace(COURT, children_only=True)}, "basis.children_only"),
        ({"ground": replace(COURT, children_only=True), "age": Age.CHILD}, "allowed"),
        ({"ground": replace(COURT, children_only=True), "age": Age.UNKNOWN}, "allowed"),
        ({"age": Age.CHILD}, "allowed"),
        ({"reason": " "}, "reason.missing"),
        ({"order": " "}, "basis.order_missing"),
        ({"until": NOON}, "basis.end"),
        ({"until": NOON + SECOND}, "allowed"),
        ({"until": NOON + timedelta(days=LONGEST_BASIS_DAYS)}, "allowed"),
        ({"until": NOON + timedelta(days=LONGEST_BASIS_DAYS) + SECOND}, "basis.end"),
    ],
)
def test_what_asking_for_one_needs(change, because):
    asked = {
        "ground": COURT,
        "scope": SCOPE,
        "age": Age.ADULT,
        "reason": "Hearing",
        "order": "12/2026",
        "until": NOON + DAY,
    }
    asked |= change
    said(may_open(asked.pop("ground"), asked.pop("scope"), asked.pop("age"), **asked, at=NOON), because)


@pytest.mark.parametrize(
    ("scope", "reaches"),
    [
        (SCOPE, True),
        (Scope(COURT.purposes, frozenset({Audience("court"), Audience("shelter", "node_b")}), COURT.classes), True),
        (replace(SCOPE, purposes=frozenset({Purpose.TRIAL, Purpose.FAMILY})), False),
        (replace(SCOPE, audiences=frozenset({Audience("court"), Audience("media", "court")})), False),
        (replace(SCOPE, classes=frozenset({DataClass.S3, DataClass.S1})), False),
    ],
)
def test_a_ground_reaches_no_further_than_its_entry(scope, reaches):
    assert allows(COURT, scope) is reaches


@pytest.mark.parametrize(
    ("basis", "question", "at", "covered"),
    [
        ({}, {}, NOON, True),
        ({}, {"purpose": Purpose.CARE}, NOON, False),
        ({}, {"data_class": DataClass.S2}, NOON, False),
        ({}, {"kind": "shelter"}, NOON, False),
        ({"scope": replace(SCOPE, audiences=frozenset({Audience("court", "node_a")}))}, {}, NOON, True),
        ({"scope": replace(SCOPE, audiences=frozenset({Audience("court", "node_a")}))}, {"organisation": "node_b"}, NOON, False),
        ({"scope": replace(SCOPE, audiences=frozenset({Audience("shelter", "node_a")}))}, {}, NOON, False),
        ({"ground": replace(COURT, kinds=frozenset({"shelter"}))}, {}, NOON, False),
        ({"ground": replace(COURT, children_only=True)}, {}, NOON, False),
        ({"ground": replace(COURT, children_only=True)}, {"age": Age.UNKNOWN}, NOON, True),
        ({}, {"age": Age.CHILD}, NOON, True),
        ({}, {}, BASIS.opened_at, True),
        ({}, {}, BASIS.opened_at - SECOND, False),
        ({}, {}, BASIS.until, False),
        ({"votes": YES[:1]}, {}, NOON, False),
    ],
)  # fmt: skip
def test_when_it_covers_a_point(basis, question, at, covered):
    basis, question = replace(BASIS, **basis), replace(ASKED, **question)
    assert basis_covers(basis, question, at) is covered
    found = may_leave(Standing(at), basis, question)
    assert (found.allowed, found.because) == ((True, "basis.stands") if covered else (False, "consent.none"))
