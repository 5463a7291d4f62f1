"""Ask, confirm, decline, look, end, review. Each is recorded with the case, so that the person's own record shows it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sajha.accounts.queries import actor_of_id, heads_and_auditors
from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.cases.actions.looks import reveal_in
from sajha.cases.emergency.models import EmergencyAccess, EmergencyNotice
from sajha.cases.emergency.queries import allowed_here, find, opened_case, sheet_of, value_of
from sajha.cases.emergency.rules import WAITS, do, may_ask, may_do
from sajha.cases.emergency.values import EmergencySheet, Step, Verdict
from sajha.cases.models import Case, CaseAccess
from sajha.cases.queries import lying_open, visible
from sajha.cases.queries.looks import VIEWED
from sajha.cases.queries.single import sheet_of as case_sheet
from sajha.cases.rules import may_be_written, reason_is_given
from sajha.cases.values import CaseSheet, case_number
from sajha.vault.actions import seal, unseal

DONE = {
    Step.CONFIRM: "emergency.confirmed",
    Step.DECLINE: "emergency.declined",
    Step.END: "emergency.ended",
    Step.REVIEW: "emergency.reviewed",
}
_NEVER = no("not_found")


@transaction.atomic
def ask(*, number: str, danger: bool, reason: str, hours: int, by: Actor, at: datetime) -> EmergencyAccess:
    """Ask for a case that is closed to the actor. The answer is the same whether there is a case of this number or not.

    Raises:
        Refused: without ``emergency:ask``, ``emergency.no_danger``, ``emergency.no_number``, ``emergency.hours``,
            ``reason.too_short``, ``aadhaar.never``; ``emergency.yours`` for a case that is open to the actor,
            ``emergency.asked_already`` while one's own wish waits.
    """
    require(may(by, "emergency:ask"))
    require(may_ask(number, danger=danger, reason=reason, hours=hours))
    require(may_be_written([reason]))
    year, _, count = number.strip().partition("-")
    number = case_number(int(year), int(count))
    if visible(by).filter(number=number).exists():
        raise Refused(no("emergency.yours"))
    waiting = {"asked_by": by.id, "number": number, "confirmed_at": None, "asked_at__gt": at - WAITS}
    if EmergencyAccess.objects.filter(**waiting).exists():
        raise Refused(no("emergency.asked_already"))
    # what was put away is not there for anybody but the head who may open it again
    case = lying_open(Case.objects.filter(number=number)).only("id", "vault").first()
    row = EmergencyAccess(id=new_id("emergency"), number=number, asked_by=by.id, asked_at=at, hours=hours)
    row.case, row.vault = (case.id, case.vault) if case else ("", "")
    about = row.case or row.id
    row.reason = seal(about, f"{row.id}/reason", reason.strip())
    row.save(force_insert=True)
    detail = {"emergency": row.id, "hours": hours}
    record(area="cases", action="emergency.asked", by=by, at=at, subject=about, reason=reason.strip(), detail=detail)
    return row


@transaction.atomic
def confirm(*, emergency_id: str, by: Actor, at: datetime) -> None:
    """As the second person: open the case to the asker, for reading, from now for as many hours as were asked; tell all who must know.

    Raises:
        Refused: ``not_found``, ``emergency.not_alone``, ``emergency.not_waiting``.
    """
    row = _hold(emergency_id, Step.CONFIRM, by, at)
    told = _tell(row, by, at)
    _do(row, Step.CONFIRM, by, at, told=told)


def _tell(row: EmergencyAccess, by: Actor, at: datetime) -> int:
    """Those to whom the case was given and who still read its vault, heads who read it, and auditors, but not the two; how many."""
    users = CaseAccess.objects.filter(case_id=row.case).values_list("user", flat=True)
    given = [user for user in users if row.vault in actor_of_id(user).vaults]
    whom = {*given, *heads_and_auditors(row.vault)} - {row.asked_by, by.id}
    EmergencyNotice.objects.bulk_create(EmergencyNotice(emergency=row, user=user, told_at=at) for user in sorted(whom))
    return len(whom)


@transaction.atomic
def decline(*, emergency_id: str, by: Actor, at: datetime) -> None:
    """As the second person: no. The asker is not told that somebody decided, for that would tell that there is such a case.

    Raises:
        Refused: ``not_found``, ``emergency.not_alone``, ``emergency.not_waiting``.
    """
    _do(_hold(emergency_id, Step.DECLINE, by, at), Step.DECLINE, by, at)


@transaction.atomic
def end(*, emergency_id: str, by: Actor, at: datetime) -> None:
    """Close the case again before its time; either of the two.

    Raises:
        Refused: ``not_found``, ``emergency.not_of_the_two``, ``emergency.not_open``.
    """
    _do(_hold(emergency_id, Step.END, by, at), Step.END, by, at)


@transaction.atomic
def review(*, emergency_id: str, verdict: Verdict, words: str, by: Actor, at: datetime) -> None:
    """As a third person: whether it was justified, and why.

    Raises:
        Refused: without ``emergency:review``, ``not_found``, ``emergency.third_person``, ``emergency.review_later``,
            ``emergency.reviewed``, ``reason.too_short``, ``aadhaar.never``.
    """
    require(may(by, "emergency:review"))
    row = _hold(emergency_id, Step.REVIEW, by, at)
    require(reason_is_given(words))
    require(may_be_written([words]))
    row.review = seal(row.case, f"{row.id}/review", words.strip())
    _do(row, Step.REVIEW, by, at, reason=words.strip(), verdict=Verdict(verdict))


def _hold(emergency_id: str, step: Step, by: Actor, at: datetime) -> EmergencyAccess:
    """The emergency, locked, when the step may be done by this person now."""
    row = find(by, emergency_id, at, lock=True)
    require(may_do(value_of(row), step, by.id, at))
    if not allowed_here(by, row, step, at):
        raise Refused(_NEVER)
    return row


def _do(
    row: EmergencyAccess, step: Step, by: Actor, at: datetime, *, reason: str = "", verdict: Verdict | None = None, told: int = 0
) -> None:  # fmt: skip
    one = do(value_of(row), step, by.id, at, verdict)
    for name in one.__dataclass_fields__:
        setattr(row, name, getattr(one, name))
    row.save()
    detail: dict[str, object] = {"emergency": row.id}
    detail |= {"hours": row.hours, "told": told} if step == Step.CONFIRM else {}
    detail |= {"verdict": one.verdict} if step == Step.REVIEW else {}
    record(area="cases", action=DONE[step], by=by, at=at, subject=row.case, reason=reason, detail=detail)


@transaction.atomic
def read(*, emergency_id: str, by: Actor, at: datetime) -> EmergencySheet:
    """One emergency with its words, recorded; whoever was told has seen it from now on.

    Raises:
        Refused: without ``emergency:see``, ``not_found``.
    """
    row = find(by, emergency_id, at)
    EmergencyNotice.objects.filter(emergency=row, user=by.id, seen_at=None).update(seen_at=at)
    record(area="cases", action="emergency.read", by=by, at=at, subject=row.id)
    return sheet_of(by, row, at)


@transaction.atomic
def look(*, emergency_id: str, by: Actor, at: datetime) -> CaseSheet:
    """The case that the emergency opens, without anything sealed; recorded as any look at the case is.

    Raises:
        Refused: ``not_found``, ``emergency.not_open``.
    """
    case = opened_case(by, emergency_id, at)
    record(area="cases", action=VIEWED, by=by, at=at, subject=case.id, detail={"emergency": emergency_id})
    return case_sheet(case)


@transaction.atomic
def reveal(
    *, emergency_id: str, party_id: str, fields: Iterable[str], reason: str, by: Actor, at: datetime
) -> dict[str, str]:
    """Identity fields of one person of that case, as :func:`cases.actions.reveal_identity`, and recorded the same way.

    Raises:
        Refused: without ``case:reveal``, ``not_found``, ``emergency.not_open``, ``reveal.nothing``, ``reason.too_short``, ``aadhaar.never``.
    """
    require(may(by, "case:reveal"))
    case = opened_case(by, emergency_id, at)
    return reveal_in(case, party_id, fields, reason, by, at, emergency=emergency_id)


@transaction.atomic
def read_notes(*, emergency_id: str, by: Actor, at: datetime) -> str:
    """The notes of that case; recorded. Counselling notes are never among them.

    Raises:
        Refused: without ``case:reveal``, ``not_found``, ``emergency.not_open``.
    """
    require(may(by, "case:reveal"))
    case = opened_case(by, emergency_id, at)
    detail = {"emergency": emergency_id}
    record(area="cases", action="case.notes_read", by=by, at=at, subject=case.id, detail=detail)
    return unseal(case.id, "notes", bytes(case.notes))
