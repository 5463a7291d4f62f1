"""The gate as a lawyer reads it, and what holds whatever is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.cases.values import FIELD_CLASSES, Sensitivity, field_class
from sajha.directory.values import ORGANISATION_KINDS
from sajha.disclosure.rules import GROUPS, IDENTITY_TO, NEEDED, PURPOSE_OF, may_release, release, tlp_of
from sajha.disclosure.values import GROUNDS, Audience, FieldDecision, Group, Outcome, Question, RecordField
from sajha.liaison.values import OFFERED, Kind
from sajha.terms.labels.requests import FIELDS
from sajha.terms.reasons import REASONS
from tools import gate_page, request_page

NAMES = sorted({*FIELD_CLASSES, *GROUPS, "party.aadhaar", "care.note"})


def field_named(name):
    found = field_class(name)
    return RecordField("p1", name, found.sensitivity if found else Sensitivity.S1, "Canary")


fields = st.sampled_from(NAMES).map(field_named)
questions = st.builds(
    Question,
    kind=st.sampled_from(OFFERED),
    audience=st.builds(Audience, node=st.sampled_from(["", "node_b"]), kind=st.sampled_from(["", *ORGANISATION_KINDS])),
    fields=st.lists(fields, max_size=12).map(tuple),
    chosen=st.frozensets(st.sampled_from(NAMES), max_size=8),
    ground=st.sampled_from(["", "hunch", *GROUNDS]),
    ground_reason=st.sampled_from(["", "  ", "FIR 12/2026"]),
)


@pytest.mark.parametrize("written", [gate_page, request_page])
def test_the_page_is_what_the_tables_say(written):
    assert written.PAGE.read_text("utf-8") == written.page(), f"run python -m {written.__name__}"


@given(questions)
def test_a_release_is_a_decision_for_each_field_and_nothing_else(question):
    answers = release(question)
    assert [(a.subject, a.name) for a in answers] == [(f.subject, f.name) for f in question.fields]
    for answer in answers:
        assert answer.because in REASONS and set(answer.needs) <= set(REASONS)
        assert "Canary" not in repr(answer)


@given(questions)
def test_what_may_never_leave_never_leaves(question):
    for field, answer in zip(question.fields, release(question), strict=True):
        if (
            field.sensitivity == Sensitivity.S4
            or field.name not in GROUPS
            or GROUPS[field.name] not in NEEDED[question.kind]
        ):
            assert answer.outcome == Outcome.WITHHELD
        if not question.audience.node or not question.audience.kind:
            assert answer.outcome == Outcome.WITHHELD and answer.because == "audience.empty"


@given(questions)
def test_an_identity_goes_only_ticked_on_a_ground_to_who_may_have_it(question):
    for field, answer in zip(question.fields, release(question), strict=True):
        if field.sensitivity == Sensitivity.S3 and answer.outcome == Outcome.GOES:
            assert field.name in question.chosen and question.ground in GROUNDS and question.ground_reason.strip()
            assert question.audience.kind in IDENTITY_TO[question.kind]


@given(questions, st.sampled_from(NAMES))
def test_ticking_less_never_widens(question, name):
    from dataclasses import replace

    less = replace(question, chosen=question.chosen - {name})
    going = {a.name for a in release(question) if a.outcome == Outcome.GOES}
    assert {a.name for a in release(less) if a.outcome == Outcome.GOES} <= going
    bare = replace(question, ground="", ground_reason="")
    assert {a.name for a in release(bare) if a.outcome == Outcome.GOES} <= going


@given(questions)
def test_the_answer_does_not_depend_on_values(question):
    from dataclasses import replace

    other = replace(question, fields=tuple(replace(field, text="Other") for field in question.fields))
    assert release(other) == release(question)


@given(questions)
def test_the_whole_question_is_refused_in_words(question):
    decision = may_release(question)
    assert decision.because in REASONS
    if decision.allowed:
        assert question.audience.node and question.audience.kind and question.ground in ("", *GROUNDS)


def test_every_field_that_may_leave_is_classified_and_has_words():
    assert [name for name in GROUPS if field_class(name) is None] == []
    assert [name for name in GROUPS if name not in FIELDS] == []
    assert [name for name in GROUPS if field_class(name).sensitivity in (Sensitivity.S0, Sensitivity.S4)] == []
    assert set(GROUPS.values()) == set(Group)


def test_tables_are_whole():
    assert set(NEEDED) == set(IDENTITY_TO) == set(PURPOSE_OF) == set(OFFERED)
    assert {kind for to in IDENTITY_TO.values() for kind in to} <= set(ORGANISATION_KINDS)
    assert not {"research", "un_body", "national_coordinator", "state_nodal_office"} & {
        k for to in IDENTITY_TO.values() for k in to
    }


@pytest.mark.parametrize(
    ("ground", "reason", "chosen", "because"),
    [
        ("", "", (), "allowed"),
        ("", "", ("party.first_name",), "gate.no_ground"),
        ("hunch", "x", (), "gate.ground_unknown"),
        ("legal_basis", "", (), "gate.no_ground_reason"),
        ("legal_basis", "CWC 7", ("party.first_name",), "allowed"),
    ],
)
def test_a_ground_is_one_of_the_list_with_a_reason(ground, reason, chosen, because):
    question = Question(
        Kind.TRACE_PERSON,
        Audience("node_b", "ahtu"),
        (field_named("party.first_name"),),
        frozenset(chosen),
        ground,
        reason,
    )
    assert may_release(question).because == because
    assert "CWC 7" not in repr(question)


def test_labels_of_the_traffic_light_protocol():
    assert tlp_of({Sensitivity.S2}) == tlp_of(set()) == "AMBER"
    assert tlp_of({Sensitivity.S2, Sensitivity.S3}) == "AMBER+STRICT"


def test_an_example_in_full():
    question = Question(
        Kind.TRACE_PERSON,
        Audience("node_b", "research"),
        (field_named("party.first_name"),),
        frozenset({"party.first_name"}),
        "order",
        "x",
    )
    assert release(question) == [
        FieldDecision(
            "p1", "party.first_name", Sensitivity.S3, Outcome.WITHHELD, "gate.audience", ("gate.ask_another",)
        )
    ]
