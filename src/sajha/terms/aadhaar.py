"""Find an Aadhaar number, so that it is never stored: twelve digits, the first not 0 or 1, with a valid Verhoeff check digit."""

import re

# four digits three times, together or apart by up to three spaces, hyphens or dots; a + before it makes it a telephone number
_TWELVE = re.compile(r"(?<![\d+])(\d{4})[\s.\-\u2010-\u2015]{0,3}(\d{4})[\s.\-\u2010-\u2015]{0,3}(\d{4})(?!\d)")

# multiplication in the dihedral group D5, and the permutations of Verhoeff (1969), "Error detecting decimal codes"
_TIMES = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6), (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1), (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4), (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)  # fmt: skip
_PERMUTED = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2), (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1), (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)  # fmt: skip


def verhoeff(digits: str) -> bool:
    """Whether the last digit checks the others (digits of any script)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _TIMES[check][_PERMUTED[place % 8][int(digit)]]
    return check == 0


def holds_aadhaar(text: str) -> bool:
    """Whether an Aadhaar number stands anywhere in the text. One in ten other numbers of twelve digits is taken for one too."""
    return any(int(match[1][0]) > 1 and verhoeff("".join(match.groups())) for match in _TWELVE.finditer(text))
