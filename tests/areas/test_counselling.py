"""Counselling notes open to their author and whom the author names; not to the head, not in an emergency, in no export."""

from dataclasses import replace
from unittest import mock

import pytest
from django.apps import apps
from django.db import connection

from sajha.accounts.models import User
from sajha.accounts.queries import carers
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cases import actions as cases
from sajha.cases import queries as case_queries
from sajha.cases.counselling import actions, queries
from sajha.cases.counselling.models import CounsellingNote, NoteReader
from sajha.cases.emergency import actions as emergency
from sajha.cases.imports.actions import export_htcds
from sajha.disclosure.queries import record_fields
from sajha.vault.models import RecordKey
from sajha.vault.seals import VaultClosed
from tests.cast import ASHA, BALU, CHITRA, DEEPA, GITA, HARI, NOON
from tests.some_cases import open_case

pytestmark = pytest.mark.django_db
SAID = "Canary Sundari wept when she spoke of the uncle"
JAYA = replace(BALU, id="user_" + "6" * 32, label="Jaya", vaults=frozenset({"care"}))
KIRAN = replace(DEEPA, id="user_" + "5" * 32, label="Kiran")
BOTH = replace(DEEPA, id="user_" + "4" * 32, label="Latha", roles=frozenset({"case_manager", "investigator"}))


@pytest.fixture(autouse=True)
def people(db):
    for who in (ASHA, BALU, CHITRA, DEEPA, JAYA, KIRAN, BOTH, GITA, HARI):
        User.objects.create(
            id=who.id, username=who.label, display_name=who.label, roles=sorted(who.roles), vaults=sorted(who.vaults), made_at=NOON
        )  # fmt: skip


@pytest.fixture
def case():
    return open_case(DEEPA)


@pytest.fixture
def note(case):
    return actions.write_note(case_id=case.id, words=SAID, by=DEEPA, at=NOON)


