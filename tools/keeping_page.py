"""docs/reference/keeping.md, from the classes and rules of keeping. ``python -m tools.keeping_page`` writes it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.accounts.rules import PERMISSIONS
from sajha.cases.values import DELETED, ERASED_FIELDS, KEPT_WHOLE, SKELETON
from sajha.retention.actions import PERMISSIONS as NEEDED
from sajha.retention.classes import classes
from sajha.retention.rules import may_decide, standing
from sajha.retention.sealed import NOT_OF_A_MATTER, TABLES
from sajha.retention.tasks import PATIENCE
from sajha.retention.values import LONGEST_LOOK, Entry, EntryKind, ErasureGround, HoldGround, Matter, MatterKind
from sajha.terms.labels.retention import CLASS_LABELS, DECISION_LABELS, ERASURE_LABELS, HOLD_LABELS
from sajha.terms.reasons import reason_text

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "keeping.md"
AT, DAY = datetime(2026, 3, 2, 12, tzinfo=UTC), timedelta(days=1)

_HEAD = f"""# Keeping: classes, holds, sealing, erasing

Written by `python -m tools.keeping_page` from the list and the rules in `retention`; a test compares it with the code.

Everything that is kept (each case, and each request that belongs to none) has a day on which somebody looks again. The day follows from its class and
from what persons decided; nothing but a decision with a reason moves it later, and no decision reaches further than {LONGEST_LOOK} months.
**Nothing is sealed or erased because a day has come.** What nobody looked at {PATIENCE.days} days after its day stands on the auditor's list.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_classes(), *_who(), *_hindered(), *_grounds(), *_remains(), *_keys()]).rstrip() + "\n"


def _classes() -> Iterator[str]:
    yield "## Classes\n\n| class | default for | somebody looks | counted from | rule | state |\n|---|---|---|---|---|---|"
    for one in classes().values():
        default = f"{one.kind}, {one.when}" + (", child or age unknown" if one.who == "child" else "")
        rule = one.authority or "no rule found in the reviewed list"
        state = "unreviewed" if one.unreviewed else f"reviewed by {one.reviewed_by}"
        label = CLASS_LABELS[one.id]
        yield f"| {label} (`{one.id}` {one.version}) | {default} | after {one.review_months} months | {one.starts} | {rule} | {state} |"


def _who() -> Iterator[str]:
    yield "\n## Who decides\n\nAlways a person, with a reason, recorded.\n\n| decision | who |\n|---|---|"
    for kind in EntryKind:
        roles = ", ".join(sorted(PERMISSIONS[NEEDED[kind]])).replace("_", " ")
        more = {
            EntryKind.LIFTED: "; never who set it",
            EntryKind.ERASED: "; never who asked",
        }.get(kind, "")
        yield f"| {DECISION_LABELS[kind]} | {roles}{more} |"


def _cases() -> Iterator[tuple[str, Matter, list[Entry], str]]:
    """(words, matter, what was decided before, who decides now)"""
    closed = Matter("case_1", MatterKind.CASE, "2026-000001", AT, AT + DAY)
    hold = Entry("h", EntryKind.HOLD, "a", AT + DAY, HoldGround.TRIAL, AT + 100 * DAY)
    wish = Entry("w", EntryKind.ASKED, "a", AT + 2 * DAY, "ordered")
    sealed = Entry("s", EntryKind.SEALED, "a", AT + 2 * DAY, "", AT + 100 * DAY)
    yield "a closed case", closed, [], "b"
    yield "an open case", replace(closed, closed_at=None), [], "b"
    yield "requests about it are open", replace(closed, requests_open=1), [], "b"
    yield "an emergency is not judged yet", replace(closed, emergencies=1), [], "b"
    yield "messages are on their way", replace(closed, on_the_way=1), [], "b"
    yield "others have copies nobody asked back", replace(closed, held_elsewhere=1, not_called=1), [], "b"
    yield "copies are called back and not all answered", replace(closed, held_elsewhere=1), [wish], "b"
    yield "a hold stands, set by another", closed, [hold, wish], "b"
    yield "a hold stands, set by oneself", closed, [hold, wish], "a"
    yield "sealed", closed, [sealed], "b"
    yield "another asked to erase", closed, [wish], "b"
    yield "one asked oneself", closed, [wish], "a"
    yield "erased", closed, [wish, Entry("e", EntryKind.ERASED, "b", AT + 3 * DAY, "", None, "w")], "c"


_TRIED = (EntryKind.SEALED, EntryKind.OPENED, EntryKind.LIFTED, EntryKind.CALLED, EntryKind.ASKED, EntryKind.ERASED)
_OF = {EntryKind.LIFTED: "h", EntryKind.ERASED: "w"}
_CODE = {EntryKind.ASKED: "ordered"}


def _hindered() -> Iterator[str]:
    heads = ("seal", "open again", "lift the hold", "call copies back", "ask to erase", "confirm the erasing")
    yield "\n## What may be decided when\n"
    yield "| | " + " | ".join(heads) + " |\n|" + "---|" * (len(heads) + 1)
    for words, matter, said, who in _cases():
        now = standing(matter, said, classes())
        cells = []
        for kind in _TRIED:
            entry = Entry("x", kind, who, AT + 5 * DAY, _CODE.get(kind, ""), AT + 50 * DAY, _OF.get(kind, ""))
            answer = may_decide(now, matter, entry, classes())
            cells.append("**yes**" if answer.allowed else reason_text(answer.because))
        yield f"| {words} | " + " | ".join(cells) + " |"


def _grounds() -> Iterator[str]:
    yield "\n## Grounds of a hold\n"
    yield from (f"- {HOLD_LABELS[one]} (`{one}`)" for one in HoldGround)
    yield "\n## Grounds of an erasure\n"
    yield from (f"- {ERASURE_LABELS[one]} (`{one}`)" for one in ErasureGround)


def _remains() -> Iterator[str]:
    yield "\n## What outlives an erasure of a case\n\n| column | why |\n|---|---|"
    yield from (f"| `{name}` | {why} |" for name, why in SKELETON.items())
    for table, names in ERASED_FIELDS.items():
        yield f"\nEmptied in `{table}`: " + ", ".join(f"`{name}`" for name in names) + "."
    yield "\nNo row remains of: " + ", ".join(f"`{name}`" for name in DELETED) + "."
    yield from (f"\nKept in `{name}`: {why}" for name, why in KEPT_WHOLE.items())
    yield "\nWhat a person agreed to, and what left to whom, remains as rows of codes without words: it proves that what left was allowed."


def _keys() -> Iterator[str]:
    yield "\n## Sealed columns, and whose key ends with the matter\n\n| table | columns |\n|---|---|"
    yield from (
        f"| `{table.model.__name__}` | {', '.join(f'`{name}`' for name in table.seals)} |"
        for table in TABLES
        if table.seals
    )
    yield "\nThe words of the record (`AuditEntry.reason`) that were sealed under one of these end with them. Of no matter:\n"
    yield from (f"- `{name}`: {why}" for name, why in NOT_OF_A_MATTER.items() if name != "audit.AuditEntry.reason")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
