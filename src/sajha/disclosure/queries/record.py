"""The record of a case as the gate wants it: ``cases`` tells the fields, aliases stand for the persons."""

from dataclasses import dataclass

from sajha.basics.actor import Actor
from sajha.cases import queries as cases
from sajha.disclosure.values import RecordField


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A person of the case who may be part of the request: id and pseudonym."""

    id: str
    label: str


def parties_of(by: Actor, case: str) -> list[PartyChoice]:
    """The persons of a case, by pseudonym.

    Raises:
        Refused: ``not_found``.
    """
    fields = cases.record_for_release(by, case)
    return [PartyChoice(field.subject, field.text) for field in fields if field.name == "party.pseudonym"]


def aliases(parties: tuple[str, ...]) -> dict[str, str]:
    """What the chosen persons are called outside: ``p1``, ``p2`` in the order of their ids."""
    return {party: f"p{number}" for number, party in enumerate(sorted(parties), start=1)}


def record_fields(by: Actor, case: str, parties: tuple[str, ...]) -> tuple[RecordField, ...]:
    """The fields of the case and of these persons that hold a value, persons as ``p1``, ``p2`` in the order of their ids.

    Raises:
        Refused: ``not_found``.
    """
    alias = {"": ""} | aliases(parties)
    return tuple(
        RecordField(alias[field.subject], field.name, field.sensitivity, field.text)
        for field in cases.record_for_release(by, case)
        if field.text and field.subject in alias
    )
