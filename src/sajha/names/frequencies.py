"""How common a name, a place, a sex, an age is: public reference data of one version, never counted from a node's own records.

Nobody publishes how many people in India bear a name, so shares of names are bounds from a model, not counts (decision 30). They are
meant to be too high: a key of a person leaves only when the product of such bounds is small.
"""

from functools import lru_cache

from sajha.names.gazetteer import census_codes, districts
from sajha.names.parts import Part, parts_of
from sajha.names.tables import rows

VERSION = "2026.1"  # of these tables; keys built with different versions are not compared

GROWTH = 1.3  # how much larger a district's share may have become since 2011
_LONGEST = 6  # sounds; longer skeletons are no rarer in the table
_MOST = 0.5


@lru_cache(maxsize=1)
def _bounds() -> dict[str, tuple[float, float]]:
    return {row["what"]: (float(row["fine"]), float(row["coarse"])) for row in rows("bounds.csv")}


@lru_cache(maxsize=2)
def _common(coarse: bool) -> dict[str, float]:
    """The bounds of all common name parts that share a skeleton, added up; of more than one part of a compound, each."""
    shares: dict[str, float] = {}
    for row in rows("common_parts.csv"):
        bound = _bounds()[f"class {row['class']}"][coarse]
        for skeleton in {part.coarse if coarse else part.fine for part in parts_of(row["part"])}:
            shares[skeleton] = shares.get(skeleton, 0.0) + bound
    return shares


@lru_cache(maxsize=2)
def _initials(coarse: bool) -> dict[str, float]:
    """Common parts by their first sound: an initial stands for any of them."""
    shares: dict[str, float] = {}
    for skeleton, bound in _common(coarse).items():
        shares[skeleton[:1]] = shares.get(skeleton[:1], 0.0) + bound
    return shares


def share_of(part: Part, *, coarse: bool) -> float:
    """An upper bound of the share of people with a name part of this skeleton, above 0 and at most 0.5."""
    skeleton = part.coarse if coarse else part.fine
    if not skeleton:
        return 1.0
    if part.initial:
        return min(_MOST, 0.1 + _initials(coarse).get(skeleton, 0.0))
    by_length = _bounds()[f"sounds {min(len(skeleton), _LONGEST)}"][coarse]
    return min(_MOST, by_length + _common(coarse).get(skeleton, 0.0))


@lru_cache(maxsize=1)
def _counted() -> dict[str, int]:
    """Persons in 2011 of the districts of then; those made since are counted within them."""
    census = {row["census_code"]: int(row["persons"]) for row in rows("census2011_population.csv")}
    return {code: census[number] for code, number in census_codes().items() if number in census}


@lru_cache(maxsize=1)
def _population() -> dict[str, int]:
    """Persons in 2011 by district code of the register; a district made since then counts as the largest of its state."""
    counted = _counted()
    largest: dict[str, int] = {}
    for code, persons in counted.items():
        state = districts()[code].split("-")[1]
        largest[state] = max(largest.get(state, 0), persons)
    return {
        code: counted.get(code, largest.get(place.split("-")[1], max(counted.values())))
        for code, place in districts().items()
    }


@lru_cache(maxsize=1)
def _persons() -> int:
    return sum(int(row["persons"]) for row in rows("census2011_population.csv"))


def share_of_place(code: str) -> float:
    """An upper bound of the share of India's people in a district or state (``IN-29-525``, ``IN-29``); 1 for anything else."""
    levels = code.split("-")
    if levels[0] != "IN" or len(levels) < 2:
        return 1.0
    if len(levels) == 3:
        persons = _population().get(levels[2], _persons())
    else:
        persons = sum(
            count for district, count in _counted().items() if districts()[district].split("-")[1] == levels[1]
        )
    return min(1.0, GROWTH * persons / _persons()) or 1.0


@lru_cache(maxsize=1)
def share_of_women() -> float:
    """Women among all people, Census of India 2011."""
    return sum(int(row["women"]) for row in rows("census2011_population.csv")) / _persons()


@lru_cache(maxsize=1)
def shares_of_ages() -> dict[str, float]:
    """People below 30, from 30 to 49, and of 50 or more, of those whose age the Census of India 2011 states."""
    named = {"0-29": "aged_0_29", "30-49": "aged_30_49", "50+": "aged_50_up"}
    counts = {
        band: sum(int(row[column]) for row in rows("census2011_population.csv")) for band, column in named.items()
    }
    return {band: count / sum(counts.values()) for band, count in counts.items()}
