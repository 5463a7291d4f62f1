"""What is still open about one person: requests, recalls, grounds, wishes; since when, and to whom it climbed."""

from sajha.cases.models import Party
from sajha.consent.values import BasisLine
from sajha.consent.values import Outcome as GroundOutcome
from sajha.liaison.models import Thread, Told
from sajha.liaison.values import OPEN, Side
from sajha.survivor.models import OwnWish
from sajha.survivor.values import Holding, Pending, Wanted


def pending_of(person: Party, held: tuple[Holding, ...], grounds: tuple[BasisLine, ...]) -> tuple[Pending, ...]:
    """Everything that waits for somebody, the longest first."""
    found = [*_requests(person), *_recalls(held), *_grounds(grounds), *_wishes(person)]
    return tuple(sorted(found, key=lambda one: one.since))


def _requests(person: Party) -> list[Pending]:
    rows = Thread.objects.filter(case=person.case_id, side=Side.ASKER, state__in=OPEN)
    mine = [row for row in rows if person.id in (parties := row.choices.get("parties", ())) or not parties]
    told: dict[str, list[str]] = {}
    for thread, name in Told.objects.filter(thread__in=mine).order_by("told_at").values_list("thread", "name"):
        told.setdefault(thread, []).append(name)
    return [
        Pending(
            Wanted.REQUEST, row.kind, row.opened_at, row.other_name, row.due_at, row.rung, tuple(told.get(row.id, ()))
        )
        for row in mine
    ]


def _recalls(held: tuple[Holding, ...]) -> list[Pending]:
    found = []
    for one in held:
        if one.state == "told" and one.told_at:
            found.append(Pending(Wanted.RECALL, one.purpose, one.told_at, one.name))
        found += _recalls(one.below)
    return found


def _grounds(grounds: tuple[BasisLine, ...]) -> list[Pending]:
    waiting = [line.basis for line in grounds if line.outcome == GroundOutcome.WAITING]
    return [Pending(Wanted.GROUND, basis.ground.id, basis.opened_at, due=basis.until) for basis in waiting]


def _wishes(person: Party) -> list[Pending]:
    rows = OwnWish.objects.filter(party=person.id, answered_at=None).values_list("wish", "at")
    return [Pending(Wanted.WISH, wish, at) for wish, at in rows]
