"""The reading child: takes a workbook on standard input, gives its rows on standard output as lines of JSON, and dies of excess.

It is started by ``stream``, with limits on memory and time that the kernel keeps, no environment, and no way to write a file.
"""

import json
import resource
import sys
from typing import BinaryIO, TextIO

from sajha.workbooks.files.archive import open_container, remarks
from sajha.workbooks.files.parts import date_styles, shared_texts, workbook_of
from sajha.workbooks.files.sheet import SheetReader, check_rows, read_sheet
from sajha.workbooks.files.values import FileRefused, Limits, RawRow

_BATCH = 500


def confine(limits: Limits) -> None:
    """Let the kernel end this process when it takes more memory or time than it may; no files written, no core left."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.child_memory, limits.child_memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.child_seconds, limits.child_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(file: BinaryIO, out: TextIO, limits: Limits) -> None:
    """Write batches of rows, then a last line with the remarks, or with the fault."""
    batch: list[tuple[int, dict[int, str], dict[int, str]]] = []

    def flush() -> None:
        out.write(json.dumps({"rows": batch}, ensure_ascii=False, separators=(",", ":")) + "\n")
        batch.clear()

    def take(row: RawRow) -> None:
        batch.append((row.number, row.cells, row.faults))
        if len(batch) == _BATCH:
            flush()

    try:
        container = open_container(file, limits)
        workbook = workbook_of(container, limits)
        notes = remarks(container) + (["file.other_sheets_ignored"] if workbook.others else [])
        check_rows(container, workbook, limits)
        shared, dates = shared_texts(container, limits), date_styles(container)
        read_sheet(container, workbook, SheetReader(workbook, shared, dates, limits, take))
        flush()
        last: dict[str, object] = {"end": True, "notes": notes}
    except FileRefused as refused:
        last = {"fault": refused.fault.because, "row": refused.fault.row, "column": refused.fault.column}
    except MemoryError:
        last = {"fault": "file.too_large"}
    out.write(json.dumps(last) + "\n")
    out.flush()


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    confine(limits)
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="\n")  # type: ignore[union-attr]
    read(sys.stdin.buffer, sys.stdout, limits)


if __name__ == "__main__":
    main()
