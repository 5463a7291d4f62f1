"""No order of events opens a case without two persons, or past its limit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.cases.emergency.rules import (
    MOST_HOURS,
    REVIEW_WITHIN,
    WAITS,
    do,
    may_ask,
    may_do,
    opens,
    review_due,
    stage,
    until,
)
from sajha.cases.emergency.values import Emergency, Stage, Step, Verdict
from tests.rules.said import said

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PEOPLE = st.sampled_from(["asha", "balu", "chitra"])
LATER = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=40))
EVENTS = st.lists(st.tuples(st.sampled_from(Step), PEOPLE, LATER), max_size=12)
HOURS = st.integers(1, MOST_HOURS)


def played(hours, events):
    """What is left when everybody tries everything, and what was allowed; time only goes on."""
    one, done, at = Emergency("asha", START, hours), [], START
    for step, who, pause in events:
        at += pause
        if may_do(one, step, who, at).allowed:
            one = do(one, step, who, at, Verdict.JUSTIFIED)
            done.append((step, who, at))
    return one, done


@given(HOURS, EVENTS, PEOPLE, LATER)
def test_no_order_of_events_opens_without_two_persons_or_past_the_limit(hours, events, who, after):
    one, done = played(hours, events)
    at = max([START, *(at for _, _, at in done)]) + after
    confirmed = [(by, when) for step, by, when in done if step == Step.CONFIRM]
    ended = [when for step, _, when in done if step == Step.END]
    if opens(one, who, at):
        ((by, when),) = confirmed
        assert who == "asha" != by
        assert START <= when < START + WAITS
        assert at < when + timedelta(hours=hours) <= when + timedelta(hours=MOST_HOURS)
        assert not ended
    assert len(confirmed) <= 1 and len(ended) <= 1


@given(HOURS, EVENTS)
def test_nobody_decides_on_their_own_asking_and_neither_of_the_two_reviews(hours, events):
    one, done = played(hours, events)
    assert one.confirmed_by != one.asked_by and one.declined_by != one.asked_by
    assert not (one.confirmed_at and one.declined_at)
    if one.reviewed_at:
        assert one.reviewed_by not in (one.asked_by, one.confirmed_by)
        assert stage(one, one.reviewed_at) == Stage.ENDED
    assert {who for step, who, _ in done if step == Step.END} <= {one.asked_by, one.confirmed_by}


@given(HOURS, EVENTS, LATER)
def test_once_closed_it_stays_closed(hours, events, after):
    one, done = played(hours, events)
    at = max([START, *(at for _, _, at in done)])
    if stage(one, at) in (Stage.ENDED, Stage.DECLINED, Stage.LAPSED):
        assert stage(one, at + after) == stage(one, at)
        assert not any(
            may_do(one, step, who, at + after).allowed
            for step in (Step.CONFIRM, Step.DECLINE, Step.END)
            for who in ("asha", "balu")
        )


@given(HOURS, EVENTS)
def test_whatever_was_opened_is_due_for_review_until_it_was_reviewed(hours, events):
    one, _ = played(hours, events)
    due = review_due(one)
    assert (due is not None) == (one.confirmed_at is not None and one.reviewed_at is None)
    if due:
        assert due == one.confirmed_at + REVIEW_WITHIN and until(one) <= due


@given(st.text(max_size=16), st.booleans(), st.text(max_size=30), st.integers(-3, 40))
def test_asking_needs_danger_a_number_a_reason_and_a_limit(number, danger, reason, hours):
    answer = may_ask(number, danger=danger, reason=reason, hours=hours)
    if answer.allowed:
        assert danger and len(reason.strip()) >= 10 and 1 <= hours <= 24


def test_what_is_right_may_be_asked():
    assert may_ask("2026-12", danger=True, reason="She is in danger.", hours=4).allowed
    for wrong, because in (
        ({"danger": False}, "emergency.no_danger"),
        ({"number": "Meena"}, "emergency.no_number"),
        ({"hours": 0}, "emergency.hours"),
        ({"hours": 25}, "emergency.hours"),
        ({"reason": "soon"}, "reason.too_short"),
    ):
        right = {"number": "2026-000012", "danger": True, "reason": "She is in danger.", "hours": 4}
        asked = right | wrong
        assert may_ask(asked.pop("number"), **asked).because == because


ASKED = Emergency("asha", START, 2)
OPENED = replace(ASKED, confirmed_by="balu", confirmed_at=START + timedelta(hours=1))
REFUSED = replace(ASKED, declined_by="balu", declined_at=START)
OVER = START + timedelta(hours=3)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("one", "at", "expected"),
    [
        (ASKED, START, Stage.WAITING),
        (ASKED, START + WAITS - SECOND, Stage.WAITING),
        (ASKED, START + WAITS, Stage.LAPSED),
        (REFUSED, START, Stage.DECLINED),
        (REFUSED, START + WAITS, Stage.DECLINED),
        (OPENED, OVER - SECOND, Stage.OPEN),
        (OPENED, OVER, Stage.ENDED),
        (replace(OPENED, ended_at=START), START, Stage.ENDED),
    ],
)
def test_where_it_stands(one, at, expected):
    assert stage(one, at) == expected


@pytest.mark.parametrize(
    ("one", "step", "who", "at", "because"),
    [
        (ASKED, Step.CONFIRM, "balu", START, "allowed"),
        (ASKED, Step.DECLINE, "balu", START, "allowed"),
        (ASKED, Step.CONFIRM, "asha", START, "emergency.not_alone"),
        (ASKED, Step.DECLINE, "asha", START, "emergency.not_alone"),
        (ASKED, Step.CONFIRM, "balu", START + WAITS, "emergency.not_waiting"),
        (OPENED, Step.DECLINE, "chitra", START, "emergency.not_waiting"),
        (OPENED, Step.END, "asha", START, "allowed"),
        (OPENED, Step.END, "balu", START, "allowed"),
        (OPENED, Step.END, "chitra", START, "emergency.not_of_the_two"),
        (OPENED, Step.END, "balu", OVER, "emergency.not_open"),
        (OPENED, Step.REVIEW, "chitra", OVER, "allowed"),
        (OPENED, Step.REVIEW, "asha", OVER, "emergency.third_person"),
        (OPENED, Step.REVIEW, "balu", OVER, "emergency.third_person"),
        (OPENED, Step.REVIEW, "chitra", OVER - SECOND, "emergency.review_later"),
        (replace(OPENED, reviewed_at=OVER), Step.REVIEW, "chitra", OVER, "emergency.reviewed"),
    ],
)
def test_who_may_do_what_when(one, step, who, at, because):
    said(may_do(one, step, who, at), because)


def test_what_a_step_writes_down():
    assert do(ASKED, Step.CONFIRM, "balu", OVER) == replace(ASKED, confirmed_by="balu", confirmed_at=OVER)
    assert do(ASKED, Step.DECLINE, "balu", OVER) == replace(ASKED, declined_by="balu", declined_at=OVER)
    assert do(OPENED, Step.END, "balu", OVER) == replace(OPENED, ended_by="balu", ended_at=OVER)
    looked = replace(OPENED, reviewed_by="chitra", reviewed_at=OVER)
    assert do(OPENED, Step.REVIEW, "chitra", OVER, Verdict.NOT_JUSTIFIED) == replace(looked, verdict="not_justified")
    assert do(OPENED, Step.REVIEW, "chitra", OVER) == looked


def test_when_it_ends_and_when_it_must_be_looked_at():
    assert until(ASKED) is None and review_due(ASKED) is None
    assert until(OPENED) == OVER and review_due(OPENED) == START + timedelta(hours=1, days=7)
    assert opens(OPENED, "asha", START) and not opens(OPENED, "balu", START) and not opens(OPENED, "asha", OVER)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({}, "allowed"),
        ({"number": " 2026-1 "}, "allowed"),
        ({"number": "2026-1234567890"}, "emergency.no_number"),
        ({"number": "2026-"}, "emergency.no_number"),
        ({"danger": False, "number": ""}, "emergency.no_danger"),
        ({"hours": 1}, "allowed"),
        ({"hours": 24}, "allowed"),
        ({"hours": 0}, "emergency.hours"),
        ({"hours": 25}, "emergency.hours"),
        ({"reason": "soon"}, "reason.too_short"),
    ],
)
def test_what_asking_needs(change, because):
    asked = {"number": "2026-12", "danger": True, "reason": "She is in danger.", "hours": 4, **change}
    said(may_ask(asked.pop("number"), **asked), because)
