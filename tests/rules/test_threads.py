"""The fold of a thread's moves, and the tables of states, due times and rungs. No database."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.liaison.rules import (
    climb_at,
    due_at,
    fold,
    in_order,
    is_overdue,
    may_arrive,
    may_in,
    may_move,
    may_say,
    moves_open_to,
    next_rung,
    whose_turn,
)
from sajha.liaison.values import (
    DUE_HOURS,
    FHIR,
    FINAL,
    LAW,
    OPEN,
    PEOPLE_MAY,
    STEP_HOURS,
    TRANSITIONS,
    Kind,
    Move,
    MoveKind,
    Rung,
    Side,
    State,
    ThreadState,
    Urgency,
    codes_of,
)
from sajha.terms.reasons import REASONS
from tests.cast import NOON
from tests.rules.said import said

NODES = {Side.ASKER: "node_a", Side.RECIPIENT: "node_b"}


class Node:
    """One side as it lives: it moves on what it has seen, and sees the other's moves in their order, late or never."""

    def __init__(self, side):
        self.side, self.known, self.sent = side, [], 0

    def move(self, kind, minute, code=""):
        self.sent += 1
        lamport = max((move.lamport for move in self.known), default=0) + 1
        made = Move(
            id=f"move_{self.side}_{self.sent}",
            author=NODES[self.side],
            side=self.side,
            sequence=self.sent,
            lamport=lamport,
            kind=kind,
            at=NOON + timedelta(minutes=minute),
            code=code,
        )
        self.known.append(made)
        return made


@st.composite
def two_sides(draw):
    """Moves that two sides make while messages are on their way: each side makes only moves that its own view allows."""
    asker, recipient = Node(Side.ASKER), Node(Side.RECIPIENT)
    first = asker.move(MoveKind.SEND, 0)
    recipient.known.append(first)
    flight = {Side.ASKER: [], Side.RECIPIENT: []}
    for minute in range(draw(st.integers(0, 14))):
        mine, other = (asker, recipient) if draw(st.booleans()) else (recipient, asker)
        if flight[mine.side] and draw(st.booleans()):
            mine.known.append(flight[mine.side].pop(0))
            continue
        open_moves = moves_open_to(fold(mine.known).state, mine.side)
        if not open_moves:
            continue
        kind = draw(st.sampled_from(open_moves))
        code = draw(st.sampled_from(list(Rung))) if kind == MoveKind.CLIMB else ""
        flight[other.side].append(mine.move(kind, minute + 1, code))
    everything = {move.id: move for move in asker.known + recipient.known}
    for late in (*flight[Side.ASKER], *flight[Side.RECIPIENT]):
        everything[late.id] = late
    return list(everything.values())


@given(two_sides(), st.randoms(use_true_random=False))
def test_both_sides_with_the_same_moves_show_the_same_state(moves, chance):
    once, again = list(moves), [*moves, *chance.choices(moves, k=3)]
    chance.shuffle(once)
    chance.shuffle(again)
    assert fold(once) == fold(again) == fold(moves)
    assert [move.id for move in in_order(again)] == [move.id for move in in_order(once)]


@given(two_sides())
def test_nothing_leads_out_of_a_final_state_and_late_moves_are_kept(moves):
    ordered = in_order(moves)
    for count in range(1, len(ordered) + 1):
        before, after = fold(ordered[: count - 1]), fold(ordered[:count])
        if before.state in FINAL:
            assert after.state == before.state and after.outcome == before.outcome
    assert fold(moves).superseded <= {move.id for move in moves}


@given(two_sides())
def test_a_side_alone_never_supersedes_itself(moves):
    """Superseding needs two who act at once: the moves of a side that had seen everything always count."""
    node = Node(Side.ASKER)
    node.known = [move for move in in_order(moves) if move.id not in fold(moves).superseded]
    assert fold(node.known).superseded == frozenset()


