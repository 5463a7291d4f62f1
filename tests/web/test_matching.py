"""“Seen elsewhere?” as people use it: asked from a case, answered, judged; who looks for a person in care; and with commands."""

import json
import re

import click
import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sajha.accounts.queries import actor_of
from sajha.audit.models import AuditEntry
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.basics.ids import new_id
from sajha.cases.actions import open_case
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.cli import match
from sajha.disclosure.values import PackageField, Sensitivity
from sajha.liaison.models import Thread
from sajha.liaison.queries import draft as draft_of
from sajha.liaison.values import Kind
from sajha.matching.models import Asked, Hit, Judgement, Search, Sighting
from sajha.matching.persons.keys import keys_of
from sajha.matching.persons.values import Person
from sajha.matching.tasks import index_due, look_due
from sajha.matching.values import SetName
from sajha.matching.wire import Ask
from sajha.terms.places import parse_place
from sajha.terms.reasons import REASONS
from sajha.terms.vocabularies import coded
from tests.matching_partner import MatchingPartner

pytestmark = pytest.mark.django_db
PHONE, TYPED = "+919876543210", "98765 43210"
VALUE = f"phone:{PHONE}".encode()
LAKSHMI = {
    "first_name": "Poonguzhali",
    "last_name": "Ramalingam",
    "father_name": "Senthamizhan",
    "birth_date": "2004-03-01",
}
FACTS = PersonFacts(gender=coded("gender", "Feminine"), home=parse_place("IN-33-568"))
SIGNS = Person(("Poonguzhali Ramalingam",), ("Senthamizhan",), (2004, 2004), "f", "IN-33-568")
KEYS = [key.value for key in keys_of(SIGNS, 1e-6)]
WHY = {"purpose": "investigation", "ground": "registered_fir", "ground_reason": "FIR 12 of 2026"}


@pytest.fixture
def at_home(member):
    def enter(role, name, *vaults):
        user = member(role, name, vaults=frozenset(vaults))
        client = Client()
        client.force_login(user)
        client.actor = actor_of(user)
        return client

    return enter


@pytest.fixture
def asha(at_home):
    return at_home("investigator", "asha", "police")


@pytest.fixture
def partner():
    return MatchingPartner()


def a_case(client, role=Role.ACCUSED, **identity):
    return open_case(facts=CaseFacts(), role=role, person=FACTS, identity=identity, by=client.actor, at=now())


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def subject_of(page, words):
    """The value of the box to tick beside these words."""
    found = re.search(
        rf'<input[^>]*name="subjects"[^>]*value="([^"]+)"[^>]*>\s*(?:</?\w[^>]*>\s*)*{words}', page.content.decode()
    )
    assert found, page.content.decode()
    return found[1]


def searched(client, case, partner=None, words="Phone", **more):
    page = client.get(f"/cases/{case.id}/elsewhere/")
    told = {"subjects": subject_of(page, words), **WHY, "ask": "1", **more}
    if partner:
        told["partners"] = partner.id
    return client.post(f"/cases/{case.id}/elsewhere/", told)


def sighted(client, partner, at=None):
    """Somebody looks for a person like the victim of a case of this client."""
    case = a_case(client, Role.VICTIM, **LAKSHMI)
    partner.publishes(*KEYS, name=SetName.SOUGHT)
    look_due(now())
    partner.answers()
    return case, Sighting.objects.get()


def test_the_case_leads_there_and_nothing_is_shown_of_what_is_asked(asha, partner):
    case = a_case(asha, phones=TYPED, first_name="Ravi")
    assert f"/cases/{case.id}/elsewhere/" in asha.get(f"/cases/{case.id}/").content.decode()
    partner.offers("phone")
    page = asha.get(f"/cases/{case.id}/elsewhere/")
    assert "Phone number 1 of A1 (Accused)" in text(page)
    assert "publishes: Phone number" in text(page) and "Duty officer, 044 2345" in text(page)
    assert not [told for told in (TYPED, PHONE, "43210", "Ravi") if told in page.content.decode()]


