"""Spoken forms for the time until the room of names is there."""

import re
import unicodedata
from dataclasses import dataclass

VERSION = "0"


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    fine: str
    coarse: str
    initial: bool


def parts_of(name: str) -> tuple[Part, ...]:
    """Latin letters only."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return tuple(_part(word) for word in re.findall(r"[a-z]+", plain))


def _part(word: str) -> Part:
    fine = re.sub(r"(.)\1+", r"\1", word.replace("h", "")) or word
    return Part(word, fine, fine[0] + re.sub("[aeiouy]", "", fine[1:]), len(word) == 1)


def share_of(part: Part, *, coarse: bool) -> float:
    """The same for all."""
    return 0.1 if part.initial else 0.01 if coarse else 0.004


def place_key(place: str) -> str:
    """Codes only."""
    return place if place.startswith("IN-") else ""


def share_of_place(code: str) -> float:
    """The same for all."""
    return 0.004 if code.count("-") == 2 else 0.06
