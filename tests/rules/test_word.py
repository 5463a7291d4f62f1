"""The person's word about what is out: asked again as long as it is, and never wider for having been taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sajha.consent.rules import standing
from sajha.consent.values import (
    EVERYONE,
    Age,
    Audience,
    Basis,
    DataClass,
    Event,
    EventKind,
    Giver,
    Held,
    Purpose,
    Scope,
)
from sajha.disclosure.rules import (
    BY_BASIS,
    BY_CONSENT,
    BY_FIR,
    NOTHING,
    Word,
    spoken,
    why_not_further,
    why_not_now,
    word,
)
from sajha.disclosure.rules.word import TAKEN_BACK
from sajha.disclosure.values import PASSED_ON
from sajha.terms.reasons import REASONS
from tests.cast import NOON
from tests.rules.test_consent import asked, given_by, histories, questions, removals
from tests.rules.test_grounds import BASIS, COURT

DAY = timedelta(days=1)
S1, S2, S3 = DataClass.S1, DataClass.S2, DataClass.S3
AGREED = Word(agreed=True, until=NOON + DAY, because="consent.given")
WITHDRAWN = Word(agreed=False, until=None, because="consent.withdrawn")
EXPIRED = Word(agreed=False, until=None, because="consent.expired")
BASED = replace(NOTHING, basis="basis_1", basis_until=NOON + DAY)


def held(*events: Event, at=NOON) -> Held:
    return Held(standing(events, at), Age.ADULT)


def basis(id: str, until=NOON + 5 * DAY, **more) -> Basis:
    scope = Scope(frozenset({Purpose.CARE}), frozenset({Audience("shelter")}), frozenset({S3}))
    return replace(BASIS, id=id, scope=scope, until=until, **more)


def test_what_is_said_of_a_point_by_nobody():
    assert word(held(), [], asked()) == NOTHING
    assert (NOTHING.agreed, NOTHING.until, NOTHING.because, NOTHING.basis, NOTHING.refused) == (
        False, None, "consent.none", "", False,
    )  # fmt: skip


def test_what_consent_says_of_a_point():
    given_one = given_by()
    assert word(held(given_one), [], asked()) == Word(True, NOON + 90 * DAY, "consent.given")
    assert word(held(given_one, at=NOON + 90 * DAY), [], asked()) == EXPIRED
    away = Event("consent_2", EventKind.WITHDRAWN, Giver.PERSON, given_one.scope, NOON)
    assert word(held(given_one, away), [], asked()) == WITHDRAWN


def test_of_several_bases_the_one_that_lasts_longest_counts():
    short, long, over = basis("basis_9"), basis("basis_1", NOON + 9 * DAY), basis("basis_8", NOON)
    assert word(held(), [short, long, over], asked()) == replace(NOTHING, basis="basis_1", basis_until=NOON + 9 * DAY)
    twin = basis("basis_7")
    assert word(held(), [twin, short], asked()).basis == word(held(), [short, twin], asked()).basis == "basis_9"
    assert word(held(), [over, basis("basis_3", ground=replace(COURT, kinds=frozenset()))], asked()) == NOTHING


@pytest.mark.parametrize(
    ("said", "refused"),
    [(NOTHING, False), (AGREED, False), (EXPIRED, False), (BASED, False), (WITHDRAWN, True)]
    + [(replace(WITHDRAWN, because=because), True) for because in sorted(TAKEN_BACK)]
    + [(replace(WITHDRAWN, basis="basis_1"), False)],
)
def test_a_point_is_refused_by_the_persons_own_no_alone_and_not_where_a_basis_stands(said, refused):
    assert said.refused is refused


@pytest.mark.parametrize(
    ("ground", "words", "because"),
    [
        (BY_CONSENT, {}, ""),
        (BY_CONSENT, {S3: AGREED}, ""),
        (BY_CONSENT, {S3: NOTHING}, "consent.none"),
        (BY_CONSENT, {S3: EXPIRED}, "consent.expired"),
        (BY_CONSENT, {S3: BASED}, "consent.none"),
        (BY_BASIS, {S3: BASED}, ""),
        (BY_BASIS, {S3: AGREED}, "basis.ended"),
        (BY_BASIS, {S3: WITHDRAWN}, "basis.ended"),
        (BY_FIR, {S2: WITHDRAWN, S3: WITHDRAWN}, ""),
        (PASSED_ON, {S3: WITHDRAWN}, ""),
        ("", {S1: NOTHING, S2: EXPIRED}, ""),
        ("", {S1: AGREED, S2: WITHDRAWN}, "consent.withdrawn"),
        (BY_BASIS, {S2: WITHDRAWN, S3: BASED}, "consent.withdrawn"),
        (BY_BASIS, {S3: NOTHING, S1: replace(WITHDRAWN, because="consent.refused")}, "consent.refused"),
        (BY_BASIS, {S2: replace(WITHDRAWN, basis="basis_1"), S3: BASED}, ""),
        (BY_CONSENT, {S2: NOTHING, S3: NOTHING}, "consent.none"),
    ],
)
def test_why_what_is_out_would_not_leave_today(ground, words, because):
    assert why_not_now(ground, words) == because
    assert not because or because in REASONS


@pytest.mark.parametrize(
    ("ground", "words", "because"),
    [
        (BY_CONSENT, {}, ""),
        (BY_CONSENT, {S3: AGREED}, ""),
        (BY_CONSENT, {S3: BASED}, ""),
        (BY_BASIS, {S3: AGREED}, ""),
        (BY_BASIS, {S3: BASED}, ""),
        (PASSED_ON, {S3: AGREED}, ""),
        (PASSED_ON, {S3: EXPIRED}, "consent.expired"),
        (BY_BASIS, {S3: NOTHING}, "consent.none"),
        (BY_CONSENT, {S3: replace(WITHDRAWN, basis="basis_1")}, ""),
        (BY_FIR, {S2: WITHDRAWN, S3: WITHDRAWN}, ""),
        ("", {S1: NOTHING, S2: EXPIRED}, ""),
        ("", {S1: AGREED, S2: WITHDRAWN}, "consent.withdrawn"),
        (BY_BASIS, {S3: NOTHING, S1: replace(WITHDRAWN, because="consent.refused")}, "consent.refused"),
        (BY_CONSENT, {S2: WITHDRAWN, S3: NOTHING}, "consent.withdrawn"),
    ],
)
def test_why_what_was_passed_on_may_not_stay_where_it_is(ground, words, because):
    assert why_not_further(ground, words) == because
    assert not because or because in REASONS


@settings(max_examples=60)
@given(
    histories(),
    removals,
    questions,
    st.sampled_from(["", BY_CONSENT, BY_BASIS, BY_FIR]),
    st.sampled_from([(), (BASIS,), (basis("basis_2"),)]),
)
def test_a_withdrawal_never_widens_what_may_stay_out(events, removal, question, ground, bases):
    def stays(said):
        now = held(*said, at=NOON + 4 * DAY)
        words = {one: word(now, bases, replace(question, data_class=one)) for one in (S1, S2, S3)}
        return [not why(ground, words) for why in (why_not_now, why_not_further)]

    assert all(before or not after for before, after in zip(stays(events), stays([*events, removal]), strict=True))


# to anybody at all: before it is known who would receive it


def taken(audience, kind=EventKind.WITHDRAWN, at=NOON) -> Event:
    scope = Scope(frozenset({Purpose.CARE}), frozenset({audience}), frozenset({S3}))
    return Event(f"consent_{kind}", kind, Giver.PERSON, scope, at)


YES, ELSEWHERE = Audience("shelter"), Audience("ngo")


def anybody(*events, bases=(), age=Age.ADULT, purpose=Purpose.CARE, sensitivity=S3):
    return spoken(Held(standing(events, NOON), age), bases, purpose, sensitivity)


@pytest.mark.parametrize(
    ("events", "answer"),
    [
        ((), (False, False, False)),
        ((given_by(),), (False, True, False)),
        ((given_by(), taken(YES)), (True, False, False)),
        ((given_by(), taken(EVERYONE)), (True, False, False)),
        ((given_by(), taken(ELSEWHERE)), (True, True, False)),
        ((taken(EVERYONE, EventKind.REFUSED),), (True, False, False)),
        ((taken(EVERYONE, EventKind.REFUSED, NOON - 300 * DAY), given_by()), (True, True, False)),
        ((taken(YES, at=NOON - 300 * DAY), given_by()), (False, True, False)),
    ],
)
def test_what_holds_for_anybody_at_all(events, answer):
    assert anybody(*events) == answer


def test_another_purpose_or_class_says_nothing_of_this_one():
    assert anybody(given_by(), taken(EVERYONE), purpose=Purpose.MATCH) == (False, False, False)
    assert anybody(given_by(), sensitivity=DataClass.S4) == (False, False, False)


def test_a_basis_stands_for_whomever_it_names_and_only_while_it_stands():
    assert anybody(bases=[basis("basis_1")]) == (False, False, True)
    assert anybody(taken(EVERYONE), bases=[basis("basis_1")]) == (True, False, True)
    assert anybody(bases=[basis("basis_1", NOON)]) == (False, False, False)
    assert anybody(bases=[basis("basis_1")], purpose=Purpose.MATCH) == (False, False, False)
    children = basis("basis_1", ground=replace(COURT, children_only=True))
    assert anybody(bases=[children]) == (False, False, False)
    assert anybody(bases=[children], age=Age.UNKNOWN) == (False, False, True)
