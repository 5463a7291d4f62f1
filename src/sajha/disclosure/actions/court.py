"""A pack for the court: a copy that the organisation takes out of its requests, for itself, for a reason."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.actions.opening import SHORTEST_REASON, open_packages
from sajha.disclosure.court import Content, content_of, digest_of, shows
from sajha.disclosure.models import Release
from sajha.disclosure.queries.court import CourtThread, court_threads
from sajha.disclosure.queries.ledger import digest_of as row_digest
from sajha.liaison.queries import own_node
from sajha.vault.actions import seal

COURT_PACK = "court_pack"


@transaction.atomic
def release_court_pack(*, threads: tuple[str, ...], named: bool, reason: str, by: Actor, at: datetime) -> Content:
    """Make the words of a pack and write each request in it into the ledger; ``named`` opens identities, as any look at them.

    Raises:
        Refused: without ``request:answer``, ``not_found``, no request, or a reason of fewer than 10 signs.
    """
    require(may(by, "request:answer"))
    found = court_threads(by, threads, at)
    if not found:
        raise Refused(no("court.nothing"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(no("reason.too_short"))
    if named:
        for one in found:
            open_packages(thread=one.view.row.id, reason=reason, by=by, at=at)
    id = new_id("pack")
    content = content_of(found, named=named, by=by.label, at=at, id=id)
    digest = digest_of(content)
    edges = [_edge(one, named, digest, reason, by, at) for one in found]
    rows = {edge.id: row_digest(edge) for edge in edges}
    detail = {"threads": [edge.thread for edge in edges], "named": named, "digest": digest, "rows": rows}
    record(area="disclosure", action="court_pack.released", by=by, at=at, subject=id, reason=reason, detail=detail)
    return content


def _edge(thread: CourtThread, named: bool, digest: str, reason: str, by: Actor, at: datetime) -> Release:
    """The ledger's row: what of this request stands in the pack."""
    shown = [field for one in thread.packages for field in one.fields if shows(field, one, named=named)]
    edge = Release(
        id=new_id("release"),
        case=thread.view.case,
        thread=thread.view.row.id,
        recipient="own",
        recipient_name=own_node().name,
        purpose=COURT_PACK,
        fields=sorted({field.name for field in shown}),
        classes=sorted({str(field.sensitivity) for field in shown}),
        count=len(thread.packages),
        digest=digest,
        by=by.id,
        at=at,
    )
    edge.ground_reason = seal(edge.thread, edge.id, reason)
    edge.save(force_insert=True)
    return edge
