"""Whether an edge is due for recall, what a holder does with one, and what the answers of all holders come to. Plain functions."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sajha.basics.decision import Decision, no, yes
from sajha.disclosure.values import Answer, Became, EdgeNow, EdgeState, Item, Kept

LONGEST_KEPT = timedelta(days=366)
"""A ground is looked at again at least once a year."""


def why_due(edge: EdgeNow, at: datetime) -> str:
    """Why an edge is to be called back now; empty when it is not.

    What was asked for once is not asked for again, except that what was kept is, when its time is over. A later consent does
    not bring anything back: it is a new edge.
    """
    if edge.state == EdgeState.KEPT:
        return "recall.kept_long_enough" if edge.kept_until is None or edge.kept_until <= at else ""
    if edge.state != EdgeState.HELD:
        return ""
    if edge.removed:
        return "recall.member_removed"
    if edge.until is not None and edge.until <= at:
        return "recall.expired"
    return edge.because


def keeps(kept: Kept | None, at: datetime) -> bool:
    """Whether a ground stands: two different persons agreed, its time is not over, nobody ended it."""
    if kept is None or not kept.agreed_by or kept.agreed_by == kept.asked_by:
        return False
    return at < kept.until and (kept.ended_at is None or at < kept.ended_at)


def item_of(subject: str, *, had: bool, kept: Kept | None, at: datetime) -> Item:
    """What a holder does with one subject: it never had it, keeps it on a ground that stands, or destroys it."""
    if not had:
        return Item(subject, Became.NEVER_HAD)
    if kept is not None and keeps(kept, at):
        return Item(subject, Became.KEPT, kept.ground, kept.reference, kept.until)
    return Item(subject, Became.DESTROYED)


def come_to(items: Iterable[Item], below: Iterable[EdgeState]) -> EdgeState:
    """What an edge has come to: open while somebody further on is, kept while somebody keeps, else destroyed or never had."""
    found = {EdgeState(item.became) for item in items} | set(below)
    if found & {EdgeState.HELD, EdgeState.TOLD, EdgeState.PASSED_ON}:
        return EdgeState.PASSED_ON
    for state in (EdgeState.KEPT, EdgeState.DESTROYED):
        if state in found:
            return state
    return EdgeState.NEVER_HAD


def kept_until(answer: Answer, below: Iterable[datetime | None]) -> datetime | None:
    """The earliest end of what is kept anywhere in the tree: then it is asked for again."""
    ends = [item.until for item in answer.items if item.became == Became.KEPT] + list(below)
    return min((end for end in ends if end), default=None)


def may_keep(
    *, grounds: frozenset[str], ground: str, reference: str, reason: str, until: datetime, at: datetime
) -> Decision:
    """A ground of the list, with the section or order, a reason, and an end within a year."""
    if ground not in grounds:
        return no("keeping.ground_unknown")
    if not reference.strip():
        return no("basis.order_missing")
    if not reason.strip():
        return no("reason.missing")
    return yes() if at < until <= at + LONGEST_KEPT else no("keeping.end")


def may_agree(kept: Kept, voter: str, at: datetime) -> Decision:
    """A second person, while it waits."""
    if voter == kept.asked_by:
        return no("keeping.second_person")
    if kept.agreed_by or kept.ended_at or at >= kept.until:
        return no("keeping.closed")
    return yes()
