"""The keys of this node's sets: of every epoch, set and partner its own, derived when needed from the epoch's secret."""

from pathlib import Path
from typing import cast

from django.conf import settings

from sajha.basics.config import NodeConfig
from sajha.matching.blind.epochs import Epoch, EpochGone, begin, named

OWN = "own"


def folder() -> Path:
    """Where the secrets lie."""
    return cast(NodeConfig, settings.CONFIG).home / "keys"


def present() -> Epoch:
    """The epoch under which sets are published now; the first is begun when there is none."""
    return begin(folder())


def key_of(*, epoch: str, partner: str, set: str) -> bytes | None:  # noqa: A002
    """The key of a set for one partner; none when the epoch's secret is no more."""
    try:
        return named(folder(), epoch).key(partner=partner, set=set)
    except EpochGone:
        return None


def index_key(epoch: Epoch) -> bytes:
    """The key under which our own records are found among ourselves; no member is called so."""
    return epoch.key(partner=OWN, set=OWN)
