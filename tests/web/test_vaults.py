"""Vaults, emergency access and counselling notes as people use them, with pages and with commands."""

import json
import re

import click
import pytest
from click.testing import CliRunner
from django.test import Client

from sajha.accounts.models import User
from sajha.accounts.queries import actor_of
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cases.counselling.models import CounsellingNote
from sajha.cases.emergency.models import EmergencyAccess
from sajha.cases.models import Case
from sajha.cli import counselling, emergency, vaults
from sajha.consent.values import Purpose
from sajha.terms.reasons import REASONS
from tests.some_cases import CANARY, agrees, open_case

pytestmark = pytest.mark.django_db
WHY = "He has found the house."
SAID = "She wept when she spoke of the uncle"


@pytest.fixture
def at_home(member):
    """Sign in as somebody of this role who reads these vaults."""

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
def deepa(at_home):
    return at_home("case_manager", "deepa", "care")


@pytest.fixture
def kiran(at_home):
    return at_home("case_manager", "kiran", "care")


@pytest.fixture
def case(deepa):
    return open_case(deepa.actor)


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def ask(client, case, **more):
    typed = {"number": case.number, "danger": "on", "reason": WHY, "hours": "4", **more}
    return client.post("/emergency/ask/", typed)


def test_two_persons_open_a_case_and_everybody_who_must_know_is_told(asha, deepa, kiran, case, at_home):
    hari = at_home("auditor", "hari")
    answer = ask(asha, case)
    place = answer.headers["Location"]
    page = read(asha, place)
    assert "Waits for a second person" in page and "Care" not in page and "Confirm<" not in page
    assert "Case " + case.number in read(kiran, "/")
    assert WHY in read(kiran, place)
    assert "tells nobody" not in read(kiran, place + "confirm/")
    assert kiran.post(place + "confirm/").headers["Location"] == place
    assert "open to you for reading" in read(asha, place)
    for told in (deepa, hari):
        assert "Case " + case.number in read(told, "/") and WHY in read(told, place)
    page = read(asha, place + "case/")
    assert "V1" in page and CANARY not in page and "/change/" not in page
    shown = asha.post(f"{place}case/people/{case.parties[0]}/", {"fields_asked": ["first_name"], "reason": WHY})
    assert (
        CANARY in shown.content.decode() and shown.headers["Cache-Control"] == "no-store" and "Refresh" in shown.headers
    )
    notes = asha.post(place + "case/notes/")
    assert CANARY in notes.content.decode() and "Refresh" in notes.headers
    assert WHY in read(deepa, f"/cases/{case.id}/") and "Emergency access confirmed" in read(
        deepa, f"/cases/{case.id}/"
    )
    assert asha.get(f"/cases/{case.id}/").status_code == 404
    asha.post(place + "end/")
    assert asha.get(place + "case/").status_code == 403
    assert hari.post(place + "review/", {"verdict": "justified", "reason": "x"}).status_code == 200
    hari.post(place + "review/", {"verdict": "justified", "reason": "The house was watched."})
    assert "The house was watched." in read(asha, place) and "Justified" in read(asha, place)


def test_asking_says_what_is_missing_and_never_whether_there_is_a_case(asha, case):
    page = ask(asha, case, danger="", hours="4").content.decode()
    assert "There is a problem" in page and 'href="#id_danger"' in page
    assert 'href="#id_number"' in ask(asha, case, number="Meena").content.decode()
    assert 'href="#id_hours"' in ask(asha, case, hours="30").content.decode()
    assert EmergencyAccess.objects.count() == 0
    pages = []
    for number in (case.number, "2031-000001"):
        place = ask(asha, case, number=number).headers["Location"]
        page = read(asha, place)
        pages.append(
            re.sub(r"emergency_[0-9a-f]{32}|nonce-\S+|name=.csrf\S+ value=\S+|<time.*?</time>", "", page).replace(
                number, "N"
            )
        )
    assert pages[0] == pages[1]


def test_declining_leaves_it_closed_and_tells_the_asker_nothing(asha, kiran, case):
    place = ask(asha, case).headers["Location"]
    read(asha, place)  # with the word that it was asked
    before = read(asha, place)
    assert "emergency" in kiran.post(place + "decline/").headers["Location"]
    assert re.sub(r"csrf\S+ value=\S+|nonce-\S+", "", read(asha, place)) == re.sub(
        r"csrf\S+ value=\S+|nonce-\S+", "", before
    )
    assert kiran.post(place + "confirm/").status_code in (403, 404)


