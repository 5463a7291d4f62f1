"""Records as they are compared with other organisations: whole, opened, and only of cases that lie open."""

from dataclasses import replace

import pytest

from sajha.basics.decision import Refused
from sajha.cases import actions
from sajha.cases.models import PutAway
from sajha.cases.values import PersonFacts, Role
from sajha.consent.grounds import grounds
from sajha.consent.values import Purpose
from sajha.disclosure.queries.matchable import heads, matchable_all, matchable_case, matchable_of, visible_cases
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.vocabularies import coded
from tests.areas.test_cases import ASHA, BALU, NOON, open_one
from tests.some_cases import SomeCase, agrees, changes_her_mind, stands_on_a_basis

pytestmark = pytest.mark.django_db

PHONE = "+91 98450 12345"
IDENTITY = {
    "first_name": "Kanariyamma",
    "father_name": "Kanariyappa",
    "birth_date": "2009-05-31",
    "phones": "+91 90000 00001",
    "identity_document": "Passport K1234567",
}


@pytest.fixture
def case():
    facts = PersonFacts("Jasmine", gender=coded("gender", "Feminine"))
    return open_one(person=facts, identity=IDENTITY)


def add(case, value=PHONE, kind=IdentifierKind.PHONE, **more):
    return actions.add_identifier(case_id=case.id, kind=kind, value=value, by=ASHA, at=NOON, **more)


def test_a_person_comes_with_names_parents_and_what_belongs_to_the_person(case):
    party = case.parties.get()
    seen = add(case, "TS 09 AB 1234", IdentifierKind.VEHICLE, party_id=party.id)
    (row,) = matchable_case(ASHA, case.id)
    assert row.names == ("Kanariyamma", "", "", "")
    assert (row.father, row.gender, row.birth_date.year, row.role) == ("Kanariyappa", "Feminine", 2009, "victim")
    assert [(thing.id, thing.kind) for thing in row.things] == [
        (seen.id, "vehicle"),
        (f"{party.id}/phones", "phone"),
        (f"{party.id}/identity_document", "passport"),
    ]
    assert (row.refused, row.agreed, row.based) == (False, False, False)


def test_what_belongs_to_nobody_is_a_row_of_the_case(case):
    add(case)
    rows = matchable_all()
    assert [row.party for row in rows] == ["", case.parties.get().id]
    assert [thing.value for thing in rows[0].things] == [PHONE]


def test_no_value_stands_in_the_text_of_the_object(case):
    add(case)
    text = repr(matchable_case(ASHA, case.id))
    assert "Kanari" not in text and "98450" not in text and "2009" not in text


def test_every_id_leads_to_its_record(case):
    party, own = case.parties.get(), add(case)
    of_party = add(case, "+91 98450 54321", party_id=party.id)
    for subject in (party.id, of_party.id, f"{party.id}/phones"):
        assert matchable_of("", subject).party == party.id
        assert matchable_of(case.id, subject).party == party.id
    for subject in (own.id, case.id):
        assert matchable_of("", subject).party == ""
    assert matchable_of("case_other", party.id) is None
    assert matchable_of("", "party_none") is None


def test_what_was_put_away_is_not_found(case):
    party = case.parties.get()
    add(case)
    PutAway.objects.create(case=case, at=NOON)
    assert matchable_all() == ()
    assert matchable_of("", party.id) is None
    with pytest.raises(Refused):
        matchable_case(ASHA, case.id)


def test_only_who_may_see_the_case_opens_it(case):
    assert list(visible_cases(ASHA)) == [case.id]
    other = open_one(by=BALU)
    assert other.id not in visible_cases(ASHA)
    with pytest.raises(Refused):
        matchable_case(ASHA, other.id)


def test_pages_follow_each_other_by_case(case):
    second = open_one()
    first = matchable_all(limit=1)
    assert {row.case for row in first} == {case.id}
    assert {row.case for row in matchable_all(after=first[-1].case)} == {second.id}
    assert matchable_all(after=second.id) == ()


def test_a_change_of_one_person_leaves_the_others_as_they_were(case):
    actions.add_party(case_id=case.id, role=Role.MISSING, facts=PersonFacts(), identity={}, by=ASHA, at=NOON)
    before = {row.party: (row.revision, row.changed_at) for row in matchable_case(ASHA, case.id)}
    missing = case.parties.get(role=Role.MISSING)
    later = NOON.replace(hour=20)
    actions.write_identity(
        case_id=case.id, party_id=missing.id, identity={"mother_name": "Meena"}, revision=None, by=ASHA, at=later
    )
    after = {row.party: (row.revision, row.changed_at) for row in matchable_case(ASHA, case.id)}
    assert {party for party in after if after[party] != before[party]} == {missing.id}


def test_what_a_protected_person_has_too_is_that_persons_wherever_it_was_written_down(case):
    party, own = case.parties.get(), add(case, "090000 00001")
    (row,) = matchable_case(ASHA, case.id)
    assert (row.party, {thing.id for thing in row.things}) >= (party.id, {own.id})
    assert matchable_of("", own.id).party == party.id
    assert matchable_of("", case.id) is None


def test_the_case_itself_changes_when_a_person_of_it_does(case):
    add(case)
    before = matchable_of("", case.id)
    later = NOON.replace(hour=20)
    party = case.parties.get()
    actions.write_identity(
        case_id=case.id, party_id=party.id, identity={"phones": PHONE}, revision=None, by=ASHA, at=later
    )
    assert before.changed_at < later
    assert [head.subject for head in heads() if head.changed_at == later] == [case.id, party.id]


def test_what_an_accused_person_has_too_stays_of_the_case(case):
    actions.add_party(
        case_id=case.id, role=Role.ACCUSED, facts=PersonFacts(), identity={"phones": PHONE}, by=ASHA, at=NOON
    )
    own = add(case)
    assert matchable_of("", own.id).party == ""


def test_few_queries_however_many_people_and_one_look_at_each_key(case, django_assert_num_queries):
    for number in range(3):
        actions.add_party(
            case_id=case.id,
            role=Role.MISSING,
            facts=PersonFacts(),
            identity={"first_name": f"Kanariya{number}"},
            by=ASHA,
            at=NOON,
        )
    with django_assert_num_queries(7):
        assert len(matchable_all()) == 4


# the person's word


def test_the_persons_word_and_a_basis_stand_in_it(case, monkeypatch):
    wide = replace(grounds()["court_order"], purposes=frozenset(Purpose))
    monkeypatch.setitem(grounds(), "court_order", wide)  # no ground of the list reaches so far yet
    some = SomeCase(case, ASHA)
    assert word(some) == (False, False, False)
    agrees(some, purpose=Purpose.MATCH)
    assert word(some) == (False, True, False)
    changes_her_mind(some)
    assert word(some) == (True, False, False)
    stands_on_a_basis(some, voters=(ASHA, BALU), audience="ahtu", purpose=Purpose.MATCH)
    assert word(some) == (True, False, True)


def test_consent_to_something_else_is_none_to_be_searched_for(case):
    some = SomeCase(case, ASHA)
    agrees(some, purpose=Purpose.CARE, audiences=("shelter",))
    assert word(some) == (False, False, False)


def word(some):
    row = matchable_of("", some.parties[0])
    (same,) = [one for one in matchable_all() if one.party == some.parties[0]]
    assert (row.refused, row.agreed, row.based) == (same.refused, same.agreed, same.based)
    return row.refused, row.agreed, row.based
