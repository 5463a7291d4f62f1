"""Rarity-gated composite keys: a key leaves only if so few people have all its signs by chance that the bound allows it.

Of a person's keys the most general that the bound allows are sent: whoever agrees on more signs agrees on these too.
Whether a key may leave depends on the key and the bound alone, so two sides that ask at one bound send the same ones.
"""

from collections.abc import Iterator
from itertools import combinations, product
from math import prod

from sajha.matching.persons.signs import LEVELS, SHIPPED, Shares, Sign, Signs, Word, signs_of
from sajha.matching.persons.table import VERSION, Combination, steps, table
from sajha.matching.persons.values import MOST_KEYS, Key, Person

AT = {"f": 0, "c": 1, "i": 2}
NOTHING = Sign("", 1.0)
Pick = tuple[tuple[str, Word], ...]


def keys_of(person: Person, tau: float, shares: Shares = SHIPPED) -> tuple[Key, ...]:
    """At most ``MOST_KEYS`` keys, each with a share of at most ``tau`` of the people; the preferred combinations first."""
    signs = signs_of(person, shares)
    found: dict[bytes, Key] = {}
    more: dict[bytes, Key] = {}
    for row in table():
        for key, general in sorted(_made(row, signs, shares.version)):
            if key.share <= tau < general:
                found.setdefault(key.value, key)
            elif key.share <= tau and row.also:
                more.setdefault(key.value, key)
    return tuple({**found, **{value: key for value, key in more.items() if value not in found}}.values())[:MOST_KEYS]


def _made(row: Combination, signs: Signs, version: str) -> Iterator[tuple[Key, float]]:
    """The keys of one combination, each with the least share among the more general keys of the table."""
    bands = signs.bands if row.age else (NOTHING,)
    sexes = signs.sex if row.sex else (NOTHING,)
    places = {"": (NOTHING,), "state": signs.state, "district": signs.district}[row.place]
    wider = signs.state[0].share if row.place == "district" and signs.state else 1.0
    for words in _chosen(row.words, signs.words):
        for band, sex, place in product(bands, sexes, places):
            key = _key(row, version, words, band, sex, place)
            gains = {"age": band.share, "sex": sex.share, "place": place.share / wider}
            yield key, key.share / max((_gain(step, gains, words) for step in steps(row)), default=key.share)


def _gain(step: str, gains: dict[str, float], words: Pick) -> float:
    """The factor by which one sign makes a key rarer than the key without it (or with it less exact); 0 when it cannot go."""
    if step in gains:
        return gains[step]
    if step == "f":
        return prod(word.share[0] / word.share[1] for level, word in words if level == "f")
    if step == "i":
        return prod(word.share[2] for level, word in words if level == "i")
    full = [word for level, word in words if level == "c"]
    free = [word for word in full if any(other.own for other in full if other is not word)]
    return max((word.share[1] / word.share[2] for word in free), default=0.0)


def _chosen(levels: str, words: tuple[Word, ...]) -> Iterator[Pick]:
    """Every choice of words for the levels: one that is told in full is the person's own; a bare initial stands only at "i"."""
    full = levels.replace("i", "")
    for some in combinations([word for word in words if not word.initial], len(full)):
        if not any(word.own for word in some):
            continue
        picked = tuple(zip(full, some, strict=True))
        if full == levels:
            yield picked
        else:
            yield from ((*picked, ("i", word)) for word in words if word not in some)


def _key(row: Combination, version: str, words: Pick, band: Sign, sex: Sign, place: Sign) -> Key:
    texts = sorted(level + word.text[AT[level]] for level, word in words)
    share = prod(word.share[AT[level]] for level, word in words) * band.share * sex.share * place.share
    value = "|".join((VERSION, version, row.id, *texts, band.text, sex.text, place.text))
    ids = [("name." if word.own else "kin.") + LEVELS[level] for level, word in words]
    ids += [name for name, has in (("age", row.age), ("sex", row.sex), (row.place, row.place)) if has]
    return Key(value.encode(), tuple(ids), share)
