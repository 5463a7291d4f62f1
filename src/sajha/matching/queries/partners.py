"""Whom we can ask, and what they told about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.matching.models import PartnerOffer, PartnerTable, Search
from sajha.matching.rules import reach_among
from sajha.matching.values import Reach, SearchState, SetName
from sajha.network.queries import active_members, active_node_ids, known, names
from sajha.network.values import Member


def partner_ids() -> list[str]:
    """The members that may be asked, by the name of the organisation."""
    called = names()
    return sorted(active_node_ids(), key=lambda node: (called.get(node, ""), node))


def reach_to(chosen: Sequence[str], *, case: str, subjects: Sequence[str]) -> Reach:
    """The reach of a question of a case to these members, with what was asked about the same things and people before; no subject is all.
    The caller checks who asks."""
    rows = Search.objects.filter(case=case).exclude(state=SearchState.DECLINED)
    before = [
        (reach, asked)
        for reach, asked, items in rows.values_list("reach", "partners", "items")
        if not subjects or not {item["subject"] for item in items}.isdisjoint(subjects)
    ]
    return reach_among(chosen, before)


def partner(node: str) -> Member:
    """One member.

    Raises:
        Refused: ``not_found``.
    """
    member = known(node)
    if member is None:
        raise Refused(no("not_found"))
    return member


@dataclass(frozen=True, slots=True)
class Partner:
    """A member as the page of a search shows it: what it publishes, whether its set is here, whom to turn to there."""

    node: str
    name: str
    kind: str
    publishes: tuple[str, ...]
    asks: tuple[str, ...]
    contact: str
    records: int
    set_from: datetime | None


def partners(by: Actor) -> list[Partner]:
    """All members that may be asked, by name."""
    offers = {row.partner: row for row in PartnerOffer.objects.all()}
    held = PartnerTable.objects.filter(reader="", set=SetName.KNOWN, complete=True)
    tables = dict(held.values_list("owner", "at"))
    return [_partner(member, offers.get(member.node_id), tables.get(member.node_id)) for member in active_members()]


def _partner(member: Member, offer: PartnerOffer | None, set_from: datetime | None) -> Partner:
    told = (tuple(offer.publishes), tuple(offer.asks), offer.contact, offer.records) if offer else ((), (), "", 0)
    return Partner(member.node_id, member.organisation, member.kind, *told, set_from)