def test_two_at_once_end_alike():
    asker, recipient = Node(Side.ASKER), Node(Side.RECIPIENT)
    recipient.known.append(asker.move("send", 0))
    asker.known.append(recipient.move("acknowledge", 1))
    cancelled, accepted = asker.move("cancel", 2), recipient.move("accept", 2)
    left, right = fold([*asker.known, accepted]), fold([*recipient.known, cancelled])
    assert left == right
    assert left.state == State.CANCELLED and left.superseded == {accepted.id}


def test_every_state_is_reached_and_every_open_one_has_a_way_out():
    reached, edge = {State.DRAFT}, {State.DRAFT}
    while edge:
        edge = {to for (state, _, _), to in TRANSITIONS.items() if state in edge} - reached
        reached |= edge
    assert reached == set(State)
    for state in (State.DRAFT, *OPEN):
        assert any(known[0] == state and to != state for known, to in TRANSITIONS.items())
    assert not [known for known, to in TRANSITIONS.items() if known[0] in FINAL and to != known[0]]


@pytest.mark.parametrize("state", State)
def test_states_are_whole(state):
    assert state in FHIR
    assert (state in FINAL) == (whose_turn(state) == "")
    assert (state in FINAL) != (state in OPEN or state == State.DRAFT)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("urgency", Urgency)
def test_each_state_that_is_not_final_has_a_due_time_and_climbs_to_the_last_rung(kind, urgency):
    for state in State:
        thread = ThreadState(state=state, since=NOON)
        due = due_at(kind, urgency, thread)
        assert (due is None) == (state in FINAL)
        rungs, at = [], NOON
        while (rung := next_rung(thread)) is not None:
            following = climb_at(kind, urgency, thread)
            assert following > at and following >= due
            rungs, at = [*rungs, rung], following
            thread = ThreadState(state=state, since=NOON, climbed=tuple(rungs), told=len(rungs))
        assert rungs == (list(Rung) if state in OPEN else [])
        assert climb_at(kind, urgency, thread) is None


def test_more_urgent_is_never_later():
    for kind in Kind:
        for state in (State.DRAFT, *OPEN):
            hours = [DUE_HOURS[kind, urgency, state] for urgency in Urgency]
            assert hours == sorted(hours)
    assert list(STEP_HOURS.values()) == sorted(STEP_HOURS.values())
    assert set(LAW) <= set(DUE_HOURS)


@given(st.timedeltas(timedelta(0), timedelta(days=90)), st.floats(1, 10_000))
def test_scale_divides_and_overdue_is_strict(passed, scale):
    thread = ThreadState(state=State.SENT, since=NOON)
    due = due_at(Kind.TRACE_PERSON, Urgency.ROUTINE, thread, scale=scale)
    assert abs((due - NOON) * scale - timedelta(hours=48)) < timedelta(seconds=1)
    assert is_overdue(due, NOON + passed) == (NOON + passed > due)
    assert not is_overdue(due, due) and not is_overdue(None, NOON)


def test_progress_starts_the_clock_again_and_a_rung_is_told_once():
    asker, recipient = Node(Side.ASKER), Node(Side.RECIPIENT)
    both = [asker.move("send", 0)]
    recipient.known = asker.known = both
    for kind in ("acknowledge", "accept", "start"):
        recipient.move(kind, 1)
    asker.move("climb", 5, "unit_head")
    asker.move("climb", 6, "unit_head")
    climbed = fold(both)
    assert climbed.climbed == ("unit_head",) and len(climbed.superseded) == 1
    recipient.move("progress", 9)
    moved = fold(both)
    assert moved.climbed == () and moved.since == NOON + timedelta(minutes=9)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("kind", MoveKind)
def test_may_move_is_the_table_and_its_refusals_have_words(state, side, kind):
    decision = may_move(state, side, kind)
    assert decision.allowed == ((state, side, kind) in TRANSITIONS) == (kind in moves_open_to(state, side))
    assert decision.because in REASONS


