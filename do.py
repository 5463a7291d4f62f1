#!/usr/bin/env python3
"""The project's recipes, with Python's standard library alone: ``python3 do.py demo``, ``python3 do.py test``, …"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = Path(os.environ.get("SAJHA_VENV", ROOT / ".venv"))
BIN = VENV / "bin"


def run(*command: str | Path, **more: str) -> None:
    """Run a command in the project's folder; stop here with its exit code if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **more}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def install(*, tests: bool = False) -> None:
    """Make the virtual environment and install the pinned, hashed requirements and Sajha itself."""
    lock = ROOT / "requirements" / ("test.txt" if tests else "run.txt")
    stamp = VENV / f"installed-{lock.stem}"
    if not (BIN / "python").exists():
        run(sys.executable, "-m", "venv", VENV)
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        run(
            BIN / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            lock,
        )
        run(
            BIN / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-build-isolation",
            "-e",
            ROOT,
        )
        stamp.touch()


def demo(*words: str) -> None:
    """Start the demonstration network and keep it up until interrupted."""
    install()
    run(BIN / "sajha", "demo", *words)


def test(*words: str) -> None:
    """Install what tests need and run every check."""
    install(tests=True)
    run(BIN / "python", "-m", "pytest", *words)


RECIPES = {"demo": demo, "test": test}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in RECIPES:
        print("usage: python3 do.py RECIPE\n")
        for name, recipe in RECIPES.items():
            print(f"  {name:<12} {(recipe.__doc__ or '').splitlines()[0]}")
        sys.exit(2)
    RECIPES[sys.argv[1]](*sys.argv[2:])
