"""People of a case: pseudonyms, code names that tell nothing, and ages that do not contradict each other."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from sajha.basics.decision import Decision, no, yes
from sajha.cases.values import LETTERS, Role
from sajha.terms.coded import Absent, Coded

# at blanks and signs only: a combining vowel belongs to its word
_BETWEEN_WORDS = re.compile(r"[\s.,;:/()'\"-]+")
_SHORTEST_TELLING = 2
_OLDEST = 125
_LONGEST_LIST = 160
_MINOR_BANDS = frozenset({"0--8", "9--17"})


def search_key(name: str) -> str:
    """A code name as it is compared: one form of each letter, no difference between capitals and others."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _words(text: str) -> set[str]:
    return {word for word in _BETWEEN_WORDS.split(search_key(text)) if word}


def may_be_called(code_name: str, names: Iterable[str]) -> Decision:
    """Whether a code name tells nothing of the person's own names: it shares no word with them and holds no digits."""
    if any(letter.isdigit() for letter in code_name):
        return no("party.code_name_digits")
    mine = _words(code_name)
    telling = {word for name in names for word in _words(name) if len(word) >= _SHORTEST_TELLING}
    if mine & telling:
        return no("party.code_name_tells", "party.choose_other_name")
    return yes()


def age_agrees(majority: Coded | Absent, age_band: Coded | Absent) -> Decision:
    """Whether "child" or "adult" and the age band can both be true; what is not known contradicts nothing."""
    if isinstance(majority, Absent) or isinstance(age_band, Absent):
        return yes()
    is_minor = majority.code == "Minor"
    return yes() if is_minor == (age_band.code in _MINOR_BANDS) else no("party.age_contradicts")


def may_be_born_on(text: str, today: date) -> Decision:
    """Whether a date of birth (``2008-05-31``, or empty) is a day that is past and not longer ago than anybody lives."""
    if not text:
        return yes()
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return no("party.birth_no_date")
    return yes() if born <= today and born.year > today.year - _OLDEST else no("party.birth_impossible")


def people_text(people: Iterable[tuple[Role, int, str]]) -> str:
    """Pseudonyms and code names in one line, victims first: ``V1 Jasmine, A1``; cut after 160 characters with how many more."""
    order = list(Role)
    names = [
        f"{LETTERS[role]}{number} {code_name}".strip()
        for role, number, code_name in sorted(people, key=lambda one: (order.index(one[0]), one[1]))
    ]
    text = ", ".join(names)
    shown = len(names)
    while len(text) > _LONGEST_LIST:
        shown -= 1
        text = ", ".join(names[:shown]) + f" +{len(names) - shown}"
    return text
