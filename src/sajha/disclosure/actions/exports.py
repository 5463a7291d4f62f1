"""A copy that the organisation takes out of its own cases, for itself."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.models import Release
from sajha.disclosure.queries.ledger import digest_of
from sajha.vault.actions import seal


@transaction.atomic
def release_export(*, by: Actor, at: datetime, reason: str, count: int) -> str:
    """Allow an export of ``count`` own cases and write it into the ledger; answers with the ledger's id.

    Raises:
        Refused: without ``case:export``, or without a reason.
    """
    require(may(by, "case:export"))
    if not reason.strip():
        raise Refused(no("reason.missing"))
    edge = Release(id=new_id("release"), recipient="own", purpose="export", count=count, by=by.id, at=at)
    edge.ground_reason = seal(edge.id, edge.id, reason)
    edge.save(force_insert=True)
    record(
        area="disclosure",
        action="export.released",
        by=by,
        at=at,
        subject=edge.id,
        reason=reason,
        detail={"count": count, "edge": edge.id, "row": digest_of(edge)},
    )
    return edge.id
