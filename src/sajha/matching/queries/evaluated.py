"""How much partners asked of us."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.db.models import QuerySet, Sum

from sajha.basics.config import NodeConfig
from sajha.matching.models import Evaluation
from sajha.matching.rules import DAY
from sajha.matching.values import SetName


def asked_today(partner: str, set: str, at: datetime) -> int:
    """How many elements were evaluated for a partner in the last 24 hours; a refused question counts nothing."""
    return _today(at).filter(partner=partner, set=set).aggregate(sum=Sum("elements"))["sum"] or 0


def used_today(at: datetime) -> dict[str, int]:
    """The same for every partner, of the set about which people ask; a custodian's batches are always as many."""
    rows = _today(at).filter(set=SetName.KNOWN).values_list("partner").annotate(sum=Sum("elements")).order_by()
    return dict(rows)


def _today(at: datetime) -> "QuerySet[Evaluation]":
    """Where the clock runs faster, the day is shorter too: custodians then ask in shorter cycles, whose batches fit into one day."""
    since = at - DAY / cast(NodeConfig, settings.CONFIG).clock_scale
    return Evaluation.objects.filter(because="", at__gt=since)
