"""What the clock does: write down that consents ended."""

from datetime import datetime

from sajha.basics.actor import SYSTEM
from sajha.consent.actions import expire_consent
from sajha.consent.models import ConsentEvent
from sajha.consent.values import EventKind

AT_ONCE = 200


def record_expiries(at: datetime) -> int:
    """Record the end of each consent whose day has come, once each, at most 200 at a time. Returns how many."""
    told = ConsentEvent.objects.filter(kind=EventKind.EXPIRED.value).values("of")
    over = ConsentEvent.objects.filter(kind=EventKind.GIVEN.value, until__lte=at).exclude(id__in=told)
    rows = list(over.order_by("until")[:AT_ONCE])
    for row in rows:
        expire_consent(row=row, by=SYSTEM, at=at)
    return len(rows)
