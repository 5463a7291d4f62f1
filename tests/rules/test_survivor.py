"""One-time codes as rules: what is taken for the same code, when one opens, and that nothing opens another's record."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.basics.actor import Actor
from sajha.survivor.outside import outside
from sajha.survivor.rules import as_typed, group_of, in_groups, is_locked, lasting, may_enter, may_read_own
from sajha.survivor.values import ALPHABET, LENGTH, LOCK, LONGEST_MINUTES, TRIES, TRIES_FROM, CodeState, Group
from sajha.terms.labels.survivor import OUTSIDE_LABELS, OUTSIDE_WHYS
from tests.cast import ASHA, NOON
from tests.rules.said import said

codes = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
SECOND = timedelta(seconds=1)
times = st.integers(-3600, 3600).map(lambda seconds: NOON + seconds * SECOND)
tries = st.lists(times, max_size=30)
LIVE = CodeState(NOON - 60 * SECOND, NOON + 840 * SECOND, used=False, ended=False)


@given(codes, st.sampled_from(["-", " ", "  ", " - ", "–", "."]))
def test_a_code_is_understood_however_it_is_written(code, between):
    written = between.join(in_groups(code).split("-"))
    assert as_typed(written) == as_typed(written.lower()) == as_typed(f" {written} ") == code


@given(codes, st.sampled_from(["०१२३४५६७८९", "౦౧౨౩౪౫౬౭౮౯", "௦௧௨௩௪௫௬௭௮௯"]))
def test_digits_of_ones_own_script_are_taken(code, digits):
    assert as_typed("".join(digits[int(sign)] if sign.isdigit() else sign for sign in code)) == code


@given(st.text(max_size=40))
def test_what_is_no_code_is_empty_and_what_is_one_has_only_its_signs(text):
    code = as_typed(text)
    assert code == "" or (len(code) == LENGTH and set(code) <= set(ALPHABET))


def test_no_two_signs_of_a_code_are_taken_for_one_another():
    for pair in ("0O", "1I", "1L", "IL", "2Z", "5S", "8B", "0Q", "O0"):
        assert len(set(pair) & set(ALPHABET)) < 2, pair
    assert len(set(ALPHABET)) == len(ALPHABET) and ALPHABET.isupper()


@given(st.booleans(), st.booleans(), st.booleans(), tries, tries, times)
def test_a_code_opens_only_when_all_is_right(right, used, ended, of_code, of_address, at):
    state = CodeState(LIVE.made_at, LIVE.ends_at, used=used, ended=ended)
    answer = may_enter(state, right=right, of_code=of_code, of_address=of_address, at=at)
    locked = is_locked(of_code, at) or is_locked(of_address, at, TRIES_FROM)
    assert answer.allowed == (right and not used and not ended and LIVE.made_at <= at < LIVE.ends_at and not locked)
    assert answer.allowed or answer.because == "code.no"


@given(tries, tries, times)
def test_an_unknown_code_opens_nothing(of_code, of_address, at):
    assert may_enter(None, right=True, of_code=of_code, of_address=of_address, at=at).because == "code.no"


@given(tries, times)
def test_a_wrong_try_more_never_unlocks_and_a_lock_ends_by_itself(wrong, at):
    if is_locked(wrong, at):
        assert is_locked([*wrong, at], at)
        assert not is_locked(wrong, max(wrong) + LOCK)
    assert not is_locked(wrong[: TRIES - 1], at)


def test_five_wrong_tries_lock_the_right_code():
    wrong = [NOON] * TRIES
    assert not may_enter(LIVE, right=True, of_code=wrong, of_address=[], at=NOON).allowed
    assert may_enter(LIVE, right=True, of_code=wrong[1:], of_address=wrong, at=NOON).allowed


def test_an_address_is_locked_later_than_a_code_since_many_people_may_share_it():
    wrong = [NOON] * TRIES_FROM
    assert not may_enter(LIVE, right=True, of_code=[], of_address=wrong, at=NOON).allowed
    assert may_enter(LIVE, right=True, of_code=[], of_address=wrong[1:], at=NOON).allowed


@given(st.floats(-1000, 1000))
def test_no_node_lets_a_code_live_longer_than_an_hour(minutes):
    assert timedelta(minutes=1) <= lasting(minutes) <= timedelta(minutes=LONGEST_MINUTES)


@given(st.text(max_size=9), st.text(max_size=9), st.sampled_from(["person", "node", "system", "survivor"]))
def test_nobody_reads_anothers_record(me, other, kind):
    answer = may_read_own(Actor(me, kind, ""), other)
    assert answer.allowed == (kind == "survivor" and me == other)
    assert answer.allowed or answer.because == "not_found"


def test_a_worker_is_nobodys_self():
    assert not may_read_own(ASHA, ASHA.id).allowed


@pytest.mark.parametrize(
    "name, group",
    [
        ("party.first_name", Group.WHO), ("party.gender", Group.ABOUT), ("process.means", Group.HAPPENED),
        ("leg.start", Group.WAY), ("case.status", Group.CASE), ("something.new", Group.CASE),
        ("party.gender.first_name", Group.ABOUT),
    ],
)  # fmt: skip
def test_each_value_has_its_part_of_the_page(name, group):
    assert group_of(name, frozenset({"first_name"})) == group


def test_every_office_outside_has_a_source_and_words():
    found = outside()
    assert [one.id for one in found] == list(OUTSIDE_LABELS) == list(OUTSIDE_WHYS)
    for one in found:
        assert one.source and one.seen and one.confidence in ("A", "B", "C"), one.id
        assert one.telephone or one.address or one.site, one.id
        assert one.unverified or one.reviewed_by, one.id


def test_a_code_in_full():
    assert in_groups("ACDEFGHJKMNP") == "ACDE-FGHJ-KMNP"
    assert as_typed("acde fghj-kmnp") == "ACDEFGHJKMNP"
    assert as_typed("ACDEFGHJKMN") == as_typed("ACDEFGHJKMNPP") == as_typed("ACDEFGHJKMN0") == ""


def test_the_edges_of_a_lock():
    assert is_locked([NOON] * TRIES, NOON) and is_locked([NOON] * TRIES, NOON + LOCK - SECOND)
    assert not is_locked([NOON] * TRIES, NOON + LOCK) and not is_locked([NOON] * TRIES, NOON - SECOND)
    assert is_locked([NOON], NOON, 1) and not is_locked([], NOON, 1)


def test_a_code_in_its_time():
    def enter(state, at, right=True):
        return may_enter(state, right=right, of_code=[], of_address=[], at=at)

    said(enter(LIVE, LIVE.made_at), "allowed")
    said(enter(LIVE, LIVE.ends_at), "code.no")
    said(enter(LIVE, LIVE.ends_at - SECOND), "allowed")
    said(enter(LIVE, LIVE.made_at - SECOND), "code.no")
    said(enter(LIVE, NOON, right=False), "code.no")
    said(enter(None, NOON), "code.no")
    assert (lasting(0), lasting(17), lasting(600)) == (
        timedelta(minutes=1),
        timedelta(minutes=17),
        timedelta(minutes=60),
    )
    said(may_read_own(Actor("party_1", "survivor", ""), "party_1"), "allowed")
    said(may_read_own(Actor("party_1", "survivor", ""), "party_2"), "not_found")
    said(may_read_own(Actor("party_1", "person", ""), "party_1"), "not_found")
