"""Search the directory, read one entry, and find who to ask about a place."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.directory.models import Jurisdiction, Organisation
from sajha.directory.rules import may_edit, may_read, rank
from sajha.directory.values import HOME_COUNTRY, Candidate, Entry, Found, Kind, Known, Listing
from sajha.terms.places import Place
from sajha.terms.reasons import reason_text

PAGE = 50
_COLUMNS = tuple(Listing.__dataclass_fields__)


def search(by: Actor, *, text: str = "", kind: str = "", state: str = "", after: str = "", size: int = PAGE) -> Found:
    """A page of organisations by name, whose name or places hold the text; ``state`` is a place's text such as ``IN-36``.

    Those withdrawn are shown to who may edit alone. ``after`` is the id with which the last page ended.
    """
    rows = _visible(by)
    for word in text.casefold().split():
        rows = rows.filter(words__contains=word)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(seat=state) if state else rows
    last = Organisation.objects.filter(pk=after).values_list("name", flat=True).first() if after else None
    if last is not None:
        rows = rows.filter(name__gte=last).filter(Q(name__gt=last) | Q(id__gt=after))
    found = [Listing(*row) for row in rows.order_by("name", "id").values_list(*_COLUMNS)[: size + 1]]
    return Found(found[:size], found[size - 1].id if len(found) > size else "")


def organisation(by: Actor, id: str) -> Entry:
    """One organisation and its places.

    Raises:
        Refused: ``not_found``, also for one withdrawn, unless the actor may edit.
    """
    listed = _visible(by).filter(pk=id).values_list(*_COLUMNS).first()
    if listed is None:
        raise Refused(no("not_found"))
    rows = Jurisdiction.objects.filter(organisation=id).values_list("place", "stated_by")
    stated = tuple(sorted((place, by_whom) for place, by_whom in rows if place))
    return Entry(Listing(*listed), tuple(dict.fromkeys(place for place, _ in stated)), stated)


def by_node(by: Actor, node_id: str) -> Listing | None:
    """The organisation that runs this node, also when it was withdrawn since; none when the directory has no entry of it."""
    require(may_read(by))
    row = Organisation.objects.filter(node=node_id).values_list(*_COLUMNS).first() if node_id else None
    return Listing(*row) if row else None


def who_to_ask(
    by: Actor, place: Place, *, kinds: Iterable[str] = (Kind.AHTU,), reachable: frozenset[str]
) -> list[Candidate]:
    """Who is proposed for a place, best first (the order is :func:`rules.rank`); ``reachable`` are ids of active nodes."""
    require(may_read(by))
    rows = _covering(place, {*kinds, Kind.STATE_NODAL_OFFICE, Kind.NATIONAL_COORDINATOR})
    known = [Known(row.id, row.kind, row.name, row.node, row.active, places) for row, places in rows]
    listings = {row.id: row for row, _ in rows}
    return [
        Candidate(
            listings[one.id],
            one.why,
            one.because,
            reason_text(one.why),
            reason_text(one.because) if one.because else "",
        )
        for one in rank(place, known, kinds=kinds, reachable=reachable)
    ]


def overseer(by: Actor, place: Place, kind: str, *, reachable: frozenset[str]) -> Listing | None:
    """The organisation of this kind over the place to which a request climbs; none when no reachable node is one.

    ``kind`` is ``state_nodal_office`` or ``national_coordinator``.
    """
    proposed = who_to_ask(by, place, kinds=(kind,), reachable=reachable)
    return next((one.listing for one in proposed if one.can_be_asked and one.listing.kind == kind), None)


def offices_for(places: Iterable[Place], kinds: Iterable[str]) -> list[Listing]:
    """Offices of these kinds over any of the places that can be reached by telephone or mail, by kind and name.

    Public facts (S0), also for somebody without an account: whoever wants to complain must find them.
    """
    found = {listing.id: listing for place in places for listing, _ in _covering(place, set(kinds))}
    reached = [listing for listing in found.values() if listing.phone or listing.email]
    return sorted(reached, key=lambda one: (one.kind, one.name))


def _visible(by: Actor) -> "QuerySet[Organisation]":
    require(may_read(by))
    rows = Organisation.objects.all()
    return rows if may_edit(by).allowed else rows.filter(active=True)


def _covering(place: Place, kinds: set[str]) -> list[tuple[Listing, frozenset[Place]]]:
    """Active organisations of these kinds responsible for the place or for what it lies in, with those places."""
    over = [str(outer) for outer in {*place.within(), HOME_COUNTRY}]
    rows = Jurisdiction.objects.filter(place__in=over, organisation__active=True, organisation__kind__in=kinds)
    places: dict[str, set[Place]] = {}
    listings: dict[str, Listing] = {}
    for jurisdiction, *columns in rows.values_list("place", *(f"organisation__{name}" for name in _COLUMNS)):
        listings[columns[0]] = Listing(*columns)
        places.setdefault(columns[0], set()).add(jurisdiction)
    return [(listing, frozenset(places[id])) for id, listing in listings.items()]
