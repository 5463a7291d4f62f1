"""Lists of threads: what is due first. Each page is one query over one index, by keyset."""

from datetime import datetime

from django.db.models import Q, QuerySet

from sajha.basics.actor import Actor
from sajha.basics.ids import is_id
from sajha.liaison.models import Thread
from sajha.liaison.queries.scope import visible, visible_on
from sajha.liaison.values import Counts, Page, Side, State, ThreadRow

SIZE = 50
COLUMNS = tuple(ThreadRow.__dataclass_fields__)


def inbox(by: Actor, *, after: str = "", size: int = SIZE) -> Page:
    """Open requests that came in, by due time: those overdue are first."""
    return _by_due(visible_on(by, Side.RECIPIENT), after, size)


def sent(by: Actor, *, after: str = "", size: int = SIZE) -> Page:
    """Our own open requests, by due time."""
    return _by_due(visible_on(by, Side.ASKER), after, size)


def drafts(by: Actor, *, size: int = SIZE) -> list[ThreadRow]:
    """Requests that were begun and not sent, newest first."""
    rows = visible_on(by, Side.ASKER).filter(state=State.DRAFT).order_by("-changed_at", "-id")
    return _rows(rows[:size])


def closed(by: Actor, side: Side, *, after: str = "", size: int = SIZE) -> Page:
    """Requests that ended, the newest end first."""
    rows = visible_on(by, side).filter(closed_at__isnull=False)
    if after:
        at, id = _mark(after)
        rows = rows.filter(closed_at__lte=at).filter(Q(closed_at__lt=at) | Q(id__lt=id))
    found = _rows(rows.order_by("-closed_at", "-id")[: size + 1])
    return Page(found[:size], _following(found, size, "closed_at"))


def of_case(by: Actor, case: str) -> list[ThreadRow]:
    """All requests about one case, newest first. The caller has checked that the case is open to the actor."""
    return _rows(visible(by).filter(case=case).order_by("-opened_at")[:SIZE])


def needing(by: Actor, *, size: int = 10) -> list[ThreadRow]:
    """What our side must act on, most pressing first."""
    found = [row for side in Side for row in _rows(_ours(by, side).order_by("our_due_at", "id")[:size])]
    return sorted(found, key=lambda row: (row.our_due_at or row.changed_at, row.id))[:size]


def _ours(by: Actor, side: Side) -> "QuerySet[Thread]":
    return visible_on(by, side).filter(our_due_at__isnull=False)


def newly_arrived(by: Actor, *, size: int = 10) -> list[ThreadRow]:
    """Open requests of ours in which the other side moved last, newest first."""
    rows = visible_on(by, Side.ASKER).filter(answered_at__isnull=False)
    return _rows(rows.order_by("-answered_at")[:size])


def counts(by: Actor, at: datetime) -> Counts:
    """Numbers for the first page."""
    waiting = [_ours(by, side) for side in Side]
    new = visible_on(by, Side.RECIPIENT).filter(state=State.SENT)
    overdue = sum(rows.filter(our_due_at__lt=at).count() for rows in waiting)
    return Counts(sum(rows.count() for rows in waiting), overdue, new.count())


def _by_due(rows: "QuerySet[Thread]", after: str, size: int) -> Page:
    rows = rows.filter(due_at__isnull=False)
    if after:
        at, id = _mark(after)
        rows = rows.filter(due_at__gte=at).filter(Q(due_at__gt=at) | Q(id__gt=id))
    found = _rows(rows.order_by("due_at", "id")[: size + 1])
    return Page(found[:size], _following(found, size, "due_at"))


def _rows(rows: "QuerySet[Thread]") -> list[ThreadRow]:
    return [ThreadRow(*row) for row in rows.values_list(*COLUMNS)]


def _following(found: list[ThreadRow], size: int, column: str) -> str:
    return f"{getattr(found[size - 1], column).isoformat()}~{found[size - 1].id}" if len(found) > size else ""


def _mark(after: str) -> tuple[datetime, str]:
    """The place where the last page ended; nonsense begins at the first row."""
    text, _, id = after.partition("~")
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not is_id(id, "thread"):
        return datetime.fromisoformat("0001-01-01T00:00:00+00:00"), ""
    return at, id
