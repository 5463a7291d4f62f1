"""Rows of a workbook out of the reading child. The child's death is an answer, not a crash."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from sajha.workbooks.files.values import FileRefused, Limits, RawRow

_PACKAGES = Path(__file__).resolve().parents[3]
_LONGEST_LINE = 64 * 2**20
_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)


def workbook_rows(path: Path, limits: Limits, notes: list[str]) -> Iterator[RawRow]:
    """Each row with a value. When the sheet is through, ``notes`` gets the child's remarks.

    Raises:
        FileRefused: with the child's reason, ``file.too_slow`` when it ran out of time, ``file.malformed`` when it died otherwise.
    """
    with path.open("rb") as file:
        child = _start(file, limits)
    assert child.stdout is not None  # noqa: S101  (for the type checker: it was asked for)
    try:
        while line := child.stdout.readline(_LONGEST_LINE):
            message = json.loads(line)
            if "rows" not in message:
                yield from _last(message, notes)
                return
            for number, cells, faults in message["rows"]:
                yield RawRow(number, _by_number(cells), _by_number(faults))
        raise FileRefused("file.too_slow" if child.wait() in _OUT_OF_TIME else "file.malformed")
    except ValueError as error:
        raise FileRefused("file.malformed") from error
    finally:
        child.kill()
        child.stdout.close()
        child.wait()


def _start(file: IO[bytes], limits: Limits) -> "subprocess.Popen[str]":
    """The child: no environment but where our package is, its errors thrown away (a traceback may quote a cell)."""
    command = [sys.executable, "-s", "-B", "-m", "sajha.workbooks.files.child", json.dumps(asdict(limits))]
    return subprocess.Popen(
        command,
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        close_fds=True,
        text=True,
        encoding="utf-8",
        errors="surrogatepass",
        env={"PYTHONPATH": str(_PACKAGES), "LC_ALL": "C.UTF-8"},
    )


def _last(message: dict[str, Any], notes: list[str]) -> Iterator[RawRow]:
    if "fault" in message:
        raise FileRefused(message["fault"], row=message.get("row", 0), column=message.get("column", ""))
    notes.extend(note for note in message["notes"] if note not in notes)
    return iter(())


def _by_number(cells: dict[str, str]) -> dict[int, str]:
    return {int(number): text for number, text in cells.items()}