def test_it_is_shown_before_it_is_asked(asha, partner):
    partner.offers("phone")
    partner.publishes(VALUE)
    case = a_case(asha, phones=TYPED)
    address = f"/cases/{case.id}/elsewhere/"
    page = asha.post(address, {"subjects": subject_of(asha.get(address), "Phone"), **WHY, "look": "1"})
    assert "AHTU Chennai: you learn yes or no." in text(page) and "Nobody learns what you ask about" in text(page)
    assert not Search.objects.exists() and not partner.gets()


def test_a_yes_leads_to_a_draft_without_the_value(asha, partner):
    partner.offers("phone")
    partner.publishes(VALUE)
    case = a_case(asha, phones=TYPED)
    answer = searched(asha, case)
    assert "1 organisation has not answered yet" in text(asha.get(answer.url))
    assert 'hx-trigger="every 3s"' in asha.get(answer.url).content.decode()
    partner.answers()
    page = asha.get(answer.url)
    assert (
        "Yes" in text(page)
        and "Contact: Duty officer, 044 2345" in text(page)
        and "hx-trigger" not in page.content.decode()
    )
    home = text(asha.get("/"))
    assert "Phone number: known to AHTU Chennai" in home
    hit = Hit.objects.get()
    sent = asha.post(f"/elsewhere/hits/{hit.id}/ask/")
    thread = Thread.objects.get()
    assert sent.url == f"/requests/drafts/{thread.id}/"
    draft = draft_of(asha.actor, thread.id)
    assert (draft.ground, draft.ground_reason) == ("registered_fir", "FIR 12 of 2026")
    assert (draft.kind, draft.recipient, draft.parties, draft.fields) == (
        "disclose_after_match",
        partner.id,
        (hit.party,),
        (),
    )
    assert Asked.objects.get().question in draft.question and "43210" not in draft.question
    shown = asha.get(sent.url)
    assert re.search(rf'value="{partner.id}"[^>]*checked', shown.content.decode())


def test_no_hit_never_reads_as_not_known(asha, partner):
    partner.offers("phone", "person")
    partner.publishes(b"phone:+911111111111")
    answer = searched(asha, a_case(asha, phones=TYPED), partner)
    partner.answers()
    page = text(asha.get(answer.url))
    assert "No hit" in page and "only what they publish is compared" in page and "Of 100 persons" not in page
    answer = searched(asha, a_case(asha, **LAKSHMI), partner, words="A1")
    partner.answers()
    assert re.search(
        r"Of 100 persons who are known at both places, such a search finds about \d+\.", text(asha.get(answer.url))
    )


def test_what_cannot_be_asked_says_why_and_what_to_do(asha, partner):
    case = a_case(asha, Role.VICTIM, phones=TYPED)
    page = asha.get(f"/cases/{case.id}/elsewhere/")
    told = {"subjects": subject_of(page, "Phone"), **WHY}
    page = asha.post(f"/cases/{case.id}/elsewhere/", {**told, "ask": "1"})
    shown = text(page)
    assert str(REASONS["match.ground_not_for_role"]) in shown and str(REASONS["match.name_a_ground"]) in shown
    assert 'name="ask"' not in page.content.decode() and not Search.objects.exists()


def test_who_is_missing_is_sought_and_nobody_is_asked(asha, partner):
    case = a_case(asha, Role.MISSING, **LAKSHMI)
    answer = searched(asha, case, words="M1", ground="missing_report", purpose="family")
    page = text(asha.get(answer.url))
    assert "Who cares for people learns first" in page and "both look the same" in page and "Answers" not in page
    assert not partner.gets(Ask)


