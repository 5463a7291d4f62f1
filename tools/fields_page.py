"""docs/reference/fields.md, from the table of fields: how sensitive each is, and why. ``python -m tools.fields_page`` writes it."""

import csv
from pathlib import Path

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.cases.values import FIELD_CLASSES, IDENTITY_FIELDS, Sensitivity
from sajha.terms.labels.fields import FIELD_LABELS

COLUMNS = Path(__file__).resolve().parent.parent / "src" / "sajha" / "terms" / "data" / "columns.csv"
PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "fields.md"

MEANING = {
    Sensitivity.S0: "public",
    Sensitivity.S1: "of the case, names nobody",
    Sensitivity.S2: "of a person, in codes that many share",
    Sensitivity.S3: "tells who somebody is",
    Sensitivity.S4: "free text, a shelter's place, counselling: never leaves",
}

_HEAD = """# The fields of a case, and how sensitive each is

Written by `python -m tools.fields_page` from `cases/values/fields.py`; a test compares it with the code, and another fails for a
column without a class. What leaves of these is decided by the [gate](gate.md).

Everything of class S3 and S4 lies sealed under the key of its case, and is masked on every page until somebody opens it; each
opening is recorded with who and when, of an identity also with which fields and why.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for level, meaning in MEANING.items():
        rows = [name for name, found in FIELD_CLASSES.items() if found.sensitivity == level]
        if rows:
            parts += [f"## {level}: {meaning}\n", "| field | on pages | why |", "|---|---|---|", *map(_row, rows), ""]
    parts.append(
        "Shown for a reason, field by field: " + ", ".join(f"`party.{name}`" for name in IDENTITY_FIELDS) + "."
    )
    return "\n".join([*parts, *_others()]) + "\n"


def _others() -> list[str]:
    """Tables that hold no record of a case, by room."""
    with COLUMNS.open(encoding="utf-8", newline="") as file:
        rows = [
            f"| {row['room']} | `{row['table']}` | {row['columns'].replace(' ', ', ')} | {row['class']} | {row['why']} |"
            for row in csv.DictReader(file)
        ]
    return [
        "\n## All other tables\n",
        "From `terms/data/columns.csv`.\n",
        "| room | table | columns | class | why |",
        "|---|---|---|---|---|",
        *rows,
    ]


def _row(name: str) -> str:
    return f"| `{name}` | {FIELD_LABELS.get(name, '')} | {FIELD_CLASSES[name].why} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
