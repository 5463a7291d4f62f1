"""Keys of persons and what an agreement says: rules without a database."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sajha.matching.persons.evidence import counted, explain, said_in, weights
from sajha.matching.persons.keys import keys_of
from sajha.matching.persons.reach import share_found
from sajha.matching.persons.signs import signs_of
from sajha.matching.persons.table import VERSION, steps, table
from sajha.matching.persons.values import MOST_KEYS, Person, born_between, sex_of
from sajha.names import VERSION as NAMES_VERSION

WORDS = ("Lakshmi", "Venkatesan", "Raman", "Meenakshi", "Subbulakshmi", "Karthikeyan", "சுப்புலட்சுமி", "लक्ष्मी", "R.")
TAUS = st.sampled_from((1e-5, 1e-6, 1e-7, 1e-8, 1e-9))
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True).map(" ".join)
PEOPLE = st.builds(
    Person,
    names=st.tuples(NAMES),
    parents=st.lists(NAMES, max_size=2).map(tuple),
    born=st.none() | st.integers(1950, 2020).map(lambda year: (year, year + 1)),
    sex=st.sampled_from(("", "f", "m")),
    home=st.sampled_from(("", "IN-33", "IN-33-568", "IN-36-501", "Pune, Maharashtra")),
)
WHOLE = Person(("Subbulakshmi Karthikeyan",), ("Venkatesan", "Meenakshi"), (2006, 2007), "f", "IN-33-568")


@given(PEOPLE, TAUS)
def test_no_key_above_the_bound_ever_leaves(person, tau):
    keys = keys_of(person, tau)
    assert all(0 < key.share <= tau for key in keys)
    assert len(keys) <= MOST_KEYS
    assert len({key.value for key in keys}) == len(keys)


@given(PEOPLE, TAUS)
def test_the_same_person_gives_the_same_keys_in_the_same_order(person, tau):
    assert keys_of(person, tau) == keys_of(person, tau)


@given(PEOPLE, TAUS, TAUS)
def test_a_share_depends_on_the_key_alone(person, one, other):
    shares = {key.value: key.share for key in keys_of(person, one)}
    assert all(shares.get(key.value, key.share) == key.share for key in keys_of(person, other))


def test_swapped_parts_titles_and_another_script_give_the_same_keys():
    swapped = Person(("Smt. Karthikeyan Subbulakshmi",), WHOLE.parents[::-1], WHOLE.born, "f", WHOLE.home)
    assert {key.value for key in keys_of(WHOLE, 1e-6)} == {key.value for key in keys_of(swapped, 1e-6)}
    tamil = Person(("சுப்புலட்சுமி கார்த்திகேயன்",), (), WHOLE.born, "f", WHOLE.home)
    assert {key.value for key in keys_of(WHOLE, 1e-6)} & {key.value for key in keys_of(tamil, 1e-6)}


def test_the_text_of_a_key_names_the_versions_on_which_it_rests():
    for key in keys_of(WHOLE, 1e-6):
        assert key.value.decode().startswith(f"{VERSION}|{NAMES_VERSION}|")


def test_a_common_name_alone_leaves_nothing():
    assert keys_of(Person(("Lakshmi Devi",)), 1e-6) == ()


def test_guessed_ages_a_few_years_apart_meet_and_others_do_not():
    def bands(age):
        born = born_between(age, age, date(2026, 1, 1), guessed=True)
        return {band.text for band in signs_of(Person(("Lakshmi",), (), born)).bands}

    assert bands(16) & bands(19)
    assert not bands(16) & bands(40)
    assert not signs_of(Person(("Lakshmi",), (), (1990, 2010))).bands


def test_sex_is_a_sign_only_where_both_sides_surely_write_the_same():
    assert sex_of("Feminine") == "f"
    assert sex_of("TransgenderFeminine") == ""


@given(PEOPLE, PEOPLE, TAUS)
def test_evidence_is_the_same_from_either_side(one, other, tau):
    ours, theirs = keys_of(one, tau), keys_of(other, tau)
    common = {key.value for key in ours} & {key.value for key in theirs}
    here = explain(one, [key for key in ours if key.value in common], ours, 1_000)
    there = explain(other, [key for key in theirs if key.value in common], theirs, 1_000)
    assert (here.share, here.rarity) == (there.share, there.rarity)


@settings(max_examples=60)
@given(PEOPLE, st.sampled_from(("parents", "born", "sex", "home")), TAUS)
def test_one_more_field_never_weakens_a_true_agreement(person, field, tau):
    """Unless more keys are possible than are sent, and then the evidence says so."""
    empty = {"parents": (), "born": None, "sex": "", "home": ""}
    less = Person(**{**{name: getattr(person, name) for name in person.__slots__}, field: empty[field]})
    before, after = keys_of(less, tau), keys_of(person, tau)
    poor, rich = explain(less, before, before, 1), explain(person, after, after, 1)
    assert rich.share <= poor.share or rich.cut


def test_evidence_says_what_differs_what_nobody_asked_and_what_is_unknown_here():
    sent = keys_of(WHOLE, 1e-6)
    elder = Person(WHOLE.names, WHOLE.parents, (1950, 1951), "f", WHOLE.home)
    values = {key.value for key in keys_of(elder, 1e-6)}
    agreed = [key for key in sent if key.value in values]
    found = explain(WHOLE, agreed, sent, 500_000)
    said = dict(found.signs)
    assert said["names"] == "agree"
    assert said["age"] in ("differ", "untold")
    assert ("age.differs_or_missing" in found.against) == (said["age"] == "differ")
    assert found.chance == pytest.approx(found.share * 500_000)
    bare = Person(WHOLE.names, (), None, "", WHOLE.home)
    assert dict(explain(bare, (), (), 1).signs)["sex"] == "unknown"


def test_every_combination_has_a_name_of_its_own_and_a_reason():
    assert len({row.id for row in table()}) == len(table())
    assert len({row.shape for row in table()}) == len(table())
    assert all(row.reason for row in table())
    assert any(steps(row) for row in table())


def test_every_kind_of_agreement_has_a_weight():
    for person in (WHOLE, Person(("R. Lakshmi",), ("Raman",), None, "", "IN-33")):
        keys = keys_of(person, 1e-5)
        assert set(counted(signs_of(person), [key.value for key in keys])) <= set(weights())
        assert all(said_in(key.value).all for key in keys)


def test_two_people_in_clear_text_are_compared_sign_by_sign_with_levels_of_splink():
    compare = pytest.importorskip("sajha.matching.persons.compare")
    other = Person(("Subulakshmi K.",), (), (2009, 2010), "m", "IN-33-569")
    said = {(one.sign, one.level): one.words for one in compare.compare(WHOLE, other)}
    assert said[("names", "initial")] == 1
    assert ("names", "same") in said or ("names", "heard_alike") in said
    assert ("parents", "unknown") in said
    assert ("age", "near") in said
    assert ("sex", "differ") in said
    assert ("home", "state") in said


def test_a_smaller_bound_finds_less_and_none_finds_all():
    found = [share_found(tau) for tau in (1e-6, 1e-7, 1e-8, 1e-9, 1e-12)]
    assert found == sorted(found, reverse=True)
    assert 0 < found[0] < 1
    assert found[-1] == 0
