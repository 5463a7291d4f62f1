"""Lists of cases, newest first, a page at a time; each reads one index in its own order."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.lookups import Exact, GreaterThan, LessThan

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import require
from sajha.cases.models import Case, CaseAccess, NumberCounter, Party
from sajha.cases.queries.scope import lying_open, sees_all, vaults_of
from sajha.cases.rules import search_key
from sajha.cases.values import CaseLine, CasePage, Wanted, case_number

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MARK = re.compile(r"(\d{1,17})-(case_[0-9a-f]{32})")
_NUMBER = re.compile(r"(?:(\d{4})-)?(\d{1,9})")
_COLUMNS = ("id", "number", "people", "status", "channel", "identified_in", "opened_at", "owner")


class _Pair(Func):
    """Two values compared as one: first by the one, then by the other. Both databases read it from an index."""

    template = "(%(expressions)s)"
    output_field = TextField()


class _AsItStands(Func):
    """A text that no index answers for: a person's list is read in the order of its own index, and the vault only looked at."""

    template = "(%(expressions)s || '')"
    output_field = TextField()


def case_list(by: Actor, wanted: Wanted, *, size: int = PAGE) -> CasePage:
    """A page of the cases of one vault that are open to the actor. Only the head of the unit may want more than ``mine``.

    Raises:
        Refused: without ``case:read``.
    """
    require(may(by, "case:read"))
    vaults = vaults_of(by)
    vault = wanted.vault or next(iter(vaults), "")
    if vault not in vaults:
        return CasePage(())
    mine = wanted.mine or not sees_all(by)
    rows, path = _rows(by, mine, vault), "case__" if mine else ""
    rows = _narrowed(rows, path, wanted)
    return _page(rows, path, "case_id" if mine else "id", wanted, size)


def _rows(by: Actor, mine: bool, vault: str) -> "QuerySet[Any]":
    if mine:
        given = CaseAccess.objects.filter(Exact(_AsItStands(F("case__vault")), vault), user=by.id)
        return lying_open(given, "case")
    return lying_open(Case.objects.filter(vault=vault))


def _narrowed(rows: "QuerySet[Any]", path: str, wanted: Wanted) -> "QuerySet[Any]":
    if wanted.is_open is not None:
        rows = rows.filter(is_open=wanted.is_open)
    if wanted.status:
        rows = rows.filter(**{f"{path}status": wanted.status})
    if wanted.region:
        rows = rows.filter(**{f"{path}region": wanted.region})
    if wanted.role:
        person = Party.objects.filter(case=OuterRef(f"{path}pk"), role=wanted.role)
        rows = rows.filter(Exists(person))
    return rows.filter(_found(path, wanted.find)) if wanted.find.strip() else rows


def _found(path: str, text: str) -> Q:
    """Number (whole, or without its year) or code name, each exactly; never a name, for those are sealed."""
    number = _NUMBER.fullmatch(text.strip())
    if number:
        years = [int(number[1])] if number[1] else NumberCounter.objects.values_list("year", flat=True)
        return Q(**{f"{path}number__in": [case_number(year, int(number[2])) for year in years]})
    called = Party.objects.filter(code_key=search_key(text)).values("case")
    return Q(**{f"{path}pk__in": called})


def _page(rows: "QuerySet[Any]", path: str, key: str, wanted: Wanted, size: int) -> CasePage:
    """One row more than a page is read, to know whether there is another page."""
    back = _read_mark(wanted.after)
    start = back or _read_mark(wanted.before)
    if start:
        here = _Pair(F("opened_at"), F(key))
        there = _Pair(Value(start[0], output_field=DateTimeField()), Value(start[1]))
        rows = rows.filter(GreaterThan(here, there) if back else LessThan(here, there))
    order = ("opened_at", key) if back else ("-opened_at", f"-{key}")
    found = [
        CaseLine(*row) for row in rows.order_by(*order).values_list(*(path + name for name in _COLUMNS))[: size + 1]
    ]
    more, lines = len(found) > size, found[:size]
    if back:
        lines.reverse()
    if not lines:
        return CasePage(())
    newer = _mark(lines[0]) if (more if back else bool(start)) else ""
    older = _mark(lines[-1]) if (True if back else more) else ""
    return CasePage(tuple(lines), newer, older)


def _mark(line: CaseLine) -> str:
    return f"{(line.opened_at - _EPOCH) // timedelta(microseconds=1)}-{line.id}"


def _read_mark(text: str) -> tuple[datetime, str] | None:
    """Time and id of a mark; a text that is none starts the list from its newest case."""
    parts = _MARK.fullmatch(text)
    if not parts:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(parts[1])), parts[2]
    except OverflowError:
        return None
