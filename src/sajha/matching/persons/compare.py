"""Two people in clear text, sign by sign, with Splink's levels on DuckDB: only inside a request to disclose that was granted.

Splink and DuckDB take half a second to import, so they are imported when first used. Which level is reached is said; no level is added
up to a score.
"""

from dataclasses import dataclass
from typing import Any

from sajha.matching.persons.signs import SHIPPED, signs_of
from sajha.matching.persons.values import Person

ORDER = ("same", "heard_alike", "nearly", "initial", "near", "state", "differ", "unknown")  # the best first


@dataclass(frozen=True, slots=True)
class Compared:
    """A sign, the level that the two reach (an id of ``ORDER``), and how many words of the first reach it, where it is a name."""

    sign: str
    level: str
    words: int = 1


def compare(first: Person, second: Person) -> tuple[Compared, ...]:
    """What agrees, nearly agrees and differs between two people whom both sides may see."""
    import duckdb  # noqa: PLC0415 - costs half a second, so only where it is used

    one, other = signs_of(first, SHIPPED), signs_of(second, SHIPPED)
    connection = duckdb.connect()
    found: list[Compared] = []
    for sign, own in (("names", True), ("parents", False)):
        words = [[word for word in signs.words if word.own is own] for signs in (one, other)]
        pairs = [{"fine": (a.text[0], b.text[0]), "coarse": (a.text[1], b.text[1]), "initial": (a.initial, b.initial), "of": (at, at)}
                 for at, a in enumerate(words[0]) for b in words[1]]  # fmt: skip
        found += _best(sign, pairs, _levels(connection, pairs, _words()))
    found.append(_one(connection, "age", {"born": (_middle(first.born), _middle(second.born))}, _age()))
    found.append(_one(connection, "sex", {"sex": (first.sex or None, second.sex or None)}, _sex()))
    places = {
        "state": tuple(signs.state[0].text if signs.state else None for signs in (one, other)),
        "district": tuple(signs.district[0].text if signs.district else None for signs in (one, other)),
    }
    found.append(_one(connection, "home", places, _home()))
    return tuple(found)


def _middle(born: tuple[int, int] | None) -> float | None:
    return None if born is None else (born[0] + born[1]) / 2


def _words() -> list[tuple[str, Any]]:
    from splink import comparison_level_library as levels  # noqa: PLC0415

    return [
        ("same", levels.And(levels.ExactMatchLevel("fine"), levels.CustomLevel("NOT (initial_l OR initial_r)"))),
        ("heard_alike", levels.And(levels.ExactMatchLevel("coarse"), levels.CustomLevel("NOT (initial_l OR initial_r)"))),
        ("initial", levels.CustomLevel("(initial_l OR initial_r) AND coarse_l[1] = coarse_r[1]")),
        ("nearly", levels.JaroWinklerLevel("fine", 0.9)),
    ]  # fmt: skip


def _age() -> list[tuple[str, Any]]:
    from splink import comparison_level_library as levels  # noqa: PLC0415

    return [
        ("unknown", levels.NullLevel("born")),
        ("same", levels.AbsoluteDifferenceLevel("born", 1)),
        ("near", levels.AbsoluteDifferenceLevel("born", 5)),
    ]


def _sex() -> list[tuple[str, Any]]:
    from splink import comparison_level_library as levels  # noqa: PLC0415

    return [("unknown", levels.NullLevel("sex")), ("same", levels.ExactMatchLevel("sex"))]


def _home() -> list[tuple[str, Any]]:
    from splink import comparison_level_library as levels  # noqa: PLC0415

    return [
        ("unknown", levels.NullLevel("state")),
        ("same", levels.ExactMatchLevel("district")),
        ("state", levels.ExactMatchLevel("state")),
    ]


def _one(connection: Any, sign: str, sides: dict[str, Any], levels: list[tuple[str, Any]]) -> Compared:
    return Compared(sign, _levels(connection, [sides], levels)[0])


def _levels(connection: Any, pairs: list[dict[str, Any]], levels: list[tuple[str, Any]]) -> list[str]:
    """The first level whose condition, in Splink's own words, each pair fulfils."""
    cases = [f"WHEN {level.create_level_dict('duckdb')['sql_condition']} THEN '{name}'" for name, level in levels]
    found = []
    for pair in pairs:
        columns = [f"{name}_{side}" for name in pair for side in "lr"]
        values = [value for both in pair.values() for value in both]
        given = ", ".join(f"? AS {column}" for column in columns)
        query = f"SELECT CASE {' '.join(cases)} ELSE 'differ' END FROM (SELECT {given})"  # noqa: S608 - Splink's and our own words
        found.append(str(connection.execute(query, values).fetchone()[0]))
    return found


def _best(sign: str, pairs: list[dict[str, Any]], levels: list[str]) -> list[Compared]:
    """The best level of each word of the first, and how many words reach each."""
    if not pairs:
        return [Compared(sign, "unknown")]
    best: dict[int, str] = {}
    for pair, level in zip(pairs, levels, strict=True):
        at = pair["of"][0]
        best[at] = min(best.get(at, level), level, key=ORDER.index)
    said = list(best.values())
    return [Compared(sign, level, said.count(level)) for level in sorted(set(said), key=ORDER.index)]
