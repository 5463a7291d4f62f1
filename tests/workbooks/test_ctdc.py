"""Anonymised case data: codes and facts; an empty cell or -99 is unknown, a 0 is a known no."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sajha.terms.coded import UNKNOWN
from sajha.workbooks import ctdc
from sajha.workbooks.files.opening import open_table
from tests.facts import ROOT, facts

HEADING = "yearOfRegistration,gender,ageBroad,citizenship,isForcedLabour,isSexualExploit,CountryOfExploitation\n"


def read(path: Path):
    return ctdc.read(open_table(path))


def shaped(path: Path, rows: int) -> Path:
    """A file of the published shape with this many rows, nearly all different (latitude-like years of no meaning)."""
    with path.open("w") as file:
        file.write(HEADING)
        for number in range(rows):
            file.write(f"{number},Female,9--17,NP,{number % 2}.0,,IN\n")
    return path


@pytest.mark.parametrize(
    ("name", "rows"), [("ctdc/ctdc_kanon_2020_subset.csv", 48_773), ("ctdc/CTDC_VPsynthetic_condensed.csv", 21_195)]
)
def test_the_published_files(name: str, rows: int) -> None:
    preview = read(facts(name)).preview()
    assert (preview.rows, preview.bad_count) == (rows, 0)
    assert not [left for left in preview.left_out if left.because == "column.unknown"]


def test_values_and_what_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADING + "2016,Female,9--17,NP,1.0,0.0,IN\n2016,,-99,0,,,-99\n")
    first, second = (row.case for row in read(path).rows())
    assert first.code("prs_Gender").code == "Feminine"
    assert first.code("age_band").code == "9--17"
    assert first.code("prs_Citizenship").code == "NP"
    assert [value.code for value in first.chosen("vic_TypeOfExploitation")] == ["ForcedLabour"]
    assert first.facts == {"year": "2016", "isSexualExploit": "no"}
    assert str(first.places["vic_LocationOfExploitation"]) == "IN"
    assert not first.personal and not first.more
    assert second.code("age_band") == second.code("prs_Citizenship") == UNKNOWN
    assert (second.codes, second.facts) == ({}, {"year": "2016"})


def test_a_bad_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADING + "2016,Female,9--17,QQ,2,,IN\n")
    assert [(bad.column, bad.because) for row in read(path).rows() for bad in row.bad] == [
        ("D", "cell.not_a_code"),
        ("E", "cell.not_yes_or_no"),
    ]


_MEASURE = """
import resource, sys
from pathlib import Path
import django
django.setup()
from sajha.workbooks import ctdc
from sajha.workbooks.files.opening import open_table
rows = ctdc.read(open_table(Path(sys.argv[1]))).preview().rows
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = shaped(tmp_path / "a.csv", rows)
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, path],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        read, kib = map(int, done.stdout.split())
        assert read == rows
        return kib

    small, large = peak(25_000), peak(75_000)
    assert large < small + 8 * 1024
