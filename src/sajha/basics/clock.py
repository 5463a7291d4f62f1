"""The one place that reads the clock; rules are handed a time, never take one."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC)
