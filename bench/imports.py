"""Rows per second of an import, next to the spreadsheet reader alone, and how much memory each takes.

Run inside a node's environment: ``python -m bench.imports MODE FILE`` prints one JSON line. MODE is ``store`` (the whole import
into the node's database), ``read`` (every row read and recognised, nothing stored) or ``reader`` (rows of texts alone).
``python -m bench.imports write FILE ROWS`` writes the file, a workbook when its name ends so.
"""

import json
import os
import random
import resource
import sys
import time
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import django

from bench.fill import WORKER
from bench.processes import own_peak_mib

# the columns of the published anonymised cases, and what stands in them
COLUMNS = {
    "yearOfRegistration": [str(year) for year in range(2002, 2021)],
    "gender": ["Female", "Female", "Male"],
    "ageBroad": ["0--8", "9--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+", "-99"],
    "citizenship": ["IN", "NP", "BD", "PH", "UA", "MD", "KH", "MM", "ID", "0"],
    "isForcedLabour": ["1.0", "0.0", "", "-99"],
    "isSexualExploit": ["1.0", "0.0", "", "-99"],
    "CountryOfExploitation": ["IN", "AE", "QA", "MY", "SA", "UA", "RU", "", "0"],
}


def write(path: Path, rows: int) -> None:
    """A file of invented rows in the shape of the published ones."""
    chance = random.Random(1)
    lines = ([chance.choice(values) for values in COLUMNS.values()] for _ in range(rows))
    if path.suffix == ".xlsx":
        _write_workbook(path, lines)
        return
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        file.writelines(",".join(line) + "\n" for line in lines)


def _write_workbook(path: Path, lines: Iterable[list[str]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in chain([list(COLUMNS)], lines):
        sheet.append(line)
    book.save(path)


def measure(mode: str, path: Path) -> dict[str, float]:
    """``base_mib`` is the memory before the file was opened."""
    base, wall, cpu = own_peak_mib(), time.monotonic(), _cpu_seconds()
    rows = {"store": _store, "read": _read, "reader": _reader}[mode](path)
    wall, cpu = time.monotonic() - wall, _cpu_seconds() - cpu
    return {
        "rows": rows,
        "rows_per_second": rows / wall,
        "rows_per_cpu_second": rows / cpu,
        "base_mib": base,
        "peak_mib": own_peak_mib() + _children_mib(),
    }


def _cpu_seconds() -> float:
    """Of this process and of its children that have ended: a workbook is read in a child."""
    return sum(os.times()[:4])


def _children_mib() -> float:
    """The largest of the reading children, which have ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _store(path: Path) -> int:
    from sajha.accounts.queries import actor_named
    from sajha.basics.clock import now
    from sajha.cases.imports.actions import import_rows

    result = import_rows(path=path, standard="ctdc", by=actor_named(WORKER), at=now())
    assert result.added == result.rows, f"{result.rows - result.added} of {result.rows} rows were here already"
    return result.rows


def _read(path: Path) -> int:
    from sajha.cases.imports.queries import open_reading

    return sum(1 for _ in open_reading(path, "ctdc").rows())


def _reader(path: Path) -> int:
    """Every row as texts, of a CSV file or a workbook; no column is recognised."""
    from sajha.workbooks.files.opening import open_table

    return sum(1 for _ in open_table(path).rows()) - 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
    django.setup()
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), int(sys.argv[3]))
        print("null")
    else:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
