"""Seen elsewhere? The asker's side and the holder's, with a partner that speaks by the wire."""

import pytest

from sajha.basics.decision import Refused
from sajha.cases.actions import open_case
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.matching.actions.asking import search
from sajha.matching.actions.deciding import decide
from sajha.matching.actions.settings import change_settings
from sajha.matching.blind.tables import Table
from sajha.matching.models import Asked, Hit
from sajha.matching.persons.keys import keys_of
from sajha.matching.persons.values import Person
from sajha.matching.queries.found import search_view, sighting_view, sightings
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import BATCH
from sajha.matching.tasks import compare_due, look_due, publish_due
from sajha.matching.values import AskedState, SetName, changed
from sajha.matching.wire import Ask, Evaluated, NotEvaluated, TablePart
from sajha.terms.places import parse_place
from sajha.terms.vocabularies import coded
from tests.cast import ASHA, BALU, NOON
from tests.matching_partner import MatchingPartner
from tests.other_node import later

pytestmark = pytest.mark.django_db
PHONE = "+919876543210"


@pytest.fixture
def partner():
    return MatchingPartner()


def a_case(role=Role.ACCUSED, by=ASHA, person=None, **identity):
    return open_case(facts=CaseFacts(), role=role, person=person or PersonFacts(), identity=identity, by=by, at=NOON)


def ask(case, **more):
    why = {"purpose": "investigation", "ground": "registered_fir", "ground_reason": "FIR 12 of 2026"}
    return search(case=case.id, subjects=(), partners=(), by=ASHA, at=NOON, **{**why, **more})


def test_the_asker_learns_that_a_partner_knows_the_phone(partner):
    partner.publishes(f"phone:{PHONE}".encode(), b"phone:+911111111111")
    row = ask(a_case(phones="98765 43210"))
    (asked,) = partner.answers()
    assert len(asked.elements) == 32
    view = search_view(ASHA, row.id)
    assert [(one.state, [hit.sort for hit in one.hits]) for one in view.asked] == [("answered", ["phone"])]


def test_no_is_no(partner):
    partner.publishes(b"phone:+911111111111")
    ask(a_case(phones="98765 43210"))
    partner.answers()
    assert Asked.objects.get().state == AskedState.ANSWERED and not Hit.objects.exists()


def test_a_partner_without_a_set_is_not_asked_and_asked_when_it_comes(partner):
    ask(a_case(phones="98765 43210"))
    assert Asked.objects.get().state == AskedState.NO_TABLE and not partner.gets(Ask)
    partner.publishes(f"phone:{PHONE}".encode(), at=later(minutes=5))
    compare_due(later(minutes=6))
    partner.answers()
    assert Hit.objects.get().sort == "phone"


def test_a_new_set_is_looked_through_without_a_message(partner):
    partner.publishes(b"phone:+911111111111")
    ask(a_case(phones="98765 43210"))
    partner.answers()
    partner.publishes(b"phone:+911111111111", f"phone:{PHONE}".encode())
    compare_due(NOON)
    assert Hit.objects.get().sort == "phone" and not partner.gets(Ask)


def test_the_holder_publishes_what_it_knows_and_evaluates(partner):
    a_case(phones="98765 43210")
    publish_due(NOON)
    told = next(one for one in partner.gets(TablePart) if one.set == SetName.KNOWN)
    pairs = partner.questions(f"phone:{PHONE}".encode(), b"phone:+911111111111", epoch=told.epoch)
    (answer,) = partner.gets(Evaluated)
    first, second = partner.reads(pairs, answer)
    table = Table.from_bytes(told.content)
    assert table.contains(first) and not table.contains(second)


def test_victims_are_in_no_set_that_may_be_asked(partner):
    a_case(role=Role.VICTIM, phones="98765 43210", first_name="Lakshmi")
    publish_due(NOON)
    told = partner.gets(TablePart)
    if told:
        pairs = partner.questions(f"phone:{PHONE}".encode(), epoch=told[0].epoch)
        (answer,) = partner.gets(Evaluated)
        assert not Table.from_bytes(told[0].content).contains(*partner.reads(pairs, answer))


LAKSHMI = Person(("Poonguzhali Ramalingam",), ("Senthamizhan",), (2004, 2004), "f", "IN-33-568")
SIGNS = PersonFacts(gender=coded("gender", "Feminine"), home=parse_place("IN-33-568"))
NAMES = {
    "first_name": "Poonguzhali",
    "last_name": "Ramalingam",
    "father_name": "Senthamizhan",
    "birth_date": "2004-03-01",
}
KEYS = [key.value for key in keys_of(LAKSHMI, 1e-6)]


def test_a_custodian_learns_first_and_the_seeker_sees_one_batch_each_time(partner):
    a_case(role=Role.VICTIM, person=SIGNS, **NAMES)
    partner.publishes(*KEYS, name=SetName.SOUGHT)
    look_due(NOON)
    (asked,) = partner.answers()
    assert len(asked.elements) == BATCH and not asked.person
    (found,) = sightings(ASHA)
    assert (found.sort, found.agreed, found.state) == ("person", found.agreed, "open")
    assert not partner.gets()


def test_a_budget_stops_a_partner(partner):
    a_case(phones="98765 43210")
    publish_due(NOON)
    told = next(one for one in partner.gets(TablePart) if one.set == SetName.KNOWN)
    change_settings(settings=changed(settings_now(), partner_a_day=40), reason="Fewer for now", by=BALU, at=NOON)
    partner.questions(b"phone:+911111111111", epoch=told.epoch)
    partner.questions(b"phone:+911111111112", epoch=told.epoch)
    assert [type(one) for one in partner.gets((Evaluated, NotEvaluated))] == [Evaluated, NotEvaluated]


def test_who_does_not_look_any_more_is_not_answered(partner):
    a_case(role=Role.VICTIM, person=SIGNS, **NAMES)
    partner.publishes(*KEYS, name=SetName.SOUGHT)
    look_due(NOON)
    partner.answers()
    (found,) = sightings(ASHA)
    assert sighting_view(ASHA, found.id).sought
    partner.publishes(b"somebody else", name=SetName.SOUGHT)
    assert not sighting_view(ASHA, found.id).sought
    why = {"sighting": found.id, "reason": "She wants to be found", "by": ASHA, "at": NOON}
    for decision in ("answered", "committee"):
        with pytest.raises(Refused, match="match.no_longer_sought"):
            decide(decision=decision, **why)
    decide(decision="silent", **why)
    partner.publishes(*KEYS, name=SetName.SOUGHT)
    decide(decision="answered", **why)
