"""Every column that holds something of a case says how sensitive it is, and what tells who somebody is lies sealed."""

from django.apps import apps
from django.db import models

from sajha.cases.values import FIELD_CLASSES, IDENTITY_FIELDS, PERSON_FIELDS, Sensitivity, field_class
from tools import fields_page

NAMES = {
    "Case": "case",
    "Party": "party",
    "ProcessElement": "element",
    "RouteLeg": "leg",
    "CaseAccess": "access",
    "NumberCounter": "counter",
    "CounsellingNote": "note",
    "NoteReader": "note_reader",
    "EmergencyAccess": "emergency",
    "EmergencyNotice": "emergency_notice",
}


def _columns():
    for model in (
        one for app in ("cases", "counselling", "emergency") for one in apps.get_app_config(app).get_models()
    ):
        prefix = NAMES.get(model.__name__, model.__name__.lower())
        for column in model._meta.concrete_fields:
            yield f"{prefix}.{column.name}", column


def test_every_column_has_a_class_and_every_class_a_column():
    assert {name for name, _ in _columns()} == set(FIELD_CLASSES)
    assert all(found.why for found in FIELD_CLASSES.values())


def test_what_tells_who_somebody_is_lies_sealed():
    open_columns = [
        name
        for name, column in _columns()
        if FIELD_CLASSES[name].sensitivity >= Sensitivity.S3 and not isinstance(column, models.BinaryField)
    ]
    assert open_columns == []


def test_the_lists_of_fields_are_columns_of_a_party():
    assert all(field_class(f"party.{name}").sensitivity == Sensitivity.S3 for name in IDENTITY_FIELDS)
    assert all(field_class(f"party.{name}").sensitivity == Sensitivity.S2 for name in PERSON_FIELDS)
    assert field_class("process.purpose") and field_class("party.shoe_size") is None


def test_the_page_about_fields_is_that_of_the_code():
    assert fields_page.PAGE.read_text("utf-8") == fields_page.page()
