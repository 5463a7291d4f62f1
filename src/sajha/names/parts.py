"""The parts of a name as people write it: titles and words of kinship away, initials told apart, what is glued together taken apart."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sajha.names.sounds import script_of, sounds_of
from sajha.names.spoken import coarse_of, fine_of, fine_of_sounds
from sajha.names.tables import rows

LONGEST = 400  # characters of a name that are read


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a name: as written, its skeletons, and whether it is only an initial (then each skeleton is one sound)."""

    text: str
    fine: str
    coarse: str
    initial: bool = False


# d/o, S/o., w/o, c/o: what follows is somebody else
_RELATION = re.compile(r"(?<!\w)[dswchf] ?[/\\] ?o(?!\w)\.?", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u0640]")
_JOINERS = re.compile(r"['`\u2018\u2019\u02bc]")


@lru_cache(maxsize=1)
def _not_names() -> dict[str, str]:
    return {_folded(row["written"]): row["kind"] for row in rows("not_names.csv")}


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, str]:
    return {_folded(row["written"]): row["whole"] for row in rows("abbreviations.csv")}


@lru_cache(maxsize=1)
def _letter_names() -> dict[str, str]:
    return {_folded(row["written"]): row["letter"] for row in rows("letter_names.csv")}


def _folded(text: str) -> str:
    """NFKC, small letters, nothing invisible; in this form words are compared with the tables."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def own_and_parent(name: str) -> tuple[str, str]:
    """What stands before and after the first ``s/o``, ``d/o``, ``w/o``, ``c/o``: the person and, if named, the one beside whom it stands."""
    found = _RELATION.search(name[:LONGEST])
    return (name[: found.start()], name[found.end() :]) if found else (name, "")


def parts_of(name: str) -> tuple[Part, ...]:
    """The parts of a name in the order written, of any of the scripts, each with its skeletons; empty when it holds no letter.

    Of ``Ravi s/o Krishna`` the parts of Ravi; of ``s/o Krishna`` those of Krishna. Words that are no names are left out, unless
    nothing else is there.
    """
    own, parent = own_and_parent(name)
    words = _words(own) or _words(parent)
    kept = [word for word in words if word.text.rstrip(".") not in _not_names()] or words
    whole = any(_length(word.text) > 2 for word in kept)
    return tuple(part for word in kept for part in _parts(word, whole=whole))


@dataclass(frozen=True, slots=True)
class _Word:
    """One word in small letters, whether a full stop follows, and whether it was written in capitals."""

    text: str
    stopped: bool
    capitals: bool


def _words(text: str) -> list[_Word]:
    """Runs of letters of one script."""
    plain = _JOINERS.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:LONGEST])))
    found: list[_Word] = []
    for match in _WORD.finditer(plain):
        stopped = plain[match.end() : match.end() + 1] == "."
        found += [_Word(run.lower(), stopped, run.isupper()) for run in _runs(match[0])]
    return found


# letters and what stands on them; \w leaves out the signs that combine
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0d7f])+")


def _runs(word: str) -> Iterator[str]:
    """A word cut where the script changes; letters of unknown scripts are left out."""
    run, script = "", ""
    for letter in word:
        here = script if unicodedata.combining(letter) else script_of(letter)
        if here != script and run:
            yield run
            run = ""
        run, script = (run + letter, here) if here else ("", "")
    if run:
        yield run


def _length(word: str) -> int:
    return sum(not unicodedata.category(letter).startswith("M") for letter in word)


def _parts(word: _Word, *, whole: bool) -> Iterator[Part]:
    """One word as its parts; ``whole``: whether the name has a longer word, so that a short one may be an initial."""
    text = _abbreviations().get(word.text, word.text)
    letters = _initials(word, whole=whole) if text == word.text else ""
    if letters:
        yield from filter(None, map(_initial, letters))
        return
    for sounds in _apart(sounds_of(text)):
        fine = fine_of_sounds(sounds)
        if fine:
            yield Part(word.text, fine, coarse_of(fine))


def _initials(word: _Word, *, whole: bool) -> str:
    """The letters of a word that is one or more initials; empty when it is none."""
    text = word.text
    if text in _letter_names() and (word.stopped or whole):
        return _letter_names()[text]
    if _length(text) == 1 and (word.stopped or whole or text.isascii()):
        return text[0]
    crowded = text.isascii() and len(text) in (2, 3) and not set(text) & set("aeiou")
    return text if crowded and word.capitals and whole else ""


def _initial(letter: str) -> Part | None:
    """An initial sounds as a name that begins with it; c is ch (Chandra), as it is most often."""
    fine = fine_of({"c": "cha"}.get(letter, letter + "a" if letter.isascii() else letter))[:1]
    return Part(letter, fine, coarse_of(fine), True) if fine else None


@lru_cache(maxsize=1)
def _compounds() -> re.Pattern[str]:
    endings = "|".join(row["pattern"] for row in rows("compounds.csv"))
    return re.compile(rf"(?=(?:[^aAiIuUeEoO]*[aAiIuUeEoO]){{1,}}[^aAiIuUeEoO])(.{{3,}}?)({endings})")


def _apart(sounds: str) -> tuple[str, ...]:
    """A compound name as two: Ramkumar is Ram and Kumar, however it was written."""
    found = _compounds().fullmatch(sounds)
    return (found[1], found[2]) if found else (sounds,)


def glued(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Each two whole parts that stand side by side, as one: for names that another hand writes together."""
    pairs = ((a, b) for a, b in zip(parts, parts[1:], strict=False) if not (a.initial or b.initial))
    return tuple(
        Part(a.text + b.text, fine, coarse_of(fine)) for a, b in pairs for fine in [fine_of(a.text + b.text)] if fine
    )
