"""The page about keeping is the code's own, and every column of this area says how sensitive it is."""

from django.apps import apps
from django.db import models

from sajha.cases.values import Sensitivity
from sajha.retention.values import FIELD_CLASSES
from tools.keeping_page import PAGE, page


def test_the_page_says_what_the_code_does():
    assert PAGE.read_text("utf-8") == page(), "python -m tools.keeping_page writes it again"


def test_every_column_has_a_class_and_what_tells_who_lies_sealed():
    columns = {
        f"{model._meta.model_name}.{column.name}": column
        for model in apps.get_app_config("retention").get_models()
        for column in model._meta.concrete_fields
    }
    assert set(columns) == set(FIELD_CLASSES)
    sealed = {name for name, column in columns.items() if isinstance(column, models.BinaryField)}
    assert {name for name, (level, _) in FIELD_CLASSES.items() if level >= Sensitivity.S3} == sealed
