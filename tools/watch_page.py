"""docs/reference/watch.md, from the rules of budgets and watch. ``python -m tools.watch_page`` writes it."""

from collections.abc import Iterator
from pathlib import Path

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.accounts.rules import PERMISSIONS
from sajha.matching.rules import (
    BATCH,
    HELD_FOR,
    LIMITS,
    LINES,
    MOST,
    SIZES,
    USUAL,
    WINDOW,
    may_evaluate,
    usual_of,
)
from sajha.matching.rules.policy import STANDING
from sajha.matching.rules.usual import NEITHER
from sajha.matching.rules.watch import STEM_OFF, SWEPT
from sajha.matching.values import KINDS, SOUGHT, SetName, Settings
from sajha.terms.labels.directory import KIND_LABELS
from sajha.terms.labels.elsewhere import SORTS
from sajha.terms.labels.roles import ROLE_NAMES
from sajha.terms.reasons import reason_text

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "watch.md"
OUTCOMES = {"ask": "asked", "hold": "waits for a second person", "refuse": "refused"}
COUNTED = {
    "no_case": "there is no case",
    "again": "all of it was asked in this case, of these partners, within 24 hours",
    "swept": f"values of one range (without the last {STEM_OFF} digits) that this person asked about",
    "protected": "protected values or names among what is asked",
    "closed": "the case is closed",
    "value_cases": "cases in which this person asked about one value",
    "name_cases": "cases in which this person asked about one name, as it is heard",
}
WHO = {
    "match:ask": "asks, and ends a search",
    "match:judge": "judges an agreement, decides on a sighting",
    "match:second": "lets a held search go or stops it: any of these who may read the case, but not who asked",
    "match:set": "sets what is published and asked, the budgets, the protected values",
    "match:watch": "sees the settings, the partners and who asked how much",
}

_HEAD = f"""# Seen elsewhere?: settings, budgets, watch

Written by `python -m tools.watch_page` from the rules in `matching`; a test compares it with the code.

A search is **asked**, **waits for a second person**, or is **refused**. The gravest line that fits decides; more of a sign never makes the answer
milder, and more budget never refuses more (both are tested). A day is the last 24 hours; everything else is counted over {WINDOW.days} days, from keyed
marks of values and names: the values themselves are not kept, and the marks are forgotten after {WINDOW.days} days. The thresholds are rules of this house
and of no law.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_lines(), *_budgets(), *_incoming(), *_usual(), *_who()]).rstrip() + "\n"


def _lines() -> Iterator[str]:
    numbers = ", ".join(str(SORTS[sort]).lower() for sort in sorted(SWEPT))
    yield "## What looks like fishing\n\n| what is counted | from | the search | what the asker reads | why |\n|---|---|---|---|---|"
    for line in LINES:
        said = " ".join(reason_text(word) for word in (line.because, *line.needs))
        count = "" if line.count in ("no_case", "again", "closed") else str(line.least)
        yield f"| {COUNTED[line.count]} | {count} | {OUTCOMES[line.outcome]} | {said} | {line.why} |"
    yield f"\nRanges are watched of: {numbers}. The addresses with which colleagues sign in are protected by themselves."
    yield "What the node asks by itself is watched like what a person asks, with the budget of a person in each case and without a count of names;"
    yield "only the head lets it go. Of what was changed since it was held nothing is let go."
    yield f"What nobody decides within {HELD_FOR.days} days is stopped. Refusals and decisions stand in the record, by person and without values."


def _budgets() -> Iterator[str]:
    own = Settings()
    yield "\n## Budgets\n\n| budget | usual | above it | why |\n|---|---|---|---|"
    names = {
        "user_a_day": "things and people that one person asks about in a day",
        "unit_a_day": "the same of the whole node",
    }
    for limit in LIMITS:
        yield f"| {names[limit.budget]} | {getattr(own, limit.budget)} | {OUTCOMES[limit.outcome]} | {limit.why} |"
    days = 1_000_000 // own.partner_a_day
    why = f"Padding cannot be told from values, so all of it counts. A million telephone numbers take {days} days."
    yield f"| values that the node compares for one partner in a day, in each set | {own.partner_a_day} | refused | {why} |"
    yield f"\nThe head of the unit sets them, up to {MOST}; every change has a reason, which stands in the record."


def _incoming() -> Iterator[str]:
    usual = Settings(publishes=frozenset(KINDS))
    good = {
        "set": SetName.KNOWN,
        "elements": SIZES[0],
        "published": True,
        "epoch_known": True,
        "says_why": True,
        "today": 0,
    }
    tried = {
        f"{SIZES[0]} values, all in order": {},
        "nothing is published for it": {"published": False},
        "no purpose or ground": {"says_why": False},
        f"{SIZES[0] + 1} values (sizes are {', '.join(map(str, SIZES))}; of whom one looks for, {BATCH})": {
            "elements": SIZES[0] + 1
        },
        "an epoch whose key is gone": {"epoch_known": False},
        "its budget of the day is used up": {"today": usual.partner_a_day},
    }
    yield "\n## A partner's question to us\n\n| question | answer | what it is told |\n|---|---|---|"
    for words, change in tried.items():
        decision = may_evaluate(settings=usual, **(good | change))  # type: ignore[arg-type]
        yield f"| {words} | {'compared' if decision.allowed else 'refused'} | {'' if decision.allowed else reason_text(decision.because)} |"


def _usual() -> Iterator[str]:
    yield "\n## What is usual\n\n| organisation | publishes | asks | why |\n|---|---|---|---|"
    for usual in USUAL:
        kinds = ", ".join(str(words) for kind, words in KIND_LABELS.items() if usual_of(kind) is usual)
        yield f"| {kinds} | {_kinds(usual.publishes)} | {_kinds(usual.asks)} | {usual.why} |"
    yield f"| every other | {_kinds(NEITHER.publishes)} | {_kinds(NEITHER.asks)} | {NEITHER.why} |"
    grounds = " and ".join(f"`{ground}`" for ground in sorted(STANDING))
    yield f"\nNothing is asked by itself until the head names a ground that can stand for many records: {grounds}."


def _kinds(names: frozenset[str]) -> str:
    if names == frozenset(KINDS):
        return "everything: identifiers, accused persons, whom it looks for"
    if names == {SOUGHT}:
        return "whom others look for"
    return ", ".join(sorted(names)) or "nothing"


def _who() -> Iterator[str]:
    yield "\n## Who\n\n| permission | who | what |\n|---|---|---|"
    for permission, what in WHO.items():
        roles = ", ".join(str(ROLE_NAMES[role]) for role in ROLE_NAMES if role in PERMISSIONS[permission])
        yield f"| `{permission}` | {roles} | {what} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
