"""On which ground may be searched for whom."""

from sajha.basics.decision import Decision, no, yes
from sajha.matching.values import Ground, Purpose

_VICTIM = frozenset({Ground.CONSENT, Ground.BASIS})

# A victim or witness is asked, or two persons decided; who is missing cannot be asked, but was reported. Nobody decides on a basis
# for an accused person or a thing: for these a registered report is the ground.
GROUNDS_FOR: dict[str, frozenset[Ground]] = {
    "victim": _VICTIM,
    "witness": _VICTIM,
    "missing": frozenset({Ground.BASIS, Ground.FIR, Ground.MISSING_REPORT}),
    "accused": frozenset({Ground.FIR}),
    "": frozenset({Ground.FIR, Ground.MISSING_REPORT}),
}

SHORTEST_REASON = 10
SHORTEST_REFERENCE = 3


def may_search_for(role: str, ground: str, *, agreed: bool, based: bool, refused: bool) -> Decision:
    """Whether this ground carries a search for somebody in this part of a case.

    ``agreed``: a recorded consent to searching stands. ``based``: a legal basis that two persons decided stands. ``refused``: the
    person said no, and no basis stands against it.
    """
    if refused and not based:
        return no("match.refused_by_person")
    if ground not in GROUNDS_FOR.get(role, frozenset()):
        return no("match.ground_not_for_role", "match.name_a_ground")
    if ground == Ground.CONSENT and not agreed:
        return no("match.no_consent", "gate.record_consent")
    if ground == Ground.BASIS and not based:
        return no("match.no_basis", "gate.open_basis")
    return yes()


def may_say_why(purpose: str, ground: str, reason: str) -> Decision:
    """A purpose and a ground of the list, and where it is written down (the number of the FIR, the report, the order)."""
    if purpose not in frozenset(Purpose):
        return no("match.no_purpose")
    if ground not in frozenset(Ground):
        return no("match.no_ground", "match.name_a_ground")
    return yes() if len(reason.strip()) >= SHORTEST_REFERENCE else no("match.no_reference")
