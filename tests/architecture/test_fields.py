"""Every column of every table has a class of sensitivity and a reason; what tells who somebody is lies sealed."""

import csv
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from sajha.cases.values import FIELD_CLASSES as CASES
from sajha.cases.values import Sensitivity
from sajha.consent.values import FIELD_CLASSES as CONSENT
from sajha.retention.values import FIELD_CLASSES as RETENTION
from sajha.survivor.values import FIELD_CLASSES as SURVIVOR

FILE = Path(__file__).parent.parent.parent / "src" / "sajha" / "terms" / "data" / "columns.csv"
# what the table of a case's fields calls some tables, because a lawyer reads it
CALLED = {"processelement": "element", "routeleg": "leg", "caseaccess": "access"}
NOT_SECRET = "A key, a signature or a signed statement of counts and codes."


def elsewhere() -> dict[str, tuple[str, str]]:
    """(table.column) -> (class, why), of the file for tables that hold no record of a case."""
    found = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in row["columns"].split():
                found[f"{row['room']}.{row['table']}.{name}"] = (row["class"], row["why"])
    return found


def columns() -> dict[str, models.Field]:
    return {
        f"{model._meta.app_label}.{model._meta.model_name}.{column.name}": column
        for model in apps.get_models()
        if model.__module__.startswith("sajha.")
        for column in model._meta.concrete_fields
    }


def unclassified(names) -> list[str]:
    known, listed = {*CASES, *CONSENT, *RETENTION, *SURVIVOR}, elsewhere()

    def is_known(name: str) -> bool:
        _room, table, column = name.split(".")
        return name in listed or f"{table}.{column}" in known or f"{CALLED.get(table, table)}.{column}" in known

    return [name for name in names if not is_known(name)]


def test_every_column_of_every_table_is_classified():
    assert unclassified(columns()) == []


def test_a_new_column_without_a_class_is_found():
    assert unclassified(["disclosure.release.name_of_her_mother"]) == ["disclosure.release.name_of_her_mother"]


def test_the_file_names_only_columns_that_are_there_each_once_with_a_reason():
    with FILE.open(encoding="utf-8", newline="") as file:
        named = [
            f"{row['room']}.{row['table']}.{name}" for row in csv.DictReader(file) for name in row["columns"].split()
        ]
    assert len(named) == len(set(named))
    assert [name for name in named if name not in columns()] == []
    assert all(level in set(Sensitivity) and why.strip() for level, why in elsewhere().values())


@pytest.mark.parametrize("name", [name for name, column in columns().items() if isinstance(column, models.BinaryField)])
def test_what_is_kept_as_bytes_is_sealed_or_no_secret(name):
    level, why = elsewhere().get(name, ("S3", ""))
    assert level in ("S3", "S4") or why == NOT_SECRET


def test_what_tells_who_somebody_is_is_never_kept_in_clear():
    clear = [name for name, (level, _) in elsewhere().items() if level in ("S3", "S4")]
    assert [name for name in clear if not isinstance(columns()[name], models.BinaryField)] == []
