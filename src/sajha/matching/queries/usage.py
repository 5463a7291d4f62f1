"""How much was asked: by partners of us, and by our own people. Counts and codes, never what was asked about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import TruncDate

from sajha.accounts.rules import may
from sajha.audit.queries import counted
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.matching.models import Asked, Evaluation, Mark, OwnTable, Protected, Search
from sajha.matching.queries.evaluated import used_today
from sajha.matching.queries.partners import Partner, partners
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import DAY, WINDOW
from sajha.matching.values import SearchState

DEEDS: tuple[str, ...] = (
    "search.asked",
    "search.by_itself",
    "search.held",
    "search.turned_away",
    "search.agreed",
    "search.declined",
)
"""What the record says of searches and of those who watch over them."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """What one partner asked of us on one day: questions, elements in them (padding included), refused, agreed to by two there."""

    day: date
    questions: int
    elements: int
    refused: int
    second: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What we asked of one partner on one day: questions, things and people in them, refused there."""

    day: date
    questions: int
    count: int
    refused: int


@dataclass(frozen=True, slots=True)
class PartnerUse:
    """A partner with what it asked of us in 30 days, and how much of its budget of the last 24 hours is used."""

    partner: Partner
    questions: int
    refused: int
    second: int
    used: int
    budget: int


@dataclass(frozen=True, slots=True)
class PartnerSheet:
    """One partner by day, newest first; why we refused; how many values of ours are left out because too many records share them."""

    use: PartnerUse
    incoming: tuple[Incoming, ...]
    outgoing: tuple[Outgoing, ...]
    because: tuple[tuple[str, int], ...]
    capped: int


def uses(by: Actor, at: datetime) -> list[PartnerUse]:
    """Every partner, by name.

    Raises:
        Refused: without ``match:watch``.
    """
    require(may(by, "match:watch"))
    asked = Evaluation.objects.filter(at__gt=at - WINDOW).values("partner").order_by("partner")
    counts = {row["partner"]: row for row in _rows(asked.annotate(**_COUNTS))}
    budget, used = settings_now().partner_a_day, used_today(at)
    return [_use(one, counts.get(one.node, {}), used.get(one.node, 0), budget) for one in partners(by)]


def _rows(found: Any) -> list[dict[str, Any]]:
    """Rows whose columns are made by the query, which the types of Django cannot follow."""
    return list(found)


_COUNTS = {
    "questions": Count("pk"),
    "refused": Count("pk", filter=~Q(because__in=("", "allowed"))),
    "doubly": Count("pk", filter=Q(second=True)),
}


def _use(one: Partner, row: dict[str, Any], used: int, budget: int) -> PartnerUse:
    return PartnerUse(one, row.get("questions", 0), row.get("refused", 0), row.get("doubly", 0), used, budget)


def partner_sheet(by: Actor, node: str, at: datetime) -> PartnerSheet:
    """One partner of 30 days.

    Raises:
        Refused: without ``match:watch``, ``not_found``.
    """
    use = next((one for one in uses(by, at) if one.partner.node == node), None)
    if use is None:
        raise Refused(no("not_found"))
    asked = Evaluation.objects.filter(partner=node, at__gt=at - WINDOW)
    by_day = (
        asked.annotate(day=TruncDate("at")).values("day").annotate(**_COUNTS, size=Sum("elements")).order_by("-day")
    )
    why = asked.exclude(because__in=("", "allowed")).values("because").annotate(times=Count("pk")).order_by("-times")
    capped = OwnTable.objects.filter(partner=node).aggregate(most=Max("capped"))["most"] or 0
    return PartnerSheet(
        use,
        tuple(
            Incoming(row["day"], row["questions"], row["size"], row["refused"], row["doubly"])
            for row in _rows(by_day.order_by("-day"))
        ),
        tuple(_outgoing(node, at)),
        tuple((row["because"], row["times"]) for row in why),
        capped,
    )


def _outgoing(node: str, at: datetime) -> Iterable[Outgoing]:
    rows = Asked.objects.filter(partner=node, at__gt=at - WINDOW).annotate(day=TruncDate("at")).values("day")
    counts = {"questions": Count("pk"), "things": Sum("count"), "refused": Count("pk", filter=Q(state="refused"))}
    for row in _rows(rows.annotate(**counts).order_by("-day")):
        yield Outgoing(row["day"], row["questions"], row["things"] or 0, row["refused"])


@dataclass(frozen=True, slots=True)
class PersonUse:
    """What one of our people did in 30 days: ``times`` by the action of the record; ``today``: things asked about in 24 hours."""

    user: str
    name: str
    today: int
    times: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watch:
    """All that the watch has to say: use and budgets of the last 24 hours, people, why searches were held, how many wait now."""

    today: int
    unit_a_day: int
    user_a_day: int
    people: tuple[PersonUse, ...]
    because: tuple[tuple[str, int], ...]
    waiting: int
    protected: int


def watch(by: Actor, at: datetime) -> Watch:
    """The watch of the last 30 days, for heads, auditors and administrators: people and counts, no case and no value.

    Raises:
        Refused: without ``match:watch``.
    """
    require(may(by, "match:watch"))
    own, marks = settings_now(), Mark.objects.filter(at__gt=at - DAY)
    today = dict(marks.values_list("user").annotate(times=Count("pk")).order_by())
    held = Search.objects.filter(at__gt=at - WINDOW).exclude(held_because="")
    why = held.values_list("held_because").annotate(times=Count("pk")).order_by("-times", "held_because")
    waiting = Search.objects.filter(state=SearchState.HELD).count()
    return Watch(
        sum(today.values()),
        own.unit_a_day,
        own.user_a_day,
        tuple(_people(today, at)),
        tuple(why),
        waiting,
        Protected.objects.count(),
    )


def _people(today: dict[str, int], at: datetime) -> Iterable[PersonUse]:
    found: dict[str, PersonUse] = {}
    for row in counted(area="matching", actions=DEEDS, since=at - WINDOW):
        one = found.setdefault(row.actor, PersonUse(row.actor, row.who, today.get(row.actor, 0)))
        one.times[row.action] = row.times
    return sorted(found.values(), key=lambda one: (-sum(one.times.values()), one.name))
