"""Act, means and purpose, and the way there."""

import re
from datetime import date

from sajha.basics.decision import Decision, no, yes
from sajha.cases.values import PART_VOCABULARIES, Part
from sajha.terms.coded import Absent, Coded
from sajha.terms.places import Place
from sajha.terms.vocabularies import check

_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")


def may_say(part: Part, value: Coded | Absent) -> Decision:
    """Whether the value exists and belongs to this part; the reason why nothing is known belongs to each part."""
    if isinstance(value, Coded) and value.vocabulary not in PART_VOCABULARIES[part]:
        return no("element.other_part")
    return check(value)


def leg_is_told(start: Place | None, end: Place | None) -> Decision:
    """A part of the way says at least where it began or where it ended."""
    return yes() if start or end else no("leg.no_place")


def may_be_in_month(month: str, today: date) -> Decision:
    """A month is empty or ``2026-03``, and not ahead."""
    if not month:
        return yes()
    if not _MONTH.fullmatch(month):
        return no("leg.no_month")
    return yes() if month <= f"{today:%Y-%m}" else no("leg.month_ahead")
