"""The pages of cases: masked, recorded, by form fields alone, and each case for those who may open it."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from sajha.accounts.queries import actor_of
from sajha.audit.models import AuditEntry
from sajha.cases import actions, queries
from sajha.cases.models import Case, Party
from sajha.cases.values import CaseFacts, LegFacts, Part, PersonFacts, Role, Wanted
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.places import Place
from sajha.terms.vocabularies import coded
from sajha.vault.actions import seal
from sajha.web.cases.urls import urlpatterns
from tests.cast import NOON

pytestmark = pytest.mark.django_db

CANARY = "Kanariyamma"
SALEM, NALGONDA = Place("IN", "33", "577"), Place("IN", "36", "687")
REASON = "The court asks for the name."
AADHAAR = "2341 2341 2346"
WRITTEN = {
    "first_name": CANARY,
    "last_name": CANARY,
    "father_name": CANARY,
    "birth_date": "2009-05-31",
    "street": f"{CANARY} Street",
}


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def asha(member):
    return member("investigator", "asha")


@pytest.fixture
def page(asha):
    return client_of(asha)


def opened(user, **more):
    by = actor_of(user)
    facts = CaseFacts(notes=f"{CANARY} said", identified_in=NALGONDA)
    case = actions.open_case(
        facts=facts, role=Role.VICTIM, person=PersonFacts("Jasmine"), identity=WRITTEN, by=by, at=NOON, **more
    )
    legs = [
        LegFacts(NALGONDA, SALEM, coded("transport_mode", "train"), "2026-02", f"with {CANARY}"),
        LegFacts(SALEM, Place("NP")),
    ]
    for leg in legs:
        actions.add_leg(case_id=case.id, facts=leg, by=by, at=NOON)
    actions.change_process(case_id=case.id, chosen={Part.ACT: (coded("act", "transfer"),)}, by=by, at=NOON)
    for owner in ("", case.parties.get().id):
        email = f"{CANARY}{owner[-4:]}@example.org"
        actions.add_identifier(case_id=case.id, kind=IdentifierKind.EMAIL, value=email, party_id=owner, by=by, at=NOON)
    return case


@pytest.fixture
def case(asha):
    return opened(asha)


def addresses(case):
    """Every address under a case, complete by the area's own list."""
    party, leg = case.parties.first(), case.legs.first()
    given = {"case": case.id, "party": party.id, "leg": leg.id, "user": case.owner, "name": "home"}
    given["thing"] = case.identifiers.first().id
    return {
        pattern.name: reverse(
            pattern.name, kwargs={name: given[name] for name in re.findall(r"str:(\w+)", str(pattern.pattern))}
        )
        for pattern in urlpatterns
    }


FOR_HEADS = {"case_access", "case_assign", "case_access_end"}


def test_no_page_shows_what_is_sealed(page, case, member):
    head = client_of(member("unit_head"))
    for name, address in {**addresses(case), "home": "/"}.items():
        for client in (page, head):
            found = client.get(address)
            assert found.status_code == (403 if name in FOR_HEADS and client is page else 200), name
            assert CANARY not in found.content.decode(), name
            assert found["Cache-Control"] == "no-store"


def test_a_form_that_is_wrong_shows_nothing_sealed_either(page, case):
    for name, address in addresses(case).items():
        if name in FOR_HEADS | {
            "leg_remove",
            "thing_remove",
            "case_notes",
            "case_more",
            "leg_note",
            "cases",
            "case",
            "case_districts",
            "case_new",
        }:
            continue
        found = page.post(address, {"revision": "x"})
        assert found.status_code == 200, name
        assert CANARY not in found.content.decode(), name


def test_chitra_cannot_open_ashas_case(case, member):
    chitra = client_of(member("investigator", "chitra"))
    before = Case.objects.values_list().get(), AuditEntry.objects.count()
    for name, address in addresses(case).items():
        if name in ("cases", "case_new", "case_districts"):
            continue
        for answer in (chitra.get(address), chitra.post(address, {"reason": REASON, "revision": 1})):
            assert answer.status_code in (403, 404, 405), name
            assert case.number not in answer.content.decode()
    assert case.number not in chitra.get("/cases/").content.decode()
    assert (Case.objects.values_list().get(), AuditEntry.objects.exclude(action="cases.listed").count()) == before


