"""Thousands of damaged files: each is read or refused within 2 seconds and 256 MB, with a reason that has words, never a crash.

The number of files is in ``FUZZ_INPUTS`` (the suite takes a few hundred, the recipe thousands), the seed in ``FUZZ_SEED``.
The files are read in one warm child, so that each costs milliseconds; the same code runs in a fresh child in earnest.
"""

import io
import json
import os
import random
import resource
import select
import time
from pathlib import Path

import pytest

from sajha.terms.reasons import REASONS
from sajha.workbooks import ctdc, htcds
from sajha.workbooks.files import child, opening
from sajha.workbooks.files.opening import open_table
from sajha.workbooks.files.values import FileRefused, RawRow
from tests.facts import ROOT
from tests.fuzz.mutations import mutate, mutate_workbook
from tests.workbooks import hostile
from tests.workbooks.test_ctdc import HEADING
from tests.workbooks.test_htcds import ROW

pytestmark = pytest.mark.fuzz

INPUTS = int(os.environ.get("FUZZ_INPUTS", "400"))
SEED = int(os.environ.get("FUZZ_SEED", "20260302"))
SECONDS, MEMORY = 2, 256 * 2**20


def _seeds(folder: Path) -> list[tuple[str, bytes]]:
    """Whole files: a filled workbook of the standard (cut to its first rows), one with shared texts, and CSV of both standards."""
    book = hostile.filled(sorted((ROOT / "tests/data/htcds").glob("*v2.0.xlsx"))[0], folder / "a.xlsx", [ROW] * 3)
    small = hostile.workbook(
        folder / "b.xlsx",
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Meena</t></is></c><c r="B2"><v>41234.5</v></c></row>',
    )
    names = [name for name in htcds.fields() if not name.startswith("ques")]
    text = (
        ",".join(names)
        + "\n"
        + ",".join("2001-02-03" if htcds.fields()[name].holds == "date" else "1" for name in names)
        + "\n"
    )
    counts = HEADING + "2016,Female,9--17,NP,1.0,0.0,IN\n2016,,-99,0,,,-99\n" * 3
    plain = text + '"मीना","a\nb",=1\n'
    return [
        ("xlsx", book.read_bytes()),
        ("xlsx", small.read_bytes()),
        ("csv", plain.encode()),
        ("csv", plain.encode("utf-16")),
        ("csv", counts.encode()),
    ]


def _in_process(path: Path, limits, notes: list[str]):
    """The child's own reading without a fresh process."""
    out = io.StringIO()
    with path.open("rb") as file:
        child.read(file, out, limits)
    for line in out.getvalue().splitlines():
        message = json.loads(line)
        if "fault" in message:
            raise FileRefused(message["fault"])
        for number, cells, faults in message.get("rows", ()):
            yield RawRow(
                number, {int(at): text for at, text in cells.items()}, {int(at): why for at, why in faults.items()}
            )


def _answer(path: Path, standard) -> list[str]:
    """Ids of everything that was said about the file."""
    try:
        preview = standard.read(open_table(path)).preview()
    except FileRefused as refused:
        return [refused.fault.because]
    return [bad.because for bad in preview.bad] + list(preview.notes)


def _read_all(folder: Path, inputs: int, answers: int) -> None:
    """In the child: damage and read, one line of JSON for each file."""
    opening.workbook_rows = _in_process
    seeds, dice, path = _seeds(folder), random.Random(SEED), folder / "damaged"
    sheet_memory = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (sheet_memory + MEMORY, sheet_memory + MEMORY))
    with os.fdopen(answers, "w") as out:
        for number in range(inputs):
            kind, data = seeds[number % len(seeds)]
            path.write_bytes(mutate_workbook(data, dice) if kind == "xlsx" else mutate(data, dice))
            start = time.monotonic()
            try:
                said = _answer(path, dice.choice([htcds, ctdc]) if kind == "csv" else htcds)
            except BaseException as error:  # whatever it is, it is a finding
                said = [f"crash {type(error).__name__}"]
            out.write(json.dumps([number, round(time.monotonic() - start, 3), sorted(set(said))]) + "\n")
            out.flush()


def test_damaged_files(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(reading)
            _read_all(tmp_path, INPUTS, writing)
        finally:
            os._exit(0)
    os.close(writing)
    said: set[str] = set()
    done = 0
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        rest = b""
        while select.select([pipe], [], [], 5 * SECONDS)[0] and (piece := pipe.read(65_536)):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                number, seconds, ids = json.loads(line)
                assert seconds < SECONDS, f"input {number} of seed {SEED} took {seconds} s"
                assert set(ids) <= set(REASONS), f"input {number} of seed {SEED}: {ids}"
                said |= set(ids)
                done += 1
    os.waitpid(pid, 0)
    assert done == INPUTS, f"the reader died at input {done} of seed {SEED}"
    # the damage reaches every layer: container, XML, text, headings and single cells
    assert {"file.malformed", "file.no_header", "cell.not_a_date", "cell.not_a_code"} <= said
