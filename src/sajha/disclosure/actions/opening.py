"""Look at the identities in what was enclosed: for a reason, recorded, like any other look at an identity."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.disclosure.queries import PackageView, packages_of

OPENED = "package.opened"
SHORTEST_REASON = 10


@transaction.atomic
def open_packages(*, thread: str, reason: str, by: Actor, at: datetime) -> list[PackageView]:
    """The packages of a thread, for showing the identities in them once.

    Raises:
        Refused: without ``request:answer``, ``not_found``, or a reason of fewer than 10 signs.
    """
    require(may(by, "request:answer"))
    found = packages_of(by, thread)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(no("reason.too_short"))
    record(area="disclosure", action=OPENED, by=by, at=at, subject=thread, reason=reason, detail={"count": len(found)})
    return found
