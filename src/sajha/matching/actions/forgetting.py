"""Forget what was derived from a record that is no more, and what came from a member that is none any more."""

from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM
from sajha.disclosure.queries.running import put_away_among
from sajha.matching.actions.leaving import forget_case
from sajha.matching.models import Carried, Hit, Judgement, Kept, PartnerOffer, PartnerTable, Sighting, Told
from sajha.network.queries import revoked_node_ids
from sajha.vault.actions import erased_among


@transaction.atomic
def forget_members(at: datetime) -> int:
    """Drop the sets of members that were removed for good, what we keep under their keys or for them, and what they told; gives how
    many sets that were."""
    gone = revoked_node_ids()
    PartnerOffer.objects.filter(partner__in=gone).delete()
    Told.objects.filter(partner__in=gone).delete()
    Carried.objects.filter(seeker__in=gone).delete()
    Kept.objects.filter(asked__partner__in=gone).delete()
    rows = list(PartnerTable.objects.filter(owner__in=gone) | PartnerTable.objects.filter(reader__in=gone))
    for row in rows:
        detail = {"set": row.set, "for": row.reader}
        record(area="matching", action="set.dropped", by=SYSTEM, at=at, subject=row.owner, detail=detail)
        row.delete()
    return len(rows)


@transaction.atomic
def forget_records(at: datetime) -> int:
    """Drop what is carried of cases that were put away, and of erased ones also what agreed and what was made of it; gives how many cases."""
    tables = (Carried, Hit, Sighting, Judgement)
    here = {case for table in tables for case in table.objects.values_list("case", flat=True).distinct()}
    gone = put_away_among(here)
    Carried.objects.filter(case__in=gone).delete()
    erased = erased_among(gone)
    for case in erased:
        detail = {"count": sum(table.objects.filter(case=case).count() for table in tables)}
        forget_case(case, at)
        record(area="matching", action="match.forgotten", by=SYSTEM, at=at, subject=case, about="audit", detail=detail)
    return len(erased)
