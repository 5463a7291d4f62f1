"""What a head may set."""

from sajha.basics.decision import Decision, no, yes
from sajha.matching.rules.budget import MOST
from sajha.matching.rules.grounds import may_say_why
from sajha.matching.values import KINDS, SOUGHT, Settings

LONGEST_CONTACT = 200
STANDING = frozenset({"registered_fir", "missing_report"})
"""Grounds that may stand for many records: each is registered by law. Consent and a legal basis are one person's."""


def may_set(settings: Settings, *, members: frozenset[str]) -> Decision:
    """Kinds of the list, budgets that fit into each other, a member that holds the table, a ground for what runs by itself.

    ``members`` are the nodes that may hold our table.
    """
    if not settings.publishes | settings.asks | settings.by_itself <= frozenset(KINDS):
        return no("match.kind_unknown")
    if not (1 <= settings.user_a_day <= settings.unit_a_day <= MOST and 1 <= settings.partner_a_day <= MOST):
        return no("match.budget_range")
    if settings.held_by and settings.held_by not in members:
        return no("match.holder_unknown")
    if not may_be_told(settings.contact):
        return no("match.contact_unfit")
    return _may_run_by_itself(settings)


def may_be_told(contact: str) -> bool:
    """Whether the contact is one line that travels as it is: no control characters, at most 200 letters."""
    return len(contact) <= LONGEST_CONTACT and contact.isprintable()


def _may_run_by_itself(settings: Settings) -> Decision:
    if not settings.by_itself:
        return yes()
    if not settings.by_itself <= settings.asks - {SOUGHT}:
        return no("match.not_asked")
    why = may_say_why(settings.purpose, settings.ground, settings.ground_reason)
    if not why.allowed:
        return why
    return yes() if settings.ground in STANDING else no("match.ground_not_standing", "match.name_a_ground")
