"""Whatever a rule answers has words, and the files stay calm."""

import ast
from pathlib import Path

import pytest

from sajha.terms.reasons import REASONS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sajha"
FILES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
BANNED = {"core", "utils", "helpers", "services", "manager", "base", "signals", "types", "statistics"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def _answers(tree: ast.AST):
    """Ids in ``no("…", "…")`` calls with literal words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "no":
            for arg in node.args:
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str):
                    yield arg.value


def test_every_refusal_has_words():
    silent = sorted({word for path in FILES for word in _answers(ast.parse(path.read_text())) if word not in REASONS})
    assert silent == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_fits_on_a_few_screens(path):
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE
    long = [
        f"{node.name}: {node.end_lineno - node.lineno} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno - node.lineno > LONGEST_FUNCTION
    ]
    assert long == []


def test_names_that_a_caseworker_would_say():
    assert [path for path in FILES if path.stem in BANNED or path.parent.name in BANNED] == []