def test_an_administrator_and_an_auditor_see_no_case(case, member):
    for role in ("administrator", "auditor", "nodal_officer"):
        client = client_of(member(role))
        for address in addresses(case).values():
            assert client.get(address).status_code == 403


def test_children_of_another_case_are_not_found(page, case, asha):
    other = opened(asha)
    party, leg = case.parties.first().id, case.legs.first().id
    for address in (
        f"people/{party}/change/",
        f"people/{party}/identity/",
        f"people/{party}/show/",
        f"process/{party}/",
        f"way/{leg}/change/",
        f"way/{leg}/note/",
        f"way/{leg}/remove/",
    ):
        for answer in (
            page.get(f"/cases/{other.id}/{address}"),
            page.post(f"/cases/{other.id}/{address}", {"show": "note"}),
        ):
            assert answer.status_code == 404, address
    assert case.legs.count() == 2


def test_a_constable_opens_a_case_with_two_answers(page):
    answer = page.post("/cases/new/", {"role": "victim", "channel": "identification_channel:6.0:RescueOperation"})
    case = Case.objects.get()
    assert answer.url == f"/cases/{case.id}/"
    assert str(case.channel).endswith("RescueOperation") and str(case.identified_by) == "absent:unknown"
    assert f"Case {case.number} was opened." in page.get(answer.url).content.decode()


def test_a_case_with_all_that_the_page_offers(page):
    page.post(
        "/cases/new/",
        {
            "role": "witness",
            "channel": "absent:not_asked",
            "identified_by": "absent:declined",
            "identified_on": "28/02/2026",
            "identified_in_region": "IN-36",
            "identified_in_district": str(NALGONDA),
            "code_name": "Lotus",
            "majority": "absent:withheld",
            "gender": "absent:not_applicable",
            "home_region": "NP",
            "first_name": CANARY,
            "birth_date": "2001-01-31",
            "notes": "seen at the station",
        },
    )
    case, party = Case.objects.get(), Party.objects.get()
    assert (str(case.channel), str(case.identified_by)) == ("absent:not_asked", "absent:declined")
    assert (str(case.identified_on), case.identified_in, case.region) == ("2026-02-28", NALGONDA, "IN-36")
    assert (str(party.majority), str(party.gender), party.home) == (
        "absent:withheld",
        "absent:not_applicable",
        Place("NP"),
    )
    assert case.people == "W1 Lotus" and party.first_name and case.notes


def test_fields_that_no_form_names_are_not_taken(page, asha):
    page.post(
        "/cases/new/",
        {
            "role": "victim",
            "owner": "user_x",
            "opened_by": "user_x",
            "source": "ctdc",
            "number": "1",
            "id": "case_x",
            "is_open": "",
            "status": "case_status:2.0:Closed",
        },
    )
    case = Case.objects.get()
    assert (case.owner, case.opened_by, case.source, case.is_open) == (asha.id, asha.id, "manual", True)
    assert case.number.startswith("20") and case.id != "case_x"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"first_name": f"x {AADHAAR}"}, "never stored"),
        ({"notes": AADHAAR.replace(" ", "-")}, "never stored"),
        ({"identified_on": "2999-01-01"}, "still ahead"),
        ({"code_name": "Asok", "first_name": "Asok"}, "shares a word"),
        ({"majority": "majority_status:2020:Minor", "age_band": "age_band:2020:48+"}, "does not agree"),
        ({"gender": "gender:2.0:Purple"}, "Select a valid choice"),
        ({"role": "owner"}, "Select a valid choice"),
        ({"identified_in_region": "IN-99"}, "Select a valid choice"),
    ],
)
def test_what_is_refused_stands_at_its_field_and_opens_no_case(page, typed, words):
    answer = page.post("/cases/new/", {"role": "victim", **typed})
    text = unescape(answer.content.decode())
    assert answer.status_code == 200 and words in text and 'role="alert"' in text
    assert not Case.objects.exists()
    if AADHAAR not in str(typed):
        assert all(value in text for value in typed.values() if value not in ("owner", "gender:2.0:Purple", "IN-99"))


