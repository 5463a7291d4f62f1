"""Counselling notes open only to their author and whoever the author names, and never to an investigator (promise 6)."""

from sajha.accounts.values import Role, Vault
from sajha.basics.decision import Decision, no, yes

CARERS = frozenset({Role.CASE_MANAGER.value, Role.UNIT_HEAD.value})


def may_hold_in_confidence(roles: frozenset[str], vaults: frozenset[str]) -> Decision:
    """Whether somebody of these roles who reads these vaults may open counselling notes at all, as author or as one who was named.

    Whoever investigates may not, in whatever other role: what was said in confidence must not become evidence.
    """
    if Role.INVESTIGATOR in roles:
        return no("counselling.investigator")
    if not roles & CARERS or Vault.CARE not in vaults:
        return no("counselling.not_in_care")
    return yes()


def may_write_in(vault: str, roles: frozenset[str], vaults: frozenset[str]) -> Decision:
    """A case manager writes them, in a case of the care vault."""
    if Role.CASE_MANAGER not in roles:
        return no("counselling.case_manager")
    if vault != Vault.CARE:
        return no("counselling.only_in_care")
    return may_hold_in_confidence(roles, vaults)


def opens(author: str, named: frozenset[str], who: str) -> bool:
    """Whether a note is open to somebody: its author, or one whom the author named and did not take back."""
    return who == author or who in named


def may_be_named(author: str, who: str, roles: frozenset[str], vaults: frozenset[str]) -> Decision:
    """Whether the author may name this person."""
    return no("counselling.yourself") if who == author else may_hold_in_confidence(roles, vaults)
