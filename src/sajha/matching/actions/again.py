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
from sajha.matching.held import Held, opened
from sajha.matching.items import by_subject, items_of
from sajha.matching.marks import mark_in
from sajha.matching.models import Asked, Kept, PartnerTable, Search
from sajha.matching.publishable import carries
from sajha.matching.queries.partners import partner_ids
from sajha.matching.rules import DAY, asks_known, tau
from sajha.matching.values import AskedState, Item, Reach, SearchState, SetName

UNANSWERED = (AskedState.NO_TABLE, AskedState.NOT_REACHED)
NOT_FOR_GOOD = ("match.epoch_over", "match.not_published")
"""Refusals that end with the partner's next set."""


def look_through(table: PartnerTable, *, at: datetime) -> int:
    """Look for everything that running searches asked this partner in its new set; nothing is sent. Gives how much agrees anew.

    What agrees is found before anything is written, so that nobody waits meanwhile.
    """
    held = opened(table)
    running = Kept.objects.filter(
        asked__partner=table.owner, asked__epoch=table.epoch, asked__search__state=SearchState.ASKED
    )
    found = [
        (kept, places, count)
        for kept in running.select_related("asked", "asked__search").iterator()
        for places, count in (_places(held, bytes(kept.tokens)),)
        if places
    ]
    return _note_news(table, found, at) if found else 0


def _places(held: Held, blob: bytes) -> tuple[set[int], int]:
    tokens = [blob[start : start + TOKEN] for start in range(0, len(blob), TOKEN)]
    here = held.holds(tokens)
    return {place for place, token in enumerate(tokens) if token in here}, len(tokens)


@transaction.atomic
def _note_news(table: PartnerTable, found: Sequence[tuple[Kept, set[int], int]], at: datetime) -> int:
    news = 0
    for kept, places, count in found:
        item = item_of(kept.asked.search, kept.subject)
        if item is not None and len(item.values) == count:
            agreed = {item.values[place] for place in places}
            news += note_hit(kept.asked, kept.subject, agreed, table.entries, at)
    if news:
        detail = {"partner": table.owner, "news": news}
        record(area="matching", action="match.news", by=SYSTEM, at=at, subject=table.owner, detail=detail)
    return news


def item_of(search: Search, subject: str) -> Item | None:
    """What a search asks about; none when it is no more, when its ground carries it no longer, or when it is another value now: that one
    nobody weighed, and what was answered is not of it."""
    row = matchable_of(search.case, subject)
    if row is None or not asks_known(row.role) or not carries(row, search.ground):
        return None
    item = by_subject(items_of(row, (tau(Reach(search.reach)),))).get(subject)
    mark = next((one.get("mark") for one in search.items if one["subject"] == subject), None)
    return item if item is not None and mark == mark_in(search.id, item) else None


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
    """Ask one partner again for a running search; its earlier agreements and what people made of them stay.

    What cannot be asked any more is put off until the partner's next set, so that it does not stand before all others for ever.
    """
    row = Asked.objects.select_for_update().select_related("search").filter(pk=asked).first()
    if row is None or row.search.state != SearchState.ASKED:
        return False
    subjects = [item["subject"] for item in row.search.items]
    items = [item for subject in subjects if (item := item_of(row.search, subject)) is not None and item.values]
    row.kept.all().delete()
    try:
        drawn = draw(items) if items else None
    except Refused:
        drawn = None
    if drawn is None:
        _put_off(row, at)
        return False
    ask_partner(row, drawn, by=SYSTEM, at=at)
    return True


def _put_off(row: Asked, at: datetime) -> None:
    table = PartnerTable.objects.filter(owner=row.partner, set=SetName.KNOWN, reader="").first()
    row.at, row.epoch = at, table.epoch if table else row.epoch
    row.save(update_fields=["at", "epoch"])
