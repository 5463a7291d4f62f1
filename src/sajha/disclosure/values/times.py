"""Times that others write: one that no calendar, database or page can show would break whatever shows it."""

from datetime import UTC, datetime

import msgspec

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def has_sane_times(value: object) -> bool:
    """Whether every time in a body or a word, however deep, lies between 1970 and 2200."""
    if isinstance(value, datetime):
        return EARLIEST <= value <= LATEST
    if isinstance(value, msgspec.Struct):
        return all(has_sane_times(getattr(value, name)) for name in value.__struct_fields__)
    if isinstance(value, tuple | list):
        return all(map(has_sane_times, value))
    return True