def test_districts_follow_the_state_with_and_without_javascript(page):
    field = page.get("/cases/districts/home/", {"home_region": "IN-33"}).content.decode()
    assert str(SALEM) in field and 'name="home_district"' in field and str(NALGONDA) not in field
    assert page.get("/cases/districts/role/", {"role_region": "IN-33"}).status_code == 404
    assert "<option" in page.get("/cases/districts/home/", {"home_region": "<b>"}).content.decode()
    shown = page.post("/cases/new/", {"role": "accused", "home_region": "IN-33", "show": "home"}).content.decode()
    assert str(SALEM) in shown and 'role="alert"' not in shown and not Case.objects.exists()
    assert re.search(r'value="accused"[^>]*checked', shown)


def test_a_state_that_was_changed_forgets_the_old_district(page):
    page.post(
        "/cases/new/", {"role": "victim", "identified_in_region": "IN-33", "identified_in_district": str(NALGONDA)}
    )
    assert Case.objects.get().identified_in == Place("IN", "33")


def test_the_second_of_two_editors_is_told(page, case, member):
    head = client_of(member("unit_head"))
    address = f"/cases/{case.id}/change/"
    revision = re.search(r'name="revision" value="(\d+)"', head.get(address).content.decode())[1]
    case.refresh_from_db()
    assert int(revision) == case.revision
    status, other = "case_status:2.0:FollowUp", "case_status:2.0:Active"
    assert page.post(address, {"revision": revision, "status": status}).status_code == 302
    answer = head.post(address, {"revision": revision, "status": other})
    assert "Nothing was overwritten" in answer.content.decode()
    case.refresh_from_db()
    assert str(case.status) == status


def test_an_identity_is_shown_once_for_a_reason_and_the_look_is_told(page, case, asha):
    party = case.parties.get()
    address = f"/cases/{case.id}/people/{party.id}/show/"
    for typed in (
        {"fields_asked": ["first_name"]},
        {"fields_asked": ["first_name"], "reason": "x"},
        {"reason": REASON},
    ):
        refused = page.post(address, typed)
        assert CANARY not in refused.content.decode() and 'role="alert"' in refused.content.decode()
    assert not AuditEntry.objects.filter(action="party.revealed").exists()
    answer = page.post(address, {"fields_asked": ["first_name", "birth_date"], "reason": REASON})
    text = answer.content.decode()
    assert f"<dd>{CANARY}</dd>" in text and "31 May 2009" in text and f"{CANARY} Street" not in text
    assert CANARY not in re.search(r"<title>(.*?)</title>", text)[1]
    assert answer["Refresh"] == f"120; url=/cases/{case.id}/" and answer["Cache-Control"] == "no-store"
    assert REASON in text and asha.display_name in text
    told = page.get(f"/cases/{case.id}/").content.decode()
    assert REASON in told and CANARY not in told


def test_notes_are_opened_by_a_button_and_written_anew(page, case):
    address = f"/cases/{case.id}/notes/"
    shown = page.post(address, {"show": "note"}).content.decode()
    assert f"{CANARY} said" in shown
    revision = re.search(r'name="revision" value="(\d+)"', shown)[1]
    assert page.post(address, {"notes": "less", "revision": revision}).status_code == 302
    assert "less" in page.post(address, {"show": "note"}).content.decode()
    assert AuditEntry.objects.filter(action="case.notes_read").count() == 2


