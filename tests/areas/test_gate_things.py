"""What becomes of things seen in a case on the way out: each on the ground of its owner, those of nobody on a FIR alone."""

import pytest

from sajha.basics.clock import now
from sajha.cases.actions import add_identifier, add_party
from sajha.cases.values import PersonFacts, Role
from sajha.disclosure.actions import send_request
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.models import Release
from sajha.disclosure.queries import holders_of, packages_of, preview
from sajha.disclosure.queries.crossing import Wish, crossing
from sajha.disclosure.tasks import recall_due
from sajha.liaison.actions import change_draft, start_draft
from sajha.liaison.values import Kind
from sajha.terms.identifiers import IdentifierKind
from tests.cast import ASHA, NOON
from tests.other_node import OtherNode
from tests.some_cases import SomeCase, agrees, changes_her_mind, open_case

pytestmark = pytest.mark.django_db
CASES, HERS, HIS = "+91 98450 12345", "+91 98450 54321", "+91 98450 99999"
PHONE = "identifier.phone"


@pytest.fixture
def other():
    return OtherNode()


@pytest.fixture
def case():
    made = open_case(ASHA)
    his = add_party(case_id=made.id, role=Role.ACCUSED, facts=PersonFacts(), identity={}, by=ASHA, at=NOON)
    for value, owner in ((CASES, ""), (HERS, made.parties[0]), (HIS, his.id)):
        add(made, value, owner)
    made.parties = (made.parties[0], his.id)
    return made


def add(case: SomeCase, value, owner=""):
    add_identifier(case_id=case.id, kind=IdentifierKind.PHONE, value=value, party_id=owner, by=ASHA, at=NOON)


def draft(case, other, ground, *, kind="preserve_evidence", fields=(PHONE,)):
    row = start_draft(case=case.id, kind=kind, urgency="routine", place="IN-33", by=ASHA, at=now())
    change_draft(
        thread=row.id, urgency="routine", place="IN-33", recipient=other.id, question="Whose?", parties=case.parties,
        fields=fields, ground=ground, ground_reason="FIR 12/2026" if ground else "", by=ASHA, at=now(),
    )  # fmt: skip
    return row.id


def answers(case, other, ground, **more):
    found = preview(ASHA, draft(case, other, ground, **more)).fields
    return {field.text: (answer.outcome, answer.because) for field, answer in found if field.name == PHONE}


def test_a_fir_lets_go_what_is_the_cases_and_the_accused_persons(case, other):
    assert answers(case, other, "registered_fir") == {
        CASES: ("goes", "gate.case_fir"),
        HERS: ("masked", "gate.not_accused"),
        HIS: ("goes", "gate.registered_fir"),
    }


def test_her_consent_lets_go_hers_alone(case, other):
    agrees(case)
    assert answers(case, other, "consent_recorded") == {
        CASES: ("masked", "gate.of_the_case"),
        HERS: ("goes", "gate.consent_recorded"),
        HIS: ("masked", "gate.no_consent"),
    }


def test_hers_written_with_the_case_does_not_go_on_a_fir(case, other):
    add(case, "098450 54321")
    assert answers(case, other, "registered_fir")["098450 54321"] == ("masked", "gate.not_accused")
    agrees(case)
    changes_her_mind(case)
    assert answers(case, other, "registered_fir")["098450 54321"] == ("withheld", "gate.refused")


def test_nothing_goes_unticked_without_a_ground_or_where_it_is_not_needed(case, other):
    assert set(answers(case, other, "registered_fir", fields=()).values()) == {("masked", "gate.not_chosen")}
    assert set(answers(case, other, "").values()) == {("masked", "gate.no_ground")}
    assert set(answers(case, other, "registered_fir", kind="home_study").values()) == {("withheld", "gate.not_needed")}


def test_a_missing_person_is_asked_like_a_victim(other):
    made = open_case(ASHA)
    sought = add_party(case_id=made.id, role=Role.MISSING, facts=PersonFacts(), identity={}, by=ASHA, at=NOON)
    add(made, HERS, sought.id)
    made.parties = (sought.id,)
    assert answers(made, other, "registered_fir") == {HERS: ("masked", "gate.not_accused")}
    agrees(made)
    assert answers(made, other, "consent_recorded") == {HERS: ("goes", "gate.consent_recorded")}


def test_what_went_of_the_case_is_in_the_ledger_and_no_ones_change_of_mind_calls_it_back(case, other):
    thread = draft(case, other, "registered_fir")
    send_request(thread=thread, shown=mark_of(preview(ASHA, thread)), by=ASHA, at=now())
    edges = {edge.subject: edge for edge in Release.objects.all()}
    assert (edges[""].party, edges[""].ground) == ("", "registered_fir") and PHONE in edges[""].fields
    sent = [field.value for one in packages_of(ASHA, thread) for field in one.package.fields if field.name == PHONE]
    assert sorted(sent) == sorted([CASES, HIS, "absent:withheld"])
    assert not [one for one in holders_of(ASHA, case.id, case.parties[0]) if PHONE in one.fields]
    changes_her_mind(case)
    recall_due(now())
    assert not hasattr(Release.objects.get(pk=edges[""].pk), "called")


def test_between_vaults_it_is_the_same_gate(case):
    wish = Wish(case.id, case.parties, "care", Kind.DISCLOSE_AFTER_MATCH, (PHONE,), "registered_fir", "FIR 12/2026")
    found = {field.text: answer.because for field, answer in crossing(ASHA, wish).fields if field.name == PHONE}
    assert found == {CASES: "gate.case_fir", HERS: "gate.not_accused", HIS: "gate.registered_fir"}
