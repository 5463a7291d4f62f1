"""How large a question is on the wire: always one of a few sizes, so that the number of things asked is not told."""

SIZES = (32, 128, 512)
LARGEST = SIZES[-1]
BATCH = 256
"""Of what a custodian asks in each cycle, whether or not it has anything to ask: eight people an hour, two hundred in a day."""
BATCHES_A_DAY = 25
"""A custodian's own budget: a batch in every hour, and one that came late."""


def size_for(count: int) -> int:
    """The smallest size that holds so many elements.

    Raises:
        ValueError: more than the largest; the caller asks in several questions.
    """
    for size in SIZES:
        if count <= size:
            return size
    raise ValueError(count)


def rounded(count: int) -> int:
    """A number of records as a partner is told it: the next power of ten or half of it, so that one more is not seen."""
    step = 10
    while step < count:
        if step * 5 >= count:
            return step * 5
        step *= 10
    return step
