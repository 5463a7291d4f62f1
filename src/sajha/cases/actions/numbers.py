"""Case numbers, given in order and never twice."""

from collections.abc import Iterator

from sajha.cases.models import NumberCounter
from sajha.cases.values import case_number


def take_numbers(*, year: int, count: int = 1) -> Iterator[str]:
    """The next numbers of a year, within the caller's transaction: rolled back with it, and given to nobody else meanwhile."""
    row, _ = NumberCounter.objects.select_for_update().get_or_create(year=year)
    first = row.last + 1
    row.last += count
    row.save()
    return (case_number(year, number) for number in range(first, first + count))
