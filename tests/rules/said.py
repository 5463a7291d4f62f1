"""A decision in full: whether, because of what, and what would make it possible. Each of the three is what somebody reads."""

from sajha.basics.decision import Decision
from sajha.terms.reasons import REASONS


def said(decision: Decision, because: str, *needs: str) -> None:
    """The decision is exactly this one, and has words. ``allowed`` is a yes that has nothing to say."""
    assert decision == Decision(because == "allowed", because, needs)
    assert set(decision.needs) <= set(REASONS) and (decision.allowed or because in REASONS)