@pytest.mark.parametrize(
    ("move", "code", "words", "because"),
    [
        ("decline", "", "", "move.code_missing"),
        ("decline", "located", "", "move.code_missing"),
        ("decline", "other", " ", "move.words_missing"),
        ("decline", "no_capacity", "", "allowed"),
        ("complete", "rescued", "", "move.code_missing"),
        ("complete", "located", "", "allowed"),
        ("accept", "located", "", "move.code_unknown"),
        ("note", "", "", "move.words_missing"),
        ("note", "", "x" * 8001, "move.words_too_long"),
        ("note", "", "x" * 8000, "allowed"),
    ],
)
def test_what_a_move_must_say(move, code, words, because):
    said(may_say(Kind.TRACE_PERSON, move, code, words), because)


@pytest.mark.parametrize(
    ("state", "side", "kind", "because"),
    [
        (State.SENT, Side.RECIPIENT, "acknowledge", "allowed"),
        (State.SENT, Side.ASKER, "acknowledge", "move.not_your_side"),
        (State.SENT, Side.RECIPIENT, "send", "move.not_your_side"),
        (State.ACCEPTED, Side.RECIPIENT, "acknowledge", "move.not_now"),
        (State.COMPLETED, Side.RECIPIENT, "acknowledge", "move.closed"),
        (State.DECLINED, Side.ASKER, "cancel", "move.closed"),
        (State.COMPLETED, Side.ASKER, "acknowledge", "move.not_your_side"),
        (State.SENT, Side.ASKER, "dance", "move.not_your_side"),
    ],
)
def test_a_wrong_moment_is_told_from_a_move_of_the_other_side(state, side, kind, because):
    said(may_move(state, side, kind), because)


@given(st.sampled_from(Kind), st.sampled_from(MoveKind))
def test_people_make_only_the_moves_of_a_kind_that_are_theirs(kind, move):
    said(may_in(kind, move), "allowed" if move in PEOPLE_MAY.get(kind, {move}) else "move.by_node")
    assert PEOPLE_MAY[Kind.RECALL] == {"remind", "note"} and "complete" not in PEOPLE_MAY[Kind.LEAVE]


def test_a_rung_costs_time_only_when_somebody_was_told():
    climbs = [Move("m1", "node_a", Side.ASKER, 1, 1, MoveKind.SEND, NOON)]
    for number, (rung, more) in enumerate(zip(Rung, ("told", "nobody", "told", "told"), strict=True), start=2):
        climbs.append(
            Move(f"m{number}", "node_a", Side.ASKER, number, number, MoveKind.CLIMB, NOON, code=rung, more=more)
        )
    told = [fold(climbs[:count]).told for count in range(1, 6)]
    assert told == [0, 1, 1, 2, 3]
    hours = [climb_at(Kind.TRACE_PERSON, Urgency.ROUTINE, fold(climbs[:count])) for count in range(1, 6)]
    assert hours == [NOON + timedelta(hours=48 + 48 * step) for step in (0, 1, 1, 2)] + [None]
    assert due_at(Kind.TRACE_PERSON, Urgency.ROUTINE, fold(climbs[:1])) == NOON + timedelta(hours=48)
    anew = fold([*climbs, Move("m9", "node_b", Side.RECIPIENT, 1, 9, MoveKind.ACKNOWLEDGE, NOON, code="stray")])
    assert (anew.climbed, anew.told, anew.outcome) == ((), 0, "")
    quick = climb_at(Kind.TRACE_PERSON, Urgency.ROUTINE, fold(climbs[:2]), scale=48.0)
    assert quick == NOON + timedelta(hours=2)