def because(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.decision.because


def read(note, by):
    return actions.read_note(note_id=note.id, by=by, at=NOON)


def name(note, whom, by=DEEPA):
    actions.name_reader(note_id=note.id, user_id=whom.id, by=by, at=NOON)


def test_it_opens_to_its_author_and_every_look_is_recorded(note):
    assert read(note, DEEPA) == SAID
    looks = AuditEntry.objects.filter(action="note.read", subject=note.id)
    assert [(look.actor, look.detail) for look in looks] == [(DEEPA.id, {"case": note.case})]


@pytest.mark.parametrize("stranger", [JAYA, KIRAN, BOTH, ASHA, BALU, GITA, HARI], ids=lambda who: who.label)
def test_it_opens_to_nobody_else_not_even_the_head(case, note, stranger):
    cases.give_access(case_id=case.id, user_id=KIRAN.id, by=JAYA, at=NOON)
    for act in (
        lambda: read(note, stranger),
        lambda: queries.note_sheet(stranger, note.id),
        lambda: name(note, stranger, by=stranger),
        lambda: actions.take_back(note_id=note.id, user_id=DEEPA.id, by=stranger, at=NOON),
        lambda: actions.change_note(note_id=note.id, words="x", revision=None, by=stranger, at=NOON),
    ):
        assert because(act) == "not_found"
    assert queries.notes(stranger) == [] == queries.notes(stranger, case.id)


def test_whom_the_author_names_may_open_it_until_it_is_taken_back(case, note):
    name(note, KIRAN)
    name(note, JAYA)
    assert read(note, KIRAN) == SAID == read(note, JAYA)
    assert [(line.number, line.own) for line in queries.notes(KIRAN)] == [(case.number, False)]
    assert [user for user, _ in queries.note_sheet(DEEPA, note.id).readers] == [KIRAN.id, JAYA.id]
    assert queries.note_sheet(KIRAN, note.id).readers == ()
    assert because(lambda: name(note, KIRAN, by=JAYA)) == "counselling.not_author"
    change = {"note_id": note.id, "words": "x", "revision": 1, "by": JAYA, "at": NOON}
    assert because(lambda: actions.change_note(**change)) == "counselling.not_author"
    actions.take_back(note_id=note.id, user_id=KIRAN.id, by=DEEPA, at=NOON)
    assert because(lambda: read(note, KIRAN)) == "not_found"
    assert because(lambda: actions.take_back(note_id=note.id, user_id=KIRAN.id, by=DEEPA, at=NOON)) == "not_found"
    told = AuditEntry.objects.filter(subject=note.id).order_by("seq").values_list("action", flat=True)
    assert list(told) == [
        "note.written",
        "note.reader_named",
        "note.reader_named",
        "note.read",
        "note.read",
        "note.reader_ended",
    ]


def test_only_people_in_care_who_do_not_investigate_may_be_named(note):
    for whom, why in ((ASHA, "counselling.investigator"), (BALU, "counselling.not_in_care"), (BOTH, "counselling.investigator"),
                      (GITA, "counselling.not_in_care"), (DEEPA, "counselling.yourself")):  # fmt: skip
        assert because(lambda whom=whom: name(note, whom)) == why
    assert because(lambda: name(note, replace(KIRAN, id="user_" + "1" * 32))) == "counselling.not_in_care"
    assert {id for id, _ in carers(DEEPA)} == {JAYA.id, KIRAN.id}
    assert because(lambda: carers(JAYA)) == "permission.missing"


def test_who_leaves_care_or_begins_to_investigate_opens_it_no_more(note):
    name(note, KIRAN)
    for changed in (
        replace(KIRAN, vaults=frozenset({"police"})),
        replace(KIRAN, roles=frozenset({"case_manager", "investigator"})),
    ):
        assert because(lambda changed=changed: read(note, changed)) == "not_found"
    assert because(lambda: read(note, replace(DEEPA, vaults=frozenset({"legal"})))) == "not_found"


def test_it_is_written_by_a_case_manager_in_a_case_of_the_care_vault(case):
    def write(by, case_id=case.id, words=SAID):
        return lambda: actions.write_note(case_id=case_id, words=words, by=by, at=NOON)

    police = open_case(ASHA)
    assert because(write(JAYA)) == "permission.missing"
    assert because(write(ASHA, police.id)) == "permission.missing"
    assert because(write(KIRAN)) == "not_found"
    assert (
        because(write(replace(DEEPA, id=ASHA.id, vaults=frozenset({"police"})), police.id))
        == "counselling.only_in_care"
    )
    assert because(write(DEEPA, words="  ")) == "counselling.empty"
    assert because(write(DEEPA, words="2341 2341 2346")) == "aadhaar.never"
    assert (queries.may_write(DEEPA, case.id), queries.may_write(KIRAN, case.id), queries.may_write(JAYA, case.id)) == (
        True,
        False,
        False,
    )


def test_the_author_writes_it_anew(note):
    actions.change_note(note_id=note.id, words="Calmer today", revision=1, by=DEEPA, at=NOON)
    assert read(note, DEEPA) == "Calmer today"
    given = {"note_id": note.id, "words": "late", "by": DEEPA, "at": NOON}
    assert because(lambda: actions.change_note(revision=1, **given)) == "case.changed_meanwhile"


def test_it_is_sealed_under_a_key_of_its_own_in_the_care_vault(case, note):
    assert RecordKey.objects.get(record=note.id).vault == "care"
    assert queries.keys_of_case(case.id) == [note.id]
    with mock.patch("sajha.vault.actions.read_vault_key", side_effect=VaultClosed), pytest.raises(VaultClosed):
        read(note, DEEPA)
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.db_table not in connection.introspection.table_names():
                continue  # a model that another test made up
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            stored = repr(
                [bytes(cell) if isinstance(cell, memoryview) else cell for row in cursor.fetchall() for cell in row]
            )
            assert "wept" not in stored, model


def test_it_is_in_no_export_no_package_and_no_list_of_others(case, note, tmp_path):
    export_htcds(cases=case_queries.visible(JAYA), path=tmp_path / "out.csv", by=JAYA, at=NOON, reason="yearly return")
    told = (tmp_path / "out.csv").read_text("utf-8")
    told += repr(record_fields(DEEPA, case.id, case.parties))
    told += repr(case_queries.case_detail(JAYA, case.id)) + repr(case_queries.history_of(JAYA, case.id))
    assert "wept" not in told and note.id not in told


def test_an_emergency_does_not_open_it(case, note):
    row = emergency.ask(number=case.number, danger=True, reason="He has found the house.", hours=4, by=ASHA, at=NOON)
    emergency.confirm(emergency_id=row.id, by=KIRAN, at=NOON)
    assert emergency.look(emergency_id=row.id, by=ASHA, at=NOON).number == case.number
    assert because(lambda: read(note, ASHA)) == "not_found"
    assert emergency.read_notes(emergency_id=row.id, by=ASHA, at=NOON) != SAID


def test_each_verb_is_recorded_once_or_does_nothing(case, note):
    def counted():
        notes = list(CounsellingNote.objects.values_list("revision", flat=True))
        return notes, NoteReader.objects.count(), AuditEntry.objects.count()

    for verb, given in (
        (actions.write_note, {"case_id": case.id, "words": SAID}),
        (actions.change_note, {"note_id": note.id, "words": "x", "revision": None}),
        (actions.read_note, {"note_id": note.id}),
        (actions.name_reader, {"note_id": note.id, "user_id": KIRAN.id}),
        (actions.take_back, {"note_id": note.id, "user_id": KIRAN.id}),
    ):
        before = counted()
        with (
            mock.patch("sajha.cases.counselling.actions.record", side_effect=RuntimeError),
            pytest.raises(RuntimeError),
        ):
            verb(by=DEEPA, at=NOON, **given)
        assert counted() == before
        verb(by=DEEPA, at=NOON, **given)
        assert AuditEntry.objects.count() == before[2] + 1