def test_a_counselling_note_opens_to_its_author_and_whom_the_author_names(deepa, kiran, case, at_home):
    head = at_home("unit_head", "jaya", "care")
    assert "Write a counselling note" in read(deepa, f"/cases/{case.id}/")
    answer = deepa.post(f"/counselling/new/{case.id}/", {"words": SAID})
    place = answer.headers["Location"]
    assert SAID not in read(deepa, place)
    opened = deepa.post(place)
    assert (
        SAID in opened.content.decode()
        and opened.headers["Cache-Control"] == "no-store"
        and "Refresh" in opened.headers
    )
    note = CounsellingNote.objects.get().id
    page = read(head, f"/cases/{case.id}/")
    assert "ounselling" not in page and note not in page
    for stranger in (head, kiran):
        assert stranger.post(place).status_code == 404
        assert note not in read(stranger, "/counselling/")
    deepa.post(place + "readers/", {"user": kiran.actor.id})
    assert SAID in kiran.post(place).content.decode()
    assert note in read(kiran, "/counselling/") and "Who else" not in read(kiran, place)
    assert kiran.get(place + "change/").status_code == 403 == kiran.get(place + "readers/").status_code
    deepa.post(f"{place}readers/{kiran.actor.id}/end/")
    assert kiran.post(place).status_code == 404
    changed = deepa.post(place + "change/", {"show": "note"}).content.decode()
    assert SAID in changed
    assert 'href="#id_words"' in deepa.post(place + "change/", {"words": " ", "revision": "1"}).content.decode()
    deepa.post(place + "change/", {"words": "Calmer today", "revision": "1"})
    assert "Calmer today" in deepa.post(place).content.decode()
    assert AuditEntry.objects.filter(action="note.read", subject=note).count() == 4


def test_a_note_is_offered_only_in_care(asha, deepa, case):
    police = open_case(asha.actor)
    assert "ounselling" not in read(asha, f"/cases/{police.id}/")
    assert deepa.get(f"/counselling/new/{police.id}/").status_code == 404


def test_the_administrator_says_which_vaults_a_person_reads(asha, at_home):
    admin = at_home("administrator", "gita")
    place = f"/people/{asha.actor.id}/"
    assert "Police" in read(admin, place)
    assert "at least one vault" in admin.post(place + "vaults/", {"vaults": []}).content.decode()
    assert admin.post(place + "vaults/", {"vaults": ["care", "police"]}).headers["Location"] == place
    assert User.objects.get(pk=asha.actor.id).vaults == ["care", "police"]
    assert "Care, Police" in read(admin, place)
    assert asha.get("/").status_code == 302  # signed out, so that it holds at once


def test_who_reads_several_vaults_chooses_one_for_a_new_case_and_for_the_list(at_home, deepa, case):
    both = at_home("unit_head", "indu", "police", "care")
    page = read(both, "/cases/new/")
    assert 'name="vault"' in page
    assert 'href="#id_vault_0"' in both.post("/cases/new/", {"role": "victim"}).content.decode()
    both.post("/cases/new/", {"role": "victim", "vault": "care"})
    assert sorted(Case.objects.values_list("vault", flat=True)) == ["care", "care"]
    assert case.number not in read(both, "/cases/")
    assert case.number in read(both, "/cases/?vault=care")
    assert "Vault: Care" in read(both, f"/cases/{case.id}/")


def test_who_reads_one_vault_is_asked_nothing_and_cannot_name_another(asha):
    assert 'name="vault"' not in read(asha, "/cases/new/") + read(asha, "/cases/") + read(asha, "/imports/")
    asha.post("/cases/new/", {"role": "victim", "vault": "care"})
    assert Case.objects.get().vault == "police"


def run(*words, by, typed=""):
    group = click.Group("sajha")
    emergency.add_to(group)
    counselling.add_to(group)
    vaults.add_to(group)
    done = CliRunner().invoke(group, [*words, "--json", "--as", by], input=typed)
    if isinstance(done.exception, Refused):
        assert done.exception.decision.because in REASONS
        return done.exception.decision.because
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_an_emergency_from_the_console(asha, kiran, case, at_home):
    at_home("auditor", "hari")
    given = ("emergency", "ask", case.number, "--reason", WHY)
    assert run(*given, by="asha") == "emergency.no_danger"
    id = run(*given, "--danger", by="asha")["emergency"]
    assert run("emergency", "look", id, by="asha") == "emergency.not_open"
    assert run("emergency", "confirm", id, "--yes", by="asha") == "emergency.not_alone"
    assert run("emergency", "show", id, by="kiran")["you_may"] == ["confirm", "decline"]
    assert run("emergency", "confirm", id, "--yes", by="kiran")["stage"] == "open"
    assert run("emergency", "look", id, by="asha")["people"] == ["V1"]
    assert run("emergency", "list", by="hari")["emergencies"][0]["stage"] == "open"
    run("emergency", "end", id, by="asha")
    review = ("emergency", "review", id, "not_justified", "--words")
    assert run(*review, "short", by="hari") == "reason.too_short"
    assert run(*review, "Nobody was in danger.", by="hari")["verdict"] == "not_justified"


