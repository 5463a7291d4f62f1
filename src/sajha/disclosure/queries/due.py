"""Which edges of the ledger are due for recall: those that the gate, asked again today, would not let go."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from sajha.cases.queries import changed_since
from sajha.cases.values import Sensitivity
from sajha.consent.queries import bases_of_case, basis_ended, held_of_case, spoke_since
from sajha.consent.values import Basis, Held
from sajha.disclosure.models import Release
from sajha.disclosure.queries.preview import words_on
from sajha.disclosure.rules import PURPOSE_OF, why_due, why_not_now
from sajha.disclosure.values import OWN_VAULT, EdgeNow, EdgeState
from sajha.liaison.values import OFFERED, Kind
from sajha.network.queries import removed_node_ids

Known = dict[str, tuple[dict[str, Held], dict[str, list[Basis]]]]


def edges_due(at: datetime, *, case: str = "", at_once: int = 500) -> Iterator[tuple[Release, str]]:
    """Edges and why, of one case or of all."""
    removed = removed_node_ids()
    known: Known = {}
    for edge in _candidates(at, case, removed).order_by("case", "id").iterator(chunk_size=at_once):
        if case_left(known, edge.case):
            known.clear()
        why = why_due(_now(edge, removed, known, at), at)
        if why:
            yield edge, why


def case_left(known: Known, case: str) -> bool:
    """Edges come case by case: of those that are done nothing is kept in memory."""
    return bool(known) and case not in known


def _candidates(at: datetime, case: str, removed: frozenset[str]) -> "QuerySet[Release]":
    """Edges to other nodes and other vaults that nobody called back (or that were kept long enough), and to which something happened: their end
    came, their holder was removed, the person spoke, changed or lost a basis since."""
    kept_long_enough = Q(called__recall__state=EdgeState.KEPT, called__recall__kept_until__lte=at)
    elsewhere = Q(recipient__startswith="node_") | Q(recipient__startswith=OWN_VAULT)
    rows = Release.objects.filter(Q(called=None) | kept_long_enough, elsewhere)
    rows = rows.select_related("called__recall")
    if case:
        return rows.filter(case=case)
    happened = Q(until__lte=at) | Q(recipient__in=removed) | Q(spoke_since("party", "at")) | Q(basis_ended("basis"))
    return rows.filter(happened | Q(changed_since("case", "at")) | kept_long_enough)


def _now(edge: Release, removed: frozenset[str], known: Known, at: datetime) -> EdgeNow:
    called = getattr(edge, "called", None)
    recall = called.recall if called else None
    return EdgeNow(
        state=EdgeState(recall.state) if recall else EdgeState.HELD,
        until=edge.until,
        kept_until=recall.kept_until if recall else None,
        removed=edge.recipient in removed,
        because=_because(edge, known, at) if edge.party and edge.purpose in OFFERED else "",
    )


def _because(edge: Release, known: Known, at: datetime) -> str:
    """What the gate says against it today, asked with the edge's own question."""
    if edge.case not in known:
        known[edge.case] = held_of_case(edge.case, at), bases_of_case(edge.case)
    held, bases = known[edge.case]
    if edge.party not in held:
        return ""
    words = words_on(
        held[edge.party],
        bases.get(edge.party, ()),
        PURPOSE_OF[Kind(edge.purpose)],
        edge.recipient_kind,
        edge.recipient,
    )
    asked = {sensitivity: said for sensitivity, said in words.items() if sensitivity in map(Sensitivity, edge.classes)}
    return why_not_now(edge.ground, asked)
