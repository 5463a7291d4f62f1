"""What the kernel says of processes: CPU time and peak memory of a process and all that it started (Linux)."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")  # per second


def tree(pid: int) -> list[int]:
    """The process and its descendants that are alive now."""
    children: dict[int, list[int]] = {}
    for one, fields in _all_stats():
        children.setdefault(int(fields[1]), []).append(one)
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def _all_stats() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").iterdir():
        if path.name.isdecimal() and (fields := _stat(int(path.name))):
            yield int(path.name), fields


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat after the name: state, parent, …; none when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_seconds(pid: int) -> float:
    """User and system time that the process tree has used, its ended and awaited children included."""
    return sum(sum(map(int, fields[11:15])) for one in tree(pid) if (fields := _stat(one))) / TICK


def peak_mib(pid: int) -> float:
    """The most memory that the processes of the tree held, each at its own time, added up."""
    total = 0
    for one in tree(pid):
        try:
            lines = Path(f"/proc/{one}/status").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return total / 1024


def inside(module: str, *words: object, environment: dict[str, str] | None = None) -> Any:
    """Run ``python -m bench.MODULE`` in a process of its own and give the JSON that it printed last."""
    done = subprocess.run(
        [sys.executable, "-m", f"bench.{module}", *map(str, words)],
        cwd=ROOT, env=with_source(environment), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def with_source(environment: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of a child process, which finds this tree's own source."""
    kept = dict(environment or os.environ)
    kept["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return kept


def own_peak_mib() -> float:
    """The most memory that this process held. Not ``getrusage``: that counts the parent's until the child's own program starts."""
    return peak_mib(os.getpid())
