"""Measure Sajha: pages, messages, delivery, import, matching, each also at ten times the size. Writes one JSON and prints a table.

``python3 do.py bench [--quick] [--full] [--only NAME] [--database postgresql://…]``
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")

import django  # noqa: E402

from bench.databases import Databases  # noqa: E402
from bench.processes import ROOT, inside  # noqa: E402
from bench.table import lines_of, table  # noqa: E402

RESULTS = ROOT / "bench" / "results"
MEASURES = ("messages", "gate", "pages", "delivery", "ledger", "recall", "imports", "matching", "matching_large")
MILLION = 1_000_000
LARGEST_WORKBOOK = 190_000  # rows; an import refuses workbooks above 200,000


@dataclass(frozen=True)
class Size:
    """How much of everything. ``requests`` for each page, ``cpu_seconds`` for each kind of round trip, ``keys`` of one
    table, ``tokens`` of a partner's set on PostgreSQL."""

    cases: int = 20_000
    threads: int = 5_000
    body_bytes: int = 2_048
    rows: int = 20_000
    workbook_rows: int = 10_000
    requests: int = 500
    cpu_seconds: float = 4.0
    deliveries: int = 20
    people: int = 3
    edges: int = 2_000
    recalls: int = 5
    keys: int = 1_000_000
    keys_made: int = 20_000
    tokens: int = 2_000_000

    def tenfold(self) -> "Size":
        """Ten times the load; as many samples."""
        workbook = min(10 * self.workbook_rows, LARGEST_WORKBOOK)
        return replace(
            self, cases=10 * self.cases, threads=10 * self.threads, body_bytes=10 * self.body_bytes,
            rows=10 * self.rows, workbook_rows=workbook, people=10 * self.people, edges=10 * self.edges,
            keys=10 * self.keys, tokens=10 * self.tokens,
        )  # fmt: skip


QUICK = Size(500, 200, 2_048, 1_000, 500, 60, 0.5, 3, 3, 100, 1, 20_000, 1_000, 20_000)


def main() -> None:
    """Exit code 1 when an aim was missed."""
    given = _given()
    django.setup()
    usual = QUICK if given.quick else Size()
    wanted = (given.only,) if given.only else MEASURES
    with tempfile.TemporaryDirectory(prefix="sajha-bench-") as folder, Databases(given.database) as databases:
        runs = [
            _run(Path(folder) / name, size, wanted, databases, million=given.full and name == "tenfold")
            for name, size in (("usual", usual), ("tenfold", usual.tenfold()))
        ]
    lines = lines_of(*runs)
    _keep(given, usual, runs, lines)
    print("\n" + table(lines))
    sys.exit(1 if any(line["met"] is False for line in lines) else 0)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, to try it out")
    parser.add_argument("--full", action="store_true", help="also import a million rows")
    parser.add_argument("--only", choices=MEASURES, help="one measure alone")
    parser.add_argument(
        "--database", default="", help="a PostgreSQL address whose role may create databases; else SQLite"
    )
    return parser.parse_args()


def _run(folder: Path, size: Size, wanted: tuple[str, ...], databases: Databases, *, million: bool) -> dict[str, Any]:
    """Everything that is wanted, at one size."""
    print(f"\n{size.cases:,} cases, {size.threads:,} requests, {size.rows:,} rows of import", flush=True)
    results: dict[str, Any] = {}
    folder.mkdir()
    if "messages" in wanted:
        results["messages"] = _told("messages", lambda: inside("messages", size.body_bytes, size.cpu_seconds))
    if "gate" in wanted:
        results["gate"] = _told("gate", lambda: inside("gate", size.people, size.cpu_seconds / 2))
    if "matching" in wanted:
        results["matching"] = _told("matching", lambda: inside("matching_cost", size.keys, size.keys_made))
    if "matching_large" in wanted:
        results["matching_large"] = _told("matching_large", lambda: _large(folder, size, databases))
    if set(wanted) - {"messages", "gate", "matching", "matching_large"}:
        results |= _on_nodes(folder, size, wanted, databases, million=million)
    shutil.rmtree(folder, ignore_errors=True)
    return results


