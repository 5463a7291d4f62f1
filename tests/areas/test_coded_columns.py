"""Columns of coded values and places: text outside, a value inside, nothing that does not exist."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter

from sajha.terms.coded import UNKNOWN, Absent, Coded
from sajha.terms.fields import CodedField, PlaceField
from sajha.terms.places import Place


class Sample(models.Model):
    gender = CodedField(vocabulary="gender")
    place = PlaceField()

    class Meta:
        app_label = "directory"
        db_table = "sample_of_columns"


FEMININE = Coded("gender", "2.0", "Feminine")


@pytest.fixture
def table(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Sample)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Sample)


def test_stored_as_text_and_read_as_a_value(table):
    kept = Sample.objects.create(gender=FEMININE, place=Place("IN", "36", "501"))
    assert Sample.objects.values_list("gender", "place").get() == (FEMININE, Place("IN", "36", "501"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT gender, place FROM sample_of_columns")
        assert cursor.fetchone() == ("gender:2.0:Feminine", "IN-36-501")
    assert Sample.objects.filter(gender=FEMININE, place__startswith="IN-36").get() == kept
    assert Sample.objects.filter(gender__in=[FEMININE, Absent("declined")]).count() == 1
    assert not Sample.objects.filter(gender=UNKNOWN).exists()


def test_empty_is_unknown(table):
    Sample.objects.create()
    assert Sample.objects.get().gender == UNKNOWN
    assert Sample.objects.get().place is None
    assert Sample.objects.filter(place="").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        Coded("gender", "2.0", "Female"),
        Coded("gender", "9", "Feminine"),
        Coded("act", "1", "transfer"),
        Absent("no"),
        "no",
    ],
)
def test_what_does_not_exist_is_not_stored(table, wrong):
    with pytest.raises(ValidationError):
        Sample.objects.create(gender=wrong)
    with pytest.raises(ValidationError):
        Sample.objects.bulk_create([Sample(gender=wrong)])
    assert not Sample.objects.exists()


@pytest.mark.parametrize("wrong", [Place("IN", "36", "1"), Place("ZZ"), "IN-99"])
def test_no_such_place_is_not_stored(table, wrong):
    with pytest.raises(ValidationError):
        Sample.objects.create(place=wrong)


def test_a_migration_can_make_the_column_again():
    written, imports = MigrationWriter.serialize(Sample._meta.get_field("gender"))
    assert written == "sajha.terms.fields.CodedField(vocabulary='gender')"
    assert imports == {"import sajha.terms.fields"}
