"""Each answer of the gate in full, to one field: what happens to it, because of which rule, and what would make it possible."""

from dataclasses import replace

import pytest

from sajha.disclosure.rules import (
    BY_BASIS,
    BY_CONSENT,
    BY_FIR,
    group_of,
    may_release,
    needed,
    needs_leave,
    release,
    tlp_of,
)
from sajha.disclosure.values import Audience, Group, Handling, Onward, Outcome, Question, RecordField, Sensitivity
from sajha.liaison.values import Kind
from sajha.terms.reasons import REASONS
from tests.gate.test_gate import field_named
from tests.rules.said import said

NAME, GENDER = field_named("party.first_name"), field_named("party.gender")
S2, S3, S4 = Sensitivity.S2, Sensitivity.S3, Sensitivity.S4
GOES, MASKED, WITHHELD = Outcome.GOES, Outcome.MASKED, Outcome.WITHHELD
PLAIN = Question(Kind.TRACE_PERSON, Audience("node_b", "ahtu"), (NAME, GENDER))
TICKED = replace(PLAIN, chosen=frozenset({NAME.name}), ground=BY_BASIS, ground_reason="Order 7")
POINT = frozenset({("p1", S3)})
OTHERS = frozenset({("p2", S3), ("p1", S2)})
TO_NOBODY, TO_NO_KIND, TO_MEDIA = Audience("", "ahtu"), Audience("node_b", ""), Audience("node_b", "research")
CAME = Onward("AMBER")


@pytest.mark.parametrize(
    ("change", "field", "outcome", "because", "needs"),
    [
        ({"audience": TO_NOBODY}, GENDER, WITHHELD, "audience.empty", ()),
        ({"audience": TO_NO_KIND}, GENDER, WITHHELD, "audience.empty", ()),
        ({}, RecordField("p1", "party.first_name", S4, "x"), WITHHELD, "gate.never", ()),
        ({}, RecordField("p1", "party.aadhaar", S2, "x"), WITHHELD, "gate.no_rule", ()),
        ({}, field_named("party.relationship"), WITHHELD, "gate.not_needed", ()),
        ({}, GENDER, GOES, "gate.needed", ()),
        ({"audience": TO_MEDIA}, GENDER, GOES, "gate.needed", ()),
        ({"refused": frozenset({("p1", GENDER.sensitivity)})}, GENDER, WITHHELD, "gate.refused", ("gate.own_word",)),
        ({"refused": frozenset({("p2", GENDER.sensitivity), ("p1", S3)})}, GENDER, GOES, "gate.needed", ()),
        ({"refused": POINT, "based": POINT}, NAME, WITHHELD, "gate.refused", ("gate.own_word",)),
        ({"audience": TO_MEDIA, "based": POINT}, NAME, WITHHELD, "gate.audience", ("gate.ask_another",)),
        ({"chosen": frozenset()}, NAME, MASKED, "gate.not_chosen", ("gate.tick_it",)),
        ({"ground": ""}, NAME, MASKED, "gate.no_ground", ("gate.name_a_ground",)),
        ({"ground": "hunch"}, NAME, MASKED, "gate.no_ground", ("gate.name_a_ground",)),
        ({"ground_reason": " "}, NAME, MASKED, "gate.no_ground_reason", ("gate.name_a_ground",)),
        ({"ground": BY_CONSENT}, NAME, MASKED, "gate.no_consent", ("gate.record_consent",)),
        ({"ground": BY_CONSENT, "agreed": OTHERS, "based": POINT}, NAME, MASKED, "gate.no_consent", ("gate.record_consent",)),
        ({"ground": BY_CONSENT, "agreed": POINT}, NAME, GOES, "gate.consent_recorded", ()),
        ({}, NAME, MASKED, "gate.no_basis", ("gate.open_basis",)),
        ({"based": OTHERS, "agreed": POINT}, NAME, MASKED, "gate.no_basis", ("gate.open_basis",)),
        ({"based": POINT}, NAME, GOES, "gate.legal_basis", ()),
        ({"ground": BY_FIR, "based": POINT}, NAME, MASKED, "gate.not_accused", ("gate.record_consent", "gate.open_basis")),
        ({"ground": BY_FIR, "accused": frozenset({"p1"})}, NAME, GOES, "gate.registered_fir", ()),
        ({"onward": CAME}, GENDER, GOES, "gate.needed", ()),
        ({"onward": replace(CAME, tlp="RED")}, GENDER, WITHHELD, "gate.red", ()),
        ({"onward": replace(CAME, expired=True)}, GENDER, WITHHELD, "gate.package_expired", ()),
        ({"onward": replace(CAME, barred=True, expired=True)}, GENDER, WITHHELD, "gate.removed_member", ()),
        ({"onward": replace(CAME, tlp="AMBER+STRICT")}, GENDER, WITHHELD, "gate.onward", ("gate.ask_leave",)),
        ({"onward": replace(CAME, handling=frozenset({Handling.H2}))}, GENDER, WITHHELD, "gate.onward", ("gate.ask_leave",)),
        ({"onward": replace(CAME, tlp="AMBER+STRICT", leave=frozenset({"p1"}))}, GENDER, GOES, "gate.needed", ()),
        ({"onward": replace(CAME, tlp="AMBER+STRICT", named=frozenset({"p1"}))}, GENDER, WITHHELD, "gate.onward", ("gate.ask_leave",)),
        ({"onward": replace(CAME, named=frozenset({"p1"}), called=frozenset({"p1"}))}, NAME, WITHHELD, "leave.called_back", ()),
        ({"onward": replace(CAME, called=frozenset({"p2"}))}, GENDER, GOES, "gate.needed", ()),
        ({"onward": replace(CAME, leave=frozenset({"p1"}))}, NAME, WITHHELD, "gate.onward", ("gate.ask_leave",)),
        ({"onward": replace(CAME, named=frozenset({"p2"}))}, NAME, WITHHELD, "gate.onward", ("gate.ask_leave",)),
        ({"onward": replace(CAME, named=frozenset({"p1"}))}, NAME, GOES, "gate.leave", ()),
        ({"onward": replace(CAME, named=frozenset({"p1"})), "chosen": frozenset()}, NAME, MASKED, "gate.not_chosen", ("gate.tick_it",)),
        ({"onward": replace(CAME, named=frozenset({"p1"})), "audience": TO_MEDIA}, NAME, WITHHELD, "gate.audience", ("gate.ask_another",)),
        ({"onward": replace(CAME, named=frozenset({"p1"})), "refused": POINT}, NAME, GOES, "gate.leave", ()),
    ],
)  # fmt: skip
def test_the_answer_to_one_field(change, field, outcome, because, needs):
    (answer,) = release(replace(TICKED, fields=(field,), **change))
    assert (answer.subject, answer.name, answer.sensitivity) == (field.subject, field.name, field.sensitivity)
    assert (answer.outcome, answer.because, answer.needs) == (outcome, because, needs)
    assert because in REASONS and set(needs) <= set(REASONS)


