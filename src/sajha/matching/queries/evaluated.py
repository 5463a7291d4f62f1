"""How much partners asked of us."""

from datetime import datetime, timedelta

from django.db.models import Sum

from sajha.matching.models import Evaluation


def asked_today(partner: str, set: str, at: datetime) -> int:
    """How many elements were evaluated for a partner in the last 24 hours; a refused question counts nothing."""
    rows = Evaluation.objects.filter(partner=partner, set=set, because="", at__gt=at - timedelta(days=1))
    return rows.aggregate(sum=Sum("elements"))["sum"] or 0
