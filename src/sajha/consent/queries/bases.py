"""Legal bases of a person, and what each reader may know of the votes."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.cases.queries import case_for, visible
from sajha.consent.models import BasisVote, LegalBasis
from sajha.consent.queries.consent import person
from sajha.consent.queries.rows import basis_value
from sajha.consent.rules import DECIDERS, may_vote, outcome, votes_open_to
from sajha.consent.values import Awaited, Basis, BasisLine, Outcome


def rows(case_id: str) -> "QuerySet[LegalBasis]":
    return LegalBasis.objects.filter(case=case_id).select_related("end").prefetch_related("votes")


def basis_row(by: Actor, case_id: str, basis_id: str) -> LegalBasis:
    """One row of a case that the actor may see.

    Raises:
        Refused: ``not_found``, also when it belongs to another case.
    """
    case_for(by, case_id)
    found = rows(case_id).filter(pk=basis_id).first()
    if found is None:
        raise Refused(no("not_found"))
    return found


def basis(by: Actor, case_id: str, basis_id: str) -> Basis:
    """One basis as the gate reads it; raises as :func:`basis_row`."""
    return basis_value(basis_row(by, case_id, basis_id))


def basis_of_case(case_id: str, basis_id: str) -> Basis | None:
    """The same for the node's own clockwork; none when there is no such basis."""
    row = rows(case_id).filter(pk=basis_id).first()
    return basis_value(row) if row else None


def bases_of_case(case_id: str) -> dict[str, list[Basis]]:
    """Every basis ever named in a case, by person, for the gate and the node's own clockwork, which show it to nobody."""
    return _by_person(rows(case_id))


def bases_of_cases(case_ids: Sequence[str], purpose: str) -> dict[str, list[Basis]]:
    """The same of many cases at once, of one purpose."""
    many = LegalBasis.objects.filter(case__in=case_ids, purpose=purpose)
    return _by_person(many.select_related("end").prefetch_related("votes"))


def _by_person(named: "QuerySet[LegalBasis]") -> dict[str, list[Basis]]:
    found: dict[str, list[Basis]] = {}
    for row in named:
        found.setdefault(row.party_id, []).append(basis_value(row))
    return found


def bases(by: Actor, case_id: str, party_id: str, at: datetime) -> list[BasisLine]:
    """The bases named for one person, newest first, each reader seeing only the votes that are open to them.

    Raises:
        Refused: as :func:`consent.person`.
    """
    person(by, case_id, party_id)
    return [line(by, basis_value(row), at) for row in rows(case_id).filter(party=party_id).order_by("-opened_at")]


def line(by: Actor, value: Basis, at: datetime) -> BasisLine:
    """A basis as one reader sees it."""
    turn = may(by, "basis:vote").allowed and may_vote(value, by.id, at).allowed
    return BasisLine(value, outcome(value, at), votes_open_to(value, by.id, at), turn)


def standing_bases(by: Actor, case_id: str, party_id: str, at: datetime) -> list[Basis]:
    """Those that stand at a moment: what a sender may choose from. Raises as :func:`bases`."""
    return [found.basis for found in bases(by, case_id, party_id, at) if found.outcome == Outcome.STANDS]


def awaiting(by: Actor, at: datetime, *, size: int = 50) -> list[Awaited]:
    """The bases on which the actor may still decide, those that end first on top; at most ``size``."""
    if not may(by, "basis:vote").allowed:
        return []
    # asked of each basis, for there are few: a list of all cases that are open to the actor may be long
    is_open = Exists(visible(by).filter(pk=OuterRef("case")))
    undecided = LegalBasis.objects.filter(is_open, until__gt=at, end=None)
    undecided = undecided.annotate(voters=Count("votes")).filter(voters__lt=DECIDERS)
    mine = BasisVote.objects.filter(voter=by.id).values("basis")
    rows = undecided.exclude(pk__in=mine).select_related("case", "party").order_by("until", "id")[:size]
    return [_awaited(row) for row in rows]


def _awaited(row: LegalBasis) -> Awaited:
    where = (row.id, row.case_id, row.party_id, row.case.number, row.party.pseudonym)
    return Awaited(*where, row.ground, row.opened_at, row.until)
