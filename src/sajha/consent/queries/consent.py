"""What a person said and what holds now, always for an Actor who may see the case."""

from collections.abc import Sequence
from datetime import datetime

from sajha.accounts.rules import may
from sajha.audit.models import AuditEntry
from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, Refused, no, require
from sajha.cases.models import Party
from sajha.cases.queries import case_for, party_detail
from sajha.cases.values import PartySheet, Role
from sajha.consent.models import ConsentEvent
from sajha.consent.notices import notices
from sajha.consent.queries.rows import age_of, digest_of, event_of
from sajha.consent.rules import changed, may_record, points, standing
from sajha.consent.values import Event, EventLine, Held, Point

RECORDED = "consent.recorded"


def person(by: Actor, case_id: str, party_id: str) -> PartySheet:
    """The person asked about.

    Raises:
        Refused: without ``consent:read``, ``not_found``, or an accused person, who is not asked here.
    """
    require(may(by, "consent:read"))
    found = party_detail(by, case_id, party_id)
    if found.role == Role.ACCUSED:
        raise Refused(no("consent.accused"))
    return found


def events(by: Actor, case_id: str, party_id: str) -> list[Event]:
    """Everything that the person said, oldest first; raises as :func:`person`."""
    person(by, case_id, party_id)
    return [event_of(row) for row in _rows(case_id, party_id)]


def _rows(case_id: str, party_id: str) -> list[ConsentEvent]:
    return list(ConsentEvent.objects.filter(case=case_id, party=party_id).order_by("said_at", "id"))


def history(by: Actor, case_id: str, party_id: str) -> list[EventLine]:
    """The same as lines for a page, newest first; raises as :func:`person`."""
    person(by, case_id, party_id)
    return [
        EventLine(event_of(row), row.recorded_by, row.recorded_at, bool(row.words), bool(row.witness))
        for row in reversed(_rows(case_id, party_id))
    ]


def held(by: Actor, case_id: str, party_id: str, at: datetime) -> Held:
    """What holds for one person at a moment; raises as :func:`person`."""
    found = person(by, case_id, party_id)
    said = [event_of(row) for row in _rows(case_id, party_id)]
    return Held(standing(said, at), age_of(found.facts.majority))


def held_in_case(by: Actor, case_id: str, at: datetime) -> dict[str, Held]:
    """What holds for each person of a case but those who are accused, by the person's id, for the gate: few queries, however many people.

    Raises:
        Refused: ``not_found``.
    """
    case_for(by, case_id)
    return held_of_case(case_id, at)


def held_of_case(case_id: str, at: datetime) -> dict[str, Held]:
    """The same for the node's own clockwork, which asks about what left already and shows it to nobody."""
    return held_of_cases([case_id], at)


def held_of_cases(case_ids: Sequence[str], at: datetime) -> dict[str, Held]:
    """The same of many cases at once."""
    said: dict[str, list[Event]] = {}
    for row in ConsentEvent.objects.filter(case__in=case_ids):
        said.setdefault(row.party_id, []).append(event_of(row))
    people = Party.objects.filter(case__in=case_ids).exclude(role=Role.ACCUSED.value).only("id", "majority")
    return {party.id: Held(standing(said.get(party.id, ()), at), age_of(party.majority)) for party in people}


def holds_now(by: Actor, case_id: str, party_id: str, at: datetime) -> list[Point]:
    """What holds, point by point, for the page; raises as :func:`person`."""
    found = held(by, case_id, party_id, at)
    return points(found.standing, found.age)


def preview(by: Actor, case_id: str, party_id: str, event: Event, at: datetime) -> tuple[Decision, list[Point]]:
    """Whether this event could be added, and the points that would then hold otherwise; raises as :func:`person`."""
    found = person(by, case_id, party_id)
    age, said = age_of(found.facts.majority), [event_of(row) for row in _rows(case_id, party_id)]
    answer = may_record(event, history=said, age=age, notices=notices(), now=at)
    if not answer.allowed:
        return answer, []
    return answer, changed(points(standing(said, at), age), points(standing([*said, event], at), age))


def altered() -> list[str]:
    """Ids of events whose row is not as it was written: its content, its digest and the audit's copy of it do not agree."""
    told = {
        entry["event"]: entry["digest"]
        for entry in AuditEntry.objects.filter(area="consent", action=RECORDED).values_list("detail", flat=True)
    }
    rows = ConsentEvent.objects.order_by("id").iterator()
    wrong = [row.id for row in rows if told.pop(row.id, "") != row.digest or digest_of(row) != row.digest]
    return wrong + sorted(told)
