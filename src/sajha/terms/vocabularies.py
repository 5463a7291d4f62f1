"""The lists of codes: which exist, which version, what each is called in the reader's language."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale
from django.utils.translation import get_language

from sajha.basics.decision import Decision, no, yes
from sajha.terms.coded import ABSENT_REASONS, Absent, Coded
from sajha.terms.formats import babel_locale
from sajha.terms.labels import ABSENT_LABELS, LABELS, NAMES

_FOLDER = Path(__file__).parent / "data" / "vocabularies"
# CLDR's territories of two letters that ISO 3166-1 does not assign to a country
_NOT_ISO = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
_NOT_LANGUAGES = frozenset({"mul", "und", "zxx", "root"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One list: its id, version, origin, licence, and its codes in the order in which a form offers them."""

    id: str
    version: str
    source: str
    licence: str
    codes: tuple[str, ...]

    def __contains__(self, code: str) -> bool:
        return code in _code_set(self)


@lru_cache(maxsize=64)
def _code_set(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(vocabulary.codes)


def _countries() -> Vocabulary:
    codes = _codes_of("territories", without=_NOT_ISO)
    return Vocabulary("country", "3166-1", "ISO 3166-1 alpha-2, names from the Unicode CLDR", "Unicode", codes)


def _languages() -> Vocabulary:
    codes = _codes_of("languages", without=_NOT_LANGUAGES)
    return Vocabulary("language", "639", "ISO 639, names from the Unicode CLDR", "Unicode", codes)


def _codes_of(table: str, *, without: frozenset[str]) -> tuple[str, ...]:
    """CLDR's codes of letters alone: no world regions, which have numbers, and no dialects."""
    codes = map(str, getattr(Locale("en"), table))
    return tuple(sorted(code for code in codes if code.isalpha() and code not in without))


_FROM_CLDR: dict[str, Callable[[], Vocabulary]] = {"country": _countries, "language": _languages}


@lru_cache(maxsize=64)
def vocabulary(id: str) -> Vocabulary:
    """The list of this id.

    Raises:
        KeyError: there is none.
    """
    if id in _FROM_CLDR:
        return _FROM_CLDR[id]()
    if id not in NAMES:
        raise KeyError(id)
    data = json.loads((_FOLDER / f"{id}.json").read_text("utf-8"))
    return Vocabulary(data["id"], data["version"], data["source"], data["licence"], tuple(data["codes"]))


def vocabulary_ids() -> list[str]:
    """Every list that there is, in the order of their ids."""
    return sorted(NAMES)


def vocabulary_name(id: str) -> str:
    """What the list is called in the reader's language."""
    return str(NAMES[id])


def coded(id: str, code: str) -> Coded:
    """This code in the list's present version.

    Raises:
        KeyError: no such list, or no such code in it.
    """
    found = vocabulary(id)
    if code not in found:
        raise KeyError(id)
    return Coded(id, found.version, code)


def check(value: Coded | Absent, *, of: str = "") -> Decision:
    """Whether the value exists, and belongs to the vocabulary ``of`` when one is named."""
    if isinstance(value, Absent):
        return yes() if value.reason in ABSENT_REASONS else no("terms.no_reason")
    if of and value.vocabulary != of:
        return no("terms.other_vocabulary")
    try:
        found = vocabulary(value.vocabulary)
    except KeyError:
        return no("terms.no_vocabulary")
    if value.version != found.version:
        return no("terms.no_version")
    return yes() if value.code in found else no("terms.no_code")


def label(value: Coded | Absent) -> str:
    """What a reader sees; a code that this node does not know yet is shown as it stands."""
    if isinstance(value, Absent):
        return str(ABSENT_LABELS.get(value.reason, ABSENT_LABELS["unknown"]))
    return code_label(value.vocabulary, value.code)


def code_label(id: str, code: str) -> str:
    """The name of a code in the reader's language."""
    if id in _FROM_CLDR:
        return _cldr_names(id, babel_locale()).get(code, code)
    return str(LABELS.get(id, {}).get(code, code))


@lru_cache(maxsize=16)
def _cldr_names(id: str, locale: str) -> dict[str, str]:
    """Names in this language, in English where CLDR has none."""
    table = "territories" if id == "country" else "languages"
    return {**getattr(Locale("en"), table), **getattr(Locale.parse(locale), table)}


def choices(id: str, *, absent: bool = True) -> list[tuple[str, str]]:
    """Pairs of text form and name for a select: "not known", the codes, then the other reasons for no answer."""
    return list(_choices(id, absent, get_language() or "en"))


@lru_cache(maxsize=512)
def _choices(id: str, absent: bool, language: str) -> tuple[tuple[str, str], ...]:
    found = vocabulary(id)
    codes = [(str(Coded(id, found.version, code)), code_label(id, code)) for code in found.codes]
    if id in _FROM_CLDR:
        codes.sort(key=lambda pair: pair[1])
    if not absent:
        return tuple(codes)
    first, *others = ((str(Absent(reason)), str(ABSENT_LABELS[reason])) for reason in ABSENT_REASONS)
    return (first, *codes, *others)
