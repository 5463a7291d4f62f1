"""Police, care and legal records lie apart inside one node: own keys, own readers."""

from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.db import transaction

from sajha.accounts.actions import add_user, change_roles, change_vaults
from sajha.accounts.models import User
from sajha.accounts.queries import actor_of, colleagues
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cases import actions, queries
from sajha.cases.imports.actions import import_rows
from sajha.cases.models import Case, CaseAccess
from sajha.cases.values import CaseFacts, PersonFacts, Role, Wanted
from sajha.disclosure.actions import send_request
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.models import HeldPart
from sajha.disclosure.queries import packages_of, preview
from sajha.liaison.actions import change_draft, start_draft
from sajha.liaison.queries import sent
from sajha.liaison.queries import thread as thread_of
from sajha.vault.actions import seal, unseal
from sajha.vault.models import RecordKey
from sajha.vault.seals import VaultClosed
from tests.areas.test_requests import send
from tests.cast import ASHA, BALU, CHITRA, DEEPA, GITA, HARI, NOON
from tests.other_node import OtherNode
from tests.some_cases import open_case as some_case

pytestmark = pytest.mark.django_db
WORDS = {"first_name": "Kanariyamma"}
BOTH = replace(BALU, id="user_" + "7" * 32, label="Indu", vaults=frozenset({"police", "care"}))
CARE_HEAD = replace(BALU, id="user_" + "6" * 32, label="Jaya", vaults=frozenset({"care"}))


def open_in(by, vault=""):
    return actions.open_case(
        facts=CaseFacts(notes="the house"),
        role=Role.VICTIM,
        person=PersonFacts("Jasmine"),
        identity=WORDS,
        by=by,
        at=NOON,
        vault=vault,
    )


def because(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.decision.because


@pytest.fixture
def keys(settings, tmp_path):
    """A key folder of its own, so that files may be taken away."""
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "vault.key").write_bytes(b"k" * 32)
    settings.CONFIG = replace(settings.CONFIG, home=tmp_path)
    return tmp_path / "keys"


def first_name(case):
    party = case.parties.get()
    return unseal(case.id, f"{party.id}/first_name", party.first_name)


def test_without_the_file_of_the_care_vault_nothing_of_care_opens_and_police_still_does(keys):
    police, care = open_in(ASHA), open_in(DEEPA)
    assert {path.name for path in keys.iterdir()} == {"vault.key", "vault-police.key", "vault-care.key"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in keys.glob("vault-*.key"))
    assert (first_name(police), first_name(care)) == ("Kanariyamma", "Kanariyamma")
    away = (keys / "vault-care.key").rename(keys.parent / "away")
    assert first_name(police) == "Kanariyamma"
    with pytest.raises(VaultClosed):
        first_name(care)
    with pytest.raises(VaultClosed):
        actions.read_notes(case_id=care.id, by=CARE_HEAD, at=NOON)
    away.rename(keys / "vault-care.key")
    assert first_name(care) == "Kanariyamma"


def test_a_request_about_a_case_lies_in_the_vault_of_the_case():
    """Its question, its ground and the copy of what was enclosed open with the case, or not at all."""
    other, case = OtherNode(), some_case(DEEPA)
    draft = start_draft(case=case.id, kind="trace_person", urgency="routine", place="IN-33", by=DEEPA, at=NOON)
    change_draft(
        thread=draft.id, urgency="routine", place="IN-33", recipient=other.id, question="Where?", parties=case.parties,
        fields=(), ground="", ground_reason="", by=DEEPA, at=NOON,
    )  # fmt: skip
    send_request(thread=draft.id, shown=mark_of(preview(DEEPA, draft.id)), by=DEEPA, at=NOON)
    parts = HeldPart.objects.filter(package__thread=draft.id).values_list("id", flat=True)
    keys = RecordKey.objects.filter(record__in=[case.id, draft.id, *parts])
    assert keys.count() == 2 + len(parts) and set(keys.values_list("vault", flat=True)) == {"care"}


