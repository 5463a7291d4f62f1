"""A case as the gate reads it: every value with its name, its class and the person of whom it is. What leaves is decided there."""

from collections.abc import Iterator

from sajha.basics.actor import Actor
from sajha.cases.models import Case, Party, RouteLeg
from sajha.cases.queries.scope import case_for
from sajha.cases.rules import owner_among, owners_of
from sajha.cases.values import IDENTITY_FIELDS, PERSON_FIELDS, ReleaseField, field_class, is_protected, sealed_as
from sajha.terms.coded import Absent
from sajha.vault.actions import unseal, unseal_all

_CASE_FIELDS = ("number", "status", "opened_at", "identified_on", "channel", "identified_by", "identified_in")
_LEG_FIELDS = ("start", "end", "transport", "month")


def record_for_release(by: Actor, case_id: str) -> list[ReleaseField]:
    """All values of a case that could be asked for, opened, in the order of the pages: case, people, process, way.

    Free text of the case (notes, what else an import brought) is not among them: it never leaves. An unknown value is left
    out; the other reasons why there is none are told. The caller audits what is done with it.

    Raises:
        Refused: ``not_found``.
    """
    case = case_for(by, case_id)
    fields = [*_case(case)]
    for party in case.parties.order_by("role", "number"):
        fields += _party(case, party)
    fields += _things(case, fields)
    fields += _process(case)
    for leg in case.legs.order_by("position", "id"):
        fields += _leg(leg)
    return fields


def record_of_person(case: Case, party: Party) -> list[ReleaseField]:
    """What is recorded of one person and of the whole case, opened, for that person's own eyes: nothing of anybody else.

    The caller has checked who asks, and records the look.
    """
    fields = [*_case(case), *_party(case, party)]
    fields += [field for field in _things(case, fields) if field.subject == party.id]
    fields += [field for field in _process(case) if field.subject in ("", party.id)]
    for leg in case.legs.order_by("position", "id"):
        fields += _leg(leg)
    return fields


def _field(subject: str, name: str, value: object) -> Iterator[ReleaseField]:
    text = str(value) if value else ""
    found = field_class(name)
    if found and text and value != Absent("unknown"):
        yield ReleaseField(subject, name, found.sensitivity, text)


def _case(case: Case) -> Iterator[ReleaseField]:
    for name in _CASE_FIELDS:
        value = getattr(case, name)
        yield from _field("", f"case.{name}", value.date() if name == "opened_at" else value)


def _party(case: Case, party: Party) -> Iterator[ReleaseField]:
    for name in ("role", "pseudonym", "code_name", *PERSON_FIELDS):
        yield from _field(party.id, f"party.{name}", getattr(party, name))
    for name in IDENTITY_FIELDS:
        yield from _field(party.id, f"party.{name}", unseal(case.id, sealed_as(party.id, name), getattr(party, name)))


def _things(case: Case, told: list[ReleaseField]) -> Iterator[ReleaseField]:
    """What was seen in the case; what a protected person has too is that person's, wherever it was written down."""
    rows = list(case.identifiers.order_by("id"))
    sealed = {sealed_as(row.id, "value"): bytes(row.value) for row in rows}
    texts = unseal_all(case.id, sealed)
    things = [(row.party_id or "", row.kind, texts[sealed_as(row.id, "value")]) for row in rows]
    protected = {field.subject for field in told if field.name == "party.role" and is_protected(field.text)}
    written = [
        (field.subject, field.name.partition(".")[2], field.text) for field in told if field.subject in protected
    ]
    owners = owners_of([*written, *(thing for thing in things if thing[0] in protected)])
    for subject, kind, text in things:
        yield from _field(subject or owner_among(owners, kind, text), f"identifier.{kind}", text)


def _process(case: Case) -> Iterator[ReleaseField]:
    for element in case.elements.order_by("part", "id"):
        yield from _field(element.party_id or "", f"process.{element.part}", element.value)


def _leg(leg: RouteLeg) -> Iterator[ReleaseField]:
    for name in _LEG_FIELDS:
        yield from _field("", f"leg.{name}", getattr(leg, name))
