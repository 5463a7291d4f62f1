"""What would leave with a draft, before it leaves: the gate's answer to the draft as it stands."""

from dataclasses import dataclass

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Decision
from sajha.cases.values import Sensitivity
from sajha.consent.queries import held_in_case
from sajha.consent.rules import may_leave
from sajha.consent.values import GRANTABLE
from sajha.consent.values import Question as ConsentQuestion
from sajha.disclosure.queries.record import aliases, record_fields
from sajha.disclosure.rules import PURPOSE_OF, may_release, release
from sajha.disclosure.values import Audience, FieldDecision, Question, RecordField
from sajha.liaison.queries import NodeOf, active_node
from sajha.liaison.queries import draft as draft_of
from sajha.liaison.values import Draft, Kind


@dataclass(frozen=True, slots=True)
class Preview:
    """The draft, the fields with their values for the sender's eyes, the gate's answer for each, and for the whole."""

    draft: Draft
    question: Question
    fields: tuple[tuple[RecordField, FieldDecision], ...]
    decision: Decision


def preview(by: Actor, thread: str) -> Preview:
    """Ask the gate about a draft.

    Raises:
        Refused: ``not_found``; sent already; a case that is not open to the actor any more.
    """
    draft = draft_of(by, thread)
    question = question_of(by, draft)
    answers = tuple(zip(question.fields, release(question), strict=True))
    return Preview(draft, question, answers, may_release(question))


def question_of(by: Actor, draft: Draft) -> Question:
    """The draft as a question to the gate: chosen parties' fields, the recipient as audience, what was ticked, the ground."""
    other = active_node(draft.recipient) if draft.recipient else None
    return Question(
        kind=Kind(draft.kind),
        audience=Audience(other.id, other.kind) if other else Audience("", ""),
        fields=record_fields(by, draft.case, draft.parties),
        chosen=frozenset(draft.fields),
        ground=draft.ground,
        ground_reason=draft.ground_reason,
        agreed=_agreed(by, draft, other) if other else frozenset(),
    )


def _agreed(by: Actor, draft: Draft, other: NodeOf) -> frozenset[tuple[str, Sensitivity]]:
    """To which classes of data each chosen person's recorded consent lets this recipient look, for this purpose, now."""
    held, purpose = held_in_case(by, draft.case, now()), PURPOSE_OF[Kind(draft.kind)]
    return frozenset(
        (alias, data_class)
        for party, alias in aliases(draft.parties).items()
        for data_class in GRANTABLE
        if party in held
        and may_leave(
            held[party].standing, None, ConsentQuestion(purpose, other.kind, other.id, data_class, held[party].age)
        ).allowed
    )
