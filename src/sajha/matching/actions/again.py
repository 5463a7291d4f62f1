"""A running search goes on: new sets of partners are looked through, and who could not answer is asked again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.disclosure.queries.matchable import matchable_of
from sajha.matching.actions.asking import ask_partner, draw
from sajha.matching.actions.hearing import note_hit
from sajha.matching.blind.values import TOKEN
from sajha.matching.held import opened
from sajha.matching.items import by_subject, items_of
from sajha.matching.models import Asked, Kept, PartnerTable, Search
from sajha.matching.publishable import carries
from sajha.matching.queries.partners import partner_ids
from sajha.matching.rules import DAY, asks_known, tau
from sajha.matching.values import AskedState, Item, Reach, SearchState, SetName

UNANSWERED = (AskedState.NO_TABLE, AskedState.NOT_REACHED)
NOT_FOR_GOOD = ("match.epoch_over", "match.not_published")
"""Refusals that end with the partner's next set."""


@transaction.atomic
def look_through(table: PartnerTable, *, at: datetime) -> int:
    """Look for everything that running searches asked this partner in its new set; nothing is sent. Gives how much agrees anew."""
    held, news = opened(table), 0
    running = Kept.objects.filter(
        asked__partner=table.owner, asked__epoch=table.epoch, asked__search__state=SearchState.ASKED
    )
    for kept in running.select_related("asked", "asked__search"):
        blob = bytes(kept.tokens)
        tokens = [blob[start : start + TOKEN] for start in range(0, len(blob), TOKEN)]
        here = held.holds(tokens)
        places = {place for place, token in enumerate(tokens) if token in here}
        item = item_of(kept.asked.search, kept.subject, at) if places else None
        if item is not None and len(item.values) == len(tokens):
            agreed = {item.values[place] for place in places}
            news += note_hit(kept.asked, kept.subject, agreed, table.entries, at)
    if news:
        detail = {"partner": table.owner, "news": news}
        record(area="matching", action="match.news", by=SYSTEM, at=at, subject=table.owner, detail=detail)
    return news


def item_of(search: Search, subject: str, at: datetime) -> Item | None:
    """What a search asks about, as the record has it now; none when it is no more, or its ground carries it no longer."""
    row = matchable_of(search.case, subject)
    if row is None or not asks_known(row.role) or not carries(row, search.ground):
        return None
    return by_subject(items_of(row, (tau(Reach(search.reach)),))).get(subject)


def to_ask_again(at: datetime) -> Sequence[str]:
    """Questions of running searches whose partner's set came, or changed its key, since they were asked; or whose budget there was
    used up, a day later."""
    here = PartnerTable.objects.filter(set=SetName.KNOWN, reader="", complete=True, owner__in=partner_ids())
    found: list[str] = []
    for table in here:
        rows = Asked.objects.filter(partner=table.owner, search__state=SearchState.ASKED)
        late = (Q(state__in=UNANSWERED) | Q(state=AskedState.REFUSED, because__in=NOT_FOR_GOOD)) & Q(at__lt=table.at)
        poor = Q(state=AskedState.REFUSED, because="match.partner_budget", at__lt=at - DAY)
        other_key = Q(state=AskedState.ANSWERED) & ~Q(epoch=table.epoch)
        found += rows.filter(late | other_key | poor).order_by(F("at")).values_list("pk", flat=True)[:50]
    return found


@transaction.atomic
def ask_again(asked: str, *, at: datetime) -> bool:
    """Ask one partner again for a running search; its earlier agreements and what people made of them stay."""
    row = Asked.objects.select_for_update().select_related("search").filter(pk=asked).first()
    if row is None or row.search.state != SearchState.ASKED:
        return False
    subjects = [item["subject"] for item in row.search.items]
    items = [item for subject in subjects if (item := item_of(row.search, subject, at)) is not None and item.values]
    if not items:
        return False
    row.kept.all().delete()
    try:
        ask_partner(row, draw(items), by=SYSTEM, at=at)
    except Refused:
        return False
    return True
