"""Things seen in a case: a number or an address is written only as what it is."""

from sajha.basics.decision import Decision, no, yes
from sajha.terms.identifiers import IdentifierKind, all_in


def is_thing(kind: IdentifierKind, text: str, others: frozenset[str] = frozenset()) -> Decision:
    """Whether the text is one thing of this kind, and not one of the ``others`` (canonical texts) that its owner has already."""
    found = all_in(kind, text)
    if not found:
        return no(f"thing.no_{kind.value}")
    if len(found) > 1:
        return no("thing.several")
    return no("thing.already") if found[0] in others else yes()
