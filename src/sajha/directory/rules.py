"""Who is proposed for a place, in which order and why; and what an entry must have."""

import re
from collections.abc import Iterable, Iterator

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, no, yes
from sajha.directory.values import HOME_COUNTRY, ORGANISATION_KINDS, Details, Kind, Known, Ranked
from sajha.terms.places import Place, exists

LONGEST_NAME = 200
_PHONE = re.compile(r"\+?[0-9][0-9 ()/-]{2,38}")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,4}")


def may_read(by: Actor) -> Decision:
    """People by their role, and this node's own clockwork; another node never reads our directory."""
    return yes() if by.kind == "system" else may(by, "directory:read")


def may_edit(by: Actor) -> Decision:
    """An administrator, or the node itself when it loads its register."""
    return yes() if by.kind == "system" else may(by, "directory:edit")


def may_keep_member(by: Actor, node_id: str) -> Decision:
    """Whoever may edit, and a node about its own entry."""
    return yes() if by.kind == "node" and by.id == node_id else may_edit(by)


def is_entry(details: Details) -> Decision:
    """Whether the details make an entry: a name, a known kind, at least one place that exists, office contacts or none."""
    if not 0 < len(details.name.strip()) <= LONGEST_NAME:
        return no("directory.no_name")
    if details.kind not in ORGANISATION_KINDS:
        return no("directory.no_kind")
    if not details.places or not all(map(exists, details.places)):
        return no("directory.no_places")
    if details.phone and not _PHONE.fullmatch(details.phone):
        return no("directory.bad_phone")
    if details.email and not _EMAIL.fullmatch(details.email):
        return no("directory.bad_email")
    return yes()


def rank(place: Place, known: Iterable[Known], *, kinds: Iterable[str], reachable: frozenset[str]) -> list[Ranked]:
    """Proposals for a place: the units responsible there, then the state nodal office, then the national coordinator.

    Within each, those that can be asked come first, then the smaller jurisdiction, then the name. An organisation that was
    withdrawn is not proposed at all; one without a reachable node is proposed for its contact and cannot be asked.
    """
    wanted = frozenset(kinds)
    proposals: dict[str, tuple[tuple[int, bool, int, str, str], Ranked]] = {}
    for one in known:
        for step, (why, distance) in _reasons(one, place, wanted):
            because = cannot_be_asked(one, reachable)
            key = (step, bool(because), distance, one.name, one.id)
            if one.id not in proposals or key < proposals[one.id][0]:
                proposals[one.id] = key, Ranked(one.id, why, because)
    return [proposal for _, proposal in sorted(proposals.values(), key=lambda pair: pair[0])]


def cannot_be_asked(one: Known, reachable: frozenset[str]) -> str:
    """The id of the reason why an organisation cannot be asked through Sajha; empty when it can."""
    if not one.active:
        return "directory.withdrawn"
    if not one.node:
        return "directory.no_node"
    return "" if one.node in reachable else "directory.node_closed"


def _reasons(one: Known, place: Place, wanted: frozenset[str]) -> Iterator[tuple[int, tuple[str, int]]]:
    """(step of the order, (reason, number of levels between jurisdiction and place))."""
    if not one.active:
        return
    distance = next((level for level, outer in enumerate(place.within()) if outer in one.places), None)
    if distance is not None:
        if one.kind in wanted:
            yield 0, ("directory.responsible", distance)
        if one.kind == Kind.STATE_NODAL_OFFICE:
            yield 1, ("directory.nodal_office", distance)
        if one.kind == Kind.NATIONAL_COORDINATOR:
            yield 2, ("directory.coordinator", distance)
    elif one.kind == Kind.NATIONAL_COORDINATOR and place.country != HOME_COUNTRY.country and HOME_COUNTRY in one.places:
        yield 3, ("directory.own_coordinator", 0)
