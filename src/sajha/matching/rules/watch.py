"""What looks like fishing. One table of counts and thresholds, each with its reason; the gravest line that fits decides.

The thresholds are of this house, not of any law: low enough that a second person looks before a range or a neighbour was searched
through, high enough that one gang's numbers are asked without. More of a sign never makes the answer milder.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sajha.matching.rules.budget import over_budget
from sajha.matching.values import PERSON, Counts, Marked, Outcome, Past, Settings, Weighed
from sajha.terms.identifiers import IdentifierKind

__all__ = [
    "DAY",
    "GRAVITY",
    "LINES",
    "STEM_OFF",
    "SWEPT",
    "WINDOW",
    "Line",
    "Outcome",
    "counts_of",
    "may_ask",
    "stem_of",
]

WINDOW, DAY = timedelta(days=30), timedelta(days=1)
SWEPT: frozenset[str] = frozenset({IdentifierKind.PHONE, IdentifierKind.BANK_ACCOUNT, IdentifierKind.DEVICE})
"""Numbers that are given out in ranges, so that one can be tried after the other."""
STEM_OFF = 3
"""A range is a number without its last three digits: a thousand neighbours."""
GRAVITY: tuple[Outcome, ...] = (Outcome.ASK, Outcome.HOLD, Outcome.REFUSE)


@dataclass(frozen=True, slots=True)
class Line:
    """From ``least`` of a count on, this outcome. ``why`` is for the page that explains the watch."""

    count: str
    least: int
    outcome: Outcome
    because: str
    needs: tuple[str, ...]
    why: str


LINES: tuple[Line, ...] = (
    Line(
        "no_case",
        1,
        Outcome.REFUSE,
        "match.no_case",
        ("match.open_a_case",),
        "A question without a case has no purpose that anybody could check later.",
    ),
    Line(
        "again",
        1,
        Outcome.REFUSE,
        "match.asked_already",
        ("match.see_answer",),
        "The same question within a day brings the same answer; it only tells partners more about the case.",
    ),
    Line(
        "swept",
        12,
        Outcome.REFUSE,
        "match.sweep",
        ("match.tell_the_head",),
        "Twelve of one thousand neighbours are no longer numbers that somebody came across; they are being tried.",
    ),
    Line(
        "protected",
        1,
        Outcome.HOLD,
        "match.protected",
        ("match.second_person",),
        "Colleagues, and people whom everybody knows, are whom somebody might search out of curiosity.",
    ),
    Line(
        "closed",
        1,
        Outcome.HOLD,
        "match.case_closed",
        ("match.second_person", "match.reopen"),
        "A closed case gives no reason to ask; it may still be right, for instance when a trace turns up late.",
    ),
    Line(
        "swept",
        3,
        Outcome.HOLD,
        "match.range",
        ("match.second_person",),
        "Two numbers side by side may have been bought together; a third may be a guess.",
    ),
    Line(
        "value_cases",
        3,
        Outcome.HOLD,
        "match.value_in_cases",
        ("match.second_person",),
        "Whoever follows a person privately could write the number into case after case.",
    ),
    Line(
        "name_cases",
        4,
        Outcome.HOLD,
        "match.name_in_cases",
        ("match.second_person",),
        "As for a number; one more, because names are shared by people who have nothing to do with each other.",
    ),
)


def may_ask(counts: Counts, settings: Settings) -> Weighed:
    """Ask, hold for a second person, or refuse: the gravest line of both tables; of equally grave ones the first."""
    found = [
        Weighed(line.outcome, line.because, line.needs) for line in LINES if getattr(counts, line.count) >= line.least
    ]
    found += [Weighed(limit.outcome, limit.because, limit.needs) for limit in over_budget(counts, settings)]
    return max(found, key=lambda one: GRAVITY.index(one.outcome), default=Weighed(Outcome.ASK))


def stem_of(sort: str, value: str) -> str:
    """The range in which a number lies; empty for what is not given out in ranges, or too short to have one."""
    return value[:-STEM_OFF] if sort in SWEPT and len(value) > 2 * STEM_OFF else ""


def counts_of(
    asking: Sequence[Marked],
    past: Iterable[Past],
    *,
    user: str,
    is_person: bool,
    case: str,
    case_open: bool,
    unit_before: int,
    at: datetime,
) -> Counts:
    """Count a search together with what was asked in the last 30 days; the order of neither matters.

    The node itself (``is_person`` false) asks about new records of everybody, so it has the budget of a person in each case (else
    whoever writes numbers into one would have none), and a name that comes in several of its cases says nothing; ranges and values
    are counted for it as for anybody.
    """
    before = [one for one in past if at - WINDOW < one.at <= at]
    own = [one for one in before if one.user == user]
    today = sum(one.at > at - DAY for one in own if is_person or one.case == case) + len(asking)
    answered = {one.value for one in before if one.stands and one.case == case and one.at > at - DAY}
    ranges, cases = _gathered(asking, own, case)
    names = {one.stem for one in asking if one.sort == PERSON and one.stem}
    return Counts(
        user_today=today,
        unit_today=unit_before + len(asking),
        no_case=int(not case),
        closed=int(bool(case) and not case_open),
        again=int(bool(asking) and all(one.value in answered for one in asking)),
        protected=sum(one.protected for one in asking),
        swept=max((len(ranges[one.stem]) for one in asking if one.sort in SWEPT and one.stem), default=0),
        value_cases=max((len(cases[one.value]) for one in asking), default=0),
        name_cases=max((len(cases[name]) for name in names), default=0) if is_person else 0,
    )


def _gathered(
    asking: Sequence[Marked], own: Iterable[Past], case: str
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The values of each range, and the cases of each value and of each name."""
    ranges: dict[str, set[str]] = defaultdict(set)
    cases: dict[str, set[str]] = defaultdict(set)
    seen = [(one.value, one.stem, one.case) for one in own] + [(one.value, one.stem, case) for one in asking]
    for value, stem, where in seen:
        cases[value].add(where)
        if stem:
            ranges[stem].add(value)
            cases[stem].add(where)
    return ranges, cases
