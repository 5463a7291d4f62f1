"""Let a held search go, or stop it: a second person who may read the case."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused, no, require
from sajha.matching.actions.asking import choose, send
from sajha.matching.marks import are_noted
from sajha.matching.models import Search
from sajha.matching.queries.found import search_row
from sajha.matching.rules import HELD_FOR, may_decide_held
from sajha.matching.values import SearchState


@transaction.atomic
def agree(*, search: str, reason: str, by: Actor, at: datetime) -> None:
    """Let it go: it is asked as it was written down, of what its ground still carries.

    Raises:
        Refused: without ``match:second``, ``not_found``, ``match.not_held``, ``match.not_alone``, ``match.held_too_long``, no reason;
            ``match.head_decides`` for what the node asks by itself; what was to be asked can no longer be asked, or is another
            value now (``match.changed_since``): the watch has not seen that one.
    """
    row = _held(search, reason, by, at)
    row.state, row.second = SearchState.ASKED, by.id
    row.save(update_fields=["state", "second"])
    _record("search.agreed", row, by, at, reason)
    subjects = [item["subject"] for item in row.items]
    items = choose(by, case=row.case, subjects=subjects, ground=row.ground, reach=row.reach)
    if not are_noted(row.id, items):
        raise Refused(no("match.changed_since", "match.ask_anew"))
    send(row, items=items, by=by, at=at)


@transaction.atomic
def decline(*, search: str, reason: str, by: Actor, at: datetime) -> None:
    """Stop it: nothing was asked and nothing is.

    Raises:
        Refused: as :func:`agree`.
    """
    row = _held(search, reason, by, at)
    row.second = by.id
    _stop(row, by, at, reason)


def _held(search: str, reason: str, by: Actor, at: datetime) -> Search:
    require(may(by, "match:second"))
    row = search_row(by, search, for_update=True)
    if row.by_itself and not may(by, "match:set").allowed:
        raise Refused(no("match.head_decides"))  # else whoever wrote the value down would be the second person too
    is_person = by.kind == "person"
    require(
        may_decide_held(
            state=row.state, asker=row.by, held_since=row.at, second=by.id, is_person=is_person, reason=reason, at=at
        )
    )
    return row


def _stop(row: Search, by: Actor, at: datetime, reason: str = "") -> None:
    row.state, row.ended_at = SearchState.DECLINED, at
    row.save(update_fields=["state", "second", "ended_at"])
    _record("search.declined", row, by, at, reason)


def _record(action: str, row: Search, by: Actor, at: datetime, reason: str) -> None:
    detail = {"because": row.held_because, "asker": row.by, "count": len(row.items)}
    record(
        area="matching",
        action=action,
        by=by,
        at=at,
        subject=row.id,
        about=row.case,
        reason=reason.strip(),
        detail=detail,
    )


@transaction.atomic
def lapse_held(at: datetime) -> int:
    """Stop what waited a week for a second person and found none; gives how many."""
    late = list(Search.objects.select_for_update().filter(state=SearchState.HELD, at__lt=at - HELD_FOR)[:200])
    for row in late:
        _stop(row, SYSTEM, at)
    return len(late)