def test_the_order_is_by_counter_then_author_then_sequence_and_each_move_counts_once():
    moves = [
        Move("m4", "node_b", Side.RECIPIENT, 2, 3, MoveKind.NOTE, NOON),
        Move("m3", "node_a", Side.ASKER, 3, 3, MoveKind.NOTE, NOON),
        Move("m2", "node_a", Side.ASKER, 2, 3, MoveKind.NOTE, NOON),
        Move("m1", "node_b", Side.RECIPIENT, 1, 2, MoveKind.ACKNOWLEDGE, NOON),
        Move("m0", "node_a", Side.ASKER, 1, 1, MoveKind.SEND, NOON),
    ]
    assert [move.id for move in in_order(moves)] == ["m0", "m1", "m2", "m3", "m4"]
    twice = Move("m9", "node_a", Side.ASKER, 1, 9, MoveKind.NOTE, NOON)
    assert [move.id for move in in_order([twice, *moves])] == ["m0", "m1", "m2", "m3", "m4"]
    reached = fold(moves)
    assert (reached.state, reached.since, reached.lamport, reached.superseded) == (State.RECEIVED, NOON, 3, frozenset())


def test_what_ended_a_thread_is_its_outcome_and_the_clock_begins_anew_with_each_state():
    steps = [("send", 0, ""), ("acknowledge", 1, ""), ("decline", 2, "no_capacity"), ("acknowledge", 3, "")]
    moves = [
        Move(f"m{number}", "node_a" if kind == "send" else "node_b", Side.ASKER if kind == "send" else Side.RECIPIENT,
             number, number, MoveKind(kind), NOON + timedelta(minutes=minute), code=code)
        for number, (kind, minute, code) in enumerate(steps, start=1)
    ]  # fmt: skip
    found = [fold(moves[:count]) for count in range(5)]
    assert [one.state for one in found] == ["draft", "sent", "received", "declined", "declined"]
    assert [one.outcome for one in found] == ["", "", "", "no_capacity", "no_capacity"]
    assert [one.since for one in found] == [None, *(NOON + timedelta(minutes=minute) for minute in (0, 1, 2, 2))]
    assert found[4].superseded == {"m4"} and found[4].lamport == 4


def test_each_kind_has_outcomes():
    assert all(codes_of(kind, "complete") for kind in Kind)


@pytest.mark.parametrize(
    ("sequence", "lamport", "minutes", "because"),
    [
        (3, 8, 0, "allowed"),
        (2, 8, 0, "move.out_of_order"),
        (3, 4, 0, "move.out_of_order"),
        (3, 1011, 0, "move.out_of_order"),
        (3, 1010, 0, "allowed"),
        (3, 5, 0, "allowed"),
        (1, 8, 0, "move.out_of_order"),
        (3, 3, 0, "move.out_of_order"),
        (3, 8, 10, "allowed"),
        (3, 8, 11, "move.from_the_future"),
    ],
)
def test_a_move_of_the_other_side_comes_in_its_order(sequence, lamport, minutes, because):
    move = Move("move_1", "node_b", Side.RECIPIENT, sequence, lamport, MoveKind.NOTE, NOON + timedelta(minutes=minutes))
    said(may_arrive(move, last_sequence=2, last_lamport=4, highest=10, at=NOON), because)


def test_the_whole_story_through_every_side():
    chance = random.Random(7)
    asker, recipient = Node(Side.ASKER), Node(Side.RECIPIENT)
    asker.known = recipient.known = []
    for side, kind in [
        (asker, "send"),
        (recipient, "acknowledge"),
        (recipient, "ask_back"),
        (asker, "answer_back"),
        (recipient, "waitlist"),
        (recipient, "accept"),
        (recipient, "start"),
        (recipient, "complete"),
    ]:
        assert may_move(fold(asker.known).state, side.side, kind).allowed
        side.move(kind, 1, "located" if kind == "complete" else "")
    shuffled = chance.sample(asker.known, len(asker.known))
    assert fold(shuffled).state == State.COMPLETED and fold(shuffled).outcome == "located"
