"""docs/reference/gate.md, from the tables of the gate: what may leave, to whom, for what, and why. ``python -m tools.gate_page`` writes it."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.cases.values import FIELD_CLASSES, Sensitivity, field_class
from sajha.directory.values import ORGANISATION_KINDS
from sajha.disclosure.rules import GROUPS, IDENTITY_TO, NEEDED, release
from sajha.disclosure.values import GROUNDS, Audience, Group, Question, RecordField
from sajha.liaison.values import OFFERED, Kind
from sajha.terms.reasons import reason_text
from tools.gate_table import tables

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "gate.md"
TICKED = ("not ticked", "ticked, no ground", "ticked, ground without a reason", "ticked, on a ground with a reason")

_HEAD = """# The gate: what may leave, and why

Written by `python -m tools.gate_page` from the tables in `disclosure/rules`; a test compares it with the code.

A field leaves only when a line below says so. A field that no line names stays. The five classes of sensitivity:
S0 public; S1 of the case, names nobody; S2 of a person, coded; S3 tells who somebody is; S4 free text, shelter location,
counselling. S4 never leaves. An empty audience gets nothing.

**goes**: the recipient gets the value. **masked**: the recipient sees that there is a value, not which. **withheld**: the
recipient sees nothing.
"""


def page() -> str:
    """The whole page."""
    parts = [_HEAD, *_grounds(), *_groups(), *_kinds(), *_never(), *_decisions(), *_cases()]
    return "\n".join(parts).rstrip() + "\n"


def _grounds() -> Iterator[str]:
    yield "## Grounds on which an identity may leave\n\nEach needs a reason in words, which stays at the sender and is recorded.\n"
    yield from (f"- `{ground}`: {reason_text(f'gate.{ground}')}" for ground in GROUNDS)
    yield ""


def _groups() -> Iterator[str]:
    yield "## What a field tells\n\n| group | fields (sensitivity) |\n|---|---|"
    for group in Group:
        names = [f"`{name}` ({_class(name)})" for name, of in GROUPS.items() if of == group]
        yield f"| {group} | {', '.join(names)} |"
    yield ""


def _class(name: str) -> str:
    found = field_class(name)
    return found.sensitivity if found else "?"


def _kinds() -> Iterator[str]:
    yield "## What each kind of request needs, and to whom an identity may go\n"
    yield "| kind of request | goes along | identity, when ticked on a ground | identity may go to |\n|---|---|---|---|"
    for kind in OFFERED:
        free = [group for group in NEEDED[kind] if any(_class(name) != Sensitivity.S3 for name in _names(group))]
        named = [group for group in NEEDED[kind] if any(_class(name) == Sensitivity.S3 for name in _names(group))]
        to = sorted(IDENTITY_TO[kind]) or ["nobody"]
        yield f"| {kind} | {_list(free)} | {_list(named)} | {', '.join(to)} |"
    yield ""


def _names(group: Group) -> list[str]:
    return [name for name, of in GROUPS.items() if of == group]


def _list(groups: list[Group]) -> str:
    return ", ".join(groups) or "nothing"


def _never() -> Iterator[str]:
    yield "## Fields that no line names: they stay\n"
    names = [name for name in FIELD_CLASSES if name not in GROUPS]
    yield ", ".join(f"`{name}`" for name in names) + "\n"


def _decisions() -> Iterator[str]:
    """The golden tables, as a lawyer reads them."""
    yield "## The whole decision\n"
    yield "Each line stands for every question that its columns name. The same tables lie as CSV in `tests/gate/golden/`.\n"
    for table in tables():
        yield f"### {table.heading}\n\n{table.said}\n\n| {' | '.join(table.columns)} |\n|{'---|' * len(table.columns)}"
        yield from (f"| {' | '.join(line)} |" for line in table.lines)
        yield ""


def _cases() -> Iterator[str]:
    """Each different answer with all for which it holds, from asking the gate every question."""
    yield "## Every question, asked\n"
    yield f"{len(OFFERED)} kinds × {len(ORGANISATION_KINDS)} kinds of organisation × {len(Group)} groups × {len(TICKED)} ways of ticking."
    for kind in OFFERED:
        yield f"\n### {kind}\n\n| groups | class | how | to | outcome | because |\n|---|---|---|---|---|---|"
        lines: dict[tuple[str, ...], list[str]] = {}
        for (group, *answer), to in _answers(kind).items():
            sensitivity, how, outcome, because = answer
            groups = lines.setdefault((sensitivity, how, _whom(kind, to), outcome, because), [])
            groups += [group] if group not in groups else []
        for (sensitivity, *rest), groups in lines.items():
            yield f"| {', '.join(groups)} | {sensitivity} | {' | '.join(rest)} |"


def _answers(kind: Kind) -> dict[tuple[str, ...], list[str]]:
    """(group, class, how ticked, outcome, because) -> the kinds of organisation for which it is the answer."""
    found: dict[tuple[str, ...], list[str]] = {}
    for group, (how, ticked), to in product(Group, enumerate(TICKED), ORGANISATION_KINDS):
        for sensitivity in sorted({_class(name) for name in _names(group)}):
            shown = ticked if sensitivity == Sensitivity.S3 else "any"
            whom = found.setdefault((group, sensitivity, shown, *ask(kind, to, group, sensitivity, how)), [])
            whom += [to] if to not in whom else []
    return found


def _whom(kind: Kind, to: list[str]) -> str:
    if len(to) == len(ORGANISATION_KINDS):
        return "all"
    return "those who may receive it" if set(to) == IDENTITY_TO[kind] else "all others"


def ask(kind: Kind, to: str, group: Group, sensitivity: str, how: int) -> tuple[str, str]:
    """The gate's answer for one field of this group and class."""
    name = next(name for name in _names(group) if _class(name) == sensitivity)
    (answer,) = release(
        Question(
            kind=kind,
            audience=Audience("node_x", to),
            fields=(RecordField("p1", name, Sensitivity(sensitivity), "x"),),
            chosen=frozenset({name} if how else ()),
            ground="legal_basis" if how >= 2 else "",
            ground_reason="Order 7/2026" if how == 3 else "",
            based=frozenset({("p1", Sensitivity(sensitivity))} if how == 3 else ()),
        )
    )
    return answer.outcome, answer.because


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