def _large(folder: Path, size: Size, databases: Databases) -> dict[str, Any]:
    """Of a node on PostgreSQL; on SQLite a set always lies in one column, and there is nothing to measure."""
    from sajha.cli.demo.node import Node

    if not databases.address:
        print("  … skipped: needs --database postgresql://…", flush=True)
        return {}
    node = Node(folder / "large", "AHTU large (bench)", "ahtu", ("IN-36",), database=databases.new()).make()
    return inside("matching_large", size.tokens, environment=node.environment())


def _told(name: str, measure: Callable[[], Any]) -> Any:
    print(f"  {name} …", flush=True)
    return measure()


def _on_nodes(
    folder: Path, size: Size, wanted: tuple[str, ...], databases: Databases, *, million: bool
) -> dict[str, Any]:
    """Pages and delivery of a node with many cases and requests; each import into a node of its own."""
    from bench import delivery, pages, recall
    from sajha.cli.demo.node import Node

    def made(home: str, key: str = "telangana", place: str = "IN-36") -> Node:
        node = Node(folder / home, f"AHTU {home} (bench)", "ahtu", (place,), database=databases.new()).make()
        node.sajha("demo", "settle", key)
        return node

    results: dict[str, Any] = {}
    if {"pages", "delivery", "ledger", "recall"} & set(wanted):
        full = made("full")
        _told("filling", lambda: inside("fill", size.cases, size.threads, environment=full.environment()))
    if "pages" in wanted:
        results["pages"] = _told("pages", lambda: pages.measure(full, size.requests))
    if "delivery" in wanted:
        asked = made("asked", "tamilnadu", "IN-33")
        results["delivery"] = _told("delivery", lambda: delivery.measure(full, asked, size.deliveries))
    if {"ledger", "recall"} & set(wanted):
        inside("ledger", "fill", size.edges, environment=full.environment())
    if "ledger" in wanted:
        results["ledger"] = _told("ledger", lambda: inside("ledger", "verify", environment=full.environment()))
    if "recall" in wanted:
        hops = [
            made("second", "tamilnadu", "IN-33"),
            made("third", "shelter", "IN-28"),
            made("fourth", "tamilnadu", "IN-33"),
        ]
        results["recall"] = _told("recall", lambda: recall.measure([full, *hops], size.recalls))
    if "imports" in wanted:
        results["imports"] = _imports(folder, size, made("import").environment())
        if million:
            results["imports"]["million"] = _million(folder / "million.csv", results, made("million").environment())
    return results


def _imports(folder: Path, size: Size, environment: dict[str, str]) -> dict[str, Any]:
    """Each in a process of its own, so that its memory is its own."""
    rows, book = folder / "rows.csv", folder / "rows.xlsx"
    inside("imports", "write", rows, size.rows)
    inside("imports", "write", book, size.workbook_rows)
    steps = {"reader": ("reader", rows), "workbook": ("reader", book), "read": ("read", rows), "store": ("store", rows)}
    return {
        name: _told(f"import: {name}", lambda step=step: inside("imports", *step, environment=environment))
        for name, step in steps.items()
    }


def _million(path: Path, results: dict[str, Any], environment: dict[str, str]) -> dict[str, float]:
    """A million rows stored, and how its memory compares with that of the import before."""
    inside("imports", "write", path, MILLION)
    stored = _told("import: a million rows", lambda: inside("imports", "store", path, environment=environment))
    return stored | {"memory_against_ten_times": stored["peak_mib"] / results["imports"]["store"]["peak_mib"]}


def _keep(given: argparse.Namespace, usual: Size, runs: list[dict[str, Any]], lines: list[dict[str, Any]]) -> None:
    """One JSON with everything, named by its time."""
    at = datetime.now(UTC)
    whole = {
        "at": at.isoformat(timespec="seconds"),
        "machine": {"processors": os.cpu_count(), "processor": platform.machine(), "python": platform.python_version()},
        "database": "postgresql" if given.database else "sqlite",
        "sizes": {"usual": asdict(usual), "ten_times": asdict(usual.tenfold())},
        "results": {"usual": runs[0], "ten_times": runs[1]},
        "lines": lines,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{at:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")
    print(f"\nWritten to {path.relative_to(ROOT)}", flush=True)


if __name__ == "__main__":
    main()
