#!/usr/bin/env python3
"""The project's recipes, with Python's standard library alone: ``python3 do.py demo``, ``python3 do.py test``, …"""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("SAJHA_VENV", ROOT / ".venv"))
BIN = VENV / "bin"
IN_CI = os.environ.get("CI") == "true"
COUNTS: Counter[str] = Counter()


def run(*command: str | Path, **more: str) -> None:
    """Run a command in the project's folder; stop here with its exit code if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **more}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def install(*, tests: bool = False, more: str = "", venv: Path = VENV, own: bool = True) -> None:
    """Make the virtual environment and install the pinned, hashed requirements and (``own``) Sajha itself. ``more``: another lock."""
    lock = ROOT / "requirements" / f"{more or ('test' if tests else 'run')}.txt"
    stamp = venv / f"installed-{lock.stem}"
    pip = (venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if not (venv / "bin" / "python").exists():
        print(f"Making a virtual environment in {venv.name} …", flush=True)
        run(sys.executable, "-m", "venv", venv)
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        print("Installing the pinned requirements (a minute or two, once) …", flush=True)
        run(*pip, "--require-hashes", "-r", lock)
        if own:
            run(*pip, "--no-deps", "--no-build-isolation", "-e", ROOT)
        stamp.touch()


def system_packages() -> None:
    """Chromium, PostgreSQL and Java from Debian, where they are missing and we may install; else the tests say what they skip."""
    wanted = []
    if not shutil.which("chromium"):
        wanted.append("chromium")
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        wanted.append("postgresql")
    if not shutil.which("java"):
        wanted.append("openjdk-17-jre-headless")
    if not wanted:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"MISSING: {', '.join(wanted)}. Install with: sudo apt-get install {' '.join(wanted)}", flush=True)
        return
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", **quiet)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted, **quiet)


def pytest(*words: str, **more: str) -> None:
    """Run pytest, show what it says, and add its counts to the closing line."""
    command = [str(BIN / "python"), "-m", "pytest", *words]
    print(
        "\n$ pytest",
        *words,
        *(f"{name}=…" if "@" in value else f"{name}={value}" for name, value in more.items()),
        flush=True,
    )
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **more}, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        for line in running.stdout:
            print(line, end="", flush=True)
            closing = line if re.search(r"\d+ (passed|failed|skipped|error)", line) else ""
            for number, word in re.findall(r"(\d+) (passed|failed|error|skipped)", closing):
                COUNTS["failed" if word == "error" else word] += int(number)
    if running.returncode:
        close(running.returncode)


def close(code: int = 0) -> None:
    """The closing line over all runs, and the end."""
    print(f"\n{COUNTS['passed']} passed, {COUNTS['failed']} failed, {COUNTS['skipped']} skipped", flush=True)
    sys.exit(code)


def demo(*words: str) -> None:
    """Start the demonstration network and keep it up until interrupted (--once: run the story, print what happened, end)."""
    install()
    run(BIN / "sajha", "demo", *words)


def unit(*words: str) -> None:
    """The quick suite on SQLite: rules, actions, pages, architecture."""
    install(tests=True)
    pytest("-n", "2", "-m", "not nodes and not browser and not fuzz and not simulation and not spark", *words)


def postgres(*words: str) -> None:
    """The same suite on a private PostgreSQL."""
    install(tests=True)
    system_packages()
    sys.path.insert(0, str(ROOT))
    from tools.postgres import cluster, programs

    if programs() is None:
        print("SKIPPED LOUDLY: PostgreSQL is not installed, the suite did not run on it.", flush=True)
        if IN_CI:
            close(1)
        return
    with cluster() as address:
        pytest(
            "-n",
            "2",
            "-m",
            "not nodes and not browser and not fuzz and not simulation and not spark",
            "--ignore=tests/architecture",
            *words,
            TEST_DATABASE=address,
        )


def nodes(*words: str) -> None:
    """Real nodes as processes: kill, cut, slow, replay (short; --long as 'python3 do.py chaos')."""
    install(tests=True)
    pytest("-m", "nodes", *words)


def chaos(*words: str) -> None:
    """The long run: 5 nodes, 1,000 requests, at least 100 kills."""
    install(tests=True)
    pytest("-m", "nodes", "-s", "tests/exchange/test_chaos.py", *words, CHAOS_REQUESTS="1000", CHAOS_KILLS="100")


def oracle(*words: str) -> None:
    """The consent rules and the gate, each against the same policy in Cedar, on 50,000 cases."""
    install(tests=True)
    pytest("tests/gate/test_consent_oracle.py", "tests/gate/test_gate_oracle.py", *words, ORACLE_CASES="50000")


def fuzz(*words: str) -> None:
    """At least 20,000 malformed inputs to the envelope decoder, the importers and every address."""
    install(tests=True)
    pytest("-n", "2", "-m", "fuzz", *words, FUZZ_INPUTS=os.environ.get("FUZZ_INPUTS", "20000"))


def simulation(*words: str) -> None:
    """20,000 seeds of five nodes in one process, where anything may happen in any order (--seed N replays one, --count N)."""
    install(tests=True)
    run(BIN / "python", "-m", "tests.simulation", *words, PYTHONPATH=f"{ROOT / 'src'}:{ROOT}")


def browser(*words: str) -> None:
    """Stories in a real browser, with accessibility checks and the screenshots of the docs."""
    install(tests=True)
    system_packages()
    if not shutil.which("chromium") and not IN_CI:
        print("SKIPPED LOUDLY: chromium is not installed, the browser stories did not run.", flush=True)
        return
    pytest("-m", "browser", *words)


def types(*words: str) -> None:
    """Types, by mypy."""
    install(tests=True)
    run(BIN / "python", "-m", "mypy", *words)


def once() -> None:
    """The demonstration's story without a browser, in a network that is removed afterwards."""
    install(tests=True)
    run(BIN / "sajha", "demo", "--once")


