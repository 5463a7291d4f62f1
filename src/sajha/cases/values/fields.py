"""Every field of a case: how sensitive it is, why, and what kind of value it holds. The names are those of packages.

A field that stands here twice, or not at all, fails the tests. What the gate lets out is decided by these classes.
"""

from dataclasses import dataclass
from enum import StrEnum

from sajha.terms.identifiers import IdentifierKind


class Sensitivity(StrEnum):
    """S0 public; S1 of the case, names nobody; S2 of a person, coded; S3 tells who; S4 shelter location and counselling."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


class Holds(StrEnum):
    """What a value's text is: a coded value, a place, a day, a month, or words."""

    CODE = "code"
    PLACE = "place"
    DAY = "day"
    MONTH = "month"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class FieldClass:
    """How sensitive, why, and what the value's text is."""

    sensitivity: Sensitivity
    why: str
    holds: Holds = Holds.TEXT


@dataclass(frozen=True, slots=True)
class ReleaseField:
    """One value of a record as the gate reads it; ``subject`` is the id of the party, empty for the case itself.

    Coded values, places and days stand in their text form, so that each reader sees them in their own language.
    """

    subject: str
    name: str
    sensitivity: Sensitivity
    text: str


S0, S1, S2, S3, S4 = Sensitivity
CODE, PLACE, DAY, MONTH, TEXT = Holds

_ROW = FieldClass(S1, "Links rows of this node; means nothing elsewhere.")
_KEPT = FieldClass(S1, "Says how the record is kept; names nobody.")
_WORKER = FieldClass(S1, "Names a worker of this organisation, by id.")
_NAME = FieldClass(S3, "Tells who the person is.")
_PARENT = FieldClass(S3, "Tells who the person is, and names a relative.")
_REACH = FieldClass(S3, "Tells where or how the person is reached.")
_PERSON = FieldClass(S2, "Describes a person in codes that many share.", CODE)
_THING = FieldClass(S3, "A number or an address by which somebody is found.")
_FREE = FieldClass(S4, "Free text: may hold a shelter's place or what was said in confidence. Never leaves.")

