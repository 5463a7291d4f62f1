"""Coded values, labels and places: every code has a name, every text form reads back as the same value."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sajha.terms import formats
from sajha.terms.coded import ABSENT_REASONS, UNKNOWN, Absent, Coded, format, parse
from sajha.terms.crosswalks import crosswalk
from sajha.terms.fields import CodedField, PlaceField
from sajha.terms.labels import ABSENT_LABELS, LABELS
from sajha.terms.places import (
    Place,
    countries,
    districts,
    find_places,
    is_place,
    old_names,
    parse_place,
    place_label,
    place_name,
    place_named,
    states,
)
from sajha.terms.vocabularies import check, choices, coded, label, vocabulary, vocabulary_ids

EVERY_CODE = [coded(id, code) for id in vocabulary_ids() for code in vocabulary(id).codes]
EVERY_PLACE = [*countries(), *states(), *(place for state in states() for place in districts(state.state))]
values = st.one_of(st.sampled_from(EVERY_CODE), st.sampled_from([Absent(reason) for reason in ABSENT_REASONS]))


@given(values)
def test_a_value_reads_back_as_it_was_written(value):
    assert parse(format(value)) == value
    assert len(format(value)) <= CodedField.PRESETS["max_length"]


@given(st.text(max_size=40))
def test_any_other_text_is_refused_or_is_its_own_form(text):
    try:
        value = parse(text)
    except ValueError as error:
        assert str(error) == "not a coded value"  # never the text itself
        return
    assert format(value) == text or (text == "" and value == UNKNOWN)


def test_empty_is_unknown_and_the_reasons_differ():
    assert parse("") == Absent("unknown")
    assert len({format(Absent(reason)) for reason in ABSENT_REASONS}) == 5
    for text in ("absent:", "absent:no", "absent:1:unknown", "gender:2.0", "gender::Feminine", "no"):
        with pytest.raises(ValueError):
            parse(text)


def test_every_code_is_known_and_labelled_and_no_label_is_left_over():
    for value in EVERY_CODE:
        assert check(value, of=value.vocabulary).allowed
        assert label(value).strip()
    for id, labels in LABELS.items():
        assert set(labels) == set(vocabulary(id).codes), id
        assert len({str(text) for text in labels.values()}) == len(labels), f"two codes of {id} have one name"
    assert set(ABSENT_LABELS) == set(ABSENT_REASONS)


def test_what_the_standard_lacks_is_there():
    assert "RestrictsMovement" in vocabulary("means_of_control")
    assert "ForcedCriminality" in vocabulary("exploitation_type")
    assert len(vocabulary("country").codes) == 249


@pytest.mark.parametrize(
    ("value", "because"),
    [
        (Coded("gender", "2.0", "Female"), "terms.no_code"),
        (Coded("gender", "1.0", "Feminine"), "terms.no_version"),
        (Coded("genders", "2.0", "Feminine"), "terms.no_vocabulary"),
        (Coded("act", "1", "transfer"), "terms.other_vocabulary"),
    ],
)
def test_a_value_that_does_not_exist_says_why(value, because):
    assert check(value, of="" if because == "terms.no_vocabulary" else "gender").because == because


def test_choices_begin_with_not_known_and_offer_each_code_once():
    offered = [text for text, _ in choices("gender")]
    assert offered[0] == "absent:unknown"
    assert len(offered) == len(set(offered)) == len(vocabulary("gender").codes) + len(ABSENT_REASONS)
    assert not [text for text, _ in choices("gender", absent=False) if text.startswith("absent")]


def test_names_follow_the_reader():
    with translation.override("ta"):
        assert label(coded("country", "IN")) == "இந்தியா"
        assert dict(choices("country"))["country:3166-1:NP"] == "நேபாளம்"
    with translation.override("en"):
        assert dict(choices("country"))["country:3166-1:NP"] == "Nepal"


def test_crosswalks_name_codes_that_exist():
    for row in crosswalk("means_of_control"):
        code = row["HTCDS_MethodsOfControl"]
        assert code.startswith("(") or code in vocabulary("means_of_control")
    for row in crosswalk("purpose"):
        for code in row["HTCDS_2_0_TypeOfExploitation"].split(" ")[0::99]:
            assert code.startswith("(") or code in vocabulary("exploitation_type")


def test_the_register_is_whole():
    assert len(states()) == 36
    assert len([place for place in EVERY_PLACE if place.district]) == 763


@given(st.sampled_from(EVERY_PLACE))
def test_a_place_reads_back_and_has_a_name(place):
    assert parse_place(str(place)) == place
    assert len(str(place)) <= PlaceField.PRESETS["max_length"]
    assert place_name(place) != str(place)
    assert place in find_places(place_name(place), limit=1000)


@given(st.sampled_from(EVERY_PLACE), st.sampled_from(EVERY_PLACE))
def test_a_place_lies_in_its_own_state_and_country_alone(one, other):
    assert one.contains(one)
    assert one.contains(other) == f"{other}-".startswith(f"{one}-") or not one.state
    for outer in one.within():
        assert outer.contains(one)
    assert not (one.contains(other) and other.contains(one)) or one == other


@pytest.mark.parametrize(
    "text", ["", "in", "IN-", "IN-99", "IN-36-1", "IN-9-501", "NP-1", "XX", "ZZ", "IN-09", "IN-36-501\n", "IN-9-"]
)
def test_what_is_no_place(text):
    assert not is_place(text)


def test_search_finds_present_and_earlier_names():
    assert find_places("allahabad") == [place_named("Prayagraj")]
    assert old_names(place_named("Prayagraj")) == ("Allahabad",)
    assert place_label(find_places("nalgonda")[0]) == "Nalgonda, Telangana"
    assert find_places("in-36") == [Place("IN", "36")]
    assert find_places("tel")[0] == Place("IN", "36")
    assert place_named("Aurangabad") is None  # one in Bihar, one in Maharashtra
    assert place_name(Place("IN", "35", "632")) == "North and Middle Andaman"
    assert find_places("  ") == []
    with translation.override("hi"):
        assert find_places("नेपाल") == [Place("NP")]
        assert find_places("Nepal") == [Place("NP")]


NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_dates_and_numbers_in_local_habit():
    with translation.override("en"):
        assert formats.number_text(1234567) == "12,34,567"
        assert formats.date_text(date(2026, 3, 2)) == "2 Mar 2026"
        assert formats.time_text(NOW).replace("\u202f", " ") == "5:30 pm"  # India is 5:30 ahead of UTC
        assert formats.relative_text(NOW + timedelta(hours=3), NOW) == "in 3 hours"
        assert formats.due_text(NOW + timedelta(hours=3), NOW) == "Due in 3 hours"
        assert formats.due_text(NOW - timedelta(days=2), NOW) == "2 days overdue"
    with translation.override("te"):
        assert "మార్చి" in formats.date_text(date(2026, 3, 2))
    with translation.override("ta"):
        assert formats.number_text(1234567) == "12,34,567"


@pytest.mark.parametrize("language", ["en", "hi", "te", "ta", "fr"])
def test_every_format_works_in_every_language(language):
    with translation.override(language):
        for text in (
            formats.date_text(NOW),
            formats.datetime_text(NOW),
            formats.span_text(timedelta(days=40)),
            formats.due_text(NOW, NOW),
            formats.percent_text(0.27),
        ):
            assert text