def test_a_closed_case_waits_for_a_second_person(asha, at_home, partner):
    from sajha.cases.actions import close_case

    case = a_case(asha, phones=TYPED)
    close_case(
        case_id=case.id, status=coded("case_status", "Closed"), reason="All was done here.", revision=case.revision,
        by=asha.actor, at=now(),
    )  # fmt: skip
    answer = searched(asha, case)
    page = text(asha.get(answer.url))
    assert "Waits for a second person" in page and "Nothing was asked yet" in page and not partner.gets(Ask)
    search, balu = Search.objects.get(), at_home("unit_head", "balu", "police")
    assert f"/elsewhere/waiting/{search.id}/" not in asha.get(answer.url).content.decode(), "somebody else decides"
    assert f"/elsewhere/waiting/{search.id}/" in balu.get(answer.url).content.decode()


def test_judgements_are_added_and_never_overwritten(asha, partner):
    partner.publishes(VALUE)
    searched(asha, a_case(asha, phones=TYPED))
    partner.answers()
    address = f"/elsewhere/hits/{Hit.objects.get().id}/"
    assert "fewer than" not in text(asha.get(address))
    for verdict, reason in (("unsure", "The number was sold"), ("same", "The seller named him")):
        assert asha.post(address, {"verdict": verdict, "reason": reason}).status_code == 302
    page = text(asha.get(address))
    assert page.index("The seller named him") < page.index("The number was sold") and Judgement.objects.count() == 2
    assert "No reason" not in page and asha.post(address, {"verdict": "same", "reason": ""}).status_code == 200
    assert "known to AHTU Chennai" not in text(asha.get("/"))


def test_a_persons_hit_says_how_rare_it_is(asha, partner):
    partner.offers("person")
    partner.publishes(*KEYS)
    searched(asha, a_case(asha, **LAKSHMI), words="A1")
    partner.answers()
    page = text(asha.get(f"/elsewhere/hits/{Hit.objects.get().id}/"))
    assert re.search(r"About one in [\d,]+ people would agree like this by chance", page) and "Poonguzhali" not in page


def test_ending_needs_a_reason(asha, partner):
    answer = searched(asha, a_case(asha, phones=TYPED))
    assert asha.post(f"{answer.url}end/", {"reason": ""}).status_code == 200
    assert asha.post(f"{answer.url}end/", {"reason": "He was arrested"}).url == answer.url
    assert Search.objects.get().state == "ended" and "End this search" not in text(asha.get(answer.url))


def test_another_vault_another_case_and_another_role_see_nothing(asha, at_home, partner):
    partner.publishes(VALUE)
    case = a_case(asha, phones=TYPED)
    answer = searched(asha, case)
    partner.answers()
    hit = f"/elsewhere/hits/{Hit.objects.get().id}/"
    for other in (at_home("investigator", "chitra", "police"), at_home("case_manager", "deepa", "care")):
        for address in (f"/cases/{case.id}/elsewhere/", answer.url, f"{answer.url}end/", hit):
            assert other.get(address).status_code == 404, address
        assert other.post(f"{hit}ask/").status_code == 404
        assert "known to AHTU Chennai" not in text(other.get("/"))
    assert at_home("auditor", "hari").get(hit).status_code == 403
    balu = at_home("unit_head", "balu", "police")
    assert balu.get(hit).status_code == balu.get(answer.url).status_code == 200


@pytest.fixture
def deepa(at_home):
    return at_home("case_manager", "deepa", "care")


def test_a_sighting_is_told_and_silence_leaves_nothing(deepa, partner):
    _case, sighting = sighted(deepa, partner)
    assert "Anti-human-trafficking unit, AHTU Chennai, looks for a person like this; " in text(deepa.get("/"))
    page = text(deepa.get(f"/sightings/{sighting.id}/"))
    assert "Silence looks exactly like nobody knowing the person." in page and "Poonguzhali" not in page
    assert "No child welfare committee is a member of the network yet" in page
    partner.gets()
    address = f"/sightings/{sighting.id}/"
    assert deepa.post(address, {"decision": "silent", "reason": ""}).status_code == 200
    assert deepa.post(address, {"decision": "silent", "reason": "She is afraid of him"}).url == address
    assert not partner.gets() and not Thread.objects.exists()
    assert "Whoever looks cannot tell this from nobody knowing the person" in text(deepa.get(address))
    assert "AHTU Chennai, looks for" not in text(deepa.get("/"))


