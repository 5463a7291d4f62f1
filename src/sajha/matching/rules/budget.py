"""How much may be asked: of others by a person and by this node, and of this node by a partner."""

from collections.abc import Iterator
from dataclasses import dataclass

from sajha.basics.decision import Decision, no, yes
from sajha.matching.rules.size import BATCH, BATCHES_A_DAY, SIZES
from sajha.matching.values import SOUGHT, Counts, Outcome, SetName, Settings

MOST = 100_000
"""No budget is larger: a million telephone numbers would be tried in ten days."""


@dataclass(frozen=True, slots=True)
class Limit:
    """``count`` of the search may not exceed ``budget`` of the settings. ``why`` is for the page that explains the watch."""

    count: str
    budget: str
    outcome: Outcome
    because: str
    needs: tuple[str, ...]
    why: str


LIMITS: tuple[Limit, ...] = (
    Limit(
        "unit_today",
        "unit_a_day",
        Outcome.REFUSE,
        "match.unit_budget",
        ("match.ask_tomorrow", "match.raise_budget"),
        "One search after the other, a node could ask for all that others know; only the head raises the budget, with a reason.",
    ),
    Limit(
        "user_today",
        "user_a_day",
        Outcome.HOLD,
        "match.user_budget",
        ("match.second_person",),
        "A raid may bring many numbers in one night; a colleague who looks at them is quicker than tomorrow.",
    ),
)


def over_budget(counts: Counts, settings: Settings) -> Iterator[Limit]:
    """The limits that this search would exceed."""
    return (limit for limit in LIMITS if getattr(counts, limit.count) > getattr(settings, limit.budget))


def may_evaluate(
    *, set: SetName, elements: int, published: bool, epoch_known: bool, says_why: bool, today: int, settings: Settings
) -> Decision:
    """Whether to evaluate a partner's question: about a set that is published for it, in one of the sizes, under a key that lives,
    with purpose and ground, within its budget.

    ``today`` and ``elements`` are elements, padding included: what is padding cannot be seen, so all of it counts. Each set has a
    budget of its own, so that questions never keep a custodian from its batches.
    """
    if not (published and is_published(set, settings)):
        return no("match.not_published")
    if not says_why:
        return no("match.no_purpose", "match.name_a_ground")
    if elements not in ((BATCH,) if set is SetName.SOUGHT else SIZES):
        return no("match.wrong_size")
    if not epoch_known:
        return no("match.epoch_over", "match.wait_for_set")
    budget = BATCH * BATCHES_A_DAY if set is SetName.SOUGHT else settings.partner_a_day
    if today + elements > budget:
        return no("match.partner_budget", "match.ask_tomorrow")
    return yes()


def is_published(set: SetName, settings: Settings) -> bool:
    """Whether anything of the set is published at all."""
    return SOUGHT in settings.publishes if set is SetName.SOUGHT else bool(settings.publishes - {SOUGHT})
