"""Write one audit entry, in the transaction of what it records."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from sajha.audit.models import AuditEntry, ChainHead
from sajha.basics.actor import Actor
from sajha.vault.actions import seal


def take_turn(area: str) -> None:
    """Let nobody else write to this area's chain before the transaction ends: what is counted from now on is counted by one at a time."""
    ChainHead.objects.select_for_update().get_or_create(area=area)


def record(
    *,
    area: str,
    action: str,
    by: Actor,
    at: datetime,
    subject: str = "",
    about: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append to the area's chain.

    ``action`` is a stable word such as ``case.opened``; ``subject`` the id of what it was done to; ``about`` the record whose
    key seals the reason (the subject when not given), so that erasing the record erases the words too. ``detail`` takes codes
    and counts only.

    Raises:
        TransactionManagementError: called outside a transaction; what is not audited must not happen.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("audit outside a transaction")
    head, _ = ChainHead.objects.select_for_update().get_or_create(area=area)
    about = about or subject or "audit"
    row = AuditEntry(
        area=area,
        seq=head.seq + 1,
        at=at,
        actor=by.id,
        actor_kind=by.kind,
        actor_label=by.label,
        action=action,
        subject=subject,
        about=about,
        reason=seal(about, "reason", reason),
        detail=detail or {},
        previous=head.digest,
    )
    row.digest = row.value().digest()
    row.save(force_insert=True)
    head.seq, head.digest = row.seq, row.digest
    head.save()
    return row
