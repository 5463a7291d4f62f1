"""Where a new record lies."""

from typing import cast

from django.conf import settings

from sajha.accounts.values import home_vault
from sajha.basics.actor import Actor
from sajha.basics.config import NodeConfig
from sajha.basics.decision import require
from sajha.cases.rules import may_open_in, usual_vault


def vault_for(by: Actor, wanted: str) -> str:
    """The vault of a new record of the actor; the usual one when none is wanted.

    Raises:
        Refused: ``vault.choose`` when it cannot be told, ``vault.not_yours``.
    """
    home = home_vault(cast(NodeConfig, settings.CONFIG).kind)
    vault = wanted or usual_vault(home, by.vaults)
    require(may_open_in(vault, by.vaults))
    return vault
