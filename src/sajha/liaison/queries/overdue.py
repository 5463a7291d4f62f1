"""What is overdue, for those who oversee: who asked whom for what since when, and never a name."""

from datetime import datetime

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import is_id
from sajha.liaison.models import OverseenNotice, Thread
from sajha.liaison.queries.lists import COLUMNS
from sajha.liaison.queries.nodes import resting
from sajha.liaison.values import Notice, ThreadRow
from sajha.network.queries import removed_node_ids

SIZE = 100
_COLUMNS = tuple(Notice.__dataclass_fields__)


def overdue_here(by: Actor, at: datetime, *, size: int = SIZE) -> list[ThreadRow]:
    """Threads of our own organisation that are past due, the longest first; none that rests because of a removed member.

    Raises:
        Refused: without ``request:oversee``.
    """
    require(may(by, "request:oversee"))
    rows = Thread.objects.filter(due_at__lt=at).exclude(resting()).order_by("due_at", "id")
    return [ThreadRow(*row) for row in rows.values_list(*COLUMNS)[:size]]


def notices(by: Actor, *, size: int = SIZE) -> list[Notice]:
    """Threads of other organisations that climbed to us and have not moved on, the longest overdue first.

    Those of a member that is suspended or removed are left out: its word that they moved on would not be heard.

    Raises:
        Refused: without ``request:oversee``.
    """
    require(may(by, "request:oversee"))
    rows = OverseenNotice.objects.filter(cleared_at=None).exclude(asker__in=removed_node_ids())
    rows = rows.order_by("due_at", "id")
    return [Notice(*row) for row in rows.values_list(*_COLUMNS)[:size]]


def notice(by: Actor, id: str) -> Notice:
    """One of them.

    Raises:
        Refused: without ``request:oversee``, or ``not_found``.
    """
    require(may(by, "request:oversee"))
    rows = OverseenNotice.objects.filter(cleared_at=None).values_list(*_COLUMNS)
    row = rows.filter(pk=id).first() if is_id(id, "notice") else None
    if row is None:
        raise Refused(no("not_found"))
    return Notice(*row)
