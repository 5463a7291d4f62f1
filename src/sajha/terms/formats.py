"""Dates, times, spans and numbers as people of the reader's language in India write them (Unicode CLDR, by Babel)."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_LOCALES = {"en": "en_IN", "hi": "hi_IN", "te": "te_IN", "ta": "ta_IN"}


def babel_locale() -> str:
    """The locale of the active language, Indian habit (``en`` is ``en_IN``)."""
    return _LOCALES.get((get_language() or "en").split("-")[0], "en_IN")


def _locale() -> Locale:
    return _parsed(babel_locale())


@lru_cache(maxsize=4)
def _parsed(name: str) -> Locale:
    """Babel parses a name anew at each call, which takes longer than the formatting itself."""
    return Locale.parse(name)


def date_text(day: date | datetime) -> str:
    """A day, such as "2 Mar 2026"; of a time, its day in the reader's time zone."""
    return str(format_date(_local(day), format="medium", locale=_locale()))


def month_text(month: str) -> str:
    """A month given as ``2026-03``, such as "Mar 2026"."""
    return str(format_skeleton("yMMM", date.fromisoformat(f"{month}-01"), locale=_locale()))


def time_text(at: datetime) -> str:
    """The time of day in the reader's time zone, such as "5:30 pm"."""
    return str(format_time(at, format="short", locale=_locale(), tzinfo=timezone.get_current_timezone()))


def datetime_text(at: datetime) -> str:
    """Day and time in the reader's time zone, to the minute: "2 Mar 2026, 5:30 pm"."""
    return f"{date_text(at)}, {time_text(at)}"


def span_text(span: timedelta) -> str:
    """How long, in its largest fitting unit: "3 hours", "2 days". The sign is not told."""
    return str(format_timedelta(abs(span), threshold=1.2, locale=_locale()))


def relative_text(at: datetime, now: datetime) -> str:
    """When, seen from now: "in 3 hours", "2 days ago"."""
    return str(format_timedelta(at - now, threshold=1.2, add_direction=True, locale=_locale()))


def due_text(due: datetime, now: datetime) -> str:
    """A due time seen from now: "Due in 3 hours", "2 days overdue"."""
    if due < now:
        return _("%(span)s overdue") % {"span": span_text(now - due)}
    return _("Due %(when)s") % {"when": relative_text(due, now)}


def number_text(number: float) -> str:
    """A number with the grouping of India: 12,34,567."""
    return str(format_decimal(number, locale=_locale()))


def percent_text(share: float) -> str:
    """A share between 0 and 1 as a percentage."""
    return str(format_percent(share, locale=_locale()))


def _local(at: date | datetime) -> date | datetime:
    return timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
