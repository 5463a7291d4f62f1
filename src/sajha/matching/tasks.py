"""What the node does for matching of its own accord: publish, look for whom it cares for, ask what asks itself, end, forget."""

from datetime import datetime, timedelta
from typing import cast

from django.conf import settings

from sajha.basics.actor import SYSTEM
from sajha.basics.config import NodeConfig
from sajha.disclosure.actions.departures import forget_settled
from sajha.disclosure.queries.departures import under_way
from sajha.matching.actions.again import ask_again, look_through, to_ask_again
from sajha.matching.actions.by_itself import ask_by_itself
from sajha.matching.actions.custody import ask_seeker, batches_to_look_up, compare_all, look_up_batch, ours
from sajha.matching.actions.ending import end_due, forget_cycle, give_up
from sajha.matching.actions.epochs import keep_epochs
from sajha.matching.actions.forgetting import forget_members, forget_records
from sajha.matching.actions.hearing import look_up, to_look_up
from sajha.matching.actions.indexing import index_own
from sajha.matching.actions.leaving import sweep
from sajha.matching.actions.offering import offer_due
from sajha.matching.actions.publishing import SETS, bring_up_to_date, withdraw_set
from sajha.matching.actions.renewing import forget_others
from sajha.matching.actions.second import lapse_held
from sajha.matching.marks import forget
from sajha.matching.models import Asked, Carried, Cycle, Evaluation, OwnTable, PartnerTable
from sajha.matching.publishable import subjects_of
from sajha.matching.queries.partners import partner_ids
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import is_published
from sajha.matching.values import SOUGHT, AskedState, SetName, Settings

CYCLE = timedelta(minutes=59)
"""How often a seeker gets a batch; divided by the node's clock scale. A little less than the hour in which the worker looks."""

ANSWER_WITHIN = timedelta(days=7)
KEPT = timedelta(days=400)


def publish_due(at: datetime) -> int:
    """Bring every partner's sets up to date, and take back what is published no more."""
    keep_epochs(at)
    own, partners = settings_now(), partner_ids()
    # before anything is sent: else whom we look for would wait each time for what we know
    waiting = frozenset(one for one in partners if under_way(recipient=one, thread=SETS))
    for name in SetName:
        publishes = is_published(name, own)
        receivers = {partner: _holder(name, partner, partners, own) or partner for partner in partners}
        if receivers and publishes:
            bring_up_to_date(name, subjects_of(name, own, at), receivers, waiting=waiting, at=at)
        gone = OwnTable.objects.filter(set=name)
        for partner in gone.exclude(partner__in=partners if publishes else ()).values_list("partner", flat=True):
            withdraw_set(partner, name, at=at)
        forget_others(name, partners if publishes else ())
    return 0


def _holder(name: SetName, partner: str, partners: list[str], own: Settings) -> str:
    """Who serves the partner our set by part: never the partner itself. Whom we look for is few, and always goes whole."""
    other = own.held_by in partners and own.held_by != partner
    return own.held_by if other and name is SetName.KNOWN else ""


def look_due(at: datetime) -> int:
    """One batch to every seeker, in every cycle, the same whether or not there is anything to ask. Of who is none now nothing is carried."""
    seekers = partner_ids() if SOUGHT in settings_now().asks else []
    tables = list(PartnerTable.objects.filter(set=SetName.SOUGHT, reader="", complete=True, owner__in=seekers))
    Carried.objects.exclude(seeker__in=[table.owner for table in tables]).delete()
    if not tables:
        return 0
    rested = at - CYCLE / cast(NodeConfig, settings.CONFIG).clock_scale
    looked = frozenset(Cycle.objects.filter(at__gt=rested).values_list("seeker", flat=True))
    people = ours()
    for table in tables:
        if table.owner not in looked:
            ask_seeker(table, people, at=at)
    return 0


def look_up_due(at: datetime) -> int:
    """Look up what partners answered; gives how much that was."""
    answers, batches = to_look_up(), batches_to_look_up()
    for asked in answers:
        look_up(asked, by=SYSTEM, at=at)
    for cycle in batches:
        look_up_batch(cycle, at=at)
    return len(answers) + len(batches)


def compare_due(at: datetime) -> int:
    """Look everybody up in the sets of seekers that are new here."""
    new = PartnerTable.objects.filter(reader="", complete=True, looked_at=None, held_by="", owner__in=partner_ids())
    for table in new:
        if table.set == SetName.SOUGHT:
            compare_all(table, at=at)
        else:
            look_through(table, at=at)
        PartnerTable.objects.filter(pk=table.pk, version=table.version).update(looked_at=at)
    for asked in to_ask_again(at):
        ask_again(asked, at=at)
    return 0


def tidy(at: datetime) -> int:
    """End what is over, give up what nobody answered, forget what is no longer needed."""
    offer_due(at)
    end_due(at)
    forget_members(at)
    forget_records(at)
    lapse_held(at)
    forget(at)
    waiting = Asked.objects.filter(state__in=(AskedState.WAITING, AskedState.LOOKING), at__lt=at - ANSWER_WITHIN)
    for asked in waiting.values_list("pk", flat=True)[:500]:
        give_up(asked, at=at)
    for cycle in Cycle.objects.filter(at__lt=at - ANSWER_WITHIN).values_list("pk", flat=True)[:500]:
        forget_cycle(cycle, at=at)
    Evaluation.objects.filter(at__lt=at - KEPT).delete()
    forget_settled(kinds="match.", before=at - timedelta(days=2))
    return 0


def ask_due(at: datetime) -> int:
    """Ask by itself about what is new or changed, where the head said so; gives how many searches were begun."""
    return ask_by_itself(at=at)


def index_due(at: datetime) -> int:
    """Keep our own records findable by value, and nobody who left."""
    index_own()
    sweep()
    return 0
