"""What the node does for matching of its own accord: publish, look for whom it cares for, ask what asks itself, end, forget."""

from datetime import datetime, timedelta

from sajha.disclosure.actions.departures import forget_settled
from sajha.matching.actions.custody import ask_seeker, compare_all, ours
from sajha.matching.actions.ending import end_due, forget_cycle, give_up
from sajha.matching.actions.publishing import bring_up_to_date, withdraw_set
from sajha.matching.models import Asked, Cycle, Evaluation, OwnTable, PartnerTable
from sajha.matching.publishable import subjects_of
from sajha.matching.queries.partners import partner_ids
from sajha.matching.queries.settings import settings_now
from sajha.matching.values import AskedState, SetName

ANSWER_WITHIN = timedelta(days=7)
KEPT = timedelta(days=400)


def publish_due(at: datetime) -> int:
    """Bring every partner's sets up to date, and take back what is published no more; gives how many were sent."""
    settings, partners, sent = settings_now(), partner_ids(), 0
    for name in SetName:
        subjects = subjects_of(name, settings, at)
        for partner in partners:
            if subjects or OwnTable.objects.filter(partner=partner, set=name).exists():
                held_by = settings.held_by if settings.held_by in partners and settings.held_by != partner else ""
                sent += bring_up_to_date(partner, name, subjects, held_by=held_by, at=at)
        gone = OwnTable.objects.filter(set=name).exclude(partner__in=partners)
        for partner in gone.values_list("partner", flat=True):
            sent += withdraw_set(partner, name, at=at)
    return 0


def look_due(at: datetime) -> int:
    """One batch to every seeker, in every cycle, the same whether or not there is anything to ask."""
    tables = list(PartnerTable.objects.filter(set=SetName.SOUGHT, reader="", complete=True, owner__in=partner_ids()))
    if not tables:
        return 0
    people = ours(at)
    for table in tables:
        ask_seeker(table, people, at=at)
    return 0


def compare_due(at: datetime) -> int:
    """Look everybody up in the sets of seekers that are new here."""
    tables = PartnerTable.objects.filter(set=SetName.SOUGHT, reader="", complete=True, looked_at=None, held_by="")
    for table in tables:
        compare_all(table, at=at)
        PartnerTable.objects.filter(pk=table.pk, version=table.version).update(looked_at=at)
    return 0


def tidy(at: datetime) -> int:
    """End what is over, give up what nobody answered, forget what is no longer needed."""
    end_due(at)
    waiting = Asked.objects.filter(state__in=(AskedState.WAITING, AskedState.LOOKING), at__lt=at - ANSWER_WITHIN)
    for asked in waiting.values_list("pk", flat=True)[:500]:
        give_up(asked, at=at)
    for cycle in Cycle.objects.filter(at__lt=at - ANSWER_WITHIN).values_list("pk", flat=True)[:500]:
        forget_cycle(cycle, at=at)
    Evaluation.objects.filter(at__lt=at - KEPT).delete()
    forget_settled(kinds="match.", before=at - timedelta(days=2))
    return 0
