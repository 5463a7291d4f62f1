"""Districts and states by the names that people use: of the register, of the census, earlier ones, and as they are heard."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import sajha.terms
from sajha.names.spoken import fine_of
from sajha.names.tables import rows

_REGISTERS = Path(sajha.terms.__file__).parent / "data"
_CODE = re.compile(r"[A-Z]{2}(?:-[0-9]{1,2}(?:-[0-9]{1,4})?)?")
# words that only say what kind of place it is
_KINDS = frozenset({"district", "dist", "dt", "distt", "zilla", "jilla", "jila", "state", "rajya", "the", "city", "of"})
# states that are written otherwise than in the register
_STATES = {"Orissa": "21", "Pondicherry": "34", "Puducherry": "34", "Uttaranchal": "5", "Delhi": "7", "New Delhi": "7", "NCT of Delhi": "7", "UP": "9", "MP": "23", "TN": "33", "WB": "19", "AP": "28", "Bengal": "19", "J&K": "1"}  # fmt: skip


def _register(name: str) -> Iterator[dict[str, str]]:
    with (_REGISTERS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@lru_cache(maxsize=1)
def districts() -> dict[str, str]:
    """Every district: its code in the Local Government Directory to the text form of the place (``IN-29-525``)."""
    return {
        row["District Code"]: f"IN-{row['State Code']}-{row['District Code']}" for row in _register("lgd_district.csv")
    }


def census_codes() -> dict[str, str]:
    """The code in the Census of 2011 of each district that was one then."""
    return {
        row["District Code"]: row["Census 2011 Code"]
        for row in _register("lgd_district.csv")
        if row["Census 2011 Code"]
    }


def _named() -> Iterator[tuple[str, str]]:
    """Names with the text form of what bears them."""
    for row in _register("lgd_district.csv"):
        yield row["District Name"], districts()[row["District Code"]]
        yield row["State Name"], f"IN-{row['State Code']}"
    for table in (_register("district_old_names.csv"), rows("place_names.csv")):
        yield from ((row["name"], districts()[row["lgd_district_code"]]) for row in table)
    yield from ((name, f"IN-{state}") for name, state in _STATES.items())


def _written(text: str) -> str:
    """Small letters and digits, without words that say the kind of place."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())
    return "".join(word for word in words if word not in _KINDS)


def _heard(text: str) -> str:
    """The fine skeletons of its words, joined; without vowels two sounds are too few to tell a place."""
    words = [
        word for word in re.split(r"[\s,.()\-]+", unicodedata.normalize("NFKC", text).lower()) if word not in _KINDS
    ]
    found = "".join(fine_of(word) for word in words)
    return found if len(found) > 2 else ""


@lru_cache(maxsize=1)
def _index() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Places by name as written and as heard."""
    written: dict[str, set[str]] = {}
    heard: dict[str, set[str]] = {}
    for name, place in _named():
        written.setdefault(_written(name), set()).add(place)
        if _heard(name):
            heard.setdefault(_heard(name), set()).add(place)
    return written, heard


def _meant(text: str) -> set[str]:
    """Every place that may be meant: by its name as written, else by how it is heard."""
    written, heard = _index()
    return written.get(_written(text)) or heard.get(_heard(text), set())


def place_key(text: object) -> str:
    """The text form of the one district or state that is meant (``IN-36-501``, ``IN-36``); empty for none, or more than one.

    A place that is given by its code stays. Of "Aurangabad, Bihar" the last part that is a state says which Aurangabad; a city and a
    district of one state that share a name are one.
    """
    code = str(text).strip()
    if _CODE.fullmatch(code.upper()) and (code.count("-") < 2 or code.rpartition("-")[2] in districts()):
        return code.upper() if "-" in code else ""
    pieces = [piece for piece in re.split(r"[,;()/\n]| - ", code[:200]) if piece.strip()]
    meant = [_meant(piece) for piece in pieces]
    states = {place for found in meant for place in found if place.count("-") == 1}
    small = [{place for place in found if place.count("-") == 2} for found in meant]
    for found in small:
        within = {place for place in found if not states or place.rpartition("-")[0] in states} or (
            set() if states else found
        )
        if len(within) == 1:
            return within.pop()
    return states.pop() if len(states) == 1 and not any(small) else ""


def state_of(code: str) -> str:
    """The state in which a district lies; of a state, itself."""
    return "-".join(code.split("-")[:2])
