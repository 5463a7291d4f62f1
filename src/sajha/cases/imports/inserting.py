"""Many rows into a table at once, without making an object of each: a million cases are stored in minutes, not hours."""

from typing import Any

from django.db import connection, models


class Rows:
    """Rows for one table. Values are handed over as the database has them (text forms, bytes, days); what is not given is the
    column's default.
    """

    def __init__(self, model: type[models.Model]) -> None:
        columns = [column for column in model._meta.concrete_fields if not isinstance(column, models.AutoField)]
        self.index = {column.attname: at for at, column in enumerate(columns)}
        self.blank = [
            None if column.null else column.get_db_prep_value(column.get_default(), connection) for column in columns
        ]
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(column.column)) for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        # no value is part of the text: only names of our own tables and columns
        self.insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
        self.rows: list[list[Any]] = []

    def add(self, **values: Any) -> None:
        """Add a row; a foreign key is named by its column (``case_id``)."""
        row = self.blank.copy()
        for name, value in values.items():
            row[self.index[name]] = value
        self.rows.append(row)

    def store(self) -> None:
        """Write the rows and forget them."""
        if self.rows:
            with connection.cursor() as cursor:
                cursor.executemany(self.insert, self.rows)
        self.rows.clear()


def moment(at: Any) -> Any:
    """A time as this database takes it."""
    return models.DateTimeField().get_db_prep_value(at, connection)