def test_an_answer_leads_to_a_draft_to_the_seeker(deepa, partner):
    _case, sighting = sighted(deepa, partner)
    answer = deepa.post(f"/sightings/{sighting.id}/", {"decision": "answered", "reason": "She wants to go home"})
    draft = draft_of(deepa.actor, Thread.objects.get().id)
    assert answer.url.endswith(f"/drafts/{draft.id}/") and draft.recipient == partner.id
    assert draft.parties == (sighting.party,) and "Poonguzhali" not in draft.question


def test_the_committee_gets_the_draft_with_the_seekers_name(deepa, partner):
    committee = MatchingPartner("2", kind="cwc", name="CWC Warangal")
    _case, sighting = sighted(deepa, partner)
    told = {"decision": "committee", "reason": "The committee decides"}
    assert "Choose the committee" in text(deepa.post(f"/sightings/{sighting.id}/", told))
    deepa.post(f"/sightings/{sighting.id}/", {**told, "committee": committee.id})
    draft = draft_of(deepa.actor, Thread.objects.get().id)
    assert draft.recipient == committee.id and "AHTU Chennai" in draft.question
    again = deepa.post(f"/sightings/{sighting.id}/write/", {"committee": committee.id})
    assert again.status_code == 302 and Thread.objects.count() == 2


def test_a_silent_sighting_writes_to_nobody(deepa, partner):
    _case, sighting = sighted(deepa, partner)
    assert deepa.post(f"/sightings/{sighting.id}/write/").status_code == 403
    assert not Thread.objects.exists()


def test_a_sighting_is_judged(deepa, at_home, partner):
    _case, sighting = sighted(deepa, partner)
    assert deepa.post(f"/sightings/{sighting.id}/judge/", {"verdict": "same", "reason": ""}).status_code == 200
    deepa.post(f"/sightings/{sighting.id}/judge/", {"verdict": "different", "reason": "Her sister is older"})
    assert "Her sister is older" in text(deepa.get(f"/sightings/{sighting.id}/"))
    assert at_home("investigator", "asha2", "police").get(f"/sightings/{sighting.id}/").status_code == 404


def test_more_that_agrees_opens_a_hit_again(asha, partner):
    partner.publishes(VALUE)
    searched(asha, a_case(asha, phones=TYPED))
    partner.answers()
    hit = Hit.objects.get()
    asha.post(f"/elsewhere/hits/{hit.id}/", {"verdict": "different", "reason": "He sold it long ago"})
    assert "known to AHTU Chennai" not in text(asha.get("/"))
    Hit.objects.update(again_at=now())
    assert "known to AHTU Chennai" in text(asha.get("/"))
    assert "More agrees than before" in text(asha.get(f"/elsewhere/hits/{hit.id}/"))


def test_a_request_after_a_match_is_compared_with_our_records(asha, at_home, partner):
    case = a_case(asha, phones=TYPED)
    index_due(now())
    fields = (PackageField("", "identifier.phone", Sensitivity.S3, PHONE),)
    thread = partner.asks(kind=Kind.DISCLOSE_AFTER_MATCH, fields=fields, at=now())
    assert f"/requests/{thread}/compare/" in asha.get(f"/requests/{thread}/").content.decode()
    page = asha.get(f"/requests/{thread}/compare/")
    assert f"{case.number} A1" in text(page) and "Phone number: Agrees" in text(page)
    assert "43210" not in page.content.decode()
    other = at_home("investigator", "chitra", "police").get(f"/requests/{thread}/compare/")
    assert case.number not in text(other)
    trace = partner.asks(at=now())
    assert "/compare/" not in asha.get(f"/requests/{trace}/").content.decode()


