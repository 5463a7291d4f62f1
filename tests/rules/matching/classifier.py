"""A plain classifier over bytes: which of two kinds is this? Naive Bayes over those bits and half bytes that differ in what was learned."""

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence

Feature = tuple[str, int, int]
CLEAR = 3.0
"""Standard deviations by which a feature must differ to count: of some 800 features, two or so do by chance."""


def accuracy(one: Sequence[bytes], other: Sequence[bytes]) -> float:
    """The share of the second half of both that is told apart after learning from the first half. 0.5 is chance."""
    half = len(one) // 2
    assert half == len(other) // 2
    weights = _learned(one[:half], other[:half])
    right = sum(_score(weights, each) > 0 for each in one[half:]) + sum(
        _score(weights, each) <= 0 for each in other[half:]
    )
    return right / (len(one) - half + len(other) - half)


def bound(samples: int) -> float:
    """What chance stays under, but once in 30,000 times (four standard deviations), when so many were judged."""
    return 0.5 + 4 * 0.5 / math.sqrt(samples)


def _features(each: bytes) -> Iterator[Feature]:
    bits = int.from_bytes(each, "little")
    yield from (("bit", at, bits >> at & 1) for at in range(8 * len(each)))
    for at, value in enumerate(each):
        yield "high", at, value >> 4
        yield "low", at, value & 15


def _learned(one: Sequence[bytes], other: Sequence[bytes]) -> dict[Feature, float]:
    """The weight of each feature that is clearly more frequent on one side."""
    counts = [Counter(feature for each in side for feature in _features(each)) for side in (one, other)]
    weights = {}
    for feature in {*counts[0], *counts[1]}:
        first, second = counts[0][feature], counts[1][feature]
        share = (first + second) / (len(one) + len(other))
        spread = math.sqrt((len(one) + len(other)) * share * (1 - share)) or 1.0
        if abs(first - second) > CLEAR * spread:
            weights[feature] = math.log((first + 1) / (second + 1))
    return weights


def _score(weights: dict[Feature, float], each: bytes) -> float:
    return sum(weights.get(feature, 0.0) for feature in _features(each))


def shuffled(samples: Sequence[bytes]) -> list[bytes]:
    return random.Random(5).sample(samples, len(samples))
