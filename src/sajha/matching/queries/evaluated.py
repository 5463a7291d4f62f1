"""How much partners asked of us."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.db.models import Sum

from sajha.basics.config import NodeConfig
from sajha.matching.models import Evaluation
from sajha.matching.rules import DAY


def asked_today(partner: str, set: str, at: datetime) -> int:
    """How many elements were evaluated for a partner in the last 24 hours; a refused question counts nothing.

    Where the clock runs faster, the day is shorter too: custodians then ask in shorter cycles, and their batches fit into one day.
    """
    since = at - DAY / cast(NodeConfig, settings.CONFIG).clock_scale
    rows = Evaluation.objects.filter(partner=partner, set=set, because="", at__gt=since)
    return rows.aggregate(sum=Sum("elements"))["sum"] or 0
