"""Rules about cases, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.cases.rules import (
    age_agrees,
    leg_is_told,
    may_be_born_on,
    may_be_called,
    may_be_identified_on,
    may_be_in_month,
    may_be_written,
    may_change,
    may_close_as,
    may_reveal,
    may_say,
    may_stand_open_as,
    people_text,
    reason_is_given,
    search_key,
    unchanged_since,
)
from sajha.cases.values import IDENTITY_FIELDS, PART_VOCABULARIES, Part, Role, case_number, is_open, region_of
from sajha.terms.aadhaar import verhoeff
from sajha.terms.coded import ABSENT_REASONS, Absent, Coded
from sajha.terms.places import Place
from sajha.terms.reasons import REASONS
from sajha.terms.vocabularies import coded, vocabulary
from tests.rules.said import said

TODAY = date(2026, 3, 2)
NALGONDA = Place("IN", "36", "501")
CLOSED_CODE = next(code for code in vocabulary("case_status").codes if not is_open(coded("case_status", code)))
GENDER_CODE = next(iter(vocabulary("gender").codes))
absents = st.sampled_from(ABSENT_REASONS).map(Absent)


def some(*lists):
    return st.sampled_from([coded(name, code) for name in lists for code in vocabulary(name).codes])


def words():
    return st.text(st.characters(categories=("L", "M")), min_size=2, max_size=12)


@given(words(), st.lists(words(), max_size=3), st.sampled_from(["upper", "lower", "title"]))
def test_a_code_name_never_repeats_a_word_of_the_name(name, others, writing):
    said = " ".join([getattr(name, writing)(), *others])
    if len(search_key(name)) >= 2 and search_key(getattr(name, writing)()) == search_key(name):
        assert may_be_called(said, ["", name]).because == "party.code_name_tells"


@given(words())
def test_a_code_name_that_shares_nothing_is_allowed(name):
    assert may_be_called("Jasmine", [f"{name}x", ""]).allowed or search_key(f"{name}x") == "jasmine"
    assert may_be_called("", [name]).allowed
    assert may_be_called(name + "7", []).because == "party.code_name_digits"


@given(some("majority_status"), some("age_band"))
def test_child_and_adult_agree_with_the_age(majority, band):
    young = int(band.code.split("-")[0].rstrip("+")) < 18
    assert age_agrees(majority, band).allowed == (young == (majority.code == "Minor"))


@given(st.one_of(absents, some("majority_status")), st.one_of(absents, some("age_band")))
def test_what_is_not_known_contradicts_nothing(majority, band):
    if isinstance(majority, Absent) or isinstance(band, Absent):
        assert age_agrees(majority, band).allowed


@given(st.dates(date(1800, 1, 1), date(2200, 1, 1)))
def test_a_day_of_birth_is_past_and_within_a_life(day):
    assert may_be_born_on(day.isoformat(), TODAY).allowed == (date(1902, 1, 1) <= day <= TODAY)
    assert may_be_identified_on(day, TODAY).allowed == (day <= TODAY)


def test_dates_that_are_none():
    assert may_be_born_on("", TODAY).allowed
    assert may_be_born_on("31/01/2026", TODAY).because == "party.birth_no_date"
    assert may_be_identified_on(None, TODAY).allowed


@given(
    st.sampled_from(Part),
    some("act", "recruitment_method", "means_of_control", "exploitation_type", "labour_industry", "gender"),
)
def test_a_part_of_the_process_takes_its_own_lists_only(part, value):
    assert may_say(part, value).allowed == (value.vocabulary in PART_VOCABULARIES[part])


@given(st.sampled_from(Part), absents)
def test_each_part_may_say_why_nothing_is_known(part, value):
    assert may_say(part, value).allowed


def test_a_code_that_does_not_exist_is_refused():
    assert not may_say(Part.ACT, Coded("act", "1", "teleportation")).allowed


@given(st.integers(1, 9999), st.integers(0, 14))
def test_months(year, month):
    text = f"{year:04d}-{month:02d}"
    expected = 1900 <= year <= 2099 and 1 <= month <= 12 and (year, month) <= (2026, 3)
    assert may_be_in_month(text, TODAY).allowed == expected


def test_a_part_of_the_way_has_a_place():
    assert leg_is_told(None, None).because == "leg.no_place"
    assert leg_is_told(NALGONDA, None).allowed and leg_is_told(None, NALGONDA).allowed
    assert may_be_in_month("", TODAY).allowed


@given(st.integers(0, 9_999_999_999))
def test_no_aadhaar_number_however_it_is_written(number):
    eleven = f"2{number:010d}"
    whole = next(eleven + str(last) for last in range(10) if verhoeff(eleven + str(last)))
    for text in (whole, f"seen: {whole[:4]} {whole[4:8]} {whole[8:]}.", f"{whole[:4]}-{whole[4:8]}-{whole[8:]}"):
        assert may_be_written(["nothing", text]).because == "aadhaar.never"
    assert may_be_written(["nothing", whole[:-1]]).allowed


@given(st.integers(1), st.integers(1))
def test_only_what_is_unchanged_is_overwritten(seen, now):
    assert unchanged_since(seen, now).allowed == (seen == now)
    assert unchanged_since(None, now).allowed


@given(st.one_of(absents, some("case_status")))
def test_a_status_either_stands_open_or_closes(status):
    assert may_stand_open_as(status).allowed == is_open(status)
    assert may_close_as(status).allowed == (not is_open(status))


def test_a_closed_case_is_left_alone():
    assert may_change(True).allowed and may_change(False).because == "case.closed"


@given(st.sets(st.sampled_from([*IDENTITY_FIELDS, "notes", "pseudonym"])), st.text(max_size=20))
def test_an_identity_is_shown_only_for_named_fields_and_a_reason(fields, reason):
    expected = bool(fields) and fields <= set(IDENTITY_FIELDS) and len(reason.strip()) >= 10
    assert may_reveal(fields, reason).allowed == expected


people = st.lists(
    st.tuples(st.sampled_from(Role), st.integers(1, 999), st.text(max_size=40)),
    max_size=60,
    unique_by=lambda one: one[:2],
)


@given(people)
def test_people_fit_in_a_line_and_victims_stand_first(found):
    text = people_text(found)
    assert len(text) <= 160
    if found:
        victims = [number for role, number, _ in found if role == Role.VICTIM]
        assert text.startswith(f"V{min(victims)}") if victims else not text.startswith("V")


@given(st.integers(2000, 2100), st.integers(1, 5_000_000))
def test_numbers_fit_their_column(year, count):
    assert len(case_number(year, count)) <= 16 and case_number(year, count).startswith(f"{year}-")


def test_the_region_of_a_place():
    assert region_of(NALGONDA) == "IN-36" and region_of(Place("NP")) == "NP" and region_of(None) == ""


@pytest.mark.parametrize(
    "because", ["case.reopen_first", "case.look_again", "party.choose_other_name", "aadhaar.other_document"]
)
def test_what_would_make_it_possible_has_words(because):
    assert because in REASONS


@pytest.mark.parametrize(
    ("rule", "because", "needs"),
    [
        (lambda: unchanged_since(1, 2), "case.changed_meanwhile", ["case.look_again"]),
        (lambda: unchanged_since(None, 2), "allowed", []),
        (lambda: may_change(False), "case.closed", ["case.reopen_first"]),
        (lambda: may_stand_open_as(coded("case_status", CLOSED_CODE)), "case.close_instead", []),
        (lambda: may_close_as(Absent("unknown")), "case.not_a_closure", []),
        (lambda: reason_is_given("123456789"), "reason.too_short", []),
        (lambda: reason_is_given(" 123456789 "), "reason.too_short", []),
        (lambda: reason_is_given("1234567890"), "allowed", []),
        (lambda: may_reveal([], "Court asked for it"), "reveal.nothing", []),
        (lambda: may_reveal(["notes"], "Court asked for it"), "reveal.nothing", []),
        (lambda: may_reveal([IDENTITY_FIELDS[0], "notes"], "Court asked for it"), "reveal.nothing", []),
        (lambda: may_reveal(IDENTITY_FIELDS, "soon"), "reason.too_short", []),
        (lambda: may_reveal(IDENTITY_FIELDS, "Court asked for it"), "allowed", []),
        (lambda: may_be_identified_on(date(2026, 3, 3), TODAY), "case.identified_ahead", []),
        (lambda: may_be_identified_on(TODAY, TODAY), "allowed", []),
        (lambda: may_be_called("Rose 2", ["Rose"]), "party.code_name_digits", []),
        (lambda: may_be_called("Rose", ["Rose Kumari"]), "party.code_name_tells", ["party.choose_other_name"]),
        (lambda: may_be_called("D Rose", ["Meena D"]), "allowed", []),
        (lambda: may_be_called("Di Rose", ["Meena Di"]), "party.code_name_tells", ["party.choose_other_name"]),
        (lambda: may_be_called("Rose", ["Meena.Rose"]), "party.code_name_tells", ["party.choose_other_name"]),
        (
            lambda: age_agrees(coded("majority_status", "Minor"), coded("age_band", "18--20")),
            "party.age_contradicts",
            [],
        ),
        (lambda: age_agrees(coded("majority_status", "Minor"), coded("age_band", "9--17")), "allowed", []),
        (lambda: may_be_born_on("31/01/2026", TODAY), "party.birth_no_date", []),
        (lambda: may_be_born_on("2026-03-02", TODAY), "allowed", []),
        (lambda: may_be_born_on("2026-03-03", TODAY), "party.birth_impossible", []),
        (lambda: may_be_born_on("1901-12-31", TODAY), "party.birth_impossible", []),
        (lambda: may_be_born_on("1902-01-01", TODAY), "allowed", []),
        (lambda: may_say(Part.ACT, coded("gender", GENDER_CODE)), "element.other_part", []),
        (lambda: leg_is_told(None, None), "leg.no_place", []),
        (lambda: may_be_in_month("March", TODAY), "leg.no_month", []),
        (lambda: may_be_in_month("2026-03", TODAY), "allowed", []),
        (lambda: may_be_in_month("2026-04", TODAY), "leg.month_ahead", []),
        (lambda: may_be_in_month("2025-12", TODAY), "allowed", []),
        (lambda: may_be_written(["2341 2341 2346"]), "aadhaar.never", ["aadhaar.other_document"]),
        (lambda: may_be_written([]), "allowed", []),
    ],
)
def test_each_answer_in_full(rule, because, needs):
    said(rule(), because, *needs)


@pytest.mark.parametrize(
    ("people", "line"),
    [
        ([], ""),
        ([(Role.ACCUSED, 1, ""), (Role.VICTIM, 2, "Rose"), (Role.VICTIM, 1, "Jasmine")], "V1 Jasmine, V2 Rose, A1"),
        ([(Role.VICTIM, 1, "x" * 157)], "V1 " + "x" * 157),
        ([(Role.VICTIM, 1, "x" * 158)], " +1"),
        (
            [(Role.VICTIM, 1, "x" * 70), (Role.VICTIM, 2, "y" * 70), (Role.VICTIM, 3, "z" * 9)],
            f"V1 {'x' * 70}, V2 {'y' * 70} +1",
        ),
        ([(Role.VICTIM, 1, "x" * 100), (Role.VICTIM, 2, "y" * 60)], "V1 " + "x" * 100 + " +1"),
    ],
)
def test_people_in_one_line(people, line):
    assert people_text(people) == line
