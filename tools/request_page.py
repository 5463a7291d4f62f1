"""docs/reference/requests.md, from the tables of ``liaison``: states, moves, due times, codes. ``python -m tools.request_page`` writes it."""

from collections.abc import Iterator
from pathlib import Path

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.liaison.values import (
    ASKED_OF,
    DUE_HOURS,
    FHIR,
    FINAL,
    LAW,
    OPEN,
    STEP_HOURS,
    TRANSITIONS,
    TURN,
    Kind,
    MoveKind,
    Rung,
    State,
    Urgency,
    codes_of,
)
from sajha.terms.labels.requests import CODES, KINDS, MOVES, STATES

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "requests.md"

_HEAD = """# Requests: states, moves, due times

Written by `python -m tools.request_page` from the tables in `liaison/values`; a test compares it with the code.

A request is a set of moves. Each node sorts the moves it holds by (counter, author, author's sequence) and applies the table
below; a move that the state reached does not allow stays in the timeline as superseded and changes nothing. So two nodes that
hold the same moves show the same state, in whatever order they came.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD, *_diagram(), *_states(), *_moves(), *_due(), *_kinds(), *_reasons()]
    return "\n".join(parts).rstrip() + "\n"


def _diagram() -> Iterator[str]:
    yield "```mermaid\nstateDiagram-v2\n    [*] --> draft"
    for (state, side, kind), to in TRANSITIONS.items():
        if to != state and kind not in ("cancel", "withdraw"):
            yield f"    {state} --> {to}: {kind} ({side})"
    yield from (f"    {state} --> [*]" for state in State if state in FINAL)
    yield "```\n\nThe asker may cancel or withdraw from every open state.\n"


def _states() -> Iterator[str]:
    yield "## States\n\n| state | words | must act | FHIR Task status | business status |\n|---|---|---|---|---|"
    for state in State:
        status, business = FHIR[state]
        yield f"| `{state}` | {STATES[state]} | {TURN.get(state, '')} | {status} | {business} |"
    yield ""


def _moves() -> Iterator[str]:
    yield "## Moves\n\n| move | words | by | from | to |\n|---|---|---|---|---|"
    for kind in MoveKind:
        rows = [(state, side, to) for (state, side, known), to in TRANSITIONS.items() if known == kind]
        sides = sorted({str(side) for _, side, _ in rows})
        origins = list(dict.fromkeys(str(state) for state, _, _ in rows))
        goals = sorted({str(to) for state, _, to in rows if to != state}) or ["the same state"]
        shown = "every state but draft" if len(origins) == len(State) - 1 else ", ".join(origins)
        yield f"| `{kind}` | {MOVES.get(kind, '')} | {', '.join(sides)} | {shown} | {', '.join(goals)} |"
    yield ""


def _due() -> Iterator[str]:
    yield (
        "## Due times, in hours\n\nThese are service goals of this software. They are not law, except where a rule of the list of legal "
        "time limits is named.\nPast its due time a request climbs, one rung per step: "
        + ", ".join(Rung)
        + ".\nA rung that no node answers for costs no time.\n"
    )
    yield "| kind | urgency | " + " | ".join(OPEN) + " |\n|---|---|" + "---|" * len(OPEN)
    for kind in Kind:
        for urgency in Urgency:
            hours = [_hours(kind, urgency, state) for state in OPEN]
            yield f"| {kind} | {urgency} | " + " | ".join(hours) + " |"
    steps = ", ".join(f"{urgency} {hours}" for urgency, hours in STEP_HOURS.items())
    yield f"\nHours between rungs: {steps}. A draft is shown as unsent after {DUE_HOURS[Kind.TRACE_PERSON, Urgency.URGENT, State.DRAFT]} hours.\n"


def _hours(kind: Kind, urgency: Urgency, state: State) -> str:
    rule = LAW.get((kind, urgency, state))
    return f"{DUE_HOURS[kind, urgency, state]}" + (f" ({rule})" if rule else "")


def _kinds() -> Iterator[str]:
    yield "## Kinds of request\n\n| kind | words | proposed | outcomes |\n|---|---|---|---|"
    for kind in Kind:
        yield f"| `{kind}` | {KINDS[kind]} | {', '.join(ASKED_OF.get(kind, ()))} | {', '.join(codes_of(kind, 'complete'))} |"
    yield ""


def _reasons() -> Iterator[str]:
    yield "## Coded reasons\n\n| move | code | words |\n|---|---|---|"
    for move in MoveKind:
        for code in codes_of(Kind.TRACE_PERSON, move) if move != MoveKind.COMPLETE else ():
            yield f"| {move} | `{code}` | {CODES[code]} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
