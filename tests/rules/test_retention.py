"""What follows for a record, whatever is decided in whatever order: nothing ends under a hold, or by one person, or unseen."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sajha.retention.classes import classes
from sajha.retention.rules import default_class, may_decide, months_after, reason_is_given, standing
from sajha.retention.values import (
    LONGEST_LOOK,
    Entry,
    EntryKind,
    ErasureGround,
    HoldGround,
    Matter,
    MatterKind,
)
from sajha.terms.labels import retention as labels
from tests.cast import NOON

DAY = timedelta(days=1)
LIST = classes()
PEOPLE = ("asha", "balu", "chitra")
CLOSED = Matter("case_1", MatterKind.CASE, "2026-1", NOON, NOON + DAY)
matters = st.builds(
    Matter,
    id=st.just("case_1"),
    kind=st.just(MatterKind.CASE),
    number=st.just("2026-1"),
    opened_at=st.just(NOON),
    closed_at=st.sampled_from([None, NOON, NOON + DAY]),
    child=st.booleans(),
    requests_open=st.integers(0, 1),
    on_the_way=st.integers(0, 1),
    held_elsewhere=st.integers(0, 1),
    not_called=st.integers(0, 1),
    emergencies=st.integers(0, 1),
)
wishes = st.tuples(
    st.sampled_from(list(EntryKind)),
    st.sampled_from(PEOPLE),
    st.sampled_from([*LIST, *HoldGround, *ErasureGround, "nonsense"]),
    st.integers(-30, 2000),
    st.integers(0, 11),
    st.integers(1, 400),
)


def played(matter, wanted):
    """Each wish that the rules allow becomes an entry, as the actions do it; gives every step (before, entry, after)."""
    said, at, steps = [], NOON + DAY, []
    for number, (kind, who, code, days, back, wait) in enumerate(wanted):
        at += wait * DAY
        of = said[back % len(said)].id if said else ""
        entry = Entry(f"keep_{number:03}", kind, who, at, code, at + days * DAY, of)
        before = standing(matter, said, LIST)
        if may_decide(before, matter, entry, LIST).allowed:
            said.append(entry)
            steps.append((before, entry, standing(matter, said, LIST)))
    return said, steps


@given(matters, st.lists(wishes, max_size=25))
@settings(max_examples=400)
def test_no_order_erases_under_a_hold_or_by_one_person_or_before_the_end_of_the_work(matter, wanted):
    said, steps = played(matter, wanted)
    for before, entry, _after in steps:
        if entry.kind in (EntryKind.ERASED, EntryKind.SEALED):
            assert not before.holds
            assert not (matter.is_open or matter.requests_open or matter.on_the_way or matter.emergencies)
        if entry.kind == EntryKind.ERASED:
            asked = next(one for one in said if one.id == entry.of)
            assert asked.kind == EntryKind.ASKED and asked.by != entry.by and not matter.held_elsewhere
            assert said[-1] is entry, "nothing is decided about what was erased"


@given(matters, st.lists(wishes, max_size=25))
def test_a_hold_ends_by_another_person_only_and_never_by_a_day(matter, wanted):
    _said, steps = played(matter, wanted)
    for before, entry, after in steps:
        gone = {hold.id for hold in before.holds} - {hold.id for hold in after.holds}
        assert not gone or (entry.kind == EntryKind.LIFTED and gone == {entry.of})
        assert all(hold.set_by != entry.by for hold in before.holds if hold.id in gone)


@given(matters, st.lists(wishes, max_size=25))
def test_a_day_moves_later_by_a_decision_alone_and_never_out_of_reach(matter, wanted):
    """Each step is one person's entry, which no action takes without a reason; between the steps nothing moves a day."""
    _said, steps = played(matter, wanted)
    for before, entry, after in steps:
        if before.review_on and after.review_on and after.review_on > before.review_on:
            assert entry.kind in (EntryKind.KEPT, EntryKind.SEALED, EntryKind.CLASS)
        if entry.until:
            assert after.review_on is None or after.review_on <= max(
                months_after(entry.at, LONGEST_LOOK), before.review_on, months_after(after.started_on, LONGEST_LOOK)
            )
        assert after.erased_at or after.next_on is not None, "what is kept has a day on which it is looked at"


@given(matters, st.lists(wishes, max_size=12), st.randoms())
def test_the_order_in_which_entries_are_read_changes_nothing(matter, wanted, random):
    said, _steps = played(matter, wanted)
    shuffled = said[:]
    random.shuffle(shuffled)
    assert standing(matter, shuffled, LIST) == standing(matter, said, LIST)


@given(matters, st.booleans())
def test_a_corrected_age_moves_no_day(matter, child):
    from dataclasses import replace

    said = standing(matter, (), LIST)
    assert standing(replace(matter, child=child), (), LIST).review_on == said.review_on


def test_every_kind_has_a_default_in_every_state():
    for kind in MatterKind:
        for closed_at in (None, NOON):
            for child in (False, True):
                matter = Matter("x", kind, "", NOON, closed_at, child)
                assert default_class(matter, LIST).kind == kind
    assert default_class(Matter("x", MatterKind.CASE, "", NOON, NOON, child=True), LIST).id == "case_child"


def test_a_list_without_a_default_is_no_list():
    with pytest.raises(LookupError):
        default_class(CLOSED, {})


def test_the_list_invents_no_law():
    """A period is fixed by a text or not at all; what no lawyer has read says so."""
    for one in LIST.values():
        assert 0 < one.review_months <= LONGEST_LOOK
        assert not one.period_months or one.authority
        assert one.unreviewed or (one.authority and one.reviewed_by)


def test_everything_has_words():
    assert set(labels.CLASS_LABELS) == set(LIST)
    assert set(labels.HOLD_LABELS) == set(HoldGround)
    assert set(labels.ERASURE_LABELS) == {*ErasureGround, "restored"}
    assert set(labels.DECISION_LABELS) == set(EntryKind)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [("2026-01-31", 1, "2026-02-28"), ("2026-03-02", 12, "2027-03-02"), ("2024-02-29", 12, "2025-02-28")],
)
def test_months_end_on_a_day_that_exists(start, months, end):
    def day(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    assert months_after(day(start), months) == day(end)


def test_a_look_is_within_three_years_and_ahead():
    def may(days, code=""):
        entry = Entry("k", EntryKind.KEPT, "asha", NOON, code, NOON + days * DAY)
        return may_decide(standing(CLOSED, (), LIST), CLOSED, entry, LIST)

    assert may(1).allowed and may(1090).allowed
    assert {may(0).because, may(-1).because, may(1200).because} == {"retention.date"}


def test_a_reason_says_something():
    assert reason_is_given("The trial has ended.").allowed
    assert reason_is_given("  no     ").because == "reason.too_short"


def test_a_class_with_a_period_of_law_is_due_at_its_end():
    from dataclasses import replace

    fixed = replace(LIST["case_adult"], period_months=6, authority="An Act, section 1")
    assert standing(CLOSED, (), {**LIST, "case_adult": fixed}).review_on == months_after(NOON + DAY, 6)
