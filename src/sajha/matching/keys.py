"""The keys of this node's sets: of every epoch, set and partner its own, derived when needed from the epoch's secret."""

from pathlib import Path
from typing import cast

from django.conf import settings

from sajha.basics.config import NodeConfig
from sajha.matching.blind.epochs import current_epoch, secret_of
from sajha.matching.blind.oprf import key_for


def folder() -> Path:
    return cast(NodeConfig, settings.CONFIG).home / "keys"


def own_epoch() -> str:
    """The epoch under which sets are published now; the first is begun when there is none."""
    return current_epoch(folder())


def key_of(*, epoch: str, partner: str, set: str) -> bytes | None:
    """The key of a set for one partner; none when the epoch's secret is no more."""
    try:
        return key_for(secret_here(epoch), partner=partner, set=set)
    except LookupError:
        return None


def secret_here(epoch: str) -> bytes:
    """The secret of an epoch that is not over.

    Raises:
        LookupError: it is over.
    """
    secret = secret_of(folder(), epoch)
    if secret is None:
        raise LookupError(epoch)
    return secret