FIELD_CLASSES: dict[str, FieldClass] = {
    "case.id": _ROW,
    "case.number": FieldClass(S1, "The number people use for the case within this organisation."),
    "case.vault": _KEPT,
    "case.status": FieldClass(S1, "Where the case stands; names nobody.", CODE),
    "case.is_open": _KEPT,
    "case.opened_at": FieldClass(S1, "When the case was opened here.", DAY),
    "case.identified_on": FieldClass(S1, "When the trafficking was identified.", DAY),
    "case.channel": FieldClass(S1, "How the trafficking was identified.", CODE),
    "case.identified_by": FieldClass(S1, "What kind of organisation or person identified it.", CODE),
    "case.identified_in": FieldClass(S1, "Where, no finer than a district.", PLACE),
    "case.region": FieldClass(S1, "The state or country of that place.", PLACE),
    "case.people": FieldClass(S2, "Pseudonyms and code names, never names."),
    "case.notes": _FREE,
    "case.more": _FREE,
    "case.source": _KEPT,
    "case.source_key": _KEPT,
    "case.import_id": _KEPT,
    "case.opened_by": _WORKER,
    "case.owner": _WORKER,
    "case.updated_at": _KEPT,
    "case.things_at": _KEPT,
    "case.revision": _KEPT,
    "party.id": _ROW,
    "party.case": _ROW,
    "party.number": _KEPT,
    "party.added_at": _KEPT,
    "party.changed_at": _KEPT,
    "party.revision": _KEPT,
    "party.role": FieldClass(S2, "The person's part in the case: victim, missing, accused or witness."),
    "party.pseudonym": FieldClass(S2, "Stands for the person within this case."),
    "party.code_name": FieldClass(S2, "A name chosen to stand for the person; never the person's own."),
    "party.code_key": FieldClass(S2, "The code name as it is searched."),
    "party.majority": _PERSON,
    "party.age_band": _PERSON,
    "party.gender": _PERSON,
    "party.citizenship": _PERSON,
    "party.language": _PERSON,
    "party.home": FieldClass(S2, "Where the person comes from, no finer than a district.", PLACE),
    "party.trafficking_status": _PERSON,
    "party.relationship": _PERSON,
    "party.role_in_process": _PERSON,
    "party.first_name": _NAME,
    "party.middle_name": _NAME,
    "party.last_name": _NAME,
    "party.other_names": _NAME,
    "party.father_name": _PARENT,
    "party.mother_name": _PARENT,
    "party.birth_date": FieldClass(S3, "Tells who the person is, together with little else.", DAY),
    "party.phones": _REACH,
    "party.email": _REACH,
    "party.street": _REACH,
    "party.city": _REACH,
    "party.postal_code": _REACH,
    "party.identity_document": FieldClass(S3, "Kind and number of a document. Never an Aadhaar number."),
    "identifier.id": _ROW,
    "identifier.case": _ROW,
    "identifier.party": FieldClass(S2, "The person to whom it belongs; of none when it was only seen in the case."),
    "identifier.kind": FieldClass(S1, "A phone, a vehicle, an account: which kind of thing."),
    "identifier.value": _THING,
    "identifier.added_at": _KEPT,
    "identifier.revision": _KEPT,
    "element.id": _ROW,
    "element.case": _ROW,
    "element.party": FieldClass(S2, "The person of whom it is said."),
    "element.part": FieldClass(S1, "Act, means or purpose."),
    "element.value": FieldClass(S1, "What was done, how, or to what end; in codes.", CODE),
    "leg.id": _ROW,
    "leg.case": _ROW,
    "leg.position": _KEPT,
    "leg.start": FieldClass(S1, "Where this part of the way began, no finer than a district.", PLACE),
    "leg.end": FieldClass(S1, "Where this part of the way ended, no finer than a district.", PLACE),
    "leg.transport": FieldClass(S1, "By what means.", CODE),
    "leg.month": FieldClass(S1, "In which month.", MONTH),
    "leg.note": _FREE,
    "access.id": _ROW,
    "access.case": _ROW,
    "access.user": _WORKER,
    "access.given_by": _WORKER,
    "access.given_at": _KEPT,
    "access.opened_at": _KEPT,
    "access.is_open": _KEPT,
    "putaway.case": _ROW,
    "putaway.at": _KEPT,
    "counter.year": _KEPT,
    "counter.last": _KEPT,
    "note.id": _ROW,
    "note.case": _ROW,
    "note.author": _WORKER,
    "note.content": FieldClass(
        S4, "What was said in counselling. Opens to its author and whom the author names. Never leaves."
    ),
    "note.written_at": _KEPT,
    "note.changed_at": _KEPT,
    "note.revision": _KEPT,
    "note_reader.id": _ROW,
    "note_reader.note": _ROW,
    "note_reader.user": _WORKER,
    "note_reader.given_at": _KEPT,
    "emergency.id": _ROW,
    "emergency.number": FieldClass(S1, "The number of the case that was asked for."),
    "emergency.case": _ROW,
    "emergency.vault": _KEPT,
    "emergency.asked_by": _WORKER,
    "emergency.asked_at": _KEPT,
    "emergency.hours": _KEPT,
    "emergency.reason": _FREE,
    "emergency.confirmed_by": _WORKER,
    "emergency.confirmed_at": _KEPT,
    "emergency.declined_by": _WORKER,
    "emergency.declined_at": _KEPT,
    "emergency.ended_by": _WORKER,
    "emergency.ended_at": _KEPT,
    "emergency.reviewed_by": _WORKER,
    "emergency.reviewed_at": _KEPT,
    "emergency.verdict": _KEPT,
    "emergency.review": _FREE,
    "emergency_notice.id": _ROW,
    "emergency_notice.emergency": _ROW,
    "emergency_notice.user": _WORKER,
    "emergency_notice.told_at": _KEPT,
    "emergency_notice.seen_at": _KEPT,
}

# A part of the process, and each kind of thing, is asked for by its own name: who needs the purpose may not need the means.
_PARTS = {f"process.{part}": FIELD_CLASSES["element.value"] for part in ("act", "means", "purpose")} | {
    f"identifier.{kind}": _THING for kind in IdentifierKind
}


def field_class(name: str) -> FieldClass | None:
    """The class of a field, of a part of the process or of a kind of thing as it stands in a package; none for an unknown name."""
    return FIELD_CLASSES.get(name) or _PARTS.get(name)
