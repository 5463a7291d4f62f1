"""What a node publishes and asks until its head says otherwise, by what kind of organisation it is."""

from dataclasses import dataclass

from sajha.directory.values import Kind
from sajha.matching.values import KINDS, SOUGHT, Settings


@dataclass(frozen=True, slots=True)
class Usual:
    """The defaults of some kinds of organisation. ``why`` is shown beside them."""

    kinds: frozenset[str]
    publishes: frozenset[str]
    asks: frozenset[str]
    why: str


USUAL: tuple[Usual, ...] = (
    Usual(
        frozenset({Kind.AHTU, Kind.POLICE_STATION, Kind.RAILWAY_POLICE, Kind.BORDER_FORCE}),
        frozenset(KINDS),
        frozenset(KINDS),
        "They investigate: what they know of accused persons helps another investigation, and whom they look for must reach "
        "whoever shelters her. Of victims they publish nothing but that they are sought.",
    ),
    Usual(
        frozenset({Kind.SHELTER, Kind.NGO, Kind.CWC, Kind.CHILD_PROTECTION_UNIT, Kind.HEALTH, Kind.EMBASSY, Kind.DLSA}),
        frozenset(),
        frozenset({SOUGHT}),
        "They care for people: that they know somebody tells where she is, so they publish nothing. They look into the sets of those "
        "who search, learn first, and decide with her.",
    ),
)
NEITHER = Usual(
    frozenset(),
    frozenset(),
    frozenset(),
    "They decide, oversee or study, and hold no open cases of people whom somebody looks for. Their head may say otherwise.",
)


def usual_of(kind: str) -> Usual:
    """The defaults of a kind of organisation; of one that stands in no line, neither."""
    return next((line for line in USUAL if kind in line.kinds), NEITHER)


def usual_settings(kind: str) -> Settings:
    """What holds until the head of the unit says otherwise. Nothing is asked by itself before somebody named a ground for it."""
    usual = usual_of(kind)
    return Settings(publishes=usual.publishes, asks=usual.asks)
