"""Tell partners what we publish and ask, and keep what they tell."""

import hashlib
from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.disclosure.actions import depart
from sajha.matching.models import PartnerOffer, Published, Told
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import is_published, rounded
from sajha.matching.values import KINDS, SetName
from sajha.matching.wire import Offered, encode
from sajha.network.queries import active_node_ids

OFFERS = ""
"""The lane of what belongs to no request: an offer is small, and the newest counts."""


@transaction.atomic
def tell_partners(*, by: Actor, at: datetime) -> int:
    """Tell every active member what holds now, unless it was told exactly that; gives how many were told."""
    body = encode(own_offer())
    digest = hashlib.sha256(body).hexdigest()
    known = frozenset(Told.objects.filter(digest=digest).values_list("partner", flat=True))
    new = sorted(active_node_ids() - known)
    for partner in new:
        depart(recipient=partner, thread=OFFERS, kind="match.offered", body=body, by=by, at=at)
        Told.objects.update_or_create(partner=partner, defaults={"digest": digest, "at": at})
    return len(new)


def offer_due(at: datetime) -> int:
    """The clock's turn: a new member, or another order of magnitude of records."""
    return tell_partners(by=SYSTEM, at=at)


def own_offer() -> Offered:
    """What we say of ourselves. The number of records is rounded, so that one more is not seen."""
    own = settings_now()
    return Offered(tuple(sorted(own.publishes)), tuple(sorted(own.asks)), own.contact, _records())


def _records() -> int:
    if not is_published(SetName.KNOWN, settings_now()):
        return 0
    return rounded(Published.objects.filter(set=SetName.KNOWN).values("subject").distinct().count())


@transaction.atomic
def hear_offer(body: Offered, *, by: Actor, at: datetime) -> None:
    """Keep what a member tells of its matching; it replaces what it told before. Kinds that are not known here are left out."""
    said = {
        "publishes": [kind for kind in body.publishes if kind in KINDS],
        "asks": [kind for kind in body.asks if kind in KINDS],
        "contact": body.contact,
        "records": body.records,
        "at": at,
    }
    PartnerOffer.objects.update_or_create(partner=by.id, defaults=said)
    detail = {"publishes": said["publishes"], "asks": said["asks"], "records": body.records}
    record(area="matching", action="match.offer_heard", by=by, at=at, subject=by.id, detail=detail)
