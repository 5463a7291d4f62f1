"""What was measured as lines for people: at the usual size, at ten times the size, how it grew, and the aim."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """``place``: where the number stands in the results (measure, part, name). ``most`` or ``least``: the aim, in the line's unit."""

    words: str
    place: tuple[str, ...]
    unit: str
    most: float | None = None
    flat: float | None = None  # how far it may grow when everything grows tenfold
    least: float | None = None


PAGES = {
    "cases_head": "case list, as head of the unit",
    "cases_worker": "case list, as a worker to whom all were given",
    "inbox_head": "inbox, as head of the unit",
    "inbox_worker": "inbox, as a worker",
    "first_page_head": "first page, as head of the unit",
}
LISTS = ("cases_head", "cases_worker", "inbox_head", "inbox_worker")
MATCHING: tuple[tuple[str, tuple[str, ...], str, float | None], ...] = (
    ("blinded set-up of 1,000,000 keys", ("setup", "cpu_seconds"), "CPU-s", None),
    ("its ratio to the bare library", ("setup", "ratio"), "times", 1.2),
    ("a published table", ("table", "mib"), "MiB", None),
    ("a published table, for each token", ("table", "bytes_a_token"), "bytes", None),
    ("the table made from its tokens", ("table", "build_cpu_seconds"), "CPU-s", None),
    ("the table made, memory", ("table", "build_mib"), "MiB", None),
    ("the table read and checked by a partner", ("table", "read_cpu_seconds"), "CPU-s", None),
    ("the table brought up to date by 31 tokens, at the holder", ("table", "delta_made_cpu_ms"), "CPU-ms", None),
    ("the same at the partner", ("table", "delta_taken_cpu_ms"), "CPU-ms", None),
    ("the same on the wire", ("table", "delta_bytes"), "bytes", None),
    ("one of 1,000 questions, at the asker", ("query", "asker_cpu_ms"), "CPU-ms", None),
    ("one of 1,000 questions, at the node asked", ("query", "node_cpu_ms"), "CPU-ms", None),
    ("one of 1,000 questions, there and back", ("query", "bytes"), "bytes", None),
    ("one new record (31 keys) against 35 partners, at the asker", ("record", "asker_cpu_ms"), "CPU-ms", 50.0),
    ("its ratio to the bare library", ("record", "asker_ratio"), "times", 1.2),
    ("the same at each node asked", ("record", "node_cpu_ms"), "CPU-ms", 2.0),
    ("the same there and back, all partners", ("record", "bytes"), "bytes", None),
    ("the new record's own tokens for 35 partners", ("record", "publish_cpu_ms"), "CPU-ms", None),
    ("blinded exchange, most memory", ("peak_mib",), "MiB", None),
)
LARGE = (
    ("a partner's set put into a partition", ("load", "seconds"), "s"),
    ("its size on the disk", ("load", "mib"), "MiB"),
    ("its size on the disk, for each token", ("load", "bytes_a_token"), "bytes"),
    ("31 tokens looked up in it, median", ("lookup", "median_ms"), "ms"),
    ("31 tokens looked up in it, worst of 20", ("lookup", "worst_of_20_ms"), "ms"),
    ("a day's change (0.1 %) put into it", ("change", "seconds"), "s"),
    ("the same, written to the log", ("change", "written_mib"), "MiB"),
    ("its name computed anew", ("change", "digest_seconds"), "s"),
    ("the same set as one blob in memory: 31 looked up, median", ("blob", "median_ms"), "ms"),
    ("the same set with a row for each token: loaded", ("row", "seconds"), "s"),
    ("the same, size on the disk", ("row", "mib"), "MiB"),
    ("the same, 31 tokens looked up, median", ("row", "median_ms"), "ms"),
)
LINES = (
    *(
        Line(words, ("pages", name, "cpu_ms"), "CPU-ms a request", *((5.0, 1.5) if name in LISTS else ()))
        for name, words in PAGES.items()
    ),
    *(Line(words, ("pages", name, "requests_per_second"), "requests/s") for name, words in PAGES.items()),
    *(Line(words, ("pages", name, "queries"), "queries") for name, words in PAGES.items()),
    Line("server of pages, most memory", ("pages", "cases_head", "server_peak_mib"), "MiB"),
    Line("sealed round trips (message and receipt)", ("messages", "round_trips_per_cpu_second"), "per CPU-s"),
    Line("the same bytes through bare HPKE", ("messages", "bare_hpke_per_cpu_second"), "per CPU-s"),
    Line("ours as a share of bare HPKE", ("messages", "share_of_bare_hpke"), "of 1"),
    Line("round trips, most memory", ("messages", "peak_mib"), "MiB"),
    Line("fields decided by the gate", ("gate", "decisions_per_cpu_second"), "per CPU-s", least=50_000),
    Line("what consent says of one point", ("gate", "words_per_cpu_second"), "per CPU-s"),
    Line("consent folded from 21 entries", ("gate", "folds_per_cpu_second"), "per CPU-s"),
    Line("ledger rows checked against the audit chain", ("ledger", "edges_per_cpu_second"), "per CPU-s"),
    Line("entries of the audit chains checked", ("ledger", "entries_per_cpu_second"), "per CPU-s"),
    Line("one look for what is due for recall", ("ledger", "look_for_due_cpu_ms"), "CPU-ms"),
    *(Line(words, ("matching", *place), unit, most) for words, place, unit, most in MATCHING),
    *(Line(words, ("matching_large", *place), unit) for words, place, unit in LARGE),
    Line("recall over three hops, median", ("recall", "three_hops_median_seconds"), "s", 3.0),
    Line("recall over three hops, worst", ("recall", "three_hops_worst_seconds"), "s", 3.0),
    Line("send to delivered (signed receipt stored), median", ("delivery", "delivered_median_seconds"), "s", 1.0),
    Line("send to delivered, worst", ("delivery", "delivered_worst_seconds"), "s", 1.0),
    Line("send to received (acknowledged and seen), median", ("delivery", "received_median_seconds"), "s", 1.0),
    Line("send to received, worst", ("delivery", "received_worst_seconds"), "s", 1.0),
    Line("a node, most memory", ("delivery", "node_peak_mib"), "MiB"),
    Line("import stored", ("imports", "store", "rows_per_second"), "rows/s"),
    Line("import stored", ("imports", "store", "rows_per_cpu_second"), "rows per CPU-s"),
    Line("import stored, most memory", ("imports", "store", "peak_mib"), "MiB", flat=1.5),
    Line("rows recognised, nothing stored", ("imports", "read", "rows_per_cpu_second"), "rows per CPU-s"),
    Line("rows recognised, most memory", ("imports", "read", "peak_mib"), "MiB"),
    Line("reader of CSV alone", ("imports", "reader", "rows_per_second"), "rows/s"),
    Line("reader of CSV alone, most memory", ("imports", "reader", "peak_mib"), "MiB"),
    Line("reader of workbooks alone", ("imports", "workbook", "rows_per_second"), "rows/s"),
    Line("reader of workbooks alone, most memory", ("imports", "workbook", "peak_mib"), "MiB"),
    Line("1,000,000 rows stored", ("imports", "million", "rows_per_second"), "rows/s"),
    Line("1,000,000 rows stored, most memory", ("imports", "million", "peak_mib"), "MiB"),
    Line(
        "1,000,000 rows: memory against ten times the usual rows",
        ("imports", "million", "memory_against_ten_times"),
        "times",
        1.3,
    ),
)