def test_what_else_a_file_said_is_opened_by_a_button(page, case):
    Case.objects.update(
        more=seal(case.id, f"{case.id}/more", json.dumps({"prs_Title": f"Sister {CANARY}", "region": "Asia"}))
    )
    assert "What else the file says" in page.get(f"/cases/{case.id}/").content.decode()
    assert CANARY not in page.get(f"/cases/{case.id}/more/").content.decode()
    shown = page.post(f"/cases/{case.id}/more/").content.decode()
    assert f"Sister {CANARY}" in shown and '<dt lang="en">Title</dt>' in shown and "Asia" in shown
    assert AuditEntry.objects.filter(action="case.more_read").count() == 1


def test_an_identity_is_written_without_being_shown(page, case):
    party = case.parties.get()
    address = f"/cases/{case.id}/people/{party.id}/identity/"
    page.post(address, {"city": "Salem", "remove": ["street"], "revision": party.revision})
    sheet = queries.case_detail(actor_of_owner(case), case.id)
    assert sheet.parties[0].sealed == ("first_name", "last_name", "father_name", "birth_date", "city")


def actor_of_owner(case):
    from sajha.accounts.models import User

    return actor_of(User.objects.get(id=case.owner))


def test_people_process_and_way_through_the_pages(page, case):
    here = f"/cases/{case.id}/"
    party, leg = case.parties.get(), case.legs.order_by("position").first()
    case.refresh_from_db()
    page.post(here + "people/add/", {"role": "accused", "role_in_process": "role_in_process:2.0:Transporter"})
    page.post(
        here + f"people/{party.id}/change/",
        {"code_name": "Lotus", "language": "language:639:ta", "revision": party.revision},
    )
    typed = {
        "means_of_control": ["means_of_control:2.0:DebtBondage"],
        "why_no_purpose": "absent:not_asked",
        "revision": case.revision,
    }
    assert page.post(here + f"process/{party.id}/", typed).status_code == 302
    page.post(here + "way/add/", {"start_region": "NP", "end_region": "IN-9", "position": "1", "month": "2026-01"})
    text = unescape(page.get(here).content.decode())
    for words in (
        "A1",
        "Transporter",
        "V1 Lotus",
        "Tamil",
        "Debt bondage",
        "Not asked",
        "From Nepal to Uttar Pradesh",
        "Jan 2026",
        "Train",
    ):
        assert words in text, words
    assert (
        text.count("<circle") == 5 and text.count("l-6 -10h12z") == 3
    )  # Nepal, Uttar Pradesh, a gap, Nalgonda, Salem, Nepal
    case.refresh_from_db()
    page.post(here + f"way/{leg.id}/change/", {"start_region": "IN-36", "position": "3", "revision": case.revision})
    assert case.legs.get(pk=leg.pk).position == 3
    assert "Remove" in page.get(here + f"way/{leg.id}/remove/").content.decode()
    page.post(here + f"way/{leg.id}/remove/")
    assert case.legs.count() == 2
    both = {
        "means_of_control": ["means_of_control:2.0:DebtBondage"],
        "why_no_means": "absent:not_asked",
        "revision": case.revision,
    }
    assert "Something is ticked" in page.post(here + "process/", both).content.decode()


def test_an_empty_part_of_the_way_is_refused_at_its_field(page, case):
    answer = page.post(f"/cases/{case.id}/way/add/", {"position": "3"})
    assert "Say at least where" in answer.content.decode() and case.legs.count() == 2


def test_a_language_seldom_met_is_kept(page, case):
    party = case.parties.get()
    Party.objects.update(language=coded("language", "ain"))
    address = f"/cases/{case.id}/people/{party.id}/change/"
    assert 'value="language:639:ain" selected' in page.get(address).content.decode()
    page.post(address, {"language": "language:639:ain", "revision": party.revision})
    assert str(Party.objects.get().language) == "language:639:ain"


def test_closing_and_opening_again(page, case):
    here = f"/cases/{case.id}/"
    case.refresh_from_db()
    typed = {"status": "case_status:2.0:Closed", "reason": REASON, "revision": case.revision}
    assert page.post(here + "close/", {**typed, "status": "case_status:2.0:Active"}).status_code == 200
    assert page.post(here + "close/", typed).status_code == 302
    text = page.get(here).content.decode()
    assert "It can be read, but not changed." in text and "Add a person" not in text and "/change/" not in text
    assert "This case is closed." in page.post(here + "people/add/", {"role": "witness"}).content.decode()
    page.post(here + "reopen/", {"reason": REASON})
    case.refresh_from_db()
    assert case.is_open


