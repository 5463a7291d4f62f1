"""Gather all that one person may see of their own record, from the areas below; of nobody else anything."""

from datetime import datetime
from typing import cast

from django.conf import settings

from sajha.basics.actor import Actor
from sajha.basics.config import NodeConfig
from sajha.cases.models import Party
from sajha.cases.queries import record_of_person
from sajha.cases.values import IDENTITY_FIELDS
from sajha.consent.models import ConsentEvent
from sajha.consent.queries.bases import rows as basis_rows
from sajha.consent.queries.rows import age_of, basis_value, event_of
from sajha.consent.rules import outcome, points, standing
from sajha.consent.values import BasisLine, Event
from sajha.directory.queries import offices_for
from sajha.network.queries import own_node_id
from sajha.survivor.queries.holdings import holdings_of
from sajha.survivor.queries.looks import looks_of
from sajha.survivor.queries.pending import pending_of
from sajha.survivor.queries.scope import person_of
from sajha.survivor.rules import group_of
from sajha.survivor.values import Near, Recorded, SurvivorView
from sajha.terms.places import parse_place

_IDENTITY = frozenset(IDENTITY_FIELDS)
OUTSIDE_KINDS = ("cwc", "dlsa")
_NEAREST = 6


def view_of(by: Actor, case_id: str, party_id: str, at: datetime) -> SurvivorView:
    """The record of one person, opened. The caller records the look in the same transaction.

    Raises:
        Refused: as :func:`scope.person_of`.
    """
    person = person_of(by, case_id, party_id)
    said = _said(person)
    grounds = _grounds(person, at)
    held = holdings_of(person)
    return SurvivorView(
        at=at,
        organisation=_config().organisation,
        source=person.case.source,
        since=person.added_at,
        record=_record(person),
        closed_notes=_has_closed_notes(person),
        holdings=held,
        said=said,
        points=tuple(points(standing(said, at), age_of(person.majority))),
        grounds=grounds,
        looks=looks_of(person),
        pending=pending_of(person, held, grounds),
        near=_near(),
    )


def _record(person: Party) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(field.name, group_of(field.name, _IDENTITY), field.sensitivity, field.text, field.subject == person.id)
        for field in record_of_person(person.case, person)
    )


def _has_closed_notes(person: Party) -> bool:
    """Whether there are notes that nobody may send on; what they say is never shown here."""
    case = person.case
    return bool(case.notes or case.more) or any(map(bool, case.legs.values_list("note", flat=True)))


def _said(person: Party) -> tuple[Event, ...]:
    rows = ConsentEvent.objects.filter(case=person.case_id, party=person.id).order_by("said_at", "id")
    return tuple(map(event_of, rows))


def _grounds(person: Party, at: datetime) -> tuple[BasisLine, ...]:
    """Grounds named for the person, newest first, with what became of them; who voted how is not told."""
    rows = basis_rows(person.case_id).filter(party=person.id).order_by("-opened_at")
    values = [basis_value(row) for row in rows]
    return tuple(BasisLine(value, outcome(value, at), (), may_vote=False) for value in values)


def _config() -> NodeConfig:
    return cast(NodeConfig, settings.CONFIG)


def _near() -> tuple[Near, ...]:
    """Offices outside, for the places of this organisation: the child welfare committee, the legal services authority."""
    places = [parse_place(text) for text in _config().places]
    found = [one for one in offices_for(places, OUTSIDE_KINDS) if one.node != own_node_id()]
    return tuple(Near(one.kind, one.name, one.phone, one.email) for one in found[:_NEAREST])
