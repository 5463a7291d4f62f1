"""Budgets and the watch: more room never refuses more, more signs never make the answer milder, the order says nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.matching.rules import (
    BATCH,
    DAY,
    LIMITS,
    LINES,
    MOST,
    SIZES,
    WINDOW,
    counts_of,
    may_ask,
    may_evaluate,
    stem_of,
)
from sajha.matching.rules.watch import GRAVITY
from sajha.matching.values import PERSON, SOUGHT, Counts, Marked, Outcome, Past, SetName, Settings
from sajha.terms.reasons import REASONS
from tests.cast import ASHA, BALU, NOON
from tests.rules.said import said

COUNT = st.integers(0, 60)
COUNTS = st.builds(Counts, **{name: COUNT for name in Counts.__dataclass_fields__})
BUDGET = st.integers(1, 60)
SETTINGS = st.builds(Settings, user_a_day=BUDGET, unit_a_day=BUDGET, partner_a_day=st.integers(1, 2000))
WORD = st.sampled_from(["a", "b", "c", "d", "e"])
MARKED = st.builds(
    Marked, sort=st.sampled_from(["phone", "email", PERSON]), value=WORD, stem=WORD, protected=st.booleans()
)
PAST = st.builds(
    Past,
    user=st.sampled_from([ASHA.id, BALU.id]),
    case=st.sampled_from(["case_1", "case_2", "case_3", "case_4"]),
    value=WORD,
    stem=WORD,
    at=st.integers(0, 40 * 24).map(lambda hours: NOON - timedelta(hours=hours)),
    stands=st.booleans(),
)
CALM = Counts()


def grave(counts, settings):
    return GRAVITY.index(may_ask(counts, settings).outcome)


def counted(asking, past, **more):
    given = {"user": ASHA.id, "is_person": True, "case": "case_1", "case_open": True, "unit_before": 0, "at": NOON}
    return counts_of(asking, past, **(given | more))


@given(COUNTS, SETTINGS, st.sampled_from(sorted(Counts.__dataclass_fields__)), COUNT)
def test_more_of_a_sign_never_makes_it_milder(counts, settings, name, more):
    assert grave(replace(counts, **{name: getattr(counts, name) + more}), settings) >= grave(counts, settings)


@given(COUNTS, SETTINGS, st.sampled_from([limit.budget for limit in LIMITS]), COUNT)
def test_more_budget_never_refuses_more(counts, settings, budget, more):
    wider = replace(settings, **{budget: getattr(settings, budget) + more})
    assert grave(counts, wider) <= grave(counts, settings)


@given(st.lists(MARKED, min_size=1, max_size=6), st.lists(PAST, max_size=20), st.randoms())
def test_the_order_says_nothing(asking, past, chance):
    mixed = sorted(asking, key=lambda _: chance.random()), sorted(past, key=lambda _: chance.random())
    assert counted(asking, past) == counted(*mixed)


@given(st.lists(MARKED, min_size=1, max_size=6), st.lists(PAST, max_size=20), PAST)
def test_somebody_elses_questions_never_count_as_mine(asking, past, more):
    theirs = [replace(one, user=BALU.id, stands=False) for one in (*past, more)]
    mine = [one for one in past if one.user == ASHA.id]
    assert counted(asking, [*mine, *theirs]) == counted(asking, mine)


@given(st.lists(MARKED, min_size=1, max_size=6), st.lists(PAST, max_size=20))
def test_what_is_older_than_thirty_days_is_forgotten(asking, past):
    fresh = [one for one in past if NOON - one.at < timedelta(days=30)]
    assert counted(asking, past) == counted(asking, fresh)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.because}-{line.least}")
def test_each_line_begins_where_the_table_says(line):
    milder = may_ask(replace(CALM, **{line.count: line.least - 1}), Settings())
    assert GRAVITY.index(milder.outcome) < GRAVITY.index(line.outcome)
    weighed = may_ask(replace(CALM, **{line.count: line.least}), Settings())
    assert (weighed.outcome, weighed.because, weighed.needs) == (line.outcome, line.because, line.needs)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.because)
def test_a_budget_is_used_to_its_end_and_not_beyond(limit):
    room = getattr(Settings(), limit.budget)
    assert may_ask(replace(CALM, **{limit.count: room}), Settings()).outcome is Outcome.ASK
    over = may_ask(replace(CALM, **{limit.count: room + 1}), Settings())
    assert (over.outcome, over.because) == (limit.outcome, limit.because)


def test_every_line_says_why():
    every = (*LINES, *LIMITS)
    assert all(len(line.why) > 40 for line in every)
    assert {word for line in every for word in (line.because, *line.needs)} <= set(REASONS)


def test_refusing_weighs_more_than_holding():
    both = replace(CALM, protected=1, no_case=1)
    assert may_ask(both, Settings()).because == "match.no_case"


def phones(*last, stem="+9198450"):
    return [Marked("phone", stem + one, stem) for one in last]


def asked(*marks, user=ASHA.id, case="case_1", days=2, stands=True):
    return [Past(user, case, one.value, one.stem, NOON - timedelta(days=days), stands) for one in marks]


def test_a_range_tried_number_by_number_is_seen():
    assert counted(phones("001"), asked(*phones("002", "003"))).swept == 3
    assert counted(phones("001"), asked(*phones("001", "002"))).swept == 2
    assert counted(phones("001"), asked(*phones("002", "003"), user=BALU.id)).swept == 1
    assert counted(phones("001", "002", "003"), []).swept == 3
    assert counted([Marked("email", "a@b", "x")], []).swept == 0


def test_one_value_in_case_after_case_is_seen():
    past = [*asked(*phones("001"), case="case_2"), *asked(*phones("001"), case="case_3")]
    assert counted(phones("001"), past).value_cases == 3
    assert counted(phones("001"), past, case="case_3").value_cases == 2


def test_one_name_in_case_after_case_is_seen():
    names = [Marked(PERSON, value, "name:lakshmi") for value in ("k1", "k2", "k3", "k4")]
    past = [one for number, name in enumerate(names[1:], 2) for one in asked(name, case=f"case_{number}")]
    assert counted(names[:1], past).name_cases == 4
    assert counted(names[:1], past, is_person=False).name_cases == 0


def test_the_same_again_within_a_day_is_not_asked_twice():
    half = 0.5
    assert counted(phones("001"), asked(*phones("001"), days=half)).again == 1
    assert counted(phones("001", "009"), asked(*phones("001"), days=half)).again == 0  # something is new
    assert counted(phones("001"), asked(*phones("001"), days=2)).again == 0
    assert counted(phones("001"), asked(*phones("001"), days=half, case="case_2")).again == 0
    assert counted(phones("001"), asked(*phones("001"), days=half, stands=False)).again == 0  # it was declined
    assert counted(phones("001"), asked(*phones("001"), days=half, user=BALU.id)).again == 1  # whoever asked it


def test_without_a_case_and_in_a_closed_one():
    assert may_ask(counted(phones("001"), [], case=""), Settings()).outcome is Outcome.REFUSE
    assert may_ask(counted(phones("001"), [], case_open=False), Settings()).outcome is Outcome.HOLD


def test_the_node_itself_has_the_budget_of_a_person_in_each_case():
    past = [one for number in range(60) for one in asked(Marked("email", str(number)), user="system", days=0.1)]
    mine = {"user": "system", "is_person": False, "unit_before": 60}
    found = counted([Marked("email", "x")], past, **mine)
    assert (found.user_today, found.unit_today) == (61, 61)


def test_a_range_is_the_number_without_its_end():
    assert stem_of("phone", "+919845012345") == "+919845012"
    assert stem_of("email", "somebody@example.org") == stem_of("phone", "12345") == ""


OPEN = Settings(publishes=frozenset({"phone", SOUGHT}), partner_a_day=1000)
INCOMING = {"set": SetName.KNOWN, "elements": 32, "published": True, "epoch_known": True, "says_why": True, "today": 0}


def incoming(**more):
    return may_evaluate(**{"settings": OPEN, **INCOMING, **more})


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({}, "allowed"),
        ({"published": False}, "match.not_published"),
        ({"settings": replace(OPEN, publishes=frozenset({SOUGHT}))}, "match.not_published"),
        ({"set": SetName.SOUGHT, "elements": BATCH}, "allowed"),
        ({"set": SetName.SOUGHT, "elements": BATCH, "settings": replace(OPEN, publishes=frozenset({"phone"}))}, "match.not_published"),
        ({"set": SetName.SOUGHT, "elements": 32}, "match.wrong_size"),
        ({"elements": BATCH}, "match.wrong_size"),
        ({"elements": 1}, "match.wrong_size"),
        ({"says_why": False}, "match.no_purpose"),
        ({"epoch_known": False}, "match.epoch_over"),
        ({"today": 968}, "allowed"),
        ({"today": 969}, "match.partner_budget"),
    ],
)  # fmt: skip
def test_what_a_partner_may_have_evaluated(more, because):
    decision = incoming(**more)
    said(decision, because, *decision.needs)


@given(st.integers(0, 5000), st.integers(0, 5000), st.sampled_from(SIZES), st.integers(1, 5000), st.integers(0, 5000))
def test_a_partner_that_asked_more_never_gets_more(today, more, elements, budget, wider):
    settings = replace(OPEN, partner_a_day=budget)
    if incoming(today=today + more, elements=elements, settings=settings).allowed:
        assert incoming(today=today, elements=elements, settings=settings).allowed
        assert incoming(today=today, elements=elements, settings=replace(OPEN, partner_a_day=budget + wider)).allowed


def test_a_million_numbers_take_years_of_budget():
    """A dictionary of all telephone numbers: at the usual budget, whatever the sizes."""
    today, evaluated = 0, 0
    while incoming(elements=512, today=today, settings=replace(OPEN, partner_a_day=Settings().partner_a_day)).allowed:
        today, evaluated = today + 512, evaluated + 512
    assert 1_000_000 / evaluated > 200


def test_the_thresholds_are_these():
    found = {(line.count, line.least, line.outcome.value) for line in LINES}
    assert found == {
        ("no_case", 1, "refuse"), ("again", 1, "refuse"), ("swept", 12, "refuse"), ("protected", 1, "hold"),
        ("closed", 1, "hold"), ("swept", 3, "hold"), ("value_cases", 3, "hold"), ("name_cases", 4, "hold"),
    }  # fmt: skip
    assert (timedelta(hours=24), timedelta(days=30), 100_000) == (DAY, WINDOW, MOST)


def test_a_day_ends_after_24_hours_and_the_window_after_30_days_to_the_second():
    second = timedelta(seconds=1)
    for age, today in ((DAY - second, 2), (DAY, 1)):
        past = [Past(ASHA.id, "case_2", "v", "", NOON - age)]
        assert counted(phones("001"), past).user_today == today
        assert counted([Marked("email", "v")], [replace(past[0], case="case_1")]).again == today - 1
    for age, values in ((WINDOW - second, 2), (WINDOW, 1)):
        past = [replace(asked(*phones("002"))[0], at=NOON - age)]
        assert counted(phones("001"), past).swept == values
    assert counted(phones("001"), [replace(asked(*phones("002"))[0], at=NOON)]).swept == 2


def test_everything_that_is_asked_now_counts_today():
    found = counted(phones("001", "002"), asked(*phones("003"), days=0.1), unit_before=7)
    assert (found.user_today, found.unit_today) == (3, 9)


def test_without_a_case_it_is_not_closed_too():
    assert (counted(phones("001"), [], case="", case_open=False).closed, counted([], []).swept) == (0, 0)
    assert counted([], []) == Counts()


def test_a_range_of_a_number_is_no_name():
    past = [one for number in range(2, 9) for one in asked(*phones("009"), case=f"case_{number}")]
    assert counted(phones("001"), past).name_cases == 0
    assert counted([Marked(PERSON, "k", "")], past).name_cases == 0


def test_what_is_too_short_has_no_range():
    assert (stem_of("phone", "123456"), stem_of("phone", "1234567")) == ("", "1234")
