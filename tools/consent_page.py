"""docs/reference/consent.md, from the tables and rules of consent. ``python -m tools.consent_page`` writes it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.consent.grounds import grounds
from sajha.consent.rules import may_leave, standing
from sajha.consent.values import (
    FIELD_CLASSES,
    GIVES_FOR,
    LONGEST_BASIS_DAYS,
    LONGEST_DAYS,
    Age,
    Audience,
    Basis,
    DataClass,
    Event,
    EventKind,
    Giver,
    Opinion,
    Purpose,
    Question,
    Scope,
    Vote,
)
from sajha.terms.labels.consent import CLASS_LABELS, GIVER_LABELS, GROUND_LABELS, PURPOSE_LABELS
from sajha.terms.labels.directory import KIND_LABELS
from sajha.terms.reasons import reason_text

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "consent.md"
AT, DAY = datetime(2026, 3, 2, 12, tzinfo=UTC), timedelta(days=1)

_HEAD = f"""# Consent: what holds, and what may leave

Written by `python -m tools.consent_page` from the tables and rules in `consent`; a test compares it with the code.

Nobody stores what holds: it is computed from everything that the person ever said. For a purpose, a recipient and a kind of data
the **newest** entry that speaks of them decides; in the same instant a no wins. What nobody was asked about does not leave.

- A consent names purposes, recipients (every organisation of a kind, or one), kinds of data and an end within {LONGEST_DAYS} days.
- A no, a part taken back, and a change of mind need no reason, no signature and no end; they may name everyone.
- A correction says that less was agreed than was written; more needs a new consent.
- A named organisation that changes its kind loses what it was given, and keeps what was taken from it.
- A legal ground stands for at most {LONGEST_BASIS_DAYS} days, when two different persons agreed, neither seeing the other's decision.
- The two limits in days are rules of this house, not of law.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD, *_words(), *_givers(), *_cases(), *_grounds(), *_columns()]
    return "\n".join(parts).rstrip() + "\n"


def _words() -> Iterator[str]:
    yield "## Purposes\n"
    yield from (f"- `{name}`: {words}" for name, words in PURPOSE_LABELS.items())
    yield "\n## Kinds of data\n"
    yield from (f"- `{name}`: {words}" for name, words in CLASS_LABELS.items())
    yield "\nS0 leaves without consent, to whoever is named. S4 leaves under nothing.\n"


def _givers() -> Iterator[str]:
    yield "## Who may agree for whom\n\n| who speaks | may agree for | may take away |\n|---|---|---|"
    yield from (f"| {GIVER_LABELS[giver]} | {GIVES_FOR[giver].value} | anybody |" for giver in Giver)
    yield "\nAn age that is not known counts as a child's. A parent gives no consent here, because a parent may be the trafficker.\n"


_SCOPE = Scope(frozenset({Purpose.CARE}), frozenset({Audience("shelter")}), frozenset({DataClass.S2}))
_GIVEN = Event("1", EventKind.GIVEN, Giver.PERSON, _SCOPE, AT, AT + 30 * DAY)
_LATER = replace(_GIVEN, id="2", at=AT + DAY, until=None)
HISTORIES: dict[str, tuple[list[Event], datetime]] = {
    "nothing": ([], AT + 2 * DAY),
    "agreed": ([_GIVEN], AT + 2 * DAY),
    "agreed; the committee for a child": ([replace(_GIVEN, giver=Giver.COMMITTEE)], AT + 2 * DAY),
    "agreed, and its day has come": ([_GIVEN], AT + 30 * DAY),
    "said no": ([replace(_LATER, kind=EventKind.REFUSED)], AT + 2 * DAY),
    "agreed, then took a part back": ([_GIVEN, replace(_LATER, kind=EventKind.NARROWED)], AT + 2 * DAY),
    "agreed, then changed their mind": ([_GIVEN, replace(_LATER, kind=EventKind.WITHDRAWN)], AT + 2 * DAY),
    "changed their mind, then agreed again": (
        [replace(_LATER, kind=EventKind.WITHDRAWN, at=AT - DAY), _GIVEN],
        AT + 2 * DAY,
    ),
    "agreed, then the entry was corrected to one shelter": (
        [
            _GIVEN,
            replace(
                _LATER,
                kind=EventKind.CORRECTED,
                of="1",
                scope=replace(_SCOPE, audiences=frozenset({Audience("shelter", "node_a")})),
            ),
        ],
        AT + 2 * DAY,
    ),
}
_GROUND = grounds()["court_order"]


def _basis(*opinions: Opinion) -> Basis:
    votes = tuple(Vote(f"voter {place}", opinion) for place, opinion in enumerate(opinions))
    scope = Scope(frozenset({Purpose.TRIAL}), frozenset({Audience("court")}), frozenset({DataClass.S2}))
    return Basis("1", _GROUND, scope, "voter 0", AT, AT + 30 * DAY, votes)


BASES: dict[str, Basis] = {
    "nobody decided": _basis(),
    "one agreed": _basis(Opinion.AGREE),
    "one disagreed": _basis(Opinion.DISAGREE),
    "two agreed": _basis(Opinion.AGREE, Opinion.AGREE),
    "one of two disagreed": _basis(Opinion.AGREE, Opinion.DISAGREE),
}


def _answer(answer: object) -> str:
    allowed, because = answer.allowed, answer.because  # type: ignore[attr-defined]
    return f"{'goes' if allowed else 'stays'} | `{because}` {reason_text(because)}"


def _cases() -> Iterator[str]:
    yield "## What the rule answers\n\nAsked: data of the kind S2 and S4, for care, to a shelter and to a unit of the police.\n"
    yield "| was said | age | data | to | answer | because |\n|---|---|---|---|---|---|"
    for (told, (events, at)), age, data, kind in product(HISTORIES.items(), Age, ("S2", "S4"), ("shelter", "ahtu")):
        question = Question(Purpose.CARE, kind, "node_b", data, age)
        yield f"| {told} | {age.value} | {data} | {KIND_LABELS[kind]} | {_answer(may_leave(standing(events, at), None, question))} |"
    yield "\nA ground is named (order of a court), for the trial, to a court:\n"
    yield "| decided | data | to | answer | because |\n|---|---|---|---|---|"
    for (told, basis), data, kind in product(BASES.items(), ("S2", "S3", "S4"), ("court", "ngo")):
        question = Question(Purpose.TRIAL, kind, "node_b", data, Age.ADULT)
        yield f"| {told} | {data} | {KIND_LABELS[kind]} | {_answer(may_leave(standing([], AT + DAY), basis, question))} |"
    yield ""


def _grounds() -> Iterator[str]:
    yield "## Legal grounds\n"
    yield "*Unverified* means that no lawyer has confirmed that the text allows it. Nothing here is legal advice.\n"
    yield "| ground | text | for | to | data | children only | confidence |\n|---|---|---|---|---|---|---|"
    for one in grounds().values():
        state = f"{one.confidence}, *unverified*" if one.unverified else one.confidence
        kinds = ", ".join(str(KIND_LABELS[kind]) for kind in sorted(one.kinds))
        sides = f"{', '.join(sorted(one.purposes))} | {kinds} | {', '.join(sorted(one.classes))}"
        only = "yes" if one.children_only else "no"
        yield f"| `{one.id}`: {GROUND_LABELS[one.id]} | {one.authority} | {sides} | {only} | {state} |"
    yield ""


def _columns() -> Iterator[str]:
    yield "## Columns\n\n| column | class | why |\n|---|---|---|"
    yield from (f"| `{name}` | {level.value} | {why} |" for name, (level, why) in sorted(FIELD_CLASSES.items()))


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
