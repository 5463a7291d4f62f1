"""How common what is asked may be: the more are asked, the rarer it must be.

The bound (tau) is the share of all people who would agree with a key by chance. Asked of ten million records, a key at 1e-7 is
expected to agree with one wrong record; a person judges each.
"""

from collections.abc import Iterable

from sajha.matching.values import Reach

FEW = 8

TAU: dict[Reach, float] = {Reach.ONE: 1e-6, Reach.FEW: 1e-7, Reach.ALL: 1e-8}


def reach_of(partners: int) -> Reach:
    """The reach of a question to so many partners."""
    if partners <= 1:
        return Reach.ONE
    return Reach.FEW if partners <= FEW else Reach.ALL


def reach_among(chosen: Iterable[str], before: Iterable[tuple[str, Iterable[str]]]) -> Reach:
    """The reach of a question, with what was asked about the same before: (reach, partners). Whoever asks all, one after the other, asks
    all: but who asked all about what is rare may ask one about what is less so."""
    asked: dict[str, set[str]] = {reach: set(chosen) for reach in Reach}
    for reach, partners in before:
        asked[reach].update(partners)
    one = asked[Reach.ONE]
    few = one | asked[Reach.FEW]
    if len(few) > FEW:
        return Reach.ALL
    return Reach.ONE if len(one) <= 1 else Reach.FEW


def tau(reach: Reach) -> float:
    return TAU[reach]


AT_HOME = 1e-4
"""Among our own records, of which nothing leaves, also what a few thousand in a million share is looked at."""

KNOWN_BOUNDS = tuple(TAU.values())
"""What partners may ask about is published with the keys of every bound, for whoever asks uses those of its own reach."""

SOUGHT_BOUNDS = (TAU[Reach.ONE],)
"""Whom we look for is compared by each custodian with its own few people, so it is a question to one partner, many times: a thousand
residents beside a thousand who are sought agree by chance once. One bound, so that a custodian's batch holds whole persons."""


def bounds(reach: Reach, *, asked: bool) -> tuple[float, ...]:
    """How common the keys of a search may be: ``asked`` of partners by its reach, of who is only sought the bound of that set."""
    return (tau(reach),) if asked else SOUGHT_BOUNDS
