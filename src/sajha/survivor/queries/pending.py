"""What is still open about one person: requests, recalls, grounds, wishes; since when, and to whom it climbed."""

from collections.abc import Iterator

from sajha.cases.models import Party
from sajha.consent.values import BasisLine
from sajha.consent.values import Outcome as GroundOutcome
from sajha.disclosure.values import EdgeState
from sajha.liaison.models import Thread, Told
from sajha.liaison.values import OFFERED, OPEN, Side
from sajha.survivor.models import OwnWish
from sajha.survivor.values import Holding, Pending, Wanted


def pending_of(person: Party, held: tuple[Holding, ...], grounds: tuple[BasisLine, ...]) -> tuple[Pending, ...]:
    """Everything that waits for somebody, the longest first."""
    found = [*_requests(person), *_recalls(held), *_grounds(grounds), *_wishes(person)]
    return tuple(sorted(found, key=lambda one: one.since))


def _requests(person: Party) -> list[Pending]:
    rows = Thread.objects.filter(case=person.case_id, side=Side.ASKER, state__in=OPEN, kind__in=OFFERED)
    mine = [row for row in rows if person.id in (parties := row.choices.get("parties", ())) or not parties]
    told = _told([row.id for row in mine])
    return [
        Pending(Wanted.REQUEST, row.kind, row.opened_at, row.other_name, row.due_at, row.rung, told.get(row.id, ()))
        for row in mine
    ]


def _told(threads: list[str]) -> dict[str, tuple[str, ...]]:
    """The offices that were told that a thread is late, in that order."""
    found: dict[str, tuple[str, ...]] = {}
    for thread, name in Told.objects.filter(thread__in=threads).order_by("told_at").values_list("thread", "name"):
        found[thread] = (*found.get(thread, ()), name)
    return found


def _recalls(held: tuple[Holding, ...]) -> list[Pending]:
    """Each holder that was asked and is silent; how far it climbed is known of those whom we asked ourselves."""
    silent = list(_silent(held))
    threads = {row.id: row for row in Thread.objects.filter(pk__in=[one.recall for one in silent if one.recall])}
    told = _told(list(threads))
    found = []
    for one in silent:
        row = threads.get(one.recall)
        due, rung = (row.due_at, row.rung) if row else (None, "")
        since = one.told_at or one.at
        found.append(Pending(Wanted.RECALL, "", since, one.name, due, rung, told.get(one.recall, ())))
    return found


def _silent(held: tuple[Holding, ...]) -> Iterator[Holding]:
    for one in held:
        if one.state == EdgeState.TOLD:
            yield one
        yield from _silent(one.below)


def _grounds(grounds: tuple[BasisLine, ...]) -> list[Pending]:
    waiting = [line.basis for line in grounds if line.outcome == GroundOutcome.WAITING]
    return [Pending(Wanted.GROUND, basis.ground.id, basis.opened_at, due=basis.until) for basis in waiting]


def _wishes(person: Party) -> list[Pending]:
    rows = OwnWish.objects.filter(party=person.id, answered_at=None).values_list("wish", "at")
    return [Pending(Wanted.WISH, wish, at) for wish, at in rows]
