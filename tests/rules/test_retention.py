"""What follows for a record, whatever is decided in whatever order: nothing ends under a hold, or by one person, or unseen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sajha.retention.classes import classes
from sajha.retention.rules import default_class, may_decide, may_end, may_erase, months_after, reason_is_given, standing
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
from tests.rules.said import said

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
    fixed = replace(LIST["case_adult"], period_months=6, authority="An Act, section 1")
    assert standing(CLOSED, (), {**LIST, "case_adult": fixed}).review_on == months_after(NOON + DAY, 6)


def test_a_legal_ground_on_what_came_in_hinders_an_end():
    kept = replace(CLOSED, kept_grounds=1)
    assert may_end(standing(kept, (), LIST), kept).because == "retention.held"
    assert may_end(standing(CLOSED, (), LIST), CLOSED).allowed


REQUEST = Matter("req_1", MatterKind.REQUEST, "r", NOON, NOON + DAY)
SOON, LAST = NOON + 11 * DAY, months_after(NOON + 10 * DAY, LONGEST_LOOK)
SECOND = timedelta(seconds=1)


def entry(kind, by="balu", day=10, code="", until=SOON, of="", id="e"):
    return Entry(id, kind, by, NOON + day * DAY, code, until, of)


HOLD = entry(EntryKind.HOLD, "asha", 3, "trial", id="h")
HELD_IT = [HOLD]
SEALED_IT = [entry(EntryKind.SEALED, "asha", 3, id="s")]
ASKED_IT = [entry(EntryKind.ASKED, "asha", 3, "ordered", None, id="a")]
ERASED_IT = [*ASKED_IT, entry(EntryKind.ERASED, "balu", 4, until=None, of="a", id="x")]
CHOSEN = [entry(EntryKind.CLASS, "asha", 3, "case_evidence", None, id="c")]
TOO_LATE = replace(entry(EntryKind.KEPT), until=LAST + SECOND)


@pytest.mark.parametrize(
    ("before", "wanted", "because", "needs"),
    [
        ([], entry(EntryKind.CLASS, code="case_evidence"), "allowed", ()),
        ([], entry(EntryKind.CLASS, code="nonsense"), "retention.class_unknown", ()),
        ([], entry(EntryKind.CLASS, code="request_closed"), "retention.class_unknown", ()),
        ([], entry(EntryKind.CLASS, code="case_adult"), "allowed", ()),
        (CHOSEN, entry(EntryKind.CLASS, code="case_evidence"), "retention.class_same", ()),
        (CHOSEN, entry(EntryKind.CLASS, code="case_adult"), "allowed", ()),
        ([], entry(EntryKind.KEPT), "allowed", ()),
        ([], entry(EntryKind.KEPT, until=None), "retention.date", ("retention.within",)),
        ([], entry(EntryKind.KEPT, until=NOON + 10 * DAY), "retention.date", ("retention.within",)),
        ([], entry(EntryKind.KEPT, until=NOON + 10 * DAY + SECOND), "allowed", ()),
        ([], entry(EntryKind.KEPT, until=LAST), "allowed", ()),
        ([], TOO_LATE, "retention.date", ("retention.within",)),
        ([], entry(EntryKind.HOLD, code="trial"), "allowed", ()),
        ([], entry(EntryKind.HOLD, code="whim"), "retention.ground_unknown", ()),
        ([], entry(EntryKind.HOLD, code="trial", until=None), "retention.date", ("retention.within",)),
        (HELD_IT, entry(EntryKind.HOLD_KEPT, of="h"), "allowed", ()),
        (HELD_IT, entry(EntryKind.HOLD_KEPT, of="g"), "retention.no_hold", ()),
        ([], entry(EntryKind.HOLD_KEPT, of="h"), "retention.no_hold", ()),
        (HELD_IT, entry(EntryKind.HOLD_KEPT, of="h", until=None), "retention.date", ("retention.within",)),
        (HELD_IT, entry(EntryKind.LIFTED, of="h"), "allowed", ()),
        (HELD_IT, entry(EntryKind.LIFTED, "asha", of="h"), "retention.own_hold", ("retention.second_person",)),
        (HELD_IT, entry(EntryKind.LIFTED, of="g"), "retention.no_hold", ()),
        ([], entry(EntryKind.SEALED), "allowed", ()),
        (SEALED_IT, entry(EntryKind.SEALED), "retention.sealed", ()),
        (HELD_IT, entry(EntryKind.SEALED), "retention.held", ("retention.lift_first",)),
        ([], entry(EntryKind.SEALED, until=None), "retention.date", ("retention.within",)),
        (SEALED_IT, entry(EntryKind.OPENED), "allowed", ()),
        ([], entry(EntryKind.OPENED), "retention.not_sealed", ()),
        ([], entry(EntryKind.CALLED), "retention.nothing_out", ()),
        (HELD_IT, entry(EntryKind.CALLED), "retention.held", ("retention.lift_first",)),
        ([], entry(EntryKind.ASKED, code="ordered"), "allowed", ()),
        ([], entry(EntryKind.ASKED, code="whim"), "retention.ground_unknown", ()),
        (ASKED_IT, entry(EntryKind.ASKED, code="ordered"), "retention.asked", ("retention.second_person",)),
        (HELD_IT, entry(EntryKind.ASKED, code="ordered"), "retention.held", ("retention.lift_first",)),
        (ASKED_IT, entry(EntryKind.DROPPED, of="a"), "allowed", ()),
        (ASKED_IT, entry(EntryKind.DROPPED, of="b"), "retention.not_asked", ()),
        ([], entry(EntryKind.DROPPED, of="a"), "retention.not_asked", ()),
        (ASKED_IT, entry(EntryKind.ERASED, of="a"), "allowed", ()),
        (ASKED_IT, entry(EntryKind.ERASED, "asha", of="a"), "retention.own_wish", ("retention.second_person",)),
        (ASKED_IT, entry(EntryKind.ERASED, of="b"), "retention.not_asked", ("retention.ask_first",)),
        ([], entry(EntryKind.ERASED, of="a"), "retention.not_asked", ("retention.ask_first",)),
        ([*ASKED_IT, HOLD], entry(EntryKind.ERASED, of="a"), "retention.held", ("retention.lift_first",)),
        (ERASED_IT, entry(EntryKind.KEPT), "retention.erased", ()),
        (ERASED_IT, entry(EntryKind.CALLED), "retention.erased", ()),
    ],
)
def test_what_may_be_decided_next_in_full(before, wanted, because, needs):
    said(may_decide(standing(CLOSED, before, LIST), CLOSED, wanted, LIST), because, *needs)


@pytest.mark.parametrize(
    ("change", "because", "needs"),
    [
        ({}, "allowed", ()),
        ({"kept_grounds": 1}, "retention.held", ("retention.lift_first",)),
        ({"closed_at": None}, "retention.open", ("retention.close_first",)),
        ({"requests_open": 1}, "retention.requests_open", ("retention.end_requests",)),
        ({"emergencies": 1}, "retention.emergency", ("retention.judge_it",)),
        ({"on_the_way": 1}, "retention.on_the_way", ("retention.wait",)),
    ],
)
def test_what_hinders_an_ending(change, because, needs):
    matter = replace(CLOSED, **change)
    now = standing(matter, ASKED_IT, LIST)
    said(may_end(now, matter), because, *needs)
    said(may_erase(now, matter), because, *needs)
    said(may_decide(now, matter, entry(EntryKind.SEALED), LIST), because, *needs)
    said(may_decide(now, matter, entry(EntryKind.ERASED, of="a"), LIST), because, *needs)


def test_copies_with_others_hinder_erasing_and_not_sealing():
    matter = replace(CLOSED, held_elsewhere=1, not_called=1)
    now = standing(matter, [], LIST)
    said(may_end(now, matter), "allowed")
    said(may_erase(now, matter), "retention.held_elsewhere", "retention.recall_first")
    said(may_decide(now, matter, entry(EntryKind.CALLED), LIST), "allowed")
    said(may_decide(now, matter, entry(EntryKind.SEALED), LIST), "allowed")
    said(may_decide(standing(REQUEST, [], LIST), REQUEST, entry(EntryKind.SEALED), LIST), "retention.not_a_case")


def test_what_stands_in_full():
    plain = standing(CLOSED, [], LIST)
    assert (plain.retention_class.id, plain.chosen, plain.started_on) == ("case_adult", False, NOON + DAY)
    assert plain.review_on == months_after(NOON + DAY, 12) and plain.holds == ()
    assert (plain.sealed_at, plain.asked, plain.erased_at) == (None, None, None)
    opened = standing(replace(CLOSED, closed_at=None), [], LIST)
    assert (opened.retention_class.id, opened.started_on) == ("case_open", NOON)
    picked = standing(CLOSED, CHOSEN, LIST)
    assert (picked.retention_class.id, picked.chosen, picked.review_on) == (
        "case_evidence",
        True,
        months_after(NOON + DAY, 24),
    )
    from_the_start = {**LIST, "case_evidence": replace(LIST["case_evidence"], starts="opened")}
    assert standing(CLOSED, CHOSEN, from_the_start).started_on == NOON
    gone = standing(CLOSED, [entry(EntryKind.CLASS, code="of_an_older_list")], LIST)
    assert (gone.retention_class.id, gone.chosen) == ("case_adult", False)
    sealed = standing(CLOSED, SEALED_IT, LIST)
    assert (sealed.sealed_at, sealed.review_on) == (NOON + 3 * DAY, SOON)
    again = standing(CLOSED, [*SEALED_IT, entry(EntryKind.OPENED, until=None)], LIST)
    assert again.sealed_at is None
    assert standing(CLOSED, ASKED_IT, LIST).asked == ASKED_IT[0]
    assert standing(CLOSED, [*ASKED_IT, entry(EntryKind.DROPPED, of="a")], LIST).asked is None
    over = standing(CLOSED, ERASED_IT, LIST)
    assert (over.erased_at, over.review_on, over.asked) == (NOON + 4 * DAY, None, None)


def test_the_day_of_the_next_look_in_full():
    def day(*said_so, matter=CLOSED):
        return standing(matter, said_so, LIST).review_on

    by_class = months_after(NOON + DAY, 12)
    assert day(entry(EntryKind.KEPT)) == SOON
    assert day(entry(EntryKind.KEPT, day=1)) == SOON
    assert day(entry(EntryKind.KEPT, day=0)) == by_class
    assert day(entry(EntryKind.KEPT, until=None)) == by_class
    assert day(entry(EntryKind.KEPT), entry(EntryKind.CLASS, day=12, code="case_adult", id="f")) == by_class
    assert (
        day(entry(EntryKind.KEPT), entry(EntryKind.HOLD, day=12, code="trial", until=NOON + 50 * DAY, id="f")) == SOON
    )


def test_holds_in_full():
    def holds(*said_so):
        return [
            (one.id, one.ground, one.set_by, one.set_at, one.review_on) for one in standing(CLOSED, said_so, LIST).holds
        ]

    later = NOON + 40 * DAY
    asha = ("h", "trial", "asha", NOON + 3 * DAY)
    assert holds(HOLD) == [(*asha, SOON)]
    assert holds(replace(HOLD, until=None)) == []
    assert holds(HOLD, entry(EntryKind.HOLD_KEPT, of="h", until=later)) == [(*asha, later)]
    assert holds(HOLD, entry(EntryKind.HOLD_KEPT, of="h", until=None)) == [(*asha, SOON)]
    assert holds(HOLD, entry(EntryKind.HOLD_KEPT, of="g", until=later)) == [(*asha, SOON)]
    assert holds(HOLD, entry(EntryKind.KEPT, of="h", until=later)) == [(*asha, SOON)]
    assert holds(HOLD, entry(EntryKind.LIFTED, of="h")) == []
    assert holds(HOLD, entry(EntryKind.LIFTED, of="g")) == [(*asha, SOON)]
    assert holds(HOLD, replace(HOLD, id="k", by="balu"), entry(EntryKind.LIFTED, of="h")) == [
        ("k", "trial", "balu", NOON + 3 * DAY, SOON)
    ]


@pytest.mark.parametrize(
    ("matter", "name"),
    [
        (Matter("x", MatterKind.CASE, "", NOON, NOON, child=False), "case_adult"),
        (Matter("x", MatterKind.CASE, "", NOON, NOON, child=True), "case_child"),
        (Matter("x", MatterKind.CASE, "", NOON, None, child=True), "case_open"),
    ],
)
def test_the_class_of_a_matter_as_it_stands(matter, name):
    assert default_class(matter, LIST).id == name
    with pytest.raises(LookupError, match="case"):
        default_class(matter, {})


def test_months_within_and_over_the_end_of_a_year():
    assert months_after(datetime(2026, 12, 31, tzinfo=UTC), 2) == datetime(2027, 2, 28, tzinfo=UTC)
    assert months_after(datetime(2026, 1, 5, tzinfo=UTC), 11) == datetime(2026, 12, 5, tzinfo=UTC)
    assert months_after(datetime(2026, 11, 30, tzinfo=UTC), 1) == datetime(2026, 12, 30, tzinfo=UTC)
    assert months_after(datetime(2026, 1, 31, tzinfo=UTC), 25) == datetime(2028, 2, 29, tzinfo=UTC)


def test_the_length_of_a_reason():
    said(reason_is_given("123456789 "), "reason.too_short")
    said(reason_is_given("1234567890"), "allowed")
