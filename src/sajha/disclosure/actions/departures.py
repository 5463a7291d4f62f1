"""The only way out: a message is written as a departure, in the transaction of its effect."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.config import NodeConfig
from sajha.basics.decision import require
from sajha.basics.ids import new_id
from sajha.basics.wake import ring
from sajha.disclosure.models import Departure, Lane
from sajha.disclosure.queries.departures import sealed_under
from sajha.disclosure.rules import may_depart
from sajha.vault.actions import HELD, seal_bytes


@transaction.atomic
def depart(
    *,
    recipient: str,
    thread: str,
    kind: str,
    body: bytes,
    by: Actor,
    at: datetime,
    expires_at: datetime | None = None,
    package: str = "",
) -> Departure:
    """Write one message for one recipient; ``exchange`` delivers it in the order of its lane (recipient and thread).

    Raises:
        Refused: no recipient, or a body above the limit.
    """
    require(may_depart(recipient, body))
    lane, _ = Lane.objects.select_for_update().get_or_create(recipient=recipient, thread=thread)
    lane.last += 1
    lane.save(update_fields=["last"])
    departure = Departure(
        id=new_id("msg"),
        recipient=recipient,
        thread=thread,
        sequence=lane.last,
        kind=kind,
        package=package,
        released_at=at,
        expires_at=expires_at,
    )
    departure.body = seal_bytes(sealed_under(departure), departure.id, body, vault=HELD if package else "")
    departure.save(force_insert=True)
    record(
        area="disclosure",
        action="message.departed",
        by=by,
        at=at,
        subject=departure.id,
        detail={"kind": kind, "recipient": recipient, "thread": thread, "bytes": len(body)},
    )
    transaction.on_commit(lambda: ring(cast(NodeConfig, settings.CONFIG).home))
    return departure


@transaction.atomic
def renumber(*, recipient: str, thread: str, first: int) -> dict[str, int]:
    """Number what waits in a lane on from ``first``; gives the new number of each message.

    For a node that was restored from a backup and has forgotten how far it had counted towards this recipient.
    """
    lane, _ = Lane.objects.select_for_update().get_or_create(recipient=recipient, thread=thread)
    waiting = list(Departure.objects.filter(recipient=recipient, thread=thread, status="").order_by("sequence"))
    numbers = {departure.id: number for number, departure in enumerate(waiting, first)}
    for departure in reversed(waiting):  # from the end, so that no two hold one number
        departure.sequence = max(numbers[departure.id], departure.sequence)
        departure.save(update_fields=["sequence"])
    lane.last = max(lane.last, first + len(waiting) - 1)
    lane.save(update_fields=["last"])
    return {departure.id: departure.sequence for departure in waiting}


@transaction.atomic
def forget_settled(*, kinds: str, before: datetime, limit: int = 1000) -> int:
    """Empty what was taken or given up before a time, of kinds that begin so: large, and of no use once it arrived. The rows stay."""
    rows = (
        Departure.objects.filter(kind__startswith=kinds, receipted_at__lt=before).exclude(status="").exclude(body=b"")
    )
    chosen = list(rows.values_list("pk", flat=True)[:limit])
    return Departure.objects.filter(pk__in=chosen).update(body=b"")
