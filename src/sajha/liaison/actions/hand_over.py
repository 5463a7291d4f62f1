"""Who of us works on a thread, and what is forgotten of it."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.queries import colleagues
from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.liaison.models import Move
from sajha.liaison.queries import find
from sajha.vault.actions import destroy_key


def forget_words(*, thread: str, author: str, at: datetime) -> None:
    """Destroy the words and documents of the other side in a thread: what they spoke of was called back. Part of that transaction."""
    for move in Move.objects.filter(thread=thread, author=author):
        if move.words or hasattr(move, "attachment"):
            destroy_key(record=move.id, at=at)


@transaction.atomic
def assign(*, thread: str, to: str, by: Actor, at: datetime) -> None:
    """Give a thread to a colleague; an empty ``to`` gives it back to all.

    Raises:
        Refused: ``not_found``, the role does not include it, or nobody here has this id.
    """
    require(may(by, "request:assign"))
    row = find(by, thread, lock=True)
    if to and to not in dict(colleagues(by)):
        raise Refused(no("assign.unknown"))
    row.assigned_to = to
    row.save(update_fields=["assigned_to"])
    record(area="requests", action="request.assigned", by=by, at=at, subject=row.id, detail={"to": to})
