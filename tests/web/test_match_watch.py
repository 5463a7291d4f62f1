"""Pages of the watch: settings, protected values, the second person, partners by day. No value comes out of any of them."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client

from sajha.accounts.queries import actor_of
from sajha.audit.models import AuditEntry
from sajha.basics.clock import now
from sajha.cases.actions import give_access
from sajha.disclosure.models import Departure
from sajha.matching.actions import second
from sajha.matching.actions.watching import note, turn_away
from sajha.matching.models import Asked, Evaluation, PartnerOffer, Protected, Search
from sajha.matching.queries.settings import settings_now
from sajha.matching.values import SOUGHT, Item, SearchState
from sajha.vault.actions import seal
from tests.other_node import OtherNode
from tests.some_cases import open_case
from tests.web.test_canary import everything_said  # noqa: F401

pytestmark = pytest.mark.django_db
NUMBER, VALUE = "98450 12345", b"phone:+919845012345"
REASON = "FIR 12 of 2026"
CHANGE, DECIDE = "/elsewhere/settings/change/", "/elsewhere/waiting/{}/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def head(member):
    return signed_in(member("unit_head"))


def settings_typed(**more):
    typed = {
        "publishes": ["phone", SOUGHT],
        "asks": ["phone"],
        "contact": "Desk, 040-1234",
        "reason": "As agreed with the partners",
    }
    return typed | {"user_a_day": 20, "unit_a_day": 200, "partner_a_day": 2000, "held_by": ""} | more  # fmt: skip


@pytest.fixture
def held(member):
    """A head's search that waits; the case is open to an investigator too."""
    asker, other = member("unit_head", "asker"), member("investigator", "other")
    by = actor_of(asker)
    case = open_case(by)
    give_access(case_id=case.id, user_id=other.id, by=by, at=now())
    row = Search(id="search_" + "1" * 32, case=case.id, purpose="investigation", ground="registered_fir", reach="one")
    row.items, row.partners = [{"subject": case.id, "sort": "phone"}], ["node_1"]
    row.state, row.held_because, row.ground_reason = SearchState.HELD, "match.range", seal(case.id, row.id, REASON)
    row.by, row.at, row.ends_at = by.id, now(), now() + timedelta(days=90)
    row.save()
    note(search=row.id, case=case.id, items=[Item(case.id, "", "", "", "phone", (VALUE,))], by=by, at=now())
    return row, signed_in(asker), signed_in(other)


def test_settings_are_shown_with_what_is_usual(head):
    page = head.get("/elsewhere/settings/").content.decode()
    assert "Nobody has changed anything yet" in page and page.count("Not the usual") == 0
    head.post(CHANGE, settings_typed())
    page = head.get("/elsewhere/settings/").content.decode()
    assert "Nobody has changed anything yet" not in page and "Desk, 040-1234" in page and "Not the usual" in page


def test_a_head_changes_them_and_partners_are_told(head):
    OtherNode()
    answer = head.post(CHANGE, settings_typed(), follow=True)
    assert "The partners are told." in answer.content.decode()
    own = settings_now()
    assert (own.publishes, own.asks, own.user_a_day) == ({"phone", SOUGHT}, {"phone"}, 20)
    assert Departure.objects.filter(kind="match.offered").count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": ""}, "This field is required"),
        ({"user_a_day": 300}, "That of one person is not above that of all."),
        ({"by_itself": ["phone"]}, "A search names its purpose."),
        ({"by_itself": ["email"]}, "Only what is asked can be asked by itself."),
        ({"publishes": ["shoe"]}, "shoe"),
        ({"held_by": "node_" + "9" * 32}, "Select a valid choice"),
        ({"contact": "999941057058"}, "Aadhaar"),
    ],
)
def test_what_does_not_hold_together_is_said_on_the_page(head, typed, words):
    answer = head.post(CHANGE, settings_typed(**typed))
    assert answer.status_code == 200 and words in answer.content.decode()
    assert not AuditEntry.objects.filter(action="match.settings").exists()


def test_a_value_is_protected_and_shown_by_its_label_only(head):
    typed = {"sort": "phone", "value": NUMBER, "label": "Phone of a colleague"}
    page = head.post("/elsewhere/protected/", typed, follow=True).content.decode()
    assert "Phone of a colleague" in page and "98450" not in page
    again = head.post("/elsewhere/protected/", typed).content.decode()
    assert "This is protected already." in again
    wrong = head.post("/elsewhere/protected/", typed | {"value": "none"}).content.decode()
    assert "This is no value of that kind." in wrong
    address = f"/elsewhere/protected/{Protected.objects.get().id}/"
    assert "Phone of" not in head.get(address).content.decode()
    assert "Say a little more" in head.post(address, {"reason": "no"}).content.decode()
    head.post(address, {"reason": "Has left the service"})
    assert not Protected.objects.exists()