def test_no_value_on_any_page_title_record_or_log(asha, partner, caplog):
    caplog.set_level("DEBUG")
    partner.publishes(VALUE)
    case = a_case(asha, phones=TYPED, first_name="Ravichandran")
    answer = searched(asha, case)
    partner.answers()
    hit = Hit.objects.get()
    asha.post(f"/elsewhere/hits/{hit.id}/ask/")
    addresses = [
        "/",
        f"/cases/{case.id}/",
        f"/cases/{case.id}/elsewhere/",
        answer.url,
        f"{answer.url}end/",
        "/elsewhere/hits/",
    ]
    for address in (*addresses, f"/elsewhere/hits/{hit.id}/", f"/requests/drafts/{Thread.objects.get().id}/"):
        shown = asha.get(address)
        assert shown.status_code == 200, address
        assert not [told for told in (TYPED, PHONE, "43210", "Ravichandran") if told in shown.content.decode()], address
    for row in AuditEntry.objects.all().values_list():
        assert "43210" not in str(row)
    assert "43210" not in caplog.text and "Ravichandran" not in caplog.text


def test_pages_cost_the_same_with_many_partners_and_searches(asha, deepa, partner):
    def counts():
        found = []
        for client, address in (
            (asha, "/"),
            (asha, f"/cases/{case.id}/"),
            (asha, answer.url),
            (deepa, "/sightings/"),
            (deepa, "/"),
        ):
            with CaptureQueriesContext(connection) as taken:
                assert client.get(address).status_code == 200
            found.append(len(taken))
        return found

    partner.offers("phone")
    partner.publishes(VALUE)
    case = a_case(asha, phones=TYPED)
    answer = searched(asha, case)
    partner.answers()
    sighted(deepa, partner)
    counts()
    few = counts()
    for number in range(3, 9):
        MatchingPartner(str(number), name=f"AHTU {number}")
    before, row = Sighting.objects.get(), Search.objects.get()
    for number in range(10):
        Sighting.objects.create(**{**_columns(before), "id": new_id("sighting"), "thing": f"thing_{number}"})
        Search.objects.create(**{**_columns(row), "id": new_id("search")})
    assert counts() == few


def _columns(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def console():
    group = click.Group()
    match.add_to(group)

    def run(*words):
        answer = CliRunner().invoke(group, ["match", *words])
        if answer.exception and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.output) if "--json" in words else answer.output

    return run


def test_with_commands(asha, partner, console):
    partner.offers("phone")
    partner.publishes(VALUE)
    case = a_case(asha, phones=TYPED)
    mine, why = (
        ("--as", "asha", "--json"),
        ("--purpose", "investigation", "--ground", "registered_fir", "--why", "FIR 12"),
    )
    (phone,) = [row for row in console("items", case.number, *mine)["items"] if row["sort"] == "phone"]
    assert "43210" not in json.dumps(phone)
    asked = console("ask", case.number, "--item", phone["subject"], "--partner", partner.id, *why, "--yes", *mine)
    assert asked["waiting"] == 1
    partner.answers()
    (answer,) = console("show", asked["id"], "--wait", "5", *mine)["asked"]
    hit = answer["hits"][0]["id"]
    assert console("judge", hit, "unsure", "--reason", "An old number", *mine)["verdict"] == "unsure"
    assert console("list", case.number, *mine)["searches"][0]["hits"] == 1
    assert "43210" not in console("show", asked["id"], "--as", "asha")
    assert console("end", asked["id"], "--reason", "He was arrested", *mine)["ended"]
    with pytest.raises(Refused):
        console("show", "search_" + "0" * 32, *mine)


def test_decide_with_commands(deepa, partner, console):
    sighted(deepa, partner)
    (row,) = console("sightings", "--open", "--as", "deepa", "--json")["sightings"]
    told = console("decide", row["id"], "silent", "--reason", "She said no", "--as", "deepa", "--json")
    assert told["state"] == "silent" and console("sightings", "--open", "--as", "deepa", "--json")["sightings"] == []