def test_the_head_gives_and_ends_access(case, member):
    head, chitra = client_of(member("unit_head")), member("investigator", "chitra")
    here = f"/cases/{case.id}/access/"
    assert head.post(here, {"user": chitra.id}).status_code == 302
    assert client_of(chitra).get(f"/cases/{case.id}/").status_code == 200
    head.post(here + "assign/", {"user": chitra.id})
    case.refresh_from_db()
    assert case.owner == chitra.id
    old = next(user for user in queries.who_may_open(actor_of(chitra), case.id) if user != chitra.id)
    assert head.get(here + f"end/{old}/").status_code == 200
    head.post(here + f"end/{old}/")
    assert queries.who_may_open(actor_of(chitra), case.id) == [chitra.id]


def test_every_view_is_recorded(page, case, asha):
    page.get("/cases/")
    page.get(f"/cases/{case.id}/")
    listed = AuditEntry.objects.get(action="cases.listed")
    assert (listed.actor, listed.detail) == (asha.id, {"count": 1})
    assert AuditEntry.objects.get(action="case.viewed").subject == case.id


def test_the_list_by_what_is_chosen_and_by_pages(page, case, asha):
    by = actor_of(asha)
    for step in range(60):
        actions.open_case(facts=CaseFacts(), role=Role.ACCUSED, by=by, at=NOON + timedelta(minutes=step))
    first = page.get("/cases/").content.decode()
    assert case.number not in first and first.count('<th scope="row">') == 50
    older = unescape(re.search(r'href="\?([^"]+)" rel="next"', first)[1])
    second = page.get(f"/cases/?{older}").content.decode()
    assert case.number in second and 'rel="prev"' in second and 'rel="next"' not in second
    for asked in ("find=jasmine", f"find={case.number}", "role=victim", "region=IN-36", "status=all&role=victim"):
        found = page.get(f"/cases/?{asked}").content.decode()
        assert found.count('<th scope="row">') == 1 and case.number in found, asked
    for asked in (f"find={CANARY}", "status=case_status:2.0:Closed", "region=IN-9"):
        assert "No case fits this" in page.get(f"/cases/?{asked}").content.decode()
    for asked in ("status=x&region=y&role=z&before=1&after=2", "before=99999999999999999-case_" + "0" * 32):
        assert page.get(f"/cases/?{asked}").status_code == 200


def test_an_empty_list_says_what_to_do(page):
    assert "Open a new one" in page.get("/cases/").content.decode()


def test_the_head_sees_all_and_may_choose_mine(case, member):
    head = client_of(member("unit_head"))
    assert case.number in head.get("/cases/").content.decode()
    assert case.number not in head.get("/cases/?whose=mine").content.decode()


def test_the_first_page_tells_of_open_cases(page, case):
    assert f"{case.number} V1 Jasmine" in page.get("/").content.decode()


@pytest.mark.parametrize("role", ["investigator", "unit_head"])
def test_the_list_takes_the_same_queries_for_ten_or_five_hundred(role, member, django_assert_num_queries):
    user = member(role)
    by, client, counted = actor_of(user), client_of(user), []
    client.get("/cases/")  # the chain's first entry is made once
    for many in (10, 490):
        for _ in range(many):
            actions.open_case(facts=CaseFacts(), role=Role.VICTIM, by=by, at=NOON)
        with django_assert_num_queries(NUMBER) as taken:
            client.get("/cases/")
        counted.append(len(taken))
    assert len(set(counted)) == 1
    assert len(queries.case_list(by, Wanted(mine=False)).lines) == 50


# session, user, transaction, cases, head of the chain, entry, head again, end of the transaction
NUMBER = 8
