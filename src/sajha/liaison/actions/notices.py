"""Overdue threads: whom we told of ours, and what others told us of theirs."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import is_id, new_id
from sajha.liaison.models import OverseenNotice, Thread, Told
from sajha.liaison.queries import name_of
from sajha.liaison.values import Side


def note_told(*, thread: Thread, rung: str, node: str, name: str, at: datetime) -> None:
    """An overseer's node is told; part of the transaction of the climb, which is recorded there."""
    Told.objects.create(thread=thread, rung=rung, node=node, name=name, told_at=at)


def clear_told(*, thread: str, at: datetime) -> list[str]:
    """The thread moved on: the nodes that were told and must now hear it, each once."""
    rows = Told.objects.filter(thread=thread, cleared_at=None)
    nodes = sorted(set(rows.values_list("node", flat=True)))
    rows.update(cleared_at=at)
    return nodes


@transaction.atomic
def note_seen(*, thread: str, by: Actor, at: datetime) -> None:
    """The overseer's node tells that a person there saw it.

    Raises:
        Refused: ``thread.not_yours`` when that node was not told of this thread.
    """
    rows = Told.objects.filter(thread=thread, thread__side=Side.ASKER, node=by.id)
    if not rows.exists():
        raise Refused(no("thread.not_yours"))
    rows.filter(seen_at=None).update(seen_at=at)
    record(area="requests", action="notice.seen_by_overseer", by=by, at=at, subject=thread)


@transaction.atomic
def receive_notice(
    *,
    thread: str,
    recipient_name: str,
    kind: str,
    urgency: str,
    state: str,
    turn: str,
    rung: str,
    due_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Another node tells us that its thread is overdue; a later notice of the same thread replaces the earlier."""
    known = {
        "asker_name": name_of(by.id),
        "recipient_name": recipient_name,
        "kind": kind,
        "urgency": urgency,
        "state": state,
        "turn": turn,
        "rung": rung,
        "due_at": due_at,
        "raised_at": at,
        "seen_at": None,
        "seen_by": "",
        "reminded_at": None,
        "cleared_at": None,
    }
    OverseenNotice.objects.update_or_create(
        asker=by.id, thread=thread, defaults=known, create_defaults={"id": new_id("notice"), **known}
    )
    record(area="requests", action="notice.arrived", by=by, at=at, subject=thread, detail={"rung": rung, "kind": kind})


@transaction.atomic
def clear_notice(*, thread: str, by: Actor, at: datetime) -> None:
    """The thread moved on; a notice that is not here is no fault."""
    OverseenNotice.objects.filter(asker=by.id, thread=thread, cleared_at=None).update(cleared_at=at)
    record(area="requests", action="notice.cleared", by=by, at=at, subject=thread)


@transaction.atomic
def see_notice(*, notice: str, by: Actor, at: datetime) -> OverseenNotice:
    """A person who oversees has seen that a thread is overdue.

    Raises:
        Refused: without ``request:oversee``, or ``not_found``.
    """
    row = _open_notice(notice, by)
    row.seen_at, row.seen_by = at, by.label[:120]
    row.save(update_fields=["seen_at", "seen_by"])
    record(area="requests", action="notice.seen", by=by, at=at, subject=row.thread)
    return row


@transaction.atomic
def note_reminded(*, notice: str, by: Actor, at: datetime) -> OverseenNotice:
    """A person who oversees reminds those whose turn it is.

    Raises:
        Refused: without ``request:oversee``, or ``not_found``.
    """
    row = _open_notice(notice, by)
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    record(area="requests", action="notice.reminded", by=by, at=at, subject=row.thread)
    return row


def _open_notice(id: str, by: Actor) -> OverseenNotice:
    require(may(by, "request:oversee"))
    rows = OverseenNotice.objects.select_for_update().filter(cleared_at=None)
    row = rows.filter(pk=id).first() if is_id(id, "notice") else None
    if row is None:
        raise Refused(no("not_found"))
    return row