def found(results: dict[str, Any], place: tuple[str, ...]) -> float | None:
    """The number at a place; none when it was not measured."""
    for name in place:
        results = results.get(name, {})
    return results if isinstance(results, int | float) else None


def lines_of(usual: dict[str, Any], ten: dict[str, Any]) -> list[dict[str, Any]]:
    """Each line that was measured, with its growth and whether its aim was met."""
    measured = []
    for line in LINES:
        one, other = found(usual, line.place), found(ten, line.place)
        if one is None and other is None:
            continue
        growth = other / one if one and other else None
        measured.append(
            {
                "what": line.words,
                "unit": line.unit,
                "usual": one,
                "ten_times": other,
                "growth": growth,
                "aim": _aim(line),
                "met": _met(line, [value for value in (one, other) if value is not None], growth),
            }
        )
    return measured


def _aim(line: Line) -> str:
    most = f"at most {line.most:g}" if line.most else ""
    flat = f"grows at most {line.flat:g}x" if line.flat else ""
    least = f"at least {line.least:,.0f}" if line.least else ""
    return ", ".join(filter(None, (most, least, flat)))


def _met(line: Line, values: list[float], growth: float | None) -> bool | None:
    if not (line.most or line.flat or line.least):
        return None
    low = not line.most or max(values) <= line.most
    high = not line.least or min(values) >= line.least
    return low and high and (not line.flat or growth is None or growth <= line.flat)


def table(lines: list[dict[str, Any]]) -> str:
    """The lines in columns."""
    heads = ("what", "unit", "usual", "ten times", "growth", "aim", "met")
    rows = [heads, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join("  ".join(_put(cell, widths[at], at) for at, cell in enumerate(row)).rstrip() for row in rows)


def _put(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column in (2, 3, 4) else cell.ljust(width)


def _cells(line: dict[str, Any]) -> tuple[str, ...]:
    met = {None: "", True: "yes", False: "NO"}[line["met"]]
    growth = f"{line['growth']:.2f}x" if line["growth"] else ""
    numbers = (_number(line["usual"]), _number(line["ten_times"]))
    return (line["what"], line["unit"], *numbers, growth, line["aim"], met)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
