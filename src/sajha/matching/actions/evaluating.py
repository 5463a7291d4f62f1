"""Answer a partner's question: multiply what it sent by the key that is for it alone, or say why not. What was asked is never seen."""

from datetime import datetime

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, Refused, no
from sajha.basics.ids import new_id
from sajha.disclosure.actions import depart
from sajha.matching.actions.asking import ASKED, EXPIRES
from sajha.matching.blind.oprf import evaluate
from sajha.matching.blind.values import Malformed
from sajha.matching.keys import key_of
from sajha.matching.models import Evaluation, OwnTable
from sajha.matching.queries.evaluated import asked_today
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules.budget import may_evaluate
from sajha.matching.values import SetName
from sajha.matching.wire import Ask, Evaluated, NotEvaluated, encode


def answer(body: Ask, *, by: Actor, at: datetime) -> None:
    """Evaluate for a member, within its budget, under the key of the set that it holds; both sides record that it asked.

    Raises:
        Refused: ``message.malformed`` for elements that are none, or for a question that came before.
    """
    if Evaluation.objects.filter(partner=by.id, question=body.id).exists():
        raise Refused(no("message.malformed"))
    key = key_of(epoch=body.epoch, partner=by.id, set=body.set)
    decision = _may(body, by, at, key is not None)
    if decision.allowed and key is not None:
        try:
            elements = evaluate(key, body.elements)
        except Malformed as error:
            raise Refused(no("message.malformed")) from error
        _reply(by, "match.evaluated", Evaluated(body.id, tuple(elements)), at)
    else:
        _reply(by, "match.refused", NotEvaluated(body.id, decision.because), at)
    _note(body, "" if decision.allowed else decision.because, by, at)


def _may(body: Ask, by: Actor, at: datetime, key_is_here: bool) -> Decision:
    return may_evaluate(
        set=body.set,
        elements=len(body.elements),
        published=_held(by.id, body.set),
        epoch_known=key_is_here,
        says_why=body.set is SetName.SOUGHT or bool(body.purpose and body.ground),
        today=asked_today(by.id, body.set, at),
        settings=settings_now(),
    )


def _held(partner: str, set: SetName) -> bool:
    """Whether the set is published; locked, so that of questions that come at once each is counted before the next one is weighed."""
    row = OwnTable.objects.select_for_update().filter(partner=partner, set=set)
    return row.values_list("pk", flat=True).first() is not None


def _reply(by: Actor, kind: str, body: Evaluated | NotEvaluated, at: datetime) -> None:
    depart(recipient=by.id, thread=ASKED, kind=kind, body=encode(body), by=by, at=at, expires_at=at + EXPIRES)


def _note(body: Ask, because: str, by: Actor, at: datetime) -> None:
    Evaluation.objects.create(
        id=new_id("evaluation"),
        question=body.id,
        partner=by.id,
        set=body.set,
        purpose=body.purpose or "",
        ground=body.ground or "",
        person=body.person,
        elements=len(body.elements),
        second=body.second,
        because=because,
        at=at,
    )
    detail = {"set": body.set, "elements": len(body.elements), "purpose": body.purpose or "", "because": because}
    detail |= {"ground": body.ground or "", "second": body.second}
    record(area="matching", action="match.evaluated", by=by, at=at, subject=body.id, detail=detail)