def test_a_counselling_note_from_the_console(deepa, kiran, case):
    id = run("counselling", "write", case.number, "--words-from", "-", by="deepa", typed=SAID)["note"]
    assert run("counselling", "read", id, by="deepa")["words"] == SAID
    assert run("counselling", "read", id, by="kiran") == "not_found"
    run("counselling", "name", id, "kiran", by="deepa")
    assert run("counselling", "list", by="kiran")["notes"][0]["note"] == id
    run("counselling", "change", id, "--words-from", "-", by="deepa", typed="Calmer")
    assert run("counselling", "read", id, by="kiran")["words"] == "Calmer"
    run("counselling", "take-back", id, "kiran", by="deepa")
    assert run("counselling", "read", id, by="kiran") == "not_found"
    assert run("counselling", "write", "2030-000001", "--words-from", "-", by="deepa", typed=SAID) == "not_found"


def test_something_crosses_after_it_was_shown(asha, deepa):
    case = open_case(asha.actor)
    place = f"/vaults/cross/{case.id}/"
    assert "police" not in re.findall(r'name="to_vault" value="(\w+)"', read(asha, place))
    typed = {"to_vault": "care", "kind": "transfer_person", "parties": [case.parties[0]], "ground": ""}
    page = asha.post(place, typed).content.decode()
    mark = re.search(r'name="shown" value="([0-9a-f]{64})"', page).group(1)
    assert "What will cross" in page and CANARY not in page
    again = asha.post(place, {**typed, "shown": "0" * 64, "cross": "1"}).content.decode()
    assert "Something changed since you looked" in again and mark in again
    assert asha.post(place, {**typed, "shown": mark, "cross": "1"}).headers["Location"] == f"/cases/{case.id}/"
    assert "Crossed into your vault" in read(deepa, "/")
    package = re.search(r"/vaults/received/(package_[0-9a-f]{32})/", read(deepa, "/vaults/")).group(1)
    page = read(deepa, f"/vaults/received/{package}/")
    assert "Feminine" in page or "Female" in page or "V1" in page
    assert case.number not in page and case.id not in page
    assert asha.get(f"/vaults/received/{package}/").status_code == 404
    assert "Care vault of this organisation" in read(asha, f"/cases/{case.id}/people/{case.parties[0]}/holders/")


def test_an_identity_that_crossed_is_shown_for_a_reason(asha, deepa):
    case = open_case(asha.actor)
    agrees(case, purpose=Purpose.CARE, audiences=("shelter",))
    given = ("vault", "cross", case.number, "--to", "care", "--for", "transfer_person", "--person", "V1")
    given = (*given, "--tick", "party.first_name", "--ground", "consent_recorded", "--ground-reason", "She signed")
    outcomes = {row["field"]: row["outcome"] for row in run(*given, "--preview", by="asha")["fields"]}
    assert outcomes["party.first_name"] == "goes"
    package = run(*given, "--yes", by="asha")["package"]
    assert CANARY not in repr(run("vault", "show", package, by="deepa"))
    assert (
        run("vault", "show", package, "--reason", "I speak to her today.", by="deepa")["p1 party.first_name"] == CANARY
    )
    assert run("vault", "received", by="deepa")["packages"][0]["package"] == package
    place = f"/vaults/received/{package}/"
    assert CANARY not in read(deepa, place)
    assert 'href="#id_reason"' in deepa.post(place + "identity/", {"reason": "x"}).content.decode()
    shown = deepa.post(place + "identity/", {"reason": "I speak to her today."})
    assert (
        CANARY in shown.content.decode() and shown.headers["Cache-Control"] == "no-store" and "Refresh" in shown.headers
    )
    assert run(*given[:4], "police", *given[5:], by="asha") == "vault.same"
    assert run(*given[:6], "nonsense", *given[7:], by="asha") == "vault.unknown"
