"""A named legal ground: who may ask for it, who decides, and when it stands."""

from datetime import datetime, timedelta

from sajha.basics.decision import Decision, no, yes
from sajha.consent.values import (
    LONGEST_BASIS_DAYS,
    Age,
    Audience,
    Basis,
    Ground,
    Opinion,
    Outcome,
    Question,
    Scope,
    Vote,
)

DECIDERS = 2


def outcome(basis: Basis, at: datetime) -> Outcome:
    """It stands when two different persons agreed, until its day or until it is ended; one who disagrees rejects it.

    With fewer than two voters it waits, whatever the one said, so that the outcome tells nobody the other's vote too early.
    """
    if basis.ended_at is not None and at >= basis.ended_at:
        return Outcome.ENDED
    if len({vote.voter for vote in basis.votes}) < DECIDERS:
        return Outcome.ENDED if at >= basis.until else Outcome.WAITING
    if any(vote.opinion != Opinion.AGREE for vote in basis.votes):
        return Outcome.REJECTED
    return Outcome.ENDED if at >= basis.until else Outcome.STANDS


def votes_open_to(basis: Basis, reader: str, at: datetime) -> tuple[Vote, ...]:
    """Until two have voted, each sees only the own vote."""
    decided = len({vote.voter for vote in basis.votes}) >= DECIDERS
    return basis.votes if decided else tuple(vote for vote in basis.votes if vote.voter == reader)


def may_vote(basis: Basis, voter: str, at: datetime) -> Decision:
    """Once each, and only while it waits."""
    if any(vote.voter == voter for vote in basis.votes):
        return no("basis.voted")
    return yes() if outcome(basis, at) == Outcome.WAITING else no("basis.closed")


def may_end(basis: Basis, at: datetime) -> Decision:
    """What waits or stands may be ended by one person; ending only takes away."""
    return yes() if outcome(basis, at) in (Outcome.WAITING, Outcome.STANDS) else no("basis.closed")


def may_open(
    ground: Ground | None, scope: Scope, age: str, *, reason: str, order: str, until: datetime, at: datetime
) -> Decision:
    """A ground of the list, asked for within what it allows, with a reason, the section or order, and an end within 92 days."""
    if ground is None:
        return no("basis.unknown")
    if scope.empty:
        return no("audience.empty")
    if not allows(ground, scope):
        return no("basis.too_wide")
    if ground.children_only and age == Age.ADULT:
        return no("basis.children_only")
    if not reason.strip():
        return no("reason.missing")
    if not order.strip():
        return no("basis.order_missing")
    return yes() if at < until <= at + timedelta(days=LONGEST_BASIS_DAYS) else no("basis.end")


def allows(ground: Ground, scope: Scope) -> bool:
    """Whether the ground reaches as far as the scope."""
    kinds = {audience.kind for audience in scope.audiences}
    return scope.purposes <= ground.purposes and kinds <= ground.kinds and scope.classes <= ground.classes


def basis_covers(basis: Basis, question: Question, at: datetime) -> bool:
    """Whether the basis stands and both it and its ground reach this point; an age that is unknown counts as a child's."""
    if question.purpose not in basis.scope.purposes or question.data_class not in basis.scope.classes:
        return False
    asked = {Audience(question.kind), Audience(question.kind, question.organisation)}
    if not asked & basis.scope.audiences or not allows(basis.ground, basis.scope):
        return False
    if basis.ground.children_only and question.age == Age.ADULT:
        return False
    return basis.opened_at <= at and outcome(basis, at) == Outcome.STANDS