def test_the_second_person_lets_it_go(held):
    row, _asker, other = held
    page = other.get("/").content.decode()
    assert "Searches that wait for a second person" in page and DECIDE.format(row.id) in page
    sheet = other.get(DECIDE.format(row.id)).content.decode()
    assert REASON in sheet and "Phone number" in sheet and "several numbers of one range" in sheet
    with mock.patch.object(second, "choose", return_value=()), mock.patch.object(second, "send"):
        done = other.post(DECIDE.format(row.id), {"agree": "1", "reason": "It belongs to the case"}, follow=True)
    assert "It was let go." in done.content.decode()
    assert Search.objects.get().state == SearchState.ASKED


def test_the_second_person_stops_it_and_says_why(held):
    row, _asker, other = held
    assert "Say a little more" in other.post(DECIDE.format(row.id), {"decline": "1", "reason": "no"}).content.decode()
    done = other.post(DECIDE.format(row.id), {"reason": "It does not belong to the case"}, follow=True)
    assert "Nothing was asked." in done.content.decode()
    assert Search.objects.get().state == SearchState.DECLINED


def test_the_asker_does_not_decide(held):
    row, asker, _other = held
    assert DECIDE.format(row.id) not in asker.get("/").content.decode()
    assert "You: somebody else decides" in asker.get("/elsewhere/waiting/").content.decode()
    assert "Let it go" not in asker.get(DECIDE.format(row.id)).content.decode()
    answer = asker.post(DECIDE.format(row.id), {"agree": "1", "reason": "I want it so"})
    assert "Somebody else than the person who asked decides this." in answer.content.decode()
    assert Search.objects.get().state == SearchState.HELD


def test_it_is_nobody_elses(held, member):
    row, _asker, _other = held
    stranger = signed_in(member("investigator", "stranger"))
    assert stranger.get(DECIDE.format(row.id)).status_code == 404
    assert DECIDE.format(row.id) not in stranger.get("/elsewhere/waiting/").content.decode()


def evaluated(partner, number, **more):
    row = {"question": f"asked_{number}", "partner": partner, "set": "known", "elements": 32, "at": now()}
    Evaluation.objects.create(id=f"evaluation_{number}", **row | more)


def test_what_partners_asked_is_shown_by_day(held, member):
    row, _asker, _other = held
    other = OtherNode()
    PartnerOffer.objects.create(
        partner=other.id, publishes=["phone"], asks=["email"], contact="Their desk", records=500, at=now()
    )
    evaluated(other.id, 1)
    evaluated(other.id, 2, second=True)
    evaluated(other.id, 3, because="match.partner_budget")
    evaluated(other.id, 4, at=now() - timedelta(days=40))
    Asked.objects.create(id="asked_1", search=row, partner=other.id, state="answered", count=2, at=now())
    auditor = signed_in(member("auditor"))
    page = re.sub(r"<[^>]+>", " ", auditor.get("/elsewhere/partners/").content.decode())
    assert re.search(r"AHTU Chennai\s+Phone number\s+Email address\s+3\s+1\s+1\s+64 of 4,000", page)
    page = re.sub(r"<[^>]+>", " ", auditor.get(f"/elsewhere/partners/{other.id}/").content.decode())
    assert "Their desk" in page and "answers no more questions of yours today" in page
    assert re.search(r"\s3\s+96\s+1\s+1\s", page) and re.search(r"\s1\s+2\s+0\s", page)
    assert auditor.get("/elsewhere/partners/node_9/").status_code == 404
    assert f"/elsewhere/partners/{other.id}/" in auditor.get(f"/network/{other.id}/").content.decode()


def test_the_auditor_sees_who_was_held_and_turned_away(held, member):
    row, _asker, other = held
    who = actor_of(member("case_manager"))
    turn_away(case=row.case, count=4, because="match.sweep", by=who, at=now())
    other.post(DECIDE.format(row.id), {"decline": "1", "reason": "It does not belong to the case"})
    auditor = signed_in(member("auditor"))
    page = re.sub(r"<[^>]+>", " ", auditor.get("/elsewhere/").content.decode())
    assert re.search(r"Case_Manager\s+0\s+0\s+0\s+1\s+0\s+0", page)
    assert re.search(r"Investigator\s+0\s+0\s+0\s+0\s+0\s+1", page)
    assert "several numbers of one range" in page and row.case not in page
    assert "too many numbers of one range" in auditor.get("/").content.decode()


def test_neither_value_nor_label_comes_out(held, member, head, everything_said):  # noqa: F811
    label = "Phone of Canary Colleague"
    head.post("/elsewhere/protected/", {"sort": "phone", "value": NUMBER, "label": label})
    head.post("/elsewhere/protected/", {"sort": "phone", "value": "Canary Colleague", "label": label})
    told = str(list(AuditEntry.objects.values_list("detail", "subject", "action")))
    for role in ("investigator", "case_manager", "administrator", "auditor"):
        client = signed_in(member(role))
        for address in (
            "/",
            "/elsewhere/",
            "/elsewhere/settings/",
            "/elsewhere/partners/",
            "/elsewhere/waiting/",
            "/audit/",
        ):
            told += client.get(address).content.decode()
    told += "".join(re.findall(r"<title>.*?</title>", head.get("/elsewhere/protected/").content.decode()))
    assert "Canary" not in told and "98450" not in told and REASON not in told
    assert not [line for line in everything_said if "Canary" in line or "98450" in line]
