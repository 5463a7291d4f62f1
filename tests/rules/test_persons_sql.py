"""One definition of the keys, three engines: Python, DuckDB and Spark give the same on the same people."""

import shutil

import pytest

from sajha.matching.persons import sql
from sajha.matching.persons.keys import keys_of
from sajha.matching.persons.signs import signs_of
from sajha.matching.persons.values import Person

TAU = 1e-6
PEOPLE = (
    Person(("Subbulakshmi Karthikeyan",), ("Venkatesan", "Meenakshi"), (2006, 2007), "f", "IN-33-568"),
    Person(("R. Lakshmi",), ("Raman",), None, "", "IN-33"),
    Person(("लक्ष्मी देवी",), (), (1998, 1998), "f", "Pune, Maharashtra"),
    Person(("Anjali Antony Arun",), ("Aravind", "Amudha"), (2001, 2003), "m", ""),
    Person(),
)
TYPES = {"id": "BIGINT", "number": "INT", "own": "BOOLEAN", "initial": "BOOLEAN"}


def tables():
    """Name, columns with types, rows."""
    made = [sql.rows_of(at, signs_of(person)) for at, person in enumerate(PEOPLE)]
    rows = {
        "words": (sql.WORD_COLUMNS, [row for words, _, _ in made for row in words]),
        "bands": (sql.BAND_COLUMNS, [row for _, bands, _ in made for row in bands]),
        "places": (sql.PLACE_COLUMNS, [row for _, _, row in made]),
    }
    for name, (columns, found) in rows.items():
        yield name, [(one, TYPES.get(one, "DOUBLE" if one.endswith("_share") else "VARCHAR")) for one in columns], found


def by_python():
    return {
        (at, key.value.decode(), round(key.share, 14))
        for at, person in enumerate(PEOPLE)
        for key in keys_of(person, TAU)
    }


def told(rows):
    return {(number, value, round(share, 14)) for number, _, value, share in rows}


def test_duckdb_makes_the_keys_that_python_makes():
    duckdb = pytest.importorskip(
        "duckdb", reason="SKIPPED LOUDLY: DuckDB is not installed, the keys in SQL were not compared"
    )
    connection = duckdb.connect()
    for name, columns, rows in tables():
        connection.execute(f"CREATE TABLE {name} ({', '.join(' '.join(one) for one in columns)})")
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' for _ in columns)})", rows)
    assert told(connection.execute(sql.keys_sql(TAU)).fetchall()) == by_python()


@pytest.mark.spark
def test_spark_makes_the_keys_that_python_makes():
    pyspark = pytest.importorskip(
        "pyspark.sql", reason="SKIPPED LOUDLY: pyspark is not installed, Spark was not compared"
    )
    if not shutil.which("java"):
        pytest.skip("SKIPPED LOUDLY: no java, Spark was not compared")
    builder = pyspark.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "1g").getOrCreate()
    try:
        for name, columns, rows in tables():
            schema = ", ".join(f"{one} {'STRING' if kind == 'VARCHAR' else kind}" for one, kind in columns)
            session.createDataFrame(rows, schema).createOrReplaceTempView(name)
        chosen = [row for row in sql.table() if len(row.words) < 3]
        found = {
            row
            for part in (chosen[:20], chosen[20:])
            for row in told(map(tuple, session.sql(sql.keys_sql(TAU, rows=part)).collect()))
        }
    finally:
        session.stop()
    assert found
    assert {row for row in by_python() if len(row[1].split("|")) <= 8} <= found
