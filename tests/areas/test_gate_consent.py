"""An identity leaves by consent only while a recorded consent of that very person covers recipient, purpose and class."""

from datetime import timedelta

import pytest

from sajha.basics.clock import now
from sajha.cases.actions import change_party
from sajha.consent import actions
from sajha.consent.values import EVERYONE, GRANTABLE, Audience, Giver, Manner, Notice, Purpose, Said, Scope
from sajha.disclosure.queries import preview
from sajha.liaison.actions import change_draft, start_draft
from tests.cast import ASHA
from tests.other_node import OtherNode
from tests.some_cases import open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return OtherNode()


@pytest.fixture
def case():
    return open_case(ASHA)


def answer(case, other):
    draft = start_draft(case=case.id, kind="trace_person", urgency="routine", place="IN-33", by=ASHA, at=now())
    change_draft(
        thread=draft.id, urgency="routine", place="IN-33", recipient=other.id, question="Where?", parties=case.parties,
        fields=("party.first_name",), ground="consent_recorded", ground_reason="She said so", by=ASHA, at=now(),
    )  # fmt: skip
    found = {field.name: decision for field, decision in preview(ASHA, draft.id).fields}
    return found["party.first_name"].outcome, found["party.first_name"].because


def adult(case):
    from sajha.cases.queries import party_detail
    from sajha.cases.values import PersonFacts
    from sajha.terms.vocabularies import coded

    revision = party_detail(ASHA, case.id, case.parties[0]).revision
    facts = PersonFacts(majority=coded("majority_status", "Adult"))
    change_party(case_id=case.id, party_id=case.parties[0], facts=facts, revision=revision, by=ASHA, at=now())


def said(purpose, audience, *, until=True):
    at = now()
    scope = Scope(frozenset({purpose}), frozenset({audience}), frozenset({"S2", "S3"}))
    return Said(Giver.PERSON, scope, at, at + timedelta(days=30), Manner.SIGNATURE, Notice("1", "te", "te"))


def test_a_claim_of_consent_is_not_enough(case, other):
    assert answer(case, other) == ("masked", "gate.no_consent")


def test_it_goes_while_the_consent_holds_and_not_after_a_withdrawal(case, other):
    adult(case)
    person = {"case_id": case.id, "party_id": case.parties[0]}
    actions.give_consent(**person, said=said(Purpose.INVESTIGATION, Audience("ahtu")), by=ASHA, at=now())
    assert answer(case, other) == ("goes", "gate.consent_recorded")
    all_of_it = Scope(frozenset(Purpose), frozenset({EVERYONE}), frozenset(GRANTABLE))
    actions.withdraw_consent(**person, said=Said(Giver.PERSON, all_of_it, now()), by=ASHA, at=now())
    assert answer(case, other) == ("withheld", "gate.refused")


@pytest.mark.parametrize(
    ("purpose", "audience"), [(Purpose.CARE, Audience("ahtu")), (Purpose.INVESTIGATION, Audience("shelter"))]
)
def test_consent_for_another_purpose_or_audience_does_not_count(case, other, purpose, audience):
    adult(case)
    person = {"case_id": case.id, "party_id": case.parties[0]}
    actions.give_consent(**person, said=said(purpose, audience), by=ASHA, at=now())
    assert answer(case, other) == ("masked", "gate.no_consent")