@pytest.mark.parametrize(
    ("change", "because", "needs"),
    [
        ({"audience": TO_NOBODY}, "audience.empty", ()),
        ({"audience": TO_NO_KIND}, "audience.empty", ()),
        ({}, "allowed", ()),
        ({"ground": ""}, "gate.no_ground", ("gate.name_a_ground",)),
        ({"ground": "", "chosen": frozenset({GENDER.name})}, "allowed", ()),
        ({"ground": "", "chosen": frozenset({"party.last_name"})}, "allowed", ()),
        ({"ground": "hunch"}, "gate.ground_unknown", ()),
        ({"ground": "hunch", "chosen": frozenset()}, "gate.ground_unknown", ()),
        ({"ground_reason": "  "}, "gate.no_ground_reason", ()),
        ({"ground_reason": "", "ground": "", "chosen": frozenset()}, "allowed", ()),
        ({"onward": CAME, "ground": ""}, "allowed", ()),
        ({"onward": replace(CAME, barred=True)}, "gate.removed_member", ()),
        ({"onward": replace(CAME, expired=True)}, "gate.package_expired", ()),
        ({"onward": replace(CAME, tlp="RED")}, "gate.red", ()),
    ],
)
def test_the_answer_to_the_whole_question(change, because, needs):
    said(may_release(replace(TICKED, **change)), because, *needs)


def test_what_a_field_tells_and_who_needs_it():
    assert group_of("party.first_name") == Group.NAME and group_of("party.aadhaar") is None
    assert needed(Kind.TRACE_PERSON, "party.first_name") and not needed(Kind.TRACE_PERSON, "party.relationship")
    assert not needed(Kind.TRACE_PERSON, "party.aadhaar")


def test_leave_is_needed_for_h2_and_for_what_is_of_one_organisation_alone():
    assert not needs_leave(CAME) and not needs_leave(Onward("AMBER", frozenset({Handling.H1, Handling.H3})))
    assert needs_leave(Onward("AMBER", frozenset({Handling.H2}))) and needs_leave(Onward("AMBER+STRICT"))
    assert (tlp_of({S3}), tlp_of({S2})) == ("AMBER+STRICT", "AMBER")
