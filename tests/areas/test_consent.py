"""Consent and legal bases as they are written down: who may, what is audited, and that nothing written is changed."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from django.apps import apps
from django.db import connection, models

from sajha.audit.models import AuditEntry
from sajha.audit.queries import verify_chains
from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.cases.actions import change_party, open_case
from sajha.cases.actions.access import let_in
from sajha.cases.queries import case_for
from sajha.cases.values import CaseFacts, PersonFacts, Role, Sensitivity
from sajha.consent import actions, queries
from sajha.consent.models import BasisVote, ConsentEvent, LegalBasis
from sajha.consent.rules import may_leave
from sajha.consent.tasks import record_expiries
from sajha.consent.values import (
    EVERYONE,
    FIELD_CLASSES,
    GRANTABLE,
    Audience,
    EventKind,
    Giver,
    Manner,
    Notice,
    Opinion,
    Outcome,
    Purpose,
    Question,
    Said,
    Scope,
)
from sajha.terms.vocabularies import coded
from tests.cast import ASHA, BALU, CHITRA, DEEPA, GITA, NOON

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADULT = PersonFacts(code_name="Jasmine", majority=coded("majority_status", "Adult"))
CARE = Scope(frozenset({Purpose.CARE}), frozenset({Audience("shelter")}), frozenset({"S2", "S3"}))
YES = Said(
    Giver.PERSON, CARE, NOON, NOON + 90 * DAY, Manner.WITNESS, Notice("1", "te", "te"), words="Only the home", witness="Sister Mary"
)  # fmt: skip
NO_MORE = Said(Giver.PERSON, Scope(frozenset(Purpose), frozenset({EVERYONE}), frozenset(GRANTABLE)), NOON + DAY)
ORDER = {"order": "Order 12 of 2026", "reason": "The court asks for the statement"}


@pytest.fixture
def person():
    case = open_case(facts=CaseFacts(), role=Role.VICTIM, person=ADULT, by=ASHA, at=NOON)
    return {"case_id": case.id, "party_id": case.parties.get().id}


def question(kind="shelter", *, age="adult", data_class="S3", purpose=Purpose.CARE):
    return Question(purpose, kind, "node_a", data_class, age)


def refusal(call, **words) -> str:
    with pytest.raises(Refused) as refused:
        call(**words)
    return refused.value.decision.because


def test_a_consent_holds_and_a_withdrawal_takes_it_back(person):
    actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    held = queries.held(ASHA, *person.values(), NOON)
    assert may_leave(held.standing, None, question(age=held.age)).allowed
    actions.withdraw_consent(**person, said=NO_MORE, by=ASHA, at=NOON + DAY)
    held = queries.held(ASHA, *person.values(), NOON + DAY)
    assert may_leave(held.standing, None, question(age=held.age)).because == "consent.withdrawn"
    assert [line.event.kind for line in queries.history(ASHA, *person.values())] == ["withdrawn", "given"]
    assert not any(point.holds for point in queries.holds_now(ASHA, *person.values(), NOON + DAY))


def test_one_audit_record_each_and_no_word_of_the_person_in_it(person):
    before = AuditEntry.objects.count()
    actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    entry = AuditEntry.objects.latest("id")
    assert AuditEntry.objects.count() == before + 1 and entry.action == "consent.recorded"
    assert "Mary" not in str(entry.detail) and entry.subject == person["party_id"]
    assert all(report.whole for report in verify_chains())


def test_words_and_witness_lie_sealed_and_are_opened_by_a_recorded_look(person):
    event = actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    row = ConsentEvent.objects.get(pk=event.id)
    assert b"home" not in bytes(row.words) and b"Mary" not in bytes(row.witness)
    assert actions.read_words(**person, event_id=event.id, by=ASHA, at=NOON) == ("Only the home", "Sister Mary")
    assert AuditEntry.objects.latest("id").action == "consent.words_read"
    assert "Mary" not in repr(YES)


def test_a_row_is_written_once_and_a_changed_one_is_found(person):
    event = actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    row = ConsentEvent.objects.get(pk=event.id)
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()
    assert queries.altered() == []
    ConsentEvent.objects.filter(pk=event.id).update(audiences=["ahtu"])
    assert queries.altered() == [event.id]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM consent_consentevent")
    assert queries.altered() == [event.id]


def test_the_digest_does_not_depend_on_the_time_zone_in_which_it_was_typed(person):
    india = timezone(timedelta(hours=5, minutes=30))
    local = replace(YES, at=NOON.astimezone(india), until=YES.until.astimezone(india))
    actions.give_consent(**person, said=local, by=ASHA, at=NOON)
    assert queries.altered() == []


def test_nothing_is_written_when_the_audit_fails(person, monkeypatch):
    def broken(**words):
        raise RuntimeError

    monkeypatch.setattr("sajha.consent.actions.consent.record", broken)
    with pytest.raises(RuntimeError):
        actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize("by, because", [(CHITRA, "not_found"), (DEEPA, "not_found"), (GITA, "permission.missing")])
def test_who_may_not(person, by, because):
    event = actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    assert refusal(actions.give_consent, **person, said=YES, by=by, at=NOON) == because
    assert refusal(actions.withdraw_consent, **person, said=NO_MORE, by=by, at=NOON + DAY) == because
    assert refusal(actions.read_words, **person, event_id=event.id, by=by, at=NOON) == because
    assert refusal(lambda: queries.history(by, *person.values())) == because
    assert refusal(lambda: queries.held(by, *person.values(), NOON)) == because


def test_a_person_of_another_case_is_not_found(person):
    other = open_case(facts=CaseFacts(), role=Role.VICTIM, by=ASHA, at=NOON)
    mixed = {**person, "case_id": other.id}
    assert refusal(actions.give_consent, **mixed, said=YES, by=ASHA, at=NOON) == "not_found"
    event = actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    wrong = {"case_id": other.id, "party_id": other.parties.get().id}
    assert refusal(actions.read_words, **wrong, event_id=event.id, by=ASHA, at=NOON) == "not_found"
    fix = {"event_id": event.id, "said": YES, "reason": "typed twice"}
    assert refusal(actions.correct_consent, **wrong, **fix, by=ASHA, at=NOON) == "consent.which"


def test_an_accused_person_is_not_asked():
    case = open_case(facts=CaseFacts(), role=Role.ACCUSED, person=ADULT, by=ASHA, at=NOON)
    words = {"case_id": case.id, "party_id": case.parties.get().id}
    assert refusal(actions.give_consent, **words, said=YES, by=ASHA, at=NOON) == "consent.accused"
    assert queries.held_in_case(ASHA, case.id, NOON) == {}


def test_an_aadhaar_number_is_never_written_down(person, basis):
    number = "2341 2341 2346"
    assert refusal(actions.give_consent, **person, said=replace(YES, words=number), by=ASHA, at=NOON) == "aadhaar.never"
    votes = {**basis, "opinion": Opinion.AGREE, "words": number, "by": BALU, "at": NOON}
    assert refusal(actions.vote_on_basis, **votes) == "aadhaar.never"


def test_a_witness_is_named(person):
    nameless = replace(YES, witness=" ")
    assert refusal(actions.give_consent, **person, said=nameless, by=ASHA, at=NOON) == "consent.witness"


def test_a_correction_needs_a_reason_and_only_takes_away(person):
    event = actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    less = replace(YES, scope=replace(CARE, classes=frozenset({"S2"})), manner=Manner.SAID)
    words = {**person, "event_id": event.id, "by": ASHA, "at": NOON + DAY}
    assert refusal(actions.correct_consent, **words, said=less, reason=" ") == "reason.missing"
    wider = replace(less, scope=replace(CARE, audiences=frozenset({Audience("ahtu")})))
    assert refusal(actions.correct_consent, **words, said=wider, reason="typed wrongly") == "consent.wider"
    actions.correct_consent(**words, said=less, reason="typed wrongly")
    held = queries.held(ASHA, *person.values(), NOON + DAY)
    assert not may_leave(held.standing, None, question()).allowed
    assert may_leave(held.standing, None, question(data_class="S2")).allowed


def test_the_preview_says_what_would_change_and_changes_nothing(person):
    actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    event = actions.event_for(EventKind.WITHDRAWN, NO_MORE)
    answer, points = queries.preview(ASHA, *person.values(), event, NOON + DAY)
    assert answer.allowed
    assert [(point.data_class, point.holds) for point in points] == [("S2", False), ("S3", False)]
    assert ConsentEvent.objects.count() == 1


def test_the_clock_writes_down_that_a_consent_ended_once(person):
    actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    assert record_expiries(NOON + 89 * DAY) == 0
    assert record_expiries(NOON + 90 * DAY) == 1
    assert record_expiries(NOON + 91 * DAY) == 0
    line = queries.history(ASHA, *person.values())[0]
    assert (line.event.kind, line.recorded_by) == ("expired", SYSTEM.id)


def test_what_an_adult_agreed_to_lapses_when_the_age_turns_out_otherwise(person):
    actions.give_consent(**person, said=YES, by=ASHA, at=NOON)
    child = replace(ADULT, majority=coded("majority_status", "Minor"))
    change_party(case_id=person["case_id"], party_id=person["party_id"], facts=child, revision=None, by=ASHA, at=NOON)
    held = queries.held_in_case(ASHA, person["case_id"], NOON)[person["party_id"]]
    assert queries.held_of_case(person["case_id"], NOON) == {person["party_id"]: held}
    assert may_leave(held.standing, None, question(age=held.age)).because == "consent.child"


def test_the_gate_reads_a_case_in_few_queries(person, django_assert_max_num_queries):
    for day in range(5):
        actions.give_consent(**person, said=replace(YES, at=NOON - day * DAY), by=ASHA, at=NOON)
    with django_assert_max_num_queries(3):
        assert set(queries.held_in_case(ASHA, person["case_id"], NOON)) == {person["party_id"]}


@pytest.fixture
def basis(person):
    scope = Scope(frozenset({Purpose.TRIAL}), frozenset({Audience("court")}), frozenset({"S2", "S3"}))
    let_in(case_for(BALU, person["case_id"]), CHITRA.id, BALU, NOON)
    row = actions.open_basis(
        **person, ground="court_order", scope=scope, until=NOON + 30 * DAY, **ORDER, by=ASHA, at=NOON
    )
    return {"case_id": person["case_id"], "basis_id": row.id}


def voted(basis, by, opinion=Opinion.AGREE):
    return actions.vote_on_basis(**basis, opinion=opinion, words="The order names the statement", by=by, at=NOON)


def at_court(held, basis):
    return may_leave(held.standing, basis, question("court", age=held.age, purpose=Purpose.TRIAL))


def test_a_basis_stands_when_two_different_persons_agreed(person, basis):
    held = queries.held(ASHA, *person.values(), NOON)
    assert voted(basis, ASHA).outcome == Outcome.WAITING
    assert not at_court(held, queries.basis(ASHA, *basis.values())).allowed
    assert refusal(lambda: voted(basis, ASHA)) == "basis.voted"
    assert voted(basis, BALU).outcome == Outcome.STANDS
    assert at_court(held, queries.basis(ASHA, *basis.values())).because == "basis.stands"
    assert queries.basis_of_case(*basis.values()) == queries.basis(ASHA, *basis.values())
    assert [found.id for found in queries.standing_bases(ASHA, *person.values(), NOON)] == [basis["basis_id"]]
    assert refusal(lambda: voted(basis, CHITRA)) == "basis.closed"
    actions.end_basis(**basis, reason="The order was set aside", by=BALU, at=NOON)
    assert not at_court(held, queries.basis(ASHA, *basis.values())).allowed


def test_one_who_disagrees_rejects_it(person, basis):
    voted(basis, BALU, Opinion.DISAGREE)
    assert voted(basis, ASHA).outcome == Outcome.REJECTED


@pytest.mark.parametrize("first", list(Opinion))
def test_nobody_sees_the_vote_of_the_other_before_both_have_voted(person, basis, first):
    """Neither on the page nor in the record, and what is visible is the same whatever the first one said."""
    voted(basis, ASHA, first)
    seen = queries.bases(BALU, *person.values(), NOON)[0]
    assert (seen.votes, seen.outcome, seen.may_vote) == ((), Outcome.WAITING, True)
    entry = AuditEntry.objects.latest("id")
    assert entry.detail == {"basis": basis["basis_id"], "outcome": "waiting"}
    assert entry.reason == b""
    assert first.value.encode() not in bytes(BasisVote.objects.get().opinion)
    own = queries.bases(ASHA, *person.values(), NOON)[0]
    assert [vote.opinion for vote in own.votes] == [first]
    voted(basis, BALU)
    assert len(queries.bases(CHITRA, *person.values(), NOON)[0].votes) == 2


def test_the_survivors_record_shows_the_basis(person, basis):
    words = AuditEntry.objects.filter(subject=person["party_id"]).values_list("action", flat=True)
    assert "basis.opened" in words
    assert actions.read_basis(**basis, by=BALU, at=NOON) == (ORDER["order"], ORDER["reason"])


def test_a_basis_of_a_case_that_is_not_open_to_the_voter(basis):
    assert refusal(lambda: voted(basis, DEEPA)) == "not_found"
    assert refusal(lambda: voted(basis, replace(BALU, kind="node"))) == "basis.person"
    other = open_case(facts=CaseFacts(), role=Role.VICTIM, by=ASHA, at=NOON)
    assert refusal(lambda: voted({**basis, "case_id": other.id}, BALU)) == "not_found"


@pytest.mark.parametrize(
    "change, because",
    [
        ({"ground": "because_i_say_so"}, "basis.unknown"),
        ({"order": " "}, "basis.order_missing"),
        ({"reason": ""}, "reason.missing"),
        ({"until": NOON + 93 * DAY}, "basis.end"),
        ({"until": NOON}, "basis.end"),
        ({"scope": Scope(frozenset({Purpose.TRIAL}), frozenset(), frozenset({"S2"}))}, "audience.empty"),
        (
            {"scope": Scope(frozenset({Purpose.TRIAL}), frozenset({Audience("ngo")}), frozenset({"S2"}))},
            "basis.too_wide",
        ),
        (
            {"scope": Scope(frozenset({Purpose.TRIAL}), frozenset({Audience("court")}), frozenset({"S4"}))},
            "basis.too_wide",
        ),
        ({"scope": Scope(frozenset({Purpose.TRIAL}), frozenset({EVERYONE}), frozenset({"S2"}))}, "basis.too_wide"),
        (
            {
                "ground": "inform_committee",
                "scope": Scope(frozenset({Purpose.CARE}), frozenset({Audience("cwc")}), frozenset({"S2"})),
            },
            "basis.children_only",
        ),
    ],
)
def test_what_makes_a_basis_impossible(person, change, because):
    scope = Scope(frozenset({Purpose.TRIAL}), frozenset({Audience("court")}), frozenset({"S2"}))
    words = {
        **person,
        "ground": "court_order",
        "scope": scope,
        "until": NOON + 9 * DAY,
        **ORDER,
        "by": ASHA,
        "at": NOON,
    }
    assert refusal(actions.open_basis, **{**words, **change}) == because
    assert not LegalBasis.objects.exists()


def test_every_column_has_a_class_and_what_tells_who_lies_sealed():
    columns = {
        f"{model._meta.model_name}.{column.name}": column
        for model in apps.get_app_config("consent").get_models()
        for column in model._meta.concrete_fields
    }
    assert set(columns) == set(FIELD_CLASSES)
    sealed = {name for name, column in columns.items() if isinstance(column, models.BinaryField)}
    assert {name for name, (level, _) in FIELD_CLASSES.items() if level >= Sensitivity.S3} == sealed
