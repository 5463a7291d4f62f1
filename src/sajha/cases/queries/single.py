"""One case: as its pages show it, as other areas name it, as the gate reads it."""

from typing import Any

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.cases.models import Case, Identifier, Party, ProcessElement, RouteLeg
from sajha.cases.queries.scope import case_for
from sajha.cases.values import (
    IDENTITY_FIELDS,
    PERSON_FIELDS,
    CaseSheet,
    CaseSummary,
    ElementSheet,
    LegSheet,
    Part,
    PartySheet,
    PersonFacts,
    Role,
    ThingSheet,
)
from sajha.terms.identifiers import IdentifierKind

_ROLES = list(Role)


def case_detail(by: Actor, case_id: str) -> CaseSheet:
    """Everything of a case that is not sealed.

    Raises:
        Refused: ``not_found``.
    """
    return sheet_of(case_for(by, case_id))


def sheet_of(case: Case) -> CaseSheet:
    """The same of a case that the caller may see."""
    parties = sorted(case.parties.all(), key=lambda party: (_ROLES.index(Role(party.role)), party.number))
    elements = case.elements.order_by("id")
    legs = case.legs.order_by("position", "id")
    return CaseSheet(
        id=case.id,
        number=case.number,
        status=case.status,
        is_open=case.is_open,
        opened_at=case.opened_at,
        updated_at=case.updated_at,
        identified_on=case.identified_on,
        channel=case.channel,
        identified_by=case.identified_by,
        identified_in=case.identified_in,
        source=case.source,
        owner=case.owner,
        revision=case.revision,
        vault=case.vault,
        noted=bool(case.notes),
        more=bool(case.more),
        parties=tuple(map(party_sheet, parties)),
        elements=tuple(map(element_sheet, elements)),
        legs=tuple(map(leg_sheet, legs)),
        things=tuple(map(thing_sheet, case.identifiers.order_by("id").defer("value"))),
    )


def party_sheet(party: Party) -> PartySheet:
    """A person without anything that tells who it is."""
    return PartySheet(
        id=party.id,
        role=Role(party.role),
        pseudonym=party.pseudonym,
        facts=PersonFacts(party.code_name, **{name: getattr(party, name) for name in PERSON_FIELDS}),
        sealed=tuple(name for name in IDENTITY_FIELDS if getattr(party, name)),
        revision=party.revision,
    )


def element_sheet(element: ProcessElement) -> ElementSheet:
    return ElementSheet(element.id, Part(element.part), element.value, element.party_id or "")


def leg_sheet(leg: RouteLeg) -> LegSheet:
    return LegSheet(leg.id, leg.position, leg.start, leg.end, leg.transport, leg.month, bool(leg.note))


def thing_sheet(row: Identifier) -> ThingSheet:
    return ThingSheet(row.id, IdentifierKind(row.kind), row.party_id or "", row.revision)


def of_case(rows: Any, case: Case, row_id: str) -> Any:
    """The row of this id, if it belongs to the case.

    Raises:
        Refused: ``not_found``, also when it belongs to another case.
    """
    found = rows.filter(case=case, pk=row_id).first()
    if found is None:
        raise Refused(no("not_found"))
    return found


def party_detail(by: Actor, case_id: str, party_id: str) -> PartySheet:
    """One person of a case.

    Raises:
        Refused: ``not_found``.
    """
    return party_sheet(of_case(Party.objects, case_for(by, case_id), party_id))


def summary(by: Actor, case_id: str) -> CaseSummary:
    """Number and pseudonyms.

    Raises:
        Refused: ``not_found``.
    """
    case = case_for(by, case_id)
    return CaseSummary(case.id, case.number, case.people, case.is_open)
