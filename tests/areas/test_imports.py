"""A file becomes cases, all or none, once; and cases become a file that says the same."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from sajha.audit.models import AuditEntry
from sajha.audit.queries import looks_at, verify_chains
from sajha.basics.decision import Refused
from sajha.cases.actions import add_party, open_case
from sajha.cases.imports.actions import export_htcds, import_rows
from sajha.cases.imports.queries import case_rows, preview
from sajha.cases.models import Case, CaseAccess, Party, ProcessElement, RouteLeg
from sajha.cases.queries import visible
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.vault.actions import unseal
from sajha.vault.models import RecordKey
from sajha.workbooks import htcds
from sajha.workbooks.files.opening import open_table
from sajha.workbooks.files.values import FileRefused
from tests.cast import ASHA, BALU, CHITRA, GITA, NOON
from tests.facts import ROOT
from tests.workbooks import hostile
from tests.workbooks.test_ctdc import HEADING
from tests.workbooks.test_htcds import ROW

pytestmark = pytest.mark.django_db
BOOK = sorted((ROOT / "tests" / "data" / "htcds").glob("*.xlsx"))[0]
TABLES = (Case, Party, ProcessElement, RouteLeg, CaseAccess, RecordKey, AuditEntry)


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> Path:
    second = {"D": "Rani", "H": "Declined", "S": "Not a victim of trafficking", "W": "Physical threats", "L": "'=1+1"}
    return hostile.filled(BOOK, tmp_path_factory.mktemp("books") / "in.xlsx", [ROW, second])


def bring(path: Path, by=ASHA, standard="htcds", **more):
    return import_rows(path=path, standard=standard, by=by, at=NOON, **more)


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def rows(path: Path):
    return [read.case for read in htcds.read(open_table(path)).rows()]


def test_a_workbook_becomes_cases(book: Path) -> None:
    result = bring(book)
    assert (result.rows, result.added, result.already, result.left_out) == (2, 2, 0, 0)
    case = Case.objects.get(number="2026-000001")
    party = case.parties.get()
    assert (case.source, case.people, case.is_open, party.pseudonym, party.role) == (
        "htcds",
        "V1",
        True,
        "V1",
        "victim",
    )
    assert str(case.status) == "case_status:2.0:FollowUp"
    assert party.gender.code == "Feminine" and party.home.state == "36"
    assert unseal(case.id, f"{party.id}/first_name", party.first_name) == "Meena"
    assert unseal(case.id, f"{party.id}/birth_date", party.birth_date) == "2004-05-17"
    assert sorted(str(one.value).split(":")[2] for one in case.elements.all()) == [
        "E_WaterSupplySewerageWasteManagement", "ForcedLabour", "ThreatsLawEnforcement", "ThroughFriendsOrSocialEvents",
    ]  # fmt: skip
    leg = case.legs.get()
    assert (leg.start.state, leg.end.state) == ("36", "33")
    assert json.loads(unseal(case.id, f"{case.id}/more", case.more))["cas_CaseOwner"] == "Asha"


def test_the_same_file_again_changes_nothing(book: Path) -> None:
    bring(book)
    before = counts()[:-1]
    again = bring(book)
    assert (again.added, again.already) == (0, 2)
    assert counts()[:-1] == before


def test_twins_in_one_file_are_two_cases_and_stay_two(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADING + "2016,Female,9--17,NP,1.0,,IN\n" * 3)
    assert bring(path, standard="ctdc").added == 3
    assert bring(path, standard="ctdc").already == 3
    path.write_text(HEADING + "2016,Female,9--17,NP,1.0,,IN\n" * 4)
    assert bring(path, standard="ctdc").added == 1


def test_only_the_importer_and_the_head_see_them(book: Path) -> None:
    bring(book)
    assert [visible(by).count() for by in (ASHA, BALU, CHITRA)] == [2, 2, 0]


def test_no_name_lies_open_in_the_database(book: Path) -> None:
    bring(book)
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608
            stored = repr(
                [bytes(cell) if isinstance(cell, memoryview) else cell for row in cursor.fetchall() for cell in row]
            )
            assert not [
                word for word in ("Meena", "Devi", "98400", "Temple", "2004-05-17", "508001") if word in stored
            ], model


def test_each_case_has_a_key_of_its_vault_also_where_nothing_is_sealed_yet(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADING + ",Female,9--17,NP,1.0,,IN\n2016,Female,9--17,NP,1.0,,IN\n")
    bring(path, standard="ctdc")
    keys = RecordKey.objects.filter(record__startswith="case_").values_list("vault", flat=True)
    assert list(keys) == ["police", "police"]


def test_one_entry_in_the_record(book: Path) -> None:
    result = bring(book)
    (entry,) = AuditEntry.objects.filter(area="cases")
    assert (entry.action, entry.subject, entry.detail["added"], entry.detail["digest"]) == (
        "cases.imported",
        result.id,
        2,
        result.digest,
    )
    assert all(report.whole for report in verify_chains())


@pytest.mark.parametrize("by", [GITA, replace(ASHA, roles=frozenset())])
def test_whoever_may_not_is_refused(book: Path, by) -> None:
    for attempt in (lambda: bring(book, by), lambda: preview(by, book, "htcds")):
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.decision.because == "permission.missing"
    assert not Case.objects.exists()


def test_bad_cells_stop_the_import_until_somebody_leaves_them_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("prs_FirstName,prs_Gender,prs_IdentityNumber\nMeena,zebra,2341 2341 2346\nRani,Female,\n")
    seen = preview(ASHA, path, "htcds")
    assert (seen.rows, seen.bad_count) == (2, 2)
    before = counts()
    with pytest.raises(Refused) as refused:
        bring(path)
    assert refused.value.decision.because == "file.has_bad_cells"
    assert counts() == before
    result = bring(path, skip_bad_cells=True)
    assert (result.added, result.left_out) == (2, 2)
    assert "23412341" not in repr(list(Case.objects.values())) + repr(list(Party.objects.values()))


def test_a_file_that_breaks_at_its_end_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"prs_FirstName,prs_SecondName\n" + b"Meena,Devi\n" * 3000 + b'"open quote')
    with pytest.raises(FileRefused):
        bring(path)
    assert counts() == [0] * len(TABLES)


@pytest.mark.parametrize("maker", hostile.REFUSED, ids=lambda maker: maker.__name__)
def test_nothing_of_a_hostile_file_is_stored(tmp_path: Path, maker) -> None:
    if maker in (hostile.million_rows, hostile.zip_bomb, hostile.lying_zip):
        pytest.skip("as slow as its refusal, which the tests of the readers time")
    path = maker(tmp_path)
    with pytest.raises(FileRefused) as refused:
        bring(path, skip_bad_cells=True)
    assert refused.value.fault.because == hostile.REFUSED[maker]
    assert counts() == [0] * len(TABLES)


def test_nothing_is_stored_when_it_cannot_be_recorded(book: Path, monkeypatch) -> None:
    def broken(**_):
        raise OSError

    monkeypatch.setattr("sajha.cases.imports.actions.record", broken)
    with pytest.raises(OSError):
        bring(book)
    assert counts() == [0] * len(TABLES)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_came_in_goes_out_and_comes_in_again(book: Path, tmp_path: Path, ending: str) -> None:
    bring(book)
    out = tmp_path / f"out{ending}"
    assert export_htcds(cases=Case.objects.all(), path=out, by=BALU, at=NOON, reason="Yearly return") == 2
    assert rows(out) == rows(book)
    assert bring(out, BALU).already == 2
    Case.objects.all().update(source_key=None)
    assert list(case_rows(BALU, Case.objects.all()))[0].personal == rows(book)[0].personal


def test_an_export_is_for_the_head_with_a_reason_and_each_case_has_its_line(book: Path, tmp_path: Path) -> None:
    bring(book)
    out = tmp_path / "out.xlsx"
    for by, reason, because in [(ASHA, "Because", "permission.missing"), (BALU, " ", "reason.missing")]:
        with pytest.raises(Refused) as refused:
            export_htcds(cases=Case.objects.all(), path=out, by=by, at=NOON, reason=reason)
        assert refused.value.decision.because == because
    assert not out.exists()
    export_htcds(cases=Case.objects.all(), path=out, by=BALU, at=NOON, reason="Yearly return")
    for case in Case.objects.all():
        (look,) = looks_at(case.id, action="case.exported")
        assert (look.who, look.reason) == ("Balu", "Yearly return")
    assert AuditEntry.objects.get(action="cases.exported").detail == {"cases": 2, "standard": "htcds"}


def test_a_changed_case_goes_out_as_it_is_now_and_is_known_when_it_returns(book: Path, tmp_path: Path) -> None:
    bring(book)
    case = Case.objects.get(number="2026-000001")
    Case.objects.filter(pk=case.pk).update(revision=2)
    ProcessElement.objects.filter(case=case, value__startswith="exploitation_type").delete()
    out = tmp_path / "out.csv"
    export_htcds(cases=Case.objects.all(), path=out, by=BALU, at=NOON, reason="Yearly return")
    (first, _second) = rows(out)
    assert first.personal["case_id"] == case.id
    assert "vic_TypeOfExploitation" not in first.codes
    assert bring(out, BALU).already == 2


def test_who_is_only_missing_or_a_witness_is_in_no_row(tmp_path: Path) -> None:
    case = open_case(facts=CaseFacts(), role=Role.VICTIM, identity={"first_name": "Kanariyamma"}, by=BALU, at=NOON)
    for role in (Role.MISSING, Role.WITNESS):
        identity = {"first_name": f"Left {role}", "father_name": "Left father"}
        add_party(case_id=case.id, role=role, facts=PersonFacts(), identity=identity, by=BALU, at=NOON)
    out = tmp_path / "out.csv"
    export_htcds(cases=Case.objects.all(), path=out, by=BALU, at=NOON, reason="Yearly return")
    written = out.read_text("utf-8-sig")
    assert len(rows(out)) == 1 and "Kanariyamma" in written and "Left" not in written
