"""Name a legal ground, decide on it without seeing the other's vote, end it."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.cases.rules import may_be_written
from sajha.consent.grounds import grounds
from sajha.consent.models import BasisEnd, BasisVote, LegalBasis
from sajha.consent.queries.bases import basis_row, line
from sajha.consent.queries.consent import person
from sajha.consent.queries.rows import age_of, basis_value
from sajha.consent.rules import may_end, may_open, may_vote
from sajha.consent.values import BasisLine, Opinion, Scope
from sajha.vault.actions import seal, unseal


@transaction.atomic
def open_basis(
    *,
    case_id: str,
    party_id: str,
    ground: str,
    scope: Scope,
    until: datetime,
    order: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> LegalBasis:
    """Ask that data of one person may go to one audience for one purpose on a ground of the list. It stands once two persons agree.

    Raises:
        Refused: without ``basis:open``, ``not_found``, or outside what the ground allows (see ``rules.may_open``).
    """
    require(may(by, "basis:open"))
    age = age_of(person(by, case_id, party_id).facts.majority)
    require(may_be_written([order, reason]))
    named = grounds().get(ground)
    require(may_open(named, scope, age, reason=reason, order=order, until=until, at=at))
    if named is None or len(scope.purposes) != 1 or len(scope.audiences) != 1:
        raise Refused(no("basis.too_wide"))
    row = LegalBasis(
        id=new_id("basis"),
        case_id=case_id,
        party_id=party_id,
        ground=named.id,
        ground_version=named.version,
        purpose=str(*scope.purposes),
        audience=str(*scope.audiences),
        classes=sorted(map(str, scope.classes)),
        until=until,
        opened_by=by.id,
        opened_at=at,
    )
    row.order = seal(case_id, f"{row.id}/order", order.strip())
    row.reason = seal(case_id, f"{row.id}/reason", reason.strip())
    row.save()
    detail = {"basis": row.id, "ground": row.ground, "purpose": row.purpose, "audience": row.audience}
    record(
        area="consent",
        action="basis.opened",
        by=by,
        at=at,
        subject=party_id,
        about=case_id,
        reason=reason.strip(),
        detail=detail,
    )
    return row


@transaction.atomic
def vote_on_basis(*, case_id: str, basis_id: str, opinion: Opinion, words: str, by: Actor, at: datetime) -> BasisLine:
    """Agree or disagree, once, with words; the record says that one voted, and only after the second what came of it.

    Raises:
        Refused: without ``basis:vote``, not a person, no words, ``not_found``, voted already, or decided.
    """
    require(may(by, "basis:vote"))
    if by.kind != "person":
        raise Refused(no("basis.person"))
    if not words.strip():
        raise Refused(no("reason.missing"))
    require(may_be_written([words]))
    LegalBasis.objects.select_for_update().filter(pk=basis_id).first()
    row = basis_row(by, case_id, basis_id)
    require(may_vote(basis_value(row), by.id, at))
    vote = BasisVote(id=new_id("vote"), basis=row, voter=by.id, voted_at=at)
    vote.opinion = seal(case_id, f"{vote.id}/opinion", opinion.value)
    vote.words = seal(case_id, f"{vote.id}/words", words.strip())
    vote.save()
    now = line(by, basis_value(basis_row(by, case_id, basis_id)), at)
    detail = {"basis": row.id, "outcome": now.outcome}
    record(area="consent", action="basis.voted", by=by, at=at, subject=row.party_id, about=case_id, detail=detail)
    return now


@transaction.atomic
def end_basis(*, case_id: str, basis_id: str, reason: str, by: Actor, at: datetime) -> None:
    """End it before its day; one person is enough, because it only takes away.

    Raises:
        Refused: without ``basis:vote``, without a reason, ``not_found``, or not open any more.
    """
    require(may(by, "basis:vote"))
    if not reason.strip():
        raise Refused(no("reason.missing"))
    require(may_be_written([reason]))
    row = basis_row(by, case_id, basis_id)
    require(may_end(basis_value(row), at))
    BasisEnd(basis=row, ended_by=by.id, ended_at=at).save()
    record(
        area="consent",
        action="basis.ended",
        by=by,
        at=at,
        subject=row.party_id,
        about=case_id,
        reason=reason.strip(),
        detail={"basis": row.id},
    )


@transaction.atomic
def read_basis(*, case_id: str, basis_id: str, by: Actor, at: datetime) -> tuple[str, str]:
    """The section or order, and the reason, opened for whoever must decide; recorded.

    Raises:
        Refused: without ``consent:read``, ``not_found``.
    """
    require(may(by, "consent:read"))
    row = basis_row(by, case_id, basis_id)
    detail = {"basis": row.id}
    record(area="consent", action="basis.read", by=by, at=at, subject=row.party_id, about=case_id, detail=detail)
    return (
        unseal(case_id, f"{row.id}/order", bytes(row.order)),
        unseal(case_id, f"{row.id}/reason", bytes(row.reason)),
    )
