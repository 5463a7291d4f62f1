"""How people write: digits of any script, dashes and spaces of any kind, characters that nobody sees."""

import re
import unicodedata

LONGEST = 4_000  # characters of one field that are read

_DASH = re.compile(r"[\u2010-\u2015\u2212\u00ad]")
_SPACE = re.compile(r"[^\S\n]+")


def plain(text: str) -> str:
    """The text in compatibility form (NFKC) with ASCII digits, plain hyphens and single spaces, without invisible characters."""
    dashed = _DASH.sub("-", unicodedata.normalize("NFKC", text))
    return _SPACE.sub(" ", "".join(map(_character, dashed))).strip()


def _character(one: str) -> str:
    if one.isascii():
        return one
    if unicodedata.category(one) in {"Cf", "Cc", "Cs", "Co", "Cn"}:
        return ""
    digit = unicodedata.digit(one, None)
    return one if digit is None else str(digit)


def compact(text: str) -> str:
    """Capital letters and digits of ASCII alone."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())
