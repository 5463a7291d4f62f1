"""Every table that decides, changed in one entry at a time: does the written decision notice? ``python -m tools.table_changes``

Tools for mutation leave data alone; here each single change of it is made in memory and taken back.
"""

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import tools.configured  # noqa: F401  (settings must stand before anything of Django is imported)
from sajha.accounts.rules import PERMISSIONS
from sajha.accounts.values import Role
from sajha.consent.values import Purpose
from sajha.directory.values import ORGANISATION_KINDS
from sajha.disclosure.rules import GROUPS, IDENTITY_TO, NEEDED, PURPOSE_OF
from sajha.disclosure.values import Group
from sajha.liaison.values import PEOPLE_MAY, TRANSITIONS, MoveKind, Side, State
from tools import gate_page, gate_table

Entries = MutableMapping[Any, Any]
Change = tuple[str, Entries, Any, Any]
"""(what is changed, the table, the key, the new value; ``GONE`` takes the key away)"""
GONE = object()


@contextmanager
def changed(table: Entries, key: object, value: object) -> Iterator[None]:
    """The table with one entry otherwise, for as long as it is looked at, in its old order afterwards."""
    before = dict(table)
    if value is GONE:
        del table[key]
    else:
        table[key] = value
    try:
        yield
    finally:
        table.clear()
        table.update(before)


def permissions() -> Iterator[Change]:
    """Each role in or out of each permission."""
    for act, holders in list(PERMISSIONS.items()):
        yield from ((f"{act} {role}", PERMISSIONS, act, holders ^ {role}) for role in Role)


def transitions() -> Iterator[Change]:
    """Each move taken away, led elsewhere, or allowed where it is not."""
    for key in ((state, side, move) for state in State for side in Side for move in MoveKind):
        to = TRANSITIONS.get(key)
        others = [state for state in State if state != to]
        yield from ((f"{'/'.join(key)} to {other}", TRANSITIONS, key, other) for other in (others if to else [key[0]]))
        if to:
            yield f"{'/'.join(key)} gone", TRANSITIONS, key, GONE


def people_may() -> Iterator[Change]:
    """Each move in or out of what people do by hand, and each kind without its line."""
    for kind, moves in list(PEOPLE_MAY.items()):
        yield from ((f"{kind} {move}", PEOPLE_MAY, kind, moves ^ {move.value}) for move in MoveKind)
        yield f"{kind} gone", PEOPLE_MAY, kind, GONE


def needed() -> Iterator[Change]:
    """Each group of fields in or out of what a kind of request takes along."""
    for kind, groups in list(NEEDED.items()):
        for group in Group:
            less = tuple(one for one in groups if one != group)
            yield f"{kind} {group}", NEEDED, kind, less if group in groups else (*groups, group)


def identity_to() -> Iterator[Change]:
    """Each kind of organisation in or out of those to whom an identity may go."""
    for kind, to in list(IDENTITY_TO.items()):
        yield from ((f"{kind} {whom}", IDENTITY_TO, kind, to ^ {whom}) for whom in ORGANISATION_KINDS)


def purpose_of() -> Iterator[Change]:
    """Each kind of request under each other purpose of consent."""
    for kind, purpose in list(PURPOSE_OF.items()):
        yield from ((f"{kind} {one}", PURPOSE_OF, kind, one) for one in Purpose if one != purpose)


def groups() -> Iterator[Change]:
    """Each field that may leave, in each other group or in none."""
    for name, group in list(GROUPS.items()):
        yield from ((f"{name} {one}", GROUPS, name, one) for one in Group if one != group)
        yield f"{name} gone", GROUPS, name, GONE


def golden(name: str) -> Callable[[], bool]:
    """Whether this golden table says what is on disk."""
    written = (gate_table.FOLDER / f"{name}.csv").read_text("utf-8")

    def same() -> bool:
        gate_table.fields_for.cache_clear()
        try:
            return gate_table.BUILDERS[name]().text() == written
        except LookupError:  # a kind of request that has no field or organisation left to ask about
            return False

    return same


@cache
def _gate_page() -> str:
    return gate_page.PAGE.read_text("utf-8")


def page(part: Callable[[], Iterator[str]]) -> Callable[[], bool]:
    """Whether this part of docs/reference/gate.md says what is on disk."""
    return lambda: "\n".join(part()) in _gate_page()


TABLES: dict[str, tuple[Callable[[], Iterator[Change]], tuple[Callable[[], bool], ...]]] = {
    "PERMISSIONS": (permissions, (golden("roles"),)),
    "TRANSITIONS": (transitions, (golden("moves"),)),
    "PEOPLE_MAY": (people_may, (golden("people"),)),
    "NEEDED": (needed, (page(gate_page._kinds), golden("vaults"))),
    "IDENTITY_TO": (identity_to, (page(gate_page._kinds), golden("vaults"))),
    "PURPOSE_OF": (purpose_of, (golden("vaults"),)),
    "GROUPS": (groups, (page(gate_page._groups),)),
}
"""Each table with its changes, and what must differ: one of these that notices is enough."""


def unnoticed(name: str) -> tuple[int, list[str]]:
    """How many changes of this table there are, and those that nothing notices.

    Raises:
        RuntimeError: before any change, what is on disk differs.
    """
    changes, watchers = TABLES[name]
    if not all(same() for same in watchers):
        raise RuntimeError("what is on disk is not what the code says: see tests/gate/test_golden.py")
    count, missed = 0, []
    for what, table, key, value in changes():
        count += 1
        with changed(table, key, value):
            if all(same() for same in watchers):
                missed.append(what)
    return count, missed


def main() -> None:
    """Say it for each table."""
    for name in TABLES:
        count, missed = unnoticed(name)
        print(
            f"{name:<12} {count:>5} changes, {count - len(missed):>5} noticed", *missed, sep="\n    " if missed else ""
        )


if __name__ == "__main__":
    main()
