"""Add a person to a case, describe the person in codes, and seal what tells who it is."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.cases.actions.held import hold_open, keep_party
from sajha.cases.models import Case, Party
from sajha.cases.queries.single import of_case
from sajha.cases.rules import (
    age_agrees,
    may_be_born_on,
    may_be_called,
    may_be_written,
    people_text,
    search_key,
    unchanged_since,
)
from sajha.cases.values import IDENTITY_FIELDS, LETTERS, PERSON_FIELDS, PersonFacts, Role, sealed_as
from sajha.vault.actions import seal, unseal

NAMES = ("first_name", "middle_name", "last_name", "other_names", "father_name", "mother_name")


@transaction.atomic
def add_party(
    *, case_id: str, role: Role, facts: PersonFacts, identity: Mapping[str, str], by: Actor, at: datetime
) -> Party:
    """Add a person under the next pseudonym of their part in the case (``V2``).

    Raises:
        Refused: ``not_found``, ``case.closed``, or a code name, age, date of birth or text that the rules refuse.
        ValidationError: a code or place that does not exist.
    """
    case = hold_open(by, case_id)
    role = Role(role)
    last = case.parties.filter(role=role).aggregate(last=Max("number"))["last"] or 0
    party = Party(id=new_id("party"), case=case, role=role, number=last + 1, added_at=at, changed_at=at)
    party.pseudonym = f"{LETTERS[role]}{party.number}"
    _describe(party, facts)
    _write(party, identity, at)
    require(may_be_called(party.code_name, _names(party)))
    party.save(force_insert=True)
    _name_people(case, at)
    detail = {"role": role.value, "fields": sorted(name for name, text in identity.items() if text)}
    record(area="cases", action="party.added", by=by, at=at, subject=party.id, about=case.id, detail=detail)
    return party


@transaction.atomic
def change_party(
    *, case_id: str, party_id: str, facts: PersonFacts, revision: int | None, by: Actor, at: datetime
) -> Party:
    """Describe a person anew in codes.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``case.changed_meanwhile``, or what the rules on people refuse.
        ValidationError: a code or place that does not exist.
    """
    case, party = _hold_party(case_id, party_id, by=by, seen=revision)
    before = {name: getattr(party, name) for name in ("code_name", *PERSON_FIELDS)}
    _describe(party, facts)
    require(may_be_called(party.code_name, _names(party)))
    keep_party(party, "code_name", "code_key", *PERSON_FIELDS, at=at)
    _name_people(case, at)
    detail = {"fields": sorted(name for name, value in before.items() if getattr(party, name) != value)}
    record(area="cases", action="party.changed", by=by, at=at, subject=party.id, about=case.id, detail=detail)
    return party


@transaction.atomic
def write_identity(
    *, case_id: str, party_id: str, identity: Mapping[str, str], revision: int | None, by: Actor, at: datetime
) -> Party:
    """Seal these identity fields anew; empty text removes what was there, a field that is not named stays as it is.

    Raises:
        Refused: ``not_found``, ``case.closed``, ``case.changed_meanwhile``, ``aadhaar.never``, or what the rules on people refuse.
    """
    case, party = _hold_party(case_id, party_id, by=by, seen=revision)
    _write(party, identity, at)
    require(may_be_called(party.code_name, _names(party)))
    keep_party(party, *identity, at=at)
    detail = {
        "written": sorted(name for name, text in identity.items() if text),
        "removed": sorted(name for name, text in identity.items() if not text),
    }
    record(area="cases", action="party.identity_written", by=by, at=at, subject=party.id, about=case.id, detail=detail)
    return party


def _hold_party(case_id: str, party_id: str, *, by: Actor, seen: int | None) -> tuple[Case, Party]:
    case = hold_open(by, case_id)
    party: Party = of_case(Party.objects, case, party_id)
    require(unchanged_since(seen, party.revision))
    return case, party


def _describe(party: Party, facts: PersonFacts) -> None:
    require(age_agrees(facts.majority, facts.age_band))
    require(may_be_written([facts.code_name]))
    party.code_name = " ".join(facts.code_name.split())
    party.code_key = search_key(party.code_name)
    for name in PERSON_FIELDS:
        setattr(party, name, getattr(facts, name))


def _write(party: Party, identity: Mapping[str, str], at: datetime) -> None:
    if not set(identity) <= set(IDENTITY_FIELDS):
        raise Refused(no("not_found"))
    require(may_be_written(identity.values()))
    require(may_be_born_on(identity.get("birth_date", ""), timezone.localdate(at)))
    for name, text in identity.items():
        setattr(party, name, seal(party.case_id, sealed_as(party.id, name), text.strip()))


def _names(party: Party) -> list[str]:
    """The names of the person and of the parents, opened to compare the code name with them; nothing of them is kept or shown."""
    if not party.code_name:
        return []
    return [unseal(party.case_id, sealed_as(party.id, name), getattr(party, name)) for name in NAMES]


def _name_people(case: Case, at: datetime) -> None:
    people = case.parties.values_list("role", "number", "code_name")
    case.people = people_text((Role(role), number, code_name) for role, number, code_name in people)
    case.updated_at = at
    case.save(update_fields=["people", "updated_at"])
