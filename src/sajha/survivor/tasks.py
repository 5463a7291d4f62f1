"""What the clock does: forget codes, visits and wrong tries when their time is over."""

from datetime import datetime, timedelta

from sajha.survivor.models import OneTimeCode, WrongTry
from sajha.survivor.values import LOCK

KEPT = timedelta(days=1)


def forget_codes(at: datetime) -> int:
    """Delete wrong tries that no longer lock, and codes with their visits a day after their end. What was done stays in the audit."""
    tries, _ = WrongTry.objects.filter(at__lte=at - LOCK).delete()
    codes, _ = OneTimeCode.objects.filter(ends_at__lt=at - KEPT).delete()
    return tries + codes
