"""Weigh a search against what was asked before and what is protected."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from sajha.accounts.queries import sign_in_addresses
from sajha.basics.actor import Actor
from sajha.disclosure.queries.running import case_runs
from sajha.matching.marks import mark_of, marked
from sajha.matching.models import Asked, Mark, Search
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import DAY, WINDOW, counts_of, may_ask
from sajha.matching.values import AskedState, Item, Marked, Past, SearchState, Weighed
from sajha.terms.identifiers import IdentifierKind, normalised

IN_VAIN = (AskedState.REFUSED, AskedState.NO_TABLE, AskedState.NOT_REACHED)


def weigh(*, case: str, items: Sequence[Item], by: Actor, at: datetime, partners: Sequence[str] = ()) -> Weighed:
    """Whether to ask, to hold it for a second person, or not to ask; with the reason, and what would help.

    ``partners`` are those to be asked: what was asked of others before is not the same question.
    """
    asking = _with_colleagues(marked(items))
    counts = counts_of(
        asking,
        _past(asking, case, partners, by, at),
        user=by.id,
        is_person=by.kind == "person",
        case=case,
        case_open=case_runs(case),
        unit_before=Mark.objects.filter(at__gt=at - DAY).count(),
        at=at,
    )
    return may_ask(counts, settings_now())


def _with_colleagues(asking: tuple[Marked, ...]) -> tuple[Marked, ...]:
    """The same, with the addresses by which colleagues sign in protected, whoever typed them in or not."""
    if not any(one.sort == IdentifierKind.EMAIL for one in asking):
        return asking
    plain = (normalised(IdentifierKind.EMAIL, address) for address in sign_in_addresses())
    own = {mark_of(IdentifierKind.EMAIL, address) for address in plain if address}
    return tuple(
        Marked(one.sort, one.value, one.stem, one.protected or (one.sort == IdentifierKind.EMAIL and one.value in own))
        for one in asking
    )


def _past(asking: Iterable[Marked], case: str, partners: Sequence[str], by: Actor, at: datetime) -> Iterable[Past]:
    """What this person asked of these values, ranges and names in 30 days, or of anything today; what anybody did in this case today."""
    values, stems = [one.value for one in asking], [one.stem for one in asking if one.stem]
    near = Q(value__in=values) | Q(stem__in=stems) | Q(at__gt=at - DAY)
    mine = Mark.objects.filter(near, user=by.id, at__gt=at - WINDOW, at__lte=at)
    here = Mark.objects.filter(case=case, value__in=values, at__gt=at - DAY, at__lte=at)
    rows = {row.id: row for one in (mine, here) for row in one}
    standing = _standing({row.search for row in rows.values() if row.case == case}, partners)
    return (Past(row.user, row.case, row.value, row.stem, row.at, row.search in standing) for row in rows.values())


def _standing(searches: set[str], partners: Sequence[str]) -> frozenset[str]:
    """Those that wait or were asked of all these partners, none of them in vain: their answer is there or comes."""
    rows = Search.objects.filter(pk__in=searches, state__in=(SearchState.HELD, SearchState.ASKED))
    wide = {pk for pk, asked in rows.values_list("pk", "partners") if set(partners) <= set(asked)}
    vain = Asked.objects.filter(search__in=wide, state__in=IN_VAIN)
    vain = vain.filter(partner__in=partners) if partners else vain
    return frozenset(wide - set(vain.values_list("search", flat=True)))