def test() -> None:
    """Install what tests need and run every check."""
    install(tests=True)
    system_packages()
    types()
    unit()
    once()
    postgres()
    nodes()
    oracle()
    pytest("-n", "2", "-m", "simulation")
    fuzz()
    spark()
    browser()
    close()


def bench(*words: str) -> None:
    """Measure: pages, messages, import, memory, each also at ten times the size; one JSON and a table."""
    install(tests=True)
    run(BIN / "python", "-m", "bench", *words)


def accuracy(*words: str) -> None:
    """Measure how well people are found without clear text, beside Splink and anonlink in the same run."""
    venv = VENV.with_name(f"{VENV.name}-rivals")
    install(more="rivals", venv=venv, own=False)
    run(venv / "bin" / "python", "-m", "bench.accuracy", *words, PYTHONPATH=f"{ROOT / 'src'}:{ROOT}")


def spark(*words: str) -> None:
    """The keys of people in Spark, the same as in DuckDB and Python (needs Java)."""
    install(tests=True)
    install(more="spark")
    system_packages()
    if not shutil.which("java"):
        print("SKIPPED LOUDLY: Java is not installed, the keys were not made in Spark.", flush=True)
        if IN_CI:
            close(1)
        return
    pytest("-m", "spark", *words)


def translations(*words: str) -> None:
    """Bring the catalogues up to date and say what has no translation."""
    install(tests=True)
    run(BIN / "python", "-m", "tools.translations", "gather")
    run(BIN / "python", "-m", "tools.translations", "missing")


def docs() -> None:
    """Write the generated pages of docs/reference again."""
    install(tests=True)
    for page in sorted((ROOT / "tools").glob("*_page.py")):
        run(BIN / "python", "-m", f"tools.{page.stem}")


def mutants(*words: str) -> None:
    """Change the rules in small ways and see that their tests notice (about an hour; not part of 'test')."""
    install(more="mutants")
    run(BIN / "python", "-m", "tools.mutants", *words)


def lock() -> None:
    """Pin the requirements again, with hashes (needs uv)."""
    options = (
        "--quiet",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-header",
        "--python-version",
        "3.11",
        "--extra",
        "install",
        "pyproject.toml",
    )
    run("uv", "pip", "compile", *options, "-o", "requirements/run.txt")
    run("uv", "pip", "compile", *options, "--extra", "test", "-o", "requirements/test.txt")
    more = ("--extra", "test", "--extra", "mutants", "-c", "requirements/test.txt")
    run("uv", "pip", "compile", *options, *more, "-o", "requirements/mutants.txt")
    more = ("--extra", "test", "--extra", "spark", "-c", "requirements/test.txt")
    run("uv", "pip", "compile", *options, *more, "-o", "requirements/spark.txt")
    alone = [word for word in options if word not in ("--extra", "install", "pyproject.toml")]
    run("uv", "pip", "compile", *alone, "requirements/rivals.in", "-o", "requirements/rivals.txt")


RECIPES = {
    recipe.__name__: recipe
    for recipe in (
        demo,
        test,
        unit,
        postgres,
        nodes,
        chaos,
        oracle,
        fuzz,
        simulation,
        browser,
        types,
        once,
        bench,
        accuracy,
        spark,
        translations,
        docs,
        mutants,
        lock,
    )
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in RECIPES:
        print("usage: python3 do.py RECIPE\n")
        for name, recipe in RECIPES.items():
            print(f"  {name:<12} {(recipe.__doc__ or '').splitlines()[0]}")
        sys.exit(2)
    RECIPES[sys.argv[1]](*sys.argv[2:])
