"""Things seen in the case (phones, vehicles, accounts): sealed, and never an Aadhaar number."""

from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.cases.actions.held import hold_open, keep_party
from sajha.cases.models import Case, Identifier, Party
from sajha.cases.queries.single import of_case
from sajha.cases.rules import is_thing, may_be_written, unchanged_since
from sajha.cases.values import sealed_as
from sajha.terms.identifiers import IdentifierKind, normalised
from sajha.vault.actions import seal, unseal_all


@transaction.atomic
def add_identifier(
    *, case_id: str, kind: IdentifierKind, value: str, by: Actor, at: datetime, party_id: str = ""
) -> Identifier:
    """Write down a thing, of one person or (no ``party_id``) of the case itself.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``aadhaar.never``, ``thing.no_<kind>``, ``thing.several``, ``thing.already``.
    """
    case = hold_open(by, case_id)
    party: Party | None = of_case(Party.objects, case, party_id) if party_id else None
    row = Identifier(id=new_id("identifier"), case=case, party=party, kind=_known(kind), added_at=at)
    _write(row, value)
    row.save(force_insert=True)
    _touch(row, at)
    _record("added", row, by, at)
    return row


@transaction.atomic
def change_identifier(
    *, case_id: str, identifier_id: str, value: str, revision: int | None, by: Actor, at: datetime
) -> Identifier:
    """Write the number or address of a thing anew; its kind and whose it is stay.

    Raises:
        Refused: as :func:`add_identifier`; ``case.changed_meanwhile``.
    """
    row = _hold(case_id, identifier_id, revision, by)
    _write(row, value)
    row.revision += 1
    row.save(update_fields=["value", "revision"])
    _touch(row, at)
    _record("changed", row, by, at)
    return row


@transaction.atomic
def remove_identifier(
    *, case_id: str, identifier_id: str, by: Actor, at: datetime, revision: int | None = None
) -> None:
    """Take a thing out. The record keeps which kind it was and whose, not the number or address.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``case.changed_meanwhile``.
    """
    row = _hold(case_id, identifier_id, revision, by)
    _record("removed", row, by, at)
    row.delete()
    _touch(row, at)


def _known(kind: str) -> str:
    if kind not in set(IdentifierKind):
        raise Refused(no("not_found"))
    return IdentifierKind(kind).value


def _hold(case_id: str, identifier_id: str, revision: int | None, by: Actor) -> Identifier:
    case = hold_open(by, case_id)
    row: Identifier = of_case(Identifier.objects.select_related("party"), case, identifier_id)
    require(unchanged_since(revision, row.revision))
    row.case = case
    return row


def _write(row: Identifier, value: str) -> None:
    kind = IdentifierKind(row.kind)
    require(may_be_written([value], telephone=kind == IdentifierKind.PHONE))
    require(is_thing(kind, value, _others(row, kind)))
    row.value = seal(row.case_id, sealed_as(row.id, "value"), value.strip())


def _others(row: Identifier, kind: IdentifierKind) -> frozenset[str]:
    """What the same person, or the case, has of this kind already, each as it is compared."""
    rows = Identifier.objects.filter(case=row.case_id, party=row.party_id, kind=kind.value).exclude(pk=row.pk)
    texts = unseal_all(row.case_id, {sealed_as(other.pk, "value"): bytes(other.value) for other in rows})
    return frozenset(normalised(kind, text) for text in texts.values())


def _touch(row: Identifier, at: datetime) -> None:
    """The record of its owner changed with it."""
    case: Case = row.case
    case.updated_at = at
    if row.party is not None:
        keep_party(row.party, at=at)
    else:
        case.things_at = at
    case.save(update_fields=["updated_at", "things_at"])


def _record(what: str, row: Identifier, by: Actor, at: datetime) -> None:
    detail = {"fields": [f"identifier.{row.kind}"], "identifier": row.pk}
    subject = row.party_id or row.case_id
    record(area="cases", action=f"identifier.{what}", by=by, at=at, subject=subject, about=row.case_id, detail=detail)
