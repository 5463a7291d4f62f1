"""Names and places of the generator. Nothing here comes from the matcher: which word is a name, how frequent it is and how
it is spelt are the generator's own (the package ``indian-names``, BSD; attested romanisations of the half of the lexicons
that the matcher's rules were not tuned on; census populations and spellings of 2011).
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import files
from pathlib import Path

import numpy as np

from bench.names import held_out

LANGUAGES = ("hi", "te", "ta", "kn", "ml", "bn", "mr", "ur")
TAIL = 2_500  # rare names of each sort and language, beside the known ones: words of the lexicon stand for them
STATE_LANGUAGE = {
    "28": "te", "36": "te", "33": "ta", "34": "ta", "29": "kn", "32": "ml", "31": "ml", "27": "mr", "30": "mr",
    "19": "bn", "16": "bn", "18": "bn", "1": "ur", "37": "ur",
}  # fmt: skip
RANK_OFFSET = 6.0  # of the Zipf-Mandelbrot law: the most frequent name of a sort is borne by about 2.5 %


@dataclass(frozen=True)
class Word:
    """A name: its native spelling and its attested Latin ones with their counts."""

    native: str
    latin: tuple[str, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Pool:
    """Names of one sort in one language, and how frequent each is."""

    words: tuple[Word, ...]
    weights: np.ndarray


@lru_cache(maxsize=1)
def known_names() -> dict[str, frozenset[str]]:
    """Latin names by sort: "f" and "m" given names, "s" surnames."""
    found = {path.name: path for path in files("indian-names") or []}
    lists = {"f": "first.female.names", "m": "first.male.names", "s": "last.names"}
    return {sort: frozenset(found[name].read_text("utf-8").lower().split()) - {""} for sort, name in lists.items()}


def lexicon(folder: Path, language: str) -> list[Word]:
    """The words of a language's lexicon, of the half that is held out."""
    spelt: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / f"romanisation_{language}.tsv").open(encoding="utf-8", newline="") as file:
        for native, latin, count in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if held_out(native):
                spelt[native][latin] = int(count)
    return [Word(native, tuple(forms), tuple(forms.values())) for native, forms in spelt.items()]


def pools(folder: Path, random: np.random.Generator) -> dict[tuple[str, str], Pool]:
    """A pool for each language and sort."""
    return {
        (language, sort): _pool(words, known_names()[sort], random)
        for language in LANGUAGES
        for words in (lexicon(folder, language),)
        for sort in ("f", "m", "s")
    }


def _pool(words: list[Word], known: frozenset[str], random: np.random.Generator) -> Pool:
    """Known names in the head of the distribution, in an order by chance, rare ones in its tail."""
    head = [word for word in words if len(word.latin[0]) > 2 and word.latin[int(np.argmax(word.counts))] in known]
    rest = [word for word in words if 4 <= len(word.latin[0]) <= 10 and word not in head]
    tail = [rest[at] for at in random.choice(len(rest), TAIL, replace=False)]
    ranked = [head[at] for at in random.permutation(len(head))] + tail
    weights = 1.0 / (np.arange(len(ranked)) + RANK_OFFSET)
    return Pool(tuple(ranked), weights / weights.sum())


@dataclass(frozen=True)
class District:
    """A district: its codes, its names (census of 2011, register of 2022) and its people."""

    state: str
    code: str
    names: tuple[str, ...]
    state_name: str
    people: int


def districts(facts: Path) -> list[District]:
    """The districts that the census of 2011 counted, with the register's code and name."""
    counted = {}
    with (facts / "india" / "census2011_districts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            counted[int(row["District code"])] = (row["District name"], int(row["Population"]))
    found = []
    with (facts / "india" / "lgd_district.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            old = counted.get(int(row["Census 2011 Code"] or 0))
            if old:
                names = tuple(dict.fromkeys((row["District Name"].title(), old[0])))
                found.append(
                    District(row["State Code"], row["District Code"], names, row["State Name"].title(), old[1])
                )
    return found
