"""Things seen in a case: a number or an address is written only as what it is."""

from collections.abc import Iterable, Mapping

from sajha.basics.decision import Decision, no, yes
from sajha.terms.identifiers import IdentifierKind, all_in

_KINDS = frozenset(IdentifierKind)


def is_thing(kind: IdentifierKind, text: str, others: frozenset[str] = frozenset()) -> Decision:
    """Whether the text is one thing of this kind, and not one of the ``others`` (canonical texts) that its owner has already."""
    found = all_in(kind, text)
    if not found:
        return no(f"thing.no_{kind.value}")
    if len(found) > 1:
        return no("thing.several")
    return no("thing.already") if found[0] in others else yes()


# identity fields of a person in which things stand too
FIELDS: dict[str, tuple[IdentifierKind, ...]] = {
    "phones": (IdentifierKind.PHONE,),
    "email": (IdentifierKind.EMAIL,),
    "identity_document": (IdentifierKind.PASSPORT, IdentifierKind.VISA),
}

Owners = Mapping[tuple[str, str], str]
"""(kind, canonical text) -> a person."""


def owners_of(written: Iterable[tuple[str, str, str]]) -> Owners:
    """Whose things are, of (person, kind of thing or identity field, text) that was written down of persons."""
    found: dict[tuple[str, str], str] = {}
    for person, name, text in written:
        kinds = FIELDS.get(name) or ((IdentifierKind(name),) if name in _KINDS else ())
        for kind in kinds:
            for one in all_in(kind, text):
                found.setdefault((kind, one), person)
    return found


def owner_among(owners: Owners, kind: str, text: str) -> str:
    """The person who has this too; empty when none has."""
    return next((owners[kind, one] for one in all_in(IdentifierKind(kind), text) if (kind, one) in owners), "")
