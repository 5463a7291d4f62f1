"""Consent as rules: what holds, what may leave, and that no order of words ever widens what was taken away."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sajha.basics.decision import Decision
from sajha.consent.rules import by_consent, changed, deciding, may_leave, may_record, overlap, points, standing, within
from sajha.consent.rules.fold import ANY_OTHER
from sajha.consent.values import (
    EVERYONE,
    GRANTABLE,
    LONGEST_DAYS,
    Age,
    Audience,
    DataClass,
    Effect,
    Event,
    EventKind,
    Giver,
    Manner,
    Notice,
    Point,
    Purpose,
    Question,
    Scope,
    Standing,
    parse_audience,
)
from sajha.terms.reasons import REASONS
from tests.cast import NOON
from tests.rules.said import said

EXAMPLES = int(os.environ.get("CONSENT_EXAMPLES", "60"))
KINDS = ["ahtu", "shelter", "cwc"]
NODES = ["node_a", "node_b"]
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TEXT = Notice("1", "te", "te")
NOTICES = {("1", "te"), ("1", "en")}
ALL = Scope(frozenset(Purpose), frozenset({EVERYONE}), frozenset(GRANTABLE))

purposes = st.sampled_from([Purpose.CARE, Purpose.FAMILY, Purpose.TRIAL])
classes = st.sampled_from([DataClass.S1, DataClass.S2, DataClass.S3])
audiences = st.builds(Audience, st.sampled_from(KINDS), st.sampled_from(["", *NODES]))
scopes = st.builds(
    Scope,
    st.frozensets(purposes, min_size=1),
    st.frozensets(audiences, min_size=1, max_size=3),
    st.frozensets(classes, min_size=1),
)
days = st.integers(0, 30).map(lambda number: NOON + number * DAY)
names = st.integers(0, 10**6).map(lambda number: f"consent_{number}")
givers = st.sampled_from(list(Giver))
grants = st.builds(
    lambda id, giver, scope, at, length: Event(id, EventKind.GIVEN, giver, scope, at, at + length * DAY, Manner.THUMB, TEXT),
    names, givers, scopes, days, st.integers(1, 40),
)  # fmt: skip
wide = st.one_of(scopes, st.just(ALL))
removals = st.builds(
    lambda id, kind, giver, scope, at: Event(id, kind, giver, scope, at),
    names, st.sampled_from([EventKind.REFUSED, EventKind.NARROWED, EventKind.WITHDRAWN]), givers, wide, days,
)  # fmt: skip
shortenings = st.builds(
    lambda id, scope, at, length: Event(id, EventKind.NARROWED, Giver.PERSON, scope, at, at + length * DAY),
    names, scopes, days, st.integers(1, 20),
)  # fmt: skip


def _about(grant: Event):
    """A correction or an expiry of this consent."""
    return st.builds(
        lambda id, kind, scope, later: Event(id, kind, Giver.PERSON, scope, grant.at + later * DAY, of=grant.id),
        names, st.sampled_from([EventKind.CORRECTED, EventKind.EXPIRED]), scopes, st.integers(0, 20),
    )  # fmt: skip


@st.composite
def histories(draw):
    events = draw(st.lists(st.one_of(grants, removals, shortenings), max_size=8, unique_by=lambda event: event.id))
    given_ones = [event for event in events if event.kind == EventKind.GIVEN]
    about = [draw(_about(event)) for event in given_ones if draw(st.booleans())]
    return list({event.id: event for event in [*events, *about]}.values())


questions = st.builds(
    Question, st.sampled_from(list(Purpose)), st.sampled_from(KINDS), st.sampled_from([*NODES, "node_c"]),
    st.sampled_from(list(DataClass)), st.sampled_from(list(Age)),
)  # fmt: skip


def leaves(events, question, at=NOON + 31 * DAY) -> bool:
    return may_leave(standing(events, at), None, question).allowed


def given_by(
    giver=Giver.PERSON, *, to="shelter", at=NOON, purpose=Purpose.CARE, data_class=DataClass.S3, id="consent_1"
):
    scope = Scope(frozenset({purpose}), frozenset({parse_audience(to)}), frozenset({data_class}))
    return Event(id, EventKind.GIVEN, giver, scope, at, at + 90 * DAY, Manner.THUMB, TEXT, heard=True)


def asked(kind="shelter", node="node_a", *, purpose=Purpose.CARE, data_class=DataClass.S3, age=Age.ADULT):
    return Question(purpose, kind, node, data_class, age)


@settings(max_examples=EXAMPLES)
@given(histories(), removals | shortenings, questions, days)
def test_a_withdrawal_never_widens_what_may_leave(events, removal, question, at):
    after = leaves([*events, removal], question, at)
    assert not after or leaves(events, question, at)


@settings(max_examples=EXAMPLES)
@given(histories(), st.data(), questions, days)
def test_a_correction_or_an_expiry_never_widens_what_may_leave(events, data, question, at):
    grants_said = [event for event in events if event.kind == EventKind.GIVEN]
    if grants_said:
        more = data.draw(_about(data.draw(st.sampled_from(grants_said))))
        assert not leaves([*events, more], question, at) or leaves(events, question, at)


@settings(max_examples=EXAMPLES)
@given(histories(), grants, st.data(), questions)
def test_narrowing_equals_never_having_had(events, grant, data, question):
    """To consent and then narrow leaves what a consent for the rest alone would have left."""
    rest = data.draw(st.frozensets(st.sampled_from(sorted(grant.scope.classes)), max_size=2))
    grant = replace(grant, id="consent_g", at=NOON + 30 * DAY, until=NOON + 60 * DAY)
    gone = replace(grant.scope, classes=grant.scope.classes - rest)
    narrowed = Event("consent_n", EventKind.NARROWED, Giver.PERSON, gone, NOON + 30 * DAY)
    smaller = replace(grant, scope=replace(grant.scope, classes=rest))
    never = [smaller, narrowed]  # what is taken away is away, also from older consents
    at = NOON + 31 * DAY
    assert leaves([*events, grant, narrowed], question, at) == leaves([*events, *never], question, at)
    alone = leaves([smaller], question, at) if rest else question.data_class == DataClass.S0
    assert leaves([grant, narrowed], question, at) == alone


@settings(max_examples=EXAMPLES)
@given(st.lists(grants, min_size=1, max_size=5), questions)
def test_taking_all_back_equals_never_having_said_anything(events, question):
    away = Event("consent_w", EventKind.WITHDRAWN, Giver.PERSON, ALL, NOON + 30 * DAY)
    at = NOON + 31 * DAY
    assert leaves([*events, away], question, at) == leaves([], question, at)


@settings(max_examples=EXAMPLES)
@given(histories(), st.randoms(use_true_random=False), questions, days)
def test_the_order_of_arrival_changes_nothing(events, random, question, at):
    shuffled = events[:]
    random.shuffle(shuffled)
    assert may_leave(standing(events, at), None, question) == may_leave(standing(shuffled, at), None, question)


@settings(max_examples=EXAMPLES)
@given(histories(), histories(), questions, days)
def test_what_is_said_later_changes_nothing_before(events, later, question, at):
    later = [replace(event, id=f"{event.id}_later", at=event.at + 31 * DAY) for event in later]
    assert may_leave(standing(events, at), None, question) == may_leave(standing([*events, *later], at), None, question)


@settings(max_examples=EXAMPLES)
@given(histories(), questions, days)
def test_notes_of_counselling_leave_under_no_consent(events, question, at):
    assert (
        may_leave(standing(events, at), None, replace(question, data_class=DataClass.S4)).because
        == "class.never_leaves"
    )


@settings(max_examples=EXAMPLES)
@given(histories(), questions, days)
def test_nothing_leaves_without_a_consent_that_names_the_point(events, question, at):
    """The other way round: whatever leaves, one single consent names all three sides of it and has not ended."""
    if leaves(events, question, at) and question.data_class != DataClass.S0:
        assert any(
            event.kind == EventKind.GIVEN
            and question.purpose in event.scope.purposes
            and question.data_class in event.scope.classes
            and {Audience(question.kind), Audience(question.kind, question.organisation)} & event.scope.audiences
            and event.at <= at < event.until
            for event in events
        )


@settings(max_examples=EXAMPLES)
@given(histories(), days, st.sampled_from(list(Age)))
def test_the_page_of_what_holds_says_what_the_gate_does(events, at, age):
    now = standing(events, at)
    for point in points(now, age):
        node = point.audience.organisation or ANY_OTHER
        question = Question(point.purpose, point.audience.kind, node, point.data_class, age)
        answer = may_leave(now, None, question)
        assert (point.holds, point.because) == (answer.allowed, answer.because)
        assert point.holds == (point.until is not None and point.until > at)


@settings(max_examples=EXAMPLES)
@given(scopes, scopes)
def test_what_two_blocks_have_in_common_lies_in_both(one, other):
    common = overlap(one, other)
    assert within(common, one) and within(common, other)
    assert common == overlap(other, one)
    assert within(one, one) and overlap(one, one) == one


@settings(max_examples=EXAMPLES)
@given(histories(), grants | removals | shortenings, st.sampled_from(list(Age)))
def test_the_preview_shows_every_point_that_a_new_event_changes(events, event, age):
    at = NOON + 31 * DAY
    before, after = standing(events, at), standing([*events, event], at)
    shown = {(p.purpose, p.audience, p.data_class) for p in changed(points(before, age), points(after, age))}
    for audience in event.scope.audiences - {EVERYONE}:
        for purpose in event.scope.purposes:
            for data_class in event.scope.classes:
                question = Question(purpose, audience.kind, audience.organisation or ANY_OTHER, data_class, age)
                if by_consent(before, question).allowed != by_consent(after, question).allowed:
                    assert (purpose, audience, data_class) in shown


def test_unknown_is_no():
    nothing = Standing(NOON)
    assert may_leave(nothing, None, asked()).because == "consent.none"
    assert may_leave(nothing, None, replace(asked(), purpose="advertising")).because == "purpose.unknown"
    assert may_leave(nothing, None, replace(asked(), data_class="S9")).because == "class.unknown"
    assert may_leave(nothing, None, asked(data_class=DataClass.S0)).because == "class.public"


@pytest.mark.parametrize("kind, node", [("", "node_a"), ("shelter", ""), ("", ""), ("*", "node_a")])
@pytest.mark.parametrize("data_class", list(DataClass))
def test_an_empty_audience_is_refused_for_every_class(kind, node, data_class):
    now = standing([given_by(data_class=DataClass.S1)], NOON)
    assert may_leave(now, None, asked(kind, node, data_class=data_class)).because == "audience.empty"


@pytest.mark.parametrize(
    "giver, age, because",
    [
        (Giver.PERSON, Age.ADULT, "consent.given"),
        (Giver.SUPPORTED, Age.ADULT, "consent.given"),
        (Giver.COMMITTEE, Age.ADULT, "consent.of_age"),
        (Giver.PERSON, Age.CHILD, "consent.child"),
        (Giver.SUPPORTED, Age.CHILD, "consent.child"),
        (Giver.COMMITTEE, Age.CHILD, "consent.given"),
        (Giver.PERSON, Age.UNKNOWN, "consent.child"),
        (Giver.COMMITTEE, Age.UNKNOWN, "consent.given"),
    ],
)
def test_who_may_give_for_whom(giver, age, because):
    event = given_by(giver)
    assert may_leave(standing([event], NOON), None, asked(age=age)).because == because
    recorded = may_record(event, history=[], age=age, notices=NOTICES, now=NOON)
    assert recorded.allowed == (because == "consent.given")


def test_the_committee_asks_the_child_first():
    unheard = replace(given_by(Giver.COMMITTEE), heard=False)
    assert may_record(unheard, history=[], age=Age.CHILD, notices=NOTICES, now=NOON).because == "consent.hear_child"


def test_a_child_may_say_no_and_so_may_everybody():
    for giver in Giver:
        no_more = Event("consent_2", EventKind.WITHDRAWN, giver, ALL, NOON + DAY)
        assert may_record(no_more, history=[], age=Age.CHILD, notices=(), now=NOON + DAY).allowed
        now = standing([given_by(Giver.COMMITTEE), no_more], NOON + DAY)
        assert may_leave(now, None, asked(age=Age.CHILD)).because == "consent.withdrawn"


def test_a_named_organisation_that_changes_its_kind_loses_what_it_was_given():
    now = standing([given_by(to="shelter/node_a")], NOON)
    assert may_leave(now, None, asked("shelter", "node_a")).allowed
    assert may_leave(now, None, asked("ahtu", "node_a")).because == "consent.none"
    assert may_leave(now, None, asked("shelter", "node_b")).because == "consent.none"


def test_a_withdrawal_from_one_organisation_holds_under_any_kind():
    away = replace(given_by(to="shelter/node_a"), id="consent_2", kind=EventKind.WITHDRAWN, at=NOON + DAY, until=None)
    said = [given_by(to="ahtu"), given_by(to="shelter", id="consent_0"), away]
    now = standing(said, NOON + DAY)
    assert may_leave(now, None, asked("ahtu", "node_a")).because == "consent.withdrawn"
    assert may_leave(now, None, asked("ahtu", "node_b")).allowed
    assert may_leave(now, None, asked("shelter", "node_b")).allowed


def test_in_the_same_instant_no_wins():
    away = replace(given_by(), id="consent_0", kind=EventKind.REFUSED, until=None)
    assert may_leave(standing([given_by(), away], NOON), None, asked()).because == "consent.refused"


def test_the_newest_word_decides():
    away = replace(given_by(), id="consent_2", kind=EventKind.WITHDRAWN, at=NOON + DAY, until=None)
    again = given_by(at=NOON + 2 * DAY, id="consent_3")
    assert leaves([given_by(), away, again], asked())
    assert not leaves([given_by(), away], asked())


def test_it_ends_on_its_day_and_not_before():
    now = given_by()
    assert leaves([now], asked(), now.until - timedelta(seconds=1))
    assert may_leave(standing([now], now.until), None, asked()).because == "consent.expired"


def test_a_narrowing_may_end_it_sooner():
    sooner = replace(given_by(), id="consent_2", kind=EventKind.NARROWED, at=NOON + DAY, until=NOON + 5 * DAY)
    assert leaves([given_by(), sooner], asked(), NOON + 4 * DAY)
    assert may_leave(standing([given_by(), sooner], NOON + 5 * DAY), None, asked()).because == "consent.expired"


def test_a_correction_takes_the_place_of_what_was_wrongly_written():
    said = given_by()
    less = replace(said, id="consent_2", kind=EventKind.CORRECTED, of=said.id, at=NOON + DAY, scope=replace(said.scope, audiences=frozenset({Audience("shelter", "node_a")})))  # fmt: skip
    assert may_record(less, history=[said], age=Age.ADULT, notices=NOTICES, now=NOON + DAY).allowed
    assert leaves([said, less], asked(node="node_a"))
    assert not leaves([said, less], asked(node="node_b"))
    more = replace(less, scope=replace(said.scope, audiences=frozenset({Audience("ahtu")})))
    assert may_record(more, history=[said], age=Age.ADULT, notices=NOTICES, now=NOON + DAY).because == "consent.wider"
    assert not leaves([said, more], asked("ahtu"))


@pytest.mark.parametrize(
    "change, because",
    [
        ({"until": None}, "consent.end"),
        ({"until": NOON + 400 * DAY}, "consent.end"),
        ({"until": NOON}, "consent.end"),
        ({"at": NOON + DAY}, "consent.future"),
        ({"manner": Manner.SAID}, "consent.manner"),
        ({"manner": "telepathy"}, "consent.word_unknown"),
        ({"notice": Notice("7", "te", "te")}, "consent.notice"),
        ({"notice": Notice("1", "te", "")}, "consent.notice"),
        ({"scope": Scope(frozenset({Purpose.CARE}), frozenset(), frozenset({DataClass.S1}))}, "audience.empty"),
        (
            {"scope": Scope(frozenset(), frozenset({Audience("ahtu")}), frozenset({DataClass.S1}))},
            "consent.nothing_named",
        ),
        ({"scope": replace(ALL, classes=frozenset({DataClass.S1}))}, "audience.everyone"),
        (
            {"scope": Scope(frozenset({Purpose.CARE}), frozenset({Audience("ahtu")}), frozenset({DataClass.S4}))},
            "class.never_leaves",
        ),
    ],
)
def test_what_makes_a_consent_incomplete(change, because):
    assert may_record(given_by(), history=[], age=Age.ADULT, notices=NOTICES, now=NOON).allowed
    event = replace(given_by(), **change)
    assert may_record(event, history=[], age=Age.ADULT, notices=NOTICES, now=NOON).because == because


def test_an_expiry_is_recorded_on_its_day():
    said = given_by()
    over = Event("consent_2", EventKind.EXPIRED, Giver.PERSON, Scope(), said.until, of=said.id)
    assert may_record(over, history=[said], age=Age.ADULT, notices=NOTICES, now=said.until).allowed
    early = replace(over, at=NOON + DAY)
    assert (
        may_record(early, history=[said], age=Age.ADULT, notices=NOTICES, now=said.until).because == "consent.not_over"
    )
    assert not leaves([said, over], asked(), said.until)


def taking(**change):
    return replace(
        Event("consent_2", EventKind.NARROWED, Giver.PERSON, given_by().scope, NOON + DAY, NOON + 5 * DAY), **change
    )


def correcting(**change):
    return replace(given_by(), id="consent_2", kind=EventKind.CORRECTED, of="consent_1", at=NOON + DAY, **change)


def ending(**change):
    over = Event("consent_2", EventKind.EXPIRED, Giver.PERSON, Scope(), NOON + 90 * DAY, of="consent_1")
    return replace(over, **change)


HALF = replace(given_by().scope, audiences=frozenset())
LONGEST = NOON + LONGEST_DAYS * DAY


@pytest.mark.parametrize(
    ("event", "because"),
    [
        (given_by(), "allowed"),
        (replace(given_by(), kind="guessed"), "consent.word_unknown"),
        (replace(given_by(), giver="parent"), "consent.word_unknown"),
        (replace(given_by(), manner="telepathy"), "consent.word_unknown"),
        (taking(giver="parent"), "consent.word_unknown"),
        (taking(kind="guessed"), "consent.word_unknown"),
        (given_by(at=NOON + 100 * DAY), "allowed"),
        (given_by(at=NOON + 100 * DAY + SECOND), "consent.future"),
        (replace(given_by(), scope=HALF), "audience.empty"),
        (taking(scope=HALF), "audience.empty"),
        (replace(given_by(), scope=replace(given_by().scope, classes=frozenset())), "consent.nothing_named"),
        (replace(given_by(), scope=replace(given_by().scope, purposes=frozenset({"fame"}))), "consent.nothing_named"),
        (taking(scope=replace(given_by().scope, purposes=frozenset({"fame"}))), "consent.nothing_named"),
        (taking(), "allowed"),
        (taking(until=None), "allowed"),
        (taking(until=NOON + DAY), "consent.end"),
        (taking(until=NOON + DAY + SECOND), "allowed"),
        (correcting(), "allowed"),
        (correcting(until=None), "allowed"),
        (correcting(until=NOON + 91 * DAY), "consent.wider"),
        (correcting(until=NOON + 89 * DAY), "allowed"),
        (correcting(scope=replace(given_by().scope, classes=frozenset(GRANTABLE))), "consent.wider"),
        (replace(correcting(), of="consent_7"), "consent.which"),
        (replace(correcting(), of="consent_0"), "consent.which"),
        (ending(), "allowed"),
        (ending(at=NOON + 90 * DAY - SECOND), "consent.not_over"),
        (ending(of="consent_7"), "consent.not_over"),
        (ending(of="consent_0"), "consent.not_over"),
        (ending(of="consent_9"), "consent.not_over"),
        (replace(given_by(), scope=ALL), "audience.everyone"),
        (replace(given_by(), scope=replace(given_by().scope, classes=frozenset(GRANTABLE))), "allowed"),
        (replace(given_by(), scope=replace(given_by().scope, classes=frozenset(DataClass))), "class.never_leaves"),
        (replace(given_by(), until=None), "consent.end"),
        (replace(given_by(), until=NOON), "consent.end"),
        (replace(given_by(), until=NOON + SECOND), "allowed"),
        (replace(given_by(), until=LONGEST), "allowed"),
        (replace(given_by(), until=LONGEST + SECOND), "consent.end"),
        (given_by(Giver.COMMITTEE), "consent.of_age"),
        (replace(given_by(), heard=False), "allowed"),
        (replace(given_by(), manner=Manner.SAID), "consent.manner"),
        (replace(given_by(), notice=Notice("1", "hi", "hi")), "consent.notice"),
        (replace(given_by(), notice=Notice("1", "te", "")), "consent.notice"),
    ],
)
def test_what_may_be_written_into_a_history(event, because):
    refused = replace(given_by(), id="consent_0", kind=EventKind.REFUSED)
    endless = replace(given_by(), id="consent_9", until=None)
    said(
        may_record(event, history=[refused, endless, given_by()], age=Age.ADULT, notices=NOTICES, now=NOON + 100 * DAY),
        because,
    )


@pytest.mark.parametrize(
    ("event", "age", "because"),
    [
        (given_by(Giver.COMMITTEE), Age.CHILD, "allowed"),
        (given_by(Giver.COMMITTEE), Age.UNKNOWN, "allowed"),
        (given_by(), Age.CHILD, "consent.child"),
        (given_by(), Age.UNKNOWN, "consent.child"),
        (replace(given_by(Giver.COMMITTEE), heard=False), Age.CHILD, "consent.hear_child"),
    ],
)
def test_what_may_be_written_of_a_child(event, age, because):
    said(may_record(event, history=[], age=age, notices=NOTICES, now=NOON), because)


def test_of_a_consent_with_no_end_a_correction_may_set_one():
    endless = replace(given_by(), until=None)
    said(may_record(correcting(), history=[endless], age=Age.ADULT, notices=NOTICES, now=NOON + DAY), "allowed")


@pytest.mark.parametrize(
    ("history", "question", "because", "needs"),
    [
        ([], asked(), "consent.none", ["consent.ask", "basis.name"]),
        ([given_by()], asked(), "consent.given", []),
        ([taking(at=NOON, until=None)], asked(), "consent.narrowed", ["consent.own_word", "basis.name"]),
        ([taking(at=NOON, until=NOON + DAY)], asked(), "consent.none", ["consent.ask", "basis.name"]),
        ([replace(given_by(), until=NOON)], asked(), "consent.expired", ["consent.ask", "basis.name"]),
        ([replace(given_by(), until=None)], asked(), "consent.expired", ["consent.ask", "basis.name"]),
        ([given_by(Giver.COMMITTEE)], asked(), "consent.of_age", ["consent.ask", "basis.name"]),
        ([given_by()], asked(age=Age.CHILD), "consent.child", ["consent.ask", "basis.name"]),
        ([given_by("parent")], asked(age=Age.CHILD), "consent.child", ["consent.ask", "basis.name"]),
        ([], asked(data_class=DataClass.S4), "class.never_leaves", []),
        ([], asked(data_class=DataClass.S0), "class.public", []),
        ([], asked(kind="*"), "audience.empty", []),
    ],
)
def test_why_a_point_may_leave_and_what_would_help(history, question, because, needs):
    allowed = because in ("consent.given", "class.public")
    assert may_leave(standing(history, NOON), None, question) == Decision(allowed, because, tuple(needs))
    assert because in REASONS and set(needs) <= set(REASONS)


def test_an_expiry_and_a_correction_speak_of_their_own_consent_alone():
    other = given_by(to="cwc", id="consent_3")
    over = ending(at=NOON + 2 * DAY)
    less = correcting(until=NOON + 3 * DAY)
    for event, day in ((over, 2), (less, 3)):
        said_so = [given_by(), other, event]
        assert leaves(said_so, asked(), NOON + day * DAY - SECOND) and not leaves(said_so, asked(), NOON + day * DAY)
        assert leaves(said_so, asked("cwc"), NOON + day * DAY)
    late = [given_by(), replace(over, at=NOON + 40 * DAY)]
    assert leaves(late, asked(), NOON + 39 * DAY)


def test_a_correction_never_makes_a_consent_longer_and_what_is_said_after_it_counts():
    endless, longer = correcting(until=None), correcting(until=NOON + 200 * DAY)
    for correction in (endless, longer):
        assert leaves([given_by(), correction], asked(), NOON + 89 * DAY)
        assert not leaves([given_by(), correction], asked(), NOON + 90 * DAY)
        later = given_by(to="cwc", at=NOON + 2 * DAY, id="consent_3")
        assert leaves([given_by(), correction, later], asked("cwc"), NOON + 3 * DAY)


def test_an_expiry_holds_also_where_a_narrowing_named_a_later_day():
    history = [given_by(), taking(until=NOON + 95 * DAY), ending()]
    assert not leaves(history, asked(), NOON + 91 * DAY)


def test_what_a_point_says_when_its_end_was_set_sooner():
    twice = [given_by(), taking(), taking(id="consent_3", until=NOON + 3 * DAY)]
    mark, end = deciding(standing(twice, NOON + 2 * DAY), asked())
    assert (mark.event, mark.effect, end) == ("consent_1", Effect.GIVES, NOON + 3 * DAY)
    assert deciding(standing([taking()], NOON + DAY), asked()) == (None, None)
    assert [mark.event for (mark, *_) in standing([taking()], NOON + DAY).marks.values()] == ["consent_2"]
    away, _ = deciding(standing([taking(until=None)], NOON + DAY), asked())
    assert (away.event, away.effect, away.because) == ("consent_2", Effect.TAKES, "consent.narrowed")
    later = [given_by(), taking(until=NOON + 300 * DAY)]
    assert deciding(standing(later, NOON + 2 * DAY), asked())[1] == NOON + 90 * DAY
    other = [given_by(), taking(scope=replace(given_by().scope, audiences=frozenset({Audience("cwc")})))]
    assert deciding(standing(other, NOON + 2 * DAY), asked())[1] == NOON + 90 * DAY


def test_only_points_that_hold_otherwise_are_shown_as_changed():
    held = Point(Purpose.CARE, Audience("shelter"), DataClass.S3, True, "consent.given", NOON + DAY)
    same = replace(held, because="consent.asked_again")
    others = [
        replace(held, data_class=DataClass.S1),
        replace(held, audience=Audience("cwc")),
        replace(held, purpose=Purpose.TRIAL),
    ]
    assert changed([held], [same]) == []
    assert changed([held], [same, *others]) == others
    assert changed([held], [replace(held, until=NOON)]) == [replace(held, until=NOON)]
    assert changed([], [replace(held, holds=False, until=None)]) == []
    assert changed([replace(held, holds=False)], [held]) == [held]


def test_the_page_asks_of_every_audience_that_was_ever_named_and_of_no_other():
    history = [given_by(to="shelter/node_a"), taking(scope=ALL), given_by(to="cwc", id="consent_3")]
    now = standing([*history, given_by(to="ahtu", id="consent_4", purpose=Purpose.TRIAL)], NOON + DAY)
    shown = points(now, Age.ADULT)
    found = {(point.purpose, str(point.audience), point.data_class) for point in shown}
    named = {Purpose.CARE: ("cwc", "shelter/node_a"), Purpose.TRIAL: ("ahtu",)}
    assert found == {(purpose, one, of) for purpose, ones in named.items() for one in ones for of in GRANTABLE}
    assert [str(point.audience) for point in shown if point.purpose == Purpose.CARE] == ["cwc"] * 3 + [
        "shelter/node_a"
    ] * 3
    open_ones = [(str(point.audience), point.data_class, point.until) for point in shown if point.holds]
    assert open_ones == [(one, DataClass.S3, NOON + 5 * DAY) for one in ("cwc", "shelter/node_a")] + [
        ("ahtu", DataClass.S3, NOON + 5 * DAY)
    ]
    assert {point.because for point in shown if not point.holds} == {"consent.none"}
    assert {point.until for point in shown if not point.holds} == {None}


def test_a_block_lies_within_another_by_all_three_sides():
    wide = Scope(frozenset({Purpose.CARE, Purpose.TRIAL}), frozenset({Audience("cwc"), Audience("ahtu", "node_a")}), frozenset({DataClass.S1, DataClass.S2}))  # fmt: skip
    inner = Scope(frozenset({Purpose.CARE}), frozenset({Audience("cwc", "node_b")}), frozenset({DataClass.S1}))
    assert within(inner, wide) and overlap(inner, wide) == inner == overlap(wide, inner)
    for wrong in (
        replace(inner, purposes=frozenset({Purpose.CARE, Purpose.FAMILY})),
        replace(inner, audiences=inner.audiences | {Audience("shelter")}),
        replace(inner, classes=frozenset({DataClass.S1, DataClass.S3})),
    ):
        assert not within(wrong, wide) and overlap(wrong, wide) == inner
    both = replace(inner, audiences=frozenset({Audience("ahtu")}))
    assert not within(both, wide) and overlap(both, wide).audiences == {Audience("ahtu", "node_a")}
