"""In which vault a record lies, and who may be let into it."""

from sajha.accounts.values import Vault
from sajha.basics.decision import Decision, no, yes


def may_open_in(vault: str, reads: frozenset[str]) -> Decision:
    """A case is opened only in a vault that its writer reads."""
    if not vault:
        return no("vault.choose")
    return yes() if vault in reads and vault in frozenset(Vault) else no("vault.not_yours")


def usual_vault(home: str, reads: frozenset[str]) -> str:
    """The vault of a new record when none is named: the only one its writer reads, or that of the organisation; else none."""
    if len(reads) == 1:
        return next(iter(reads))
    return home if home in reads else ""