def test_a_lost_key_is_never_made_anew(keys):
    """With a new one the old records would stay closed even when the file comes back."""
    open_in(DEEPA)
    (keys / "vault-care.key").unlink()
    with pytest.raises(VaultClosed), transaction.atomic():
        open_in(DEEPA)
    assert not (keys / "vault-care.key").exists()
    assert open_in(ASHA).vault == "police"


def test_the_key_of_one_vault_does_not_open_another(keys):
    care = open_in(DEEPA)
    open_in(ASHA)
    (keys / "vault-care.key").write_bytes((keys / "vault-police.key").read_bytes())
    with pytest.raises(Exception, match="^$"):
        first_name(care)


def test_a_record_stays_in_the_vault_for_which_its_key_was_made(keys):
    case = open_in(DEEPA)
    seal(case.id, "more", "words", vault="police")
    assert RecordKey.objects.get(record=case.id).vault == "care"
    assert seal("plain", "field", "words") and RecordKey.objects.get(record="plain").vault == ""


def test_an_odd_word_is_no_file(keys):
    with pytest.raises(ValueError, match="vault"):
        seal("record", "field", "words", vault="../care")


def test_a_case_lies_in_the_vault_of_its_writer():
    assert (open_in(ASHA).vault, open_in(DEEPA).vault, open_in(BOTH).vault, open_in(BOTH, "care").vault) == (
        "police",
        "care",
        "police",
        "care",
    )
    assert because(lambda: open_in(ASHA, "care")) == "vault.not_yours"
    assert because(lambda: open_in(ASHA, "harbour")) == "vault.not_yours"
    nowhere = replace(ASHA, vaults=frozenset({"care", "legal"}))
    assert because(lambda: open_in(nowhere)) == "vault.choose"
    assert because(lambda: open_in(replace(ASHA, vaults=frozenset()))) == "vault.choose"


@pytest.mark.parametrize("stranger", [ASHA, BALU, CHITRA, GITA, HARI], ids=lambda who: who.label)
def test_nobody_of_another_vault_finds_a_case(stranger):
    case = open_in(DEEPA)
    CaseAccess.objects.create(case=case, user=stranger.id, given_by=DEEPA.id, given_at=NOON, opened_at=NOON)
    assert because(lambda: queries.case_detail(stranger, case.id)) == "not_found"
    assert not queries.visible(stranger).exists()
    assert queries.id_of_number(stranger, case.number) == ""
    if "case:read" and stranger.roles & {"investigator", "unit_head"}:
        for wanted in (
            Wanted(),
            Wanted(mine=False),
            Wanted(vault="care"),
            Wanted(find="Jasmine"),
            Wanted(find=case.number),
        ):
            assert queries.case_list(stranger, wanted).lines == ()


def test_a_head_sees_the_cases_of_the_vaults_that_the_head_reads_one_vault_at_a_time():
    police, care = open_in(ASHA), open_in(DEEPA)
    assert [case.id for case in queries.visible(BALU)] == [police.id]
    assert [case.id for case in queries.visible(CARE_HEAD)] == [care.id]
    assert {case.id for case in queries.visible(BOTH)} == {police.id, care.id}

    def listed(vault):
        return [line.id for line in queries.case_list(BOTH, Wanted(mine=False, vault=vault, find="Jasmine")).lines]

    assert (listed(""), listed("police"), listed("care"), listed("legal")) == ([police.id], [police.id], [care.id], [])
    assert queries.id_of_number(BOTH, care.number) == care.id


