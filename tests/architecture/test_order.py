"""The order of the rooms, by import-linter, and what it cannot see: foreign keys and database relations by name."""

import subprocess
import sys
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
ORDER = [name.strip() for line in CONTRACTS[0]["layers"] for name in line.split("|")]


def test_a_higher_room_imports_a_lower_one_never_the_reverse():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_style_and_banned_imports():
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_foreign_key_points_downwards():
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model.__module__.startswith("sajha.")
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model.__module__.startswith("sajha.")
        and ORDER.index(_room(model)) > ORDER.index(_room(field.related_model))
    ]
    assert upward == []


def test_every_room_of_the_code_stands_in_the_order():
    rooms = {path.name for path in (ROOT / "src" / "sajha").iterdir() if (path / "__init__.py").exists()}
    assert rooms == set(ORDER)


def _room(model: type) -> str:
    return model.__module__.split(".")[1]
