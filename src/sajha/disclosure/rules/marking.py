"""How a sender may mark a package, and why it is marked with more than was wished."""

from datetime import datetime

from sajha.basics.decision import Decision, no, yes
from sajha.disclosure.rules.gate import BY_CONSENT, STRICTER, marks_for, tlp_of
from sajha.disclosure.values import Added, Handling, Marks, Sensitivity

LEAST = tlp_of(set())
"""No package has a laxer label, whatever is in it."""


def labels_from(least: str) -> tuple[str, ...]:
    """The labels of the Traffic Light Protocol from this one on, in the order of their strictness."""
    return STRICTER[STRICTER.index(least) :]


def may_wish(wished: Marks, at: datetime) -> Decision:
    """A label that is not laxer than every package has, words to H3, an end that is still to come."""
    if wished.tlp not in labels_from(LEAST):
        return no("marks.too_lax")
    if Handling.H3 in wished.handling and not wished.conditions.strip():
        return no("marks.no_conditions")
    return no("marks.end") if wished.expires_at is not None and wished.expires_at <= at else yes()


def why_marked(
    wished: Marks, *, sensitivities: set[Sensitivity], ground: str, ends: datetime | None, source: Marks | None
) -> tuple[Added, ...]:
    """What :func:`marks_for` added to the wish, each with its reason; empty when the wish is kept as it is."""
    given = marks_for(wished, sensitivities=sensitivities, ground=ground, ends=ends, source=source)
    added = []
    if given.tlp != wished.tlp:
        identity = given.tlp == tlp_of(sensitivities) and Sensitivity.S3 in sensitivities
        added.append(Added(f"TLP:{given.tlp}", "marks.identity" if identity else "marks.source"))
    for code in given.handling:
        if code not in wished.handling:
            added.append(Added(code, _why_code(code, sensitivities, ground, source)))
    if given.expires_at != wished.expires_at:
        by_source = source is not None and source.expires_at == given.expires_at
        added.append(Added("end", "marks.source" if by_source else "marks.ends"))
    grades = ((given.source_grade, wished.source_grade), (given.information_grade, wished.information_grade))
    added += [Added(f"4x4 {kept}", "marks.source") for kept, wish in grades if kept != wish]
    return tuple(added)


def _why_code(code: Handling, sensitivities: set[Sensitivity], ground: str, source: Marks | None) -> str:
    if code == Handling.H2 and ground == BY_CONSENT and Sensitivity.S3 in sensitivities:
        return "marks.consent"
    return "marks.source" if source and (code in source.handling or source.conditions) else "marks.conditions"
