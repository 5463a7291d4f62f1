"""Shares of name parts and places, for the measurement: those that are shipped, or counted in another sample of people."""

from collections import Counter
from dataclasses import replace

from bench.accuracy.people import USUAL, Record, World, two_files
from sajha.matching.persons.signs import SHIPPED, Shares
from sajha.matching.persons.values import Person, born_between
from sajha.names import Part, parts_of

LEAST_FINE, LEAST_COARSE = 2e-4, 3e-4  # of a part that the sample does not have


def person(record: Record) -> Person:
    """What a node would know from such a record."""
    born = None
    if record.age is not None:
        born = born_between(record.age, record.age, record.on, guessed=record.guessed)
    parents = tuple(name for name in (record.father, record.mother) if name)
    return Person((record.name,), parents, born, record.sex, record.home)


def counted_shares(world: World, people: int = 40_000, seed: int = 4242) -> Shares:
    """As if a public register of names existed: parts counted in records of other people, whose seed is another."""
    fine: Counter[str] = Counter()
    coarse: Counter[str] = Counter()
    total = 0
    for record in (one for file in two_files(world, people, USUAL, seed) for one in file):
        for name in filter(None, (record.name, record.father, record.mother)):
            parts = parts_of(name)
            total += 1
            fine.update({part.fine for part in parts})
            coarse.update({part.coarse for part in parts})

    def share(part: Part, rough: bool) -> float:
        if part.initial:
            return SHIPPED.word(part, rough)
        return max(coarse[part.coarse] / total, LEAST_COARSE) if rough else max(fine[part.fine] / total, LEAST_FINE)

    return replace(SHIPPED, word=share)
