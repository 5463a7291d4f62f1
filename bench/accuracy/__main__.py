"""``python -m bench.accuracy [--people 5000] [--harder] [--facts FOLDER]``: all ways side by side, as a table and as JSON."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from bench.accuracy.ways import LAMBDAS

ROOT = Path(__file__).resolve().parents[2]
MOST_FOR_ANONLINK = 20_000  # people; it compares every pair


def facts() -> Path:
    """The folder of published data, beside the repository or as ``SAJHA_FACTS`` says."""
    folders = [Path(os.environ["SAJHA_FACTS"])] if "SAJHA_FACTS" in os.environ else []
    folders += [parent / "shared" / "facts" for parent in ROOT.parents]
    found = next((folder for folder in folders if (folder / "names").is_dir()), None)
    return found or sys.exit(
        "The attested spellings are not here: set SAJHA_FACTS to the folder that has names/ and india/."
    )


def measure(people: int, setting: str, folder: Path) -> dict[str, object]:
    """Every way, each in a process of its own, on the same people."""
    ways = ["splink", "shipped", "counted", *(["anonlink"] if people <= MOST_FOR_ANONLINK else [])]
    results: dict[str, object] = {}
    for way in ways:
        print(f"  {way} …", file=sys.stderr, flush=True)
        command = [sys.executable, "-m", "bench.accuracy.ways", str(folder), way, str(people), setting]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        last = done.stdout.strip().splitlines()[-1:] or ["null"]
        results[way] = json.loads(last[0]) if done.returncode == 0 else {"failed": done.stderr[-400:]}
    return results


def lines(results: dict[str, object]) -> list[str]:
    """The table for people: recall at each rate of chance matches, and the cost."""
    heads = [f"λ {rate:g}" for rate in LAMBDAS]
    told = [f"{'way':<34}" + "".join(f"{head:>10}" for head in (*heads, "CPU-s", "MiB more"))]
    for way, found in results.items():
        if not isinstance(found, dict) or "failed" in found:
            told.append(f"{way:<34}{found}")
        elif "recall" in found:
            told.append(_line(way, found["recall"], found))
        else:
            for tau, at in found.items():
                told.append(_line(f"{way} shares, τ {tau}, evidence weighed", at["weighed"], at))
                keys = at["keys"]
                told.append(f"{'':<4}keys alone: recall {keys['recall']:.3f} at λ {keys['chance']:.1e}")
    return told


def _line(name: str, recall: dict[str, float], cost: dict[str, float]) -> str:
    cells = [f"{recall[f'{rate:g}']:.3f}" for rate in LAMBDAS]
    return f"{name:<34.46}" + "".join(f"{cell:>10}" for cell in (*cells, cost["cpu_seconds"], cost["peak_mib"]))


def main() -> None:
    """Print the table; write the JSON where ``--json`` says."""
    parser = argparse.ArgumentParser(prog="bench.accuracy", description=__doc__)
    parser.add_argument("--people", type=int, default=5_000, help="records in each file")
    parser.add_argument("--harder", action="store_true", help="more variants, more missing")
    parser.add_argument("--facts", type=Path, default=None)
    parser.add_argument("--json", type=Path, default=None, help="also write the results here")
    parser.add_argument("--as-json", action="store_true", help="print the results as JSON")
    given = parser.parse_args()
    results = measure(given.people, "harder" if given.harder else "usual", given.facts or facts())
    print(json.dumps(results, indent=1) if given.as_json else "\n".join(lines(results)))
    if given.json:
        given.json.write_text(json.dumps(results, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
