"""Phones, vehicles and accounts on the pages: hidden until somebody says why, told apart, removed after a question."""

import re

import pytest
from django.test import Client

from sajha.accounts.queries import actor_of
from sajha.audit.models import AuditEntry
from sajha.cases import actions
from sajha.cases.models import Identifier
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.terms.vocabularies import coded
from tests.cast import NOON

pytestmark = pytest.mark.django_db
PHONE, OTHER = "+91 98450 12345", "+91 98450 54321"
REASON = "The operator asks for the number."


@pytest.fixture
def asha(member):
    return member("investigator", "asha")


@pytest.fixture
def page(asha):
    client = Client()
    client.force_login(asha)
    return client


@pytest.fixture
def case(asha):
    return actions.open_case(
        facts=CaseFacts(), role=Role.VICTIM, person=PersonFacts("Jasmine"), by=actor_of(asha), at=NOON
    )


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def add(page, case, value=PHONE, kind="phone", whose="case"):
    return page.post(f"/cases/{case.id}/things/add/", {"kind": kind, "value": value, "whose": whose})


def test_whose_it_is_is_always_asked_and_never_guessed(page, case):
    form = text(page.get(f"/cases/{case.id}/things/add/"))
    assert "V1 Jasmine" in form and "checked" not in form
    answer = page.post(f"/cases/{case.id}/things/add/", {"kind": "phone", "value": PHONE})
    assert 'href="#id_whose' in text(answer) and not Identifier.objects.exists()


def test_a_number_that_is_none_is_said_at_its_field_in_words(page, case):
    answer = text(add(page, case, value="twelve"))
    assert "This is not a phone number." in answer and 'href="#id_value"' in answer
    assert "never stored" in text(add(page, case, value="2341 2341 2346"))


def test_the_case_page_tells_what_and_whose_and_hides_the_number(page, case):
    party = case.parties.get()
    add(page, case)
    add(page, case, OTHER)
    add(page, case, whose=party.id)
    shown = text(page.get(f"/cases/{case.id}/"))
    section = shown[shown.index('id="things"') : shown.index('id="process"')]
    assert "Phone number 1" in section and "Phone number 2" in section and "V1 Jasmine" in section
    assert "98450" not in shown and section.count('class="masked"') == 3


def test_it_is_shown_for_a_reason_and_recorded(page, case):
    party = case.parties.get()
    add(page, case, whose=party.id)
    (row,) = Identifier.objects.all()
    address = f"/cases/{case.id}/things/show/{party.id}/"
    assert "98450" not in text(page.get(address))
    assert "98450" not in text(page.post(address, {"fields_asked": [row.id], "reason": "x"}))
    answer = page.post(address, {"fields_asked": [row.id], "reason": REASON})
    assert PHONE in text(answer) and answer["Cache-Control"] == "no-store" and "Refresh" in answer
    entry = AuditEntry.objects.get(action="party.revealed")
    assert (entry.subject, entry.detail) == (party.id, {"fields": ["identifier.phone"]})
    looked = text(page.get(f"/cases/{case.id}/"))
    assert REASON in looked and "Phone number" in looked[looked.index('id="looks"') :]


def test_what_belongs_to_the_case_is_shown_apart_from_what_belongs_to_a_person(page, case):
    party = case.parties.get()
    add(page, case)
    (row,) = Identifier.objects.all()
    wrong = page.post(f"/cases/{case.id}/things/show/{party.id}/", {"fields_asked": [row.id], "reason": REASON})
    assert PHONE not in text(wrong)
    assert PHONE in text(page.post(f"/cases/{case.id}/things/show/", {"fields_asked": [row.id], "reason": REASON}))


def test_it_is_changed_without_being_shown_and_removed_after_a_question(page, case):
    add(page, case)
    row = Identifier.objects.get()
    change, remove = (f"/cases/{case.id}/things/{row.id}/{verb}/" for verb in ("change", "remove"))
    assert "98450" not in text(page.get(change))
    stale = page.post(change, {"value": OTHER, "revision": 7})
    assert "Somebody else changed this" in text(stale)
    assert page.post(change, {"value": OTHER, "revision": 1}).status_code == 302
    assert "98450" not in text(page.get(remove)) and Identifier.objects.exists()
    assert page.post(remove).status_code == 302 and not Identifier.objects.exists()
    assert "98450" not in text(page.get(f"/cases/{case.id}/"))


def test_a_stranger_to_the_case_finds_nothing(page, case, member):
    add(page, case)
    row = Identifier.objects.get()
    other = Client()
    other.force_login(member("investigator", "chitra"))
    for rest in ("add/", "show/", f"show/{case.parties.get().id}/", f"{row.id}/change/", f"{row.id}/remove/"):
        assert other.get(f"/cases/{case.id}/things/{rest}").status_code == 404
        assert other.post(f"/cases/{case.id}/things/{rest}").status_code == 404
    assert Identifier.objects.exists()


def test_a_closed_case_offers_no_change(page, case, asha):
    add(page, case)
    row = Identifier.objects.get()
    actions.close_case(
        case_id=case.id, status=coded("case_status", "Closed"), reason=REASON, by=actor_of(asha), at=NOON
    )
    shown = text(page.get(f"/cases/{case.id}/"))
    assert f"{row.id}/change/" not in shown and "/things/add/" not in shown and "/things/show/" in shown


def test_a_missing_person_can_be_opened_for_and_looked_for_in_the_list(page):
    opened = page.post("/cases/new/", {"role": "missing"})
    assert opened.status_code == 302
    assert "Missing person" in text(page.get(opened["Location"]))
    assert ">M1<" in text(page.get("/cases/?role=missing"))
    assert ">M1<" not in text(page.get("/cases/?role=victim"))
