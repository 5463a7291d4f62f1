"""From letters to sounds: each script becomes one small Latin alphabet, as Unicode's charts and people's habits tell.

Sounds: ``k g c j t d p f b m n y r l v s h``, ``Z`` (ழ), ``Q`` (velar nasal), ``M`` (a nasal that takes the place of what follows), vowels
``a i u e o`` with the long ones as capitals; of Urdu also ``W`` and ``Y``, which may be consonant or vowel. Breath is not kept.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from sajha.names.tables import Rules, any_of, applied, rows, rules

# first code point of each block; Unicode lays the blocks of Brahmic scripts out alike
_BLOCKS = {
    "Devanagari": 0x0900, "Bengali": 0x0980, "Gurmukhi": 0x0A00, "Gujarati": 0x0A80, "Oriya": 0x0B00,
    "Tamil": 0x0B80, "Telugu": 0x0C00, "Kannada": 0x0C80, "Malayalam": 0x0D00,
}  # fmt: skip
_SIZE = 0x80


def script_of(letter: str) -> str:
    """The script of a letter, by its block: one of the nine Brahmic ones, ``Urdu`` (Arabic letters), ``Latin``, or empty."""
    code = ord(letter)
    if code < 0x0250 or 0x1E00 <= code < 0x1F00:
        return "Latin" if letter.isalpha() else ""
    if 0x0600 <= code < 0x0780 or 0xFB50 <= code < 0xFE00 or 0xFE70 <= code < 0xFF00:
        return "Urdu"
    return next((name for name, start in _BLOCKS.items() if start <= code < start + _SIZE), "")


@dataclass(frozen=True, slots=True)
class _Letters:
    """How a Brahmic script is read: what is written, its kind and sound."""

    sounds: dict[str, tuple[str, str]]
    written: re.Pattern[str]


@lru_cache(maxsize=16)
def _letters(script: str) -> _Letters:
    start = _BLOCKS[script]
    sounds = {chr(start + int(row["offset"], 16)): (row["kind"], row["sound"]) for row in rows("brahmic.csv")}
    for row in rows("brahmic_by_script.csv"):
        if row["script"] == script:
            sounds[unicodedata.normalize("NFC", row["written"])] = (row["kind"], row["sound"])
    return _Letters(sounds, any_of(list(sounds)))


@lru_cache(maxsize=16)
def _habits(script: str) -> Rules:
    return tuple(
        (re.compile(row["pattern"]), row["sound"]) for row in rows("spoken_by_script.csv") if row["script"] == script
    )


def _brahmic(word: str, script: str) -> str:
    """A consonant carries a short a unless a vowel sign or a virama follows."""
    letters = _letters(script)
    heard: list[str] = []
    pending = ""
    for match in letters.written.finditer(unicodedata.normalize("NFC", word)):
        kind, sound = letters.sounds[match[0]]
        if kind == "mark":
            continue
        heard += [sound] if kind in {"vowel_sign", "virama"} else [pending, sound]
        pending = "a" if kind == "consonant" else ""
    return "".join((*heard, pending))


@lru_cache(maxsize=1)
def _urdu_letters() -> tuple[dict[str, str], re.Pattern[str]]:
    sounds = {row["written"]: row["sound"] for row in rows("urdu.csv")}
    return sounds, any_of(list(sounds))


def _urdu(word: str) -> str:
    sounds, written = _urdu_letters()
    return "".join(sounds[found] for found in written.findall(unicodedata.normalize("NFKC", word)))


@lru_cache(maxsize=1)
def _latin_letters() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """All rules as one pattern, so that a word is read once, from left to right, the first rule that fits."""
    found = rules("latin.csv")
    return re.compile("|".join(f"({pattern.pattern})" for pattern, _ in found)), tuple(sound for _, sound in found)


def _latin(word: str) -> str:
    pattern, sounds = _latin_letters()
    letters = "".join(one for one in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(one))
    return "".join(sounds[(match.lastindex or 1) - 1] for match in pattern.finditer(letters))


def sounds_of(word: str) -> str:
    """The sounds of a word of one script; empty when it has no letter of a script that is known here."""
    script = next(filter(None, map(script_of, word)), "")
    if not script:
        return ""
    if script == "Latin":
        return applied(_habits(script), _latin(word))
    return applied(_habits(script), _urdu(word) if script == "Urdu" else _brahmic(word, script))
