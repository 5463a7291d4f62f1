"""The keys of many people at once: the same combinations as ``keys``, in SQL that DuckDB runs on one machine and Spark on many.

Tables that are handed in, made from ``signs_of`` (see ``rows_of``): ``words`` (id, number, own, initial, fine, coarse, letter,
fine_share, coarse_share, letter_share), ``bands`` (id, band, band_share) and ``places`` (id, sex, sex_share, state,
state_share, district, district_share; an unknown one is null).
"""

from collections.abc import Iterable
from itertools import pairwise

from sajha.matching.persons.signs import SHIPPED, Signs
from sajha.matching.persons.table import VERSION, Combination, steps, table
from sajha.matching.persons.values import MOST_KEYS

AFTER = 1_000  # keys that are sent after all others
COLUMN = {"f": "fine", "c": "coarse", "i": "letter"}
WORD_COLUMNS = (
    "id", "number", "own", "initial", "fine", "coarse", "letter", "fine_share", "coarse_share", "letter_share",
)  # fmt: skip
BAND_COLUMNS = ("id", "band", "band_share")
PLACE_COLUMNS = ("id", "sex", "sex_share", "state", "state_share", "district", "district_share")


Row = tuple[object, ...]
Rows = tuple[list[Row], list[Row], Row]


def rows_of(number: int, signs: Signs) -> Rows:
    """A person's rows for the three tables."""
    words: list[Row] = [
        (number, at, word.own, word.initial, *word.text, *word.share) for at, word in enumerate(signs.words)
    ]
    bands: list[Row] = [(number, band.text, band.share) for band in signs.bands]
    known = [
        (found[0].text, found[0].share) if found else (None, None) for found in (signs.sex, signs.state, signs.district)
    ]
    return words, bands, (number, *(value for pair in known for value in pair))


def keys_sql(tau: float, *, most: int = MOST_KEYS, rows: Iterable[Combination] | None = None) -> str:
    """A query for (id, combination, value, share): what ``keys_of`` gives for each of the people."""
    made = "\nUNION ALL\n".join(_combination(row, tau) for row in (table() if rows is None else rows))
    return f"""
WITH made AS ({made}),
ranked AS (
  SELECT id, combination, value, max(share) AS share,
    row_number() OVER (PARTITION BY id ORDER BY min(preferred), value) AS place
  FROM made GROUP BY id, combination, value
)
SELECT id, combination, value, share FROM ranked WHERE place <= {most}"""  # noqa: S608 - made of the project's own table


def _combination(row: Combination, tau: float) -> str:
    """The keys of one combination that the bound allows and no more general one has."""
    names = [f"w{at}" for at in range(len(row.words))]
    joins = [f"words {names[0]}"]
    joins += [f"JOIN words {name} ON {name}.id = {names[0]}.id" for name in names[1:]]
    joins.append(f"JOIN places p ON p.id = {names[0]}.id")
    if row.age:
        joins.append(f"JOIN bands b ON b.id = {names[0]}.id")
    share = _share(row, names)
    where = [*_choice(row, names), f"{share} <= {tau!r}"]
    rarest = [f"({share}) / ({_gain(step, row, names)}) > {tau!r}" for step in steps(row)]
    preferred = str(row.order)
    if row.also and rarest:
        preferred = f"CASE WHEN {' AND '.join(rarest)} THEN {row.order} ELSE {row.order + AFTER} END"
    else:
        where += rarest
    if row.sex:
        where.append("p.sex IS NOT NULL")
    if row.place:
        where.append(f"p.{row.place} IS NOT NULL")
    return (
        f"SELECT {names[0]}.id AS id, '{row.id}' AS combination, {preferred} AS preferred, "  # noqa: S608
        f"{_value(row, names)} AS value, {share} AS share\nFROM {' '.join(joins)}\nWHERE {' AND '.join(where)}"
    )


def _choice(row: Combination, names: list[str]) -> list[str]:
    """Every choice of words once, one told in full being the person's own."""
    told = list(zip(row.words, names, strict=True))
    full = [name for level, name in told if level != "i"]
    column = COLUMN[row.words[0]]
    said = [f"{one}.{column} < {other}.{column}" for one, other in pairwise(full)]
    said += [f"NOT {name}.initial" for name in full]
    said.append(f"({' OR '.join(f'{name}.own' for name in full)})")
    said += [f"{name}.number <> {other}.number" for level, name in told if level == "i" for other in full]
    return said


def _share(row: Combination, names: list[str]) -> str:
    parts = [f"{name}.{COLUMN[level]}_share" for level, name in zip(row.words, names, strict=True)]
    parts += ["b.band_share"] if row.age else []
    parts += ["p.sex_share"] if row.sex else []
    parts += [f"p.{row.place}_share"] if row.place else []
    return " * ".join(parts)


def _value(row: Combination, names: list[str]) -> str:
    texts = [f"concat('{level}', {name}.{COLUMN[level]})" for level, name in zip(row.words, names, strict=True)]
    ends = ["b.band" if row.age else "''", "p.sex" if row.sex else "''", f"p.{row.place}" if row.place else "''"]
    return f"concat_ws('|', '{VERSION}', '{SHIPPED.version}', '{row.id}', {', '.join([*texts, *ends])})"


def _gain(step: str, row: Combination, names: list[str]) -> str:
    """What ``keys`` calls the gain of a step, as an expression."""
    told = list(zip(row.words, names, strict=True))
    if step == "age":
        return "b.band_share"
    if step == "sex":
        return "p.sex_share"
    if step == "place":
        return "p.district_share / p.state_share" if row.place == "district" else "p.state_share"
    if step == "f":
        return " * ".join(f"{name}.fine_share / {name}.coarse_share" for level, name in told if level == "f")
    if step == "i":
        return " * ".join(f"{name}.letter_share" for level, name in told if level == "i")
    full = [name for level, name in told if level == "c"]
    free = [
        f"CASE WHEN {' OR '.join(f'{other}.own' for other in full if other != name)} "
        f"THEN {name}.coarse_share / {name}.letter_share ELSE 0 END"
        for name in full
    ]
    return f"greatest({', '.join(free)})"
