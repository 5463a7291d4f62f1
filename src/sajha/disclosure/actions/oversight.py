"""An overdue thread climbs; an overseer says that it was seen, and reminds."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.actions.moves import send_move
from sajha.disclosure.wire import Overdue, Reminder, Seen, encode
from sajha.liaison import actions as liaison
from sajha.liaison.queries import Climb, overseer_for, to_climb
from sajha.liaison.values import Kind, Rung, Side, Urgency


class Climbed(NamedTuple):
    """What became of one rung: told, same or nobody."""

    rung: Rung
    became: str


@transaction.atomic
def climb_thread(*, thread: str, by: Actor, at: datetime) -> list[Climbed]:
    """Tell the next rung of an overdue thread of ours. A rung that nobody answers for is skipped, and the timeline says so.

    The notice holds codes, times and names of organisations; nothing of the case.
    """
    climbed: list[Climbed] = []
    while (found := to_climb(thread, at)) is not None:
        became = _tell(found, by, at)
        climbed.append(Climbed(found.rung, became))
        if became == "told":
            break
    return climbed


def _tell(found: Climb, by: Actor, at: datetime) -> str:
    whom = overseer_for(found, by)
    made = liaison.climb(thread=found.thread, rung=found.rung, became=whom.became, words=whom.name, by=by, at=at)
    send_move(made, whom.name, None, by, at)
    if whom.node:
        liaison.note_told(thread=made.thread, rung=found.rung, node=whom.node, name=whom.name, at=at)
        notice = Overdue(
            thread=found.thread,
            recipient_name=found.recipient_name,
            kind=Kind(found.kind),
            urgency=Urgency(found.urgency),
            state=made.after.state,
            turn=Side(found.turn),
            rung=found.rung,
            due=found.due_at,
        )
        depart(recipient=whom.node, thread=found.thread, kind="oversight.overdue", body=encode(notice), by=by, at=at)
    return whom.became


@transaction.atomic
def mark_seen(*, notice: str, by: Actor, at: datetime) -> None:
    """An overseer has seen a notice; the asker's node hears it.

    Raises:
        Refused: without ``request:oversee``, or ``not_found``.
    """
    row = liaison.see_notice(notice=notice, by=by, at=at)
    depart(recipient=row.asker, thread=row.thread, kind="oversight.seen", body=encode(Seen(row.thread)), by=by, at=at)


@transaction.atomic
def remind_them(*, notice: str, by: Actor, at: datetime) -> None:
    """An overseer reminds those whose turn it is; the asker's node puts it into the thread, so both sides see it.

    Raises:
        Refused: without ``request:oversee``, or ``not_found``.
    """
    row = liaison.note_reminded(notice=notice, by=by, at=at)
    body = Reminder(row.thread, by.label[:120])
    depart(recipient=row.asker, thread=row.thread, kind="oversight.reminder", body=encode(body), by=by, at=at)


def climb_or_leave(thread: str, by: Actor, at: datetime) -> list[Climbed]:
    """Climb one thread; one that moved on meanwhile is left alone."""
    try:
        return climb_thread(thread=thread, by=by, at=at)
    except Refused:
        return []
