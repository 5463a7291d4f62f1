"""Which edges of the ledger are due for recall: those that the gate, asked again today, would not let go."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from sajha.cases.queries import changed_since
from sajha.cases.values import Sensitivity
from sajha.consent.queries import bases_of_case, basis_ended, held_of_case, spoke_since
from sajha.consent.values import Basis, Held
from sajha.disclosure.models import HeldPackage, Leave, Release
from sajha.disclosure.models import Onward as OnwardRow
from sajha.disclosure.queries.preview import words_on
from sajha.disclosure.rules import PURPOSE_OF, Word, why_due, why_not_further, why_not_now
from sajha.disclosure.values import OWN_VAULT, EdgeNow, EdgeState
from sajha.liaison.values import OFFERED, Kind
from sajha.network.queries import known as known_member
from sajha.network.queries import notices, own_node_id, removed_node_ids

Known = dict[str, tuple[dict[str, Held], dict[str, list[Basis]]]]


def edges_due(at: datetime, *, case: str = "", at_once: int = 500) -> Iterator[tuple[Release, str]]:
    """Edges and why, of one case or of all."""
    removed, barred = removed_node_ids(), _barred_edges()
    known: Known = {}
    for edge in _candidates(at, case, removed, barred).order_by("case", "id").iterator(chunk_size=at_once):
        if case_left(known, edge.case):
            known.clear()
        why = why_due(_now(edge, removed, barred, known, at), at)
        if why:
            yield edge, why


def case_left(known: Known, case: str) -> bool:
    """Edges come case by case: of those that are done nothing is kept in memory."""
    return bool(known) and case not in known


def _barred_edges() -> frozenset[str]:
    """Edges by which we passed something on to a node that its source removed since, as it told us."""
    found: set[str] = set()
    for source, removed in sorted(notices()):
        came = HeldPackage.objects.filter(outward=False, other=source).values("pk")
        found |= set(Release.objects.filter(recipient=removed, source__in=came).values_list("pk", flat=True))
    return frozenset(found)


def _candidates(at: datetime, case: str, removed: frozenset[str], barred: frozenset[str]) -> "QuerySet[Release]":
    """Edges to other nodes and other vaults that nobody called back (or that were kept long enough), and to which something happened: their end
    came, their holder (or one beyond) was removed, it went on, the person spoke, changed or lost a basis since."""
    kept_long_enough = Q(called__recall__state=EdgeState.KEPT, called__recall__kept_until__lte=at)
    elsewhere = Q(recipient__startswith="node_") | Q(recipient__startswith=OWN_VAULT)
    rows = Release.objects.filter(Q(called=None) | kept_long_enough, elsewhere)
    rows = rows.select_related("called__recall")
    if case:
        return rows.filter(case=case)
    happened = Q(until__lte=at) | Q(recipient__in=removed) | Q(spoke_since("party", "at")) | Q(basis_ended("basis"))
    went_on = Q(package__in=OnwardRow.objects.values("package"), party__gt="")
    return rows.filter(happened | went_on | Q(pk__in=barred) | Q(changed_since("case", "at")) | kept_long_enough)


def _now(edge: Release, removed: frozenset[str], barred: frozenset[str], known: Known, at: datetime) -> EdgeNow:
    called = getattr(edge, "called", None)
    recall = called.recall if called else None
    return EdgeNow(
        state=EdgeState(recall.state) if recall else EdgeState.HELD,
        until=edge.until,
        kept_until=recall.kept_until if recall else None,
        removed=edge.recipient in removed or edge.pk in barred,
        because=_because(edge, removed, known, at) if edge.party and edge.purpose in OFFERED else "",
    )


def _because(edge: Release, removed: frozenset[str], known: Known, at: datetime) -> str:
    """What the gate says against it today, asked with the edge's own question, and with that of each step further on."""
    if edge.case not in known:
        known[edge.case] = held_of_case(edge.case, at), bases_of_case(edge.case)
    held, bases = known[edge.case]
    if edge.party not in held:
        return ""
    person, named = held[edge.party], bases.get(edge.party, [])
    words = words_on(person, named, PURPOSE_OF[Kind(edge.purpose)], edge.recipient_kind, edge.recipient)
    here = why_not_now(edge.ground, _of_classes(words, edge.classes))
    steps = OnwardRow.objects.filter(package=edge.package).exclude(to=own_node_id()).order_by("at", "id")
    beyond = (_because_of(edge, step, removed, person, named) for step in steps if edge.subject in step.subjects)
    return here or next((why for why in beyond if why), "")


def _of_classes(words: Mapping[Sensitivity, Word], classes: Iterable[str]) -> dict[Sensitivity, Word]:
    asked = set(map(Sensitivity, classes))
    return {sensitivity: said for sensitivity, said in words.items() if sensitivity in asked}


def _because_of(edge: Release, step: OnwardRow, removed: frozenset[str], person: Held, bases: Iterable[Basis]) -> str:
    """Why it may not be where it went on to. An identity went on only by leave of ours, and needs the same word as if we had sent it."""
    if step.to in removed:
        return "recall.member_removed"
    given = Leave.objects.filter(ours=True, package=edge.package, recipient=step.to).exclude(granted_at=None)
    leave = [row for row in given if edge.subject in row.subjects]
    member = known_member(step.to)
    kind = member.kind if member else next((row.recipient_kind for row in leave), "")
    named = any(row.identity for row in leave)
    classes = edge.classes if named else [one for one in edge.classes if one != Sensitivity.S3]
    words = words_on(person, bases, PURPOSE_OF[Kind(step.purpose)], kind, step.to)
    return why_not_further(edge.ground, _of_classes(words, classes))
