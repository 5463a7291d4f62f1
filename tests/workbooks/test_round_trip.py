"""What is written is read again as the same cases, in both kinds of file, whatever the texts hold."""

import csv
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sajha.workbooks import htcds
from sajha.workbooks.files.opening import open_table
from sajha.workbooks.files.values import FileRefused
from sajha.workbooks.identity import Occurrences, content_digest, own_key, row_key
from sajha.workbooks.values import CaseRow
from sajha.workbooks.writing import write
from tests.workbooks.rows import given_pairs

_PLACES = {"code": "codes", "date": "dates", "personal": "personal", "number": "more", "check": "more"}


def case(pairs) -> CaseRow:
    row = CaseRow("")
    for name, value in pairs:
        getattr(row, _PLACES[htcds.fields()[name].holds])[name] = value
    row.places.update(htcds._places(row))
    return row


def keyed(rows: list[CaseRow]) -> list[CaseRow]:
    seen, done = Occurrences(), []
    for row in rows:
        digest, own = content_digest(row), row.personal.get("case_id")
        key = own_key("htcds", own) if own else row_key("htcds", digest, seen.count(digest))
        done.append(CaseRow(key, row.codes, row.dates, row.personal, row.more, row.facts, row.places))
    return done


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@given(st.lists(given_pairs(), min_size=1, max_size=5, unique_by=lambda pairs: dict(pairs).get("case_id", str(pairs))))
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_what_was_written_is_read_again(tmp_path: Path, ending: str, pairs) -> None:
    rows = keyed([case(one) for one in pairs])
    path = tmp_path / f"out{ending}"
    assert write(rows, path) == len(rows)
    found = list(htcds.read(open_table(path)).rows())
    assert [read.case for read in found] == rows
    assert not any(read.bad for read in found)


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\uff1d1", "'=1"])
def test_nothing_written_begins_a_formula(tmp_path: Path, text: str) -> None:
    rows = keyed([case([("prs_FirstName", text)])])
    write(rows, tmp_path / "out.csv")
    write(rows, tmp_path / "out.xlsx")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [text for row in csv.reader(file) for text in row if text]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    book = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell[0] in "=+-@\uff1d"]
    assert not [cell for cell in book if cell.data_type == "f" or str(cell.value)[0] in "=@\uff1d"]


def test_a_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write([], tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").stat().st_mode & 0o777 == 0o600


def test_another_ending_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        write([], tmp_path / "out.pdf")
    assert refused.value.fault.because == "file.wrong_ending"
    assert not list(tmp_path.iterdir())


def test_a_text_that_a_workbook_would_cut_is_refused(tmp_path: Path) -> None:
    long = "=" + "_x0041_" * 4500
    with pytest.raises(FileRefused) as refused:
        write([case([("cco_CaseComment", long)])], tmp_path / "out.xlsx")
    assert refused.value.fault.because == "file.cell_too_long"
    assert not list(tmp_path.iterdir())
