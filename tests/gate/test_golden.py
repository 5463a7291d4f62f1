"""The golden tables: the whole decision, line by line, as the code answers it today."""

import csv
from itertools import product

import pytest

from tools.gate_table import BUILDERS, FOLDER, table, together


@pytest.mark.parametrize("name", sorted(BUILDERS))
def test_the_code_answers_as_the_table_says(name):
    written = (FOLDER / f"{name}.csv").read_text("utf-8")
    assert written == table(name).text(), (
        "The gate answers otherwise than tests/gate/golden says: if that is meant, run python -m tools.gate_table, read every "
        "changed line, and have a lawyer and a survivors' group read it before it is merged."
    )


def test_no_table_is_left_over_and_none_depends_on_what_it_does_not_name():
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(BUILDERS)
    for path in FOLDER.glob("*.csv"):
        rows = list(csv.reader(path.open(encoding="utf-8")))
        assert len({len(row) for row in rows}) == 1 and not any("depends" in cell for row in rows for cell in row), path


def test_lines_put_together_say_the_same_as_the_questions():
    domains = (("a", "b", "c"), ("x", "y"), ("1", "2", "3"))
    rows = {key: ("yes" if key[0] == "a" or key[2] == "3" else "no",) for key in product(*domains)}
    lines = together(rows, domains)
    assert sorted(lines) == [
        ("a", "any", "any", "yes"),
        ("all but a", "any", "all but 3", "no"),
        ("any", "any", "3", "yes"),
    ]