def test_a_file_may_be_brought_into_two_vaults_and_neither_tells_of_the_other(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("prs_FirstName,prs_SecondName\nMeena,Devi\n")
    first = import_rows(path=path, standard="htcds", by=ASHA, at=NOON)
    second = import_rows(path=path, standard="htcds", by=DEEPA, at=NOON)
    again = import_rows(path=path, standard="htcds", by=DEEPA, at=NOON)
    assert [(one.added, one.already) for one in (first, second, again)] == [(1, 0), (1, 0), (0, 1)]
    assert sorted(Case.objects.values_list("vault", flat=True)) == ["care", "police"]
    assert (
        because(lambda: import_rows(path=path, standard="htcds", by=ASHA, at=NOON, vault="care")) == "vault.not_yours"
    )


@pytest.fixture
def person(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def add(role, **more):
        return add_user(
            username=f"{role}{User.objects.count()}", display_name=role, roles=frozenset({role}), password="correct horse battery",
            language="en", by=GITA, at=NOON, **more,
        )  # fmt: skip

    return add


def test_a_new_worker_reads_the_vault_of_the_organisation(person, monkeypatch):
    assert actor_of(person("investigator")).vaults == {"police"}
    assert actor_of(person("auditor")).vaults == set()
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, kind="shelter"))
    assert actor_of(person("case_manager")).vaults == {"care"}
    assert actor_of(person("case_manager", vaults=frozenset({"legal"}))).vaults == {"legal"}


def test_the_administrator_says_who_reads_what(person):
    user = person("case_manager")
    change_vaults(user=user, vaults=frozenset({"care", "legal"}), by=GITA, at=NOON)
    assert actor_of(User.objects.get(pk=user.pk)).vaults == {"care", "legal"}
    assert AuditEntry.objects.get(action="user.vaults_changed").detail == {"vaults": ["care", "legal"]}
    for vaults, why in ((set(), "vaults.none"), ({"care", "garden"}, "vaults.unknown")):
        assert (
            because(lambda vaults=vaults: change_vaults(user=user, vaults=frozenset(vaults), by=GITA, at=NOON)) == why
        )
    assert (
        because(lambda: change_vaults(user=user, vaults=frozenset({"care"}), by=BALU, at=NOON)) == "permission.missing"
    )
    auditor = person("auditor")
    assert (
        because(lambda: change_vaults(user=auditor, vaults=frozenset({"care"}), by=GITA, at=NOON))
        == "vaults.not_a_worker"
    )
    with mock.patch("sajha.accounts.actions.people.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        change_vaults(user=user, vaults=frozenset({"police"}), by=GITA, at=NOON)
    assert User.objects.get(pk=user.pk).vaults == ["care", "legal"]


def test_who_works_no_cases_any_more_reads_no_vault(person):
    user = person("case_manager", vaults=frozenset({"care"}))
    change_roles(user=user, roles=frozenset({"investigator"}), by=GITA, at=NOON)
    assert user.vaults == ["care"]
    change_roles(user=user, roles=frozenset({"auditor"}), by=GITA, at=NOON)
    assert user.vaults == []
    change_roles(user=user, roles=frozenset({"investigator"}), by=GITA, at=NOON)
    assert user.vaults == ["police"]


def test_a_case_is_given_only_to_readers_of_its_vault(person):
    care, police = person("case_manager", vaults=frozenset({"care"})), person("investigator")
    case = open_in(DEEPA)
    assert [id for id, _ in colleagues(CARE_HEAD, "care")] == [care.id]
    actions.give_access(case_id=case.id, user_id=care.id, by=CARE_HEAD, at=NOON)
    given = {"case_id": case.id, "user_id": police.id, "by": CARE_HEAD, "at": NOON}
    assert because(lambda: actions.give_access(**given)) == "case.not_a_worker"
    assert because(lambda: actions.assign_case(**given)) == "case.not_a_worker"
    change_vaults(user=care, vaults=frozenset({"legal"}), by=GITA, at=NOON)
    assert because(lambda: queries.case_for(actor_of(care), case.id)) == "not_found"


def test_a_request_about_a_case_of_a_vault_closes_to_its_writer_with_that_vault():
    case, other = some_case(ASHA), OtherNode()
    thread = send(other, case)
    assert thread_of(ASHA, thread).row.id == thread
    moved = replace(ASHA, vaults=frozenset({"care"}))
    assert because(lambda: thread_of(moved, thread)) == "not_found"
    assert because(lambda: packages_of(moved, thread)) == "not_found"
    assert [row.id for row in sent(ASHA).rows] == [thread] and not sent(moved).rows
