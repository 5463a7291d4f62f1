"""A broken, huge, encrypted or hostile file is answered within seconds, with a reason that quotes nothing of it."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from sajha.terms.reasons import REASONS
from sajha.workbooks import htcds
from sajha.workbooks.files.opening import open_table
from sajha.workbooks.files.values import LIMITS, FileRefused
from tests.workbooks import hostile

SECONDS = 8


@pytest.mark.parametrize("maker", hostile.REFUSED, ids=lambda maker: maker.__name__)
def test_a_hostile_file_is_refused_in_seconds(tmp_path: Path, maker) -> None:
    path = maker(tmp_path)
    start = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        htcds.read(open_table(path)).preview()
    assert refused.value.fault.because == hostile.REFUSED[maker]
    assert time.monotonic() - start < SECONDS


def test_every_reason_of_a_refusal_has_words() -> None:
    assert set(hostile.REFUSED.values()) <= set(REASONS)


def test_a_formula_is_a_bad_cell_and_its_last_result_is_not_believed(tmp_path: Path) -> None:
    path = hostile.workbook(
        tmp_path / "formula.xlsx",
        '<row r="2"><c r="A2" t="str"><f>1+1</f><v>Asha</v></c><c r="B2" t="inlineStr"><is><t>Rao</t></is></c></row>'
        '<row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3" t="inlineStr"><is><t>Nair</t></is></c></row>',
    )
    rows = list(htcds.read(open_table(path)).rows())
    assert [(bad.row, bad.column, bad.field, bad.because) for read in rows for bad in read.bad] == [
        (2, "A", "prs_FirstName", "cell.formula"),
        (3, "A", "prs_FirstName", "cell.error"),
    ]
    assert [read.case.personal for read in rows] == [{"prs_SecondName": "Rao"}, {"prs_SecondName": "Nair"}]


def test_links_and_objects_are_left_unopened_and_said_so(tmp_path: Path) -> None:
    more = {
        "xl/externalLinks/externalLink1.xml": b"not even XML",
        "xl/embeddings/oleObject1.bin": b"PK\x03\x04",
        "xl/vbaProject.bin": b"x",
    }
    path = hostile.pack(tmp_path / "links.xlsm", hostile.parts(hostile.SHEET.format(hostile.HEADING), **more))
    table = open_table(path)
    assert table.kind == "xlsm"
    assert set(htcds.read(table).preview().notes) == {
        "file.links_ignored",
        "file.objects_ignored",
        "file.macros_ignored",
    }


def test_a_file_that_changes_between_preview_and_reading_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("prs_FirstName,prs_SecondName\nAsha,Rao\n")
    reading = htcds.read(open_table(path))
    path.write_text("prs_FirstName,prs_SecondName\nSomebody,Else\n")
    with pytest.raises(FileRefused) as refused:
        list(reading.rows())
    assert refused.value.fault.because == "file.changed"


def test_a_child_starved_of_memory_is_an_answer(tmp_path: Path) -> None:
    texts = "<sst>" + "".join(f"<si><t>{'x' * 1000}{number}</t></si>" for number in range(40_000)) + "</sst>"
    path = hostile.pack(
        tmp_path / "big.xlsx", hostile.parts(hostile.SHEET.format(hostile.HEADING), **{"xl/sharedStrings.xml": texts})
    )
    limits = replace(LIMITS, child_memory=50 * 2**20, shared_characters=10**9)
    with pytest.raises(FileRefused) as refused:
        list(open_table(path, limits).rows())
    assert refused.value.fault.because in ("file.malformed", "file.too_large")


def test_a_child_out_of_time_is_an_answer(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}">' + "<c><v>1.5</v></c>" * 8 + "</row>" for n in range(2, 150_000))
    path = hostile.workbook(tmp_path / "slow.xlsx", rows)
    with pytest.raises(FileRefused) as refused:
        list(open_table(path, replace(LIMITS, child_seconds=1)).rows())
    assert refused.value.fault.because == "file.too_slow"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\xd8", b"a,b\n\x81\x8d\n"])
def test_bytes_of_no_encoding_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        open_table(path)
    assert refused.value.fault.because == "file.not_text"
