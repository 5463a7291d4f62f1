"""Which of our threads climb now, to which rung, and who answers for it."""

from dataclasses import dataclass
from datetime import datetime

from sajha.basics.actor import Actor
from sajha.directory import queries as directory
from sajha.liaison.models import Move, Thread, Told
from sajha.liaison.queries.nodes import NodeOf, active_node, own_node, resting
from sajha.liaison.rules import fold, next_rung, whose_turn
from sajha.liaison.values import Rung, Side, State
from sajha.network import queries as network
from sajha.terms.places import Place, is_place, parse_place

NODAL, COORDINATOR = "state_nodal_office", "national_coordinator"
COUNTRY = Place("IN")


@dataclass(frozen=True, slots=True)
class Climb:
    """A thread that is overdue, and the rung that is to be told now."""

    thread: str
    rung: Rung
    kind: str
    urgency: str
    recipient: str
    recipient_name: str
    place: str
    turn: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Whom:
    """Who answers for a rung. ``became``: told; ``same`` when this office was told already; ``nobody``. No node: no message."""

    became: str
    node: str = ""
    name: str = ""


def due_to_climb(at: datetime, *, most: int) -> list[str]:
    """Ids of our threads whose next rung is to be told, the longest overdue first; none that rests because of a removed member."""
    rows = Thread.objects.filter(climb_at__lte=at).exclude(resting()).order_by("climb_at")
    return list(rows.values_list("id", flat=True)[:most])


def to_climb(thread: str, at: datetime) -> Climb | None:
    """The rung to be told now; none when the thread moved on or its next step is not due."""
    row = Thread.objects.filter(pk=thread, side=Side.ASKER, climb_at__lte=at).first()
    if row is None or row.due_at is None:
        return None
    rung = next_rung(fold(move.value() for move in Move.objects.filter(thread=row).defer("words")))
    if rung is None:
        return None
    turn = whose_turn(State(row.state))
    return Climb(row.id, rung, row.kind, row.urgency, row.recipient, row.other_name, row.place, turn, row.due_at)


def overseer_for(climb: Climb, by: Actor) -> Whom:
    """The unit's own head needs no message; above that, the office that the directory names and whose node can be reached."""
    own = own_node()
    if climb.rung == Rung.UNIT_HEAD:
        return Whom("told", "", own.name)
    for place in _places(climb, own):
        kind = COORDINATOR if climb.rung == Rung.COORDINATOR else NODAL
        office = directory.overseer(by, place, kind, reachable=network.active_node_ids())
        if office is None:
            continue
        if office.node in (own.id, climb.recipient) or _told(climb, office.node):
            return Whom("same", "", office.name)
        return Whom("told", office.node, office.name)
    return Whom("nobody")


def _told(climb: Climb, node: str) -> bool:
    return Told.objects.filter(thread=climb.thread, node=node, cleared_at=None).exists()


def _places(climb: Climb, own: NodeOf) -> list[Place]:
    """For which places the rung answers: ours, those of the recipient (else what was asked about), or the country."""
    if climb.rung == Rung.COORDINATOR:
        return [COUNTRY]
    if climb.rung == Rung.OWN_NODAL:
        return _states(own.places)
    other = active_node(climb.recipient)
    return _states((*(other.places if other else ()), climb.place))


def _states(places: tuple[str, ...]) -> list[Place]:
    """The states in which these places lie, each once, in their order."""
    found = [parse_place(text) for text in places if is_place(text)]
    return list(dict.fromkeys(Place(place.country, place.state) for place in found))
