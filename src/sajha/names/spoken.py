"""The spoken form of a word, as two skeletons: what stays alike when the same name is written by different hands and in different scripts."""

from functools import lru_cache

from sajha.names.sounds import sounds_of
from sajha.names.tables import applied, rules

VERSION = "1"  # of the rules: skeletons of different versions are not compared


@lru_cache(maxsize=65_536)
def fine_of(word: str) -> str:
    """Consonants, and ``a`` for a vowel at the beginning. Doubling, breath, voice of stops and other vowels are not kept."""
    return applied(rules("fine.csv"), sounds_of(word))


def fine_of_sounds(sounds: str) -> str:
    """As ``fine_of``, of sounds that were read already."""
    return applied(rules("fine.csv"), sounds)


@lru_cache(maxsize=65_536)
def coarse_of(fine: str) -> str:
    """A function of the fine skeleton: v and b, s and c and j, h within, nasals before stops and at the end are not kept apart."""
    return applied(rules("coarse.csv"), fine)
