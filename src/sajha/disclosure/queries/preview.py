"""What would leave with a draft, before it leaves: the gate's answer to the draft as it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

import msgspec

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Decision
from sajha.cases.values import Role, Sensitivity
from sajha.consent.queries import bases_of_case, held_in_case
from sajha.consent.values import GRANTABLE, Basis, Held
from sajha.consent.values import Question as ConsentQuestion
from sajha.disclosure.queries.onward import onward_of
from sajha.disclosure.queries.packages import fields_in, marks_of
from sajha.disclosure.queries.record import aliases, record_fields
from sajha.disclosure.rules import (
    BY_BASIS,
    BY_CONSENT,
    PURPOSE_OF,
    Word,
    marks_for,
    may_release,
    may_wish,
    needs_leave,
    release,
    why_marked,
    word,
)
from sajha.disclosure.values import (
    PASSED_ON,
    Added,
    Audience,
    FieldDecision,
    Marks,
    Onward,
    Outcome,
    Question,
    RecordField,
)
from sajha.liaison.queries import NodeOf, active_node
from sajha.liaison.queries import draft as draft_of
from sajha.liaison.values import Draft, Kind

Point = tuple[str, Sensitivity]
"""(alias of a subject, class of data)"""

NO_MARKS = Marks(tlp="AMBER")


@dataclass(frozen=True, slots=True)
class Preview:
    """The draft, the fields with their values for the sender's eyes, the gate's answer for each and for the whole, and how the
    package will be marked. ``added``: what it is marked with beyond the wish, and why. ``words``: what consent and bases say of each point; ``people``: alias to our person."""

    draft: Draft
    question: Question
    fields: tuple[tuple[RecordField, FieldDecision], ...]
    decision: Decision
    marks: Marks
    added: tuple[Added, ...]
    words: dict[Point, Word]
    people: dict[str, str]


def preview(by: Actor, thread: str) -> Preview:
    """Ask the gate about a draft.

    Raises:
        Refused: ``not_found``; sent already; a case or package that is not open to the actor any more.
    """
    draft = draft_of(by, thread)
    other = active_node(draft.recipient) if draft.recipient else None
    people = {alias: party for party, alias in aliases(draft.parties).items()} if draft.case else {}
    words = _words(by, draft, other, people) if other and draft.case else {}
    question = _question(by, draft, other, words)
    answers = tuple(zip(question.fields, release(question), strict=True))
    wished = wished_in(draft)
    bound = _bound(by, draft, question.onward, answers, words)
    return Preview(
        draft=draft,
        question=question,
        fields=answers,
        decision=_decision(question, wished),
        marks=marks_for(wished, **bound),
        added=why_marked(wished, **bound),
        words=words,
        people=people,
    )


def wished_in(draft: Draft) -> Marks:
    """How the sender wants it handled; nothing said is the laxest label that may be."""
    return msgspec.json.decode(draft.marks, type=Marks) if draft.marks else NO_MARKS


def _decision(question: Question, wished: Marks) -> Decision:
    whole = may_release(question)
    return may_wish(wished, now()) if whole.allowed else whole


def _question(by: Actor, draft: Draft, other: NodeOf | None, words: dict[Point, Word]) -> Question:
    """The draft as a question to the gate: chosen parties' fields, the recipient as audience, what was ticked, the ground."""
    onward = _onward(by, draft, other)
    fields = fields_in(by, draft.source, draft.parties) if onward else record_fields(by, draft.case, draft.parties)
    return Question(
        kind=Kind(draft.kind),
        audience=Audience(other.id, other.kind) if other else Audience("", ""),
        fields=fields,
        chosen=frozenset(draft.fields),
        ground=PASSED_ON if onward else draft.ground,
        ground_reason=draft.ground_reason,
        agreed=frozenset(point for point, said in words.items() if said.agreed),
        based=frozenset(point for point, said in words.items() if said.basis),
        refused=frozenset(point for point, said in words.items() if said.refused),
        accused=frozenset(
            field.subject for field in fields if field.name == "party.role" and field.text == Role.ACCUSED
        ),
        onward=onward,
    )


def _onward(by: Actor, draft: Draft, other: NodeOf | None) -> Onward | None:
    return onward_of(by, draft.source, draft.kind, other.id if other else "") if draft.source else None


def _words(by: Actor, draft: Draft, other: NodeOf, people: dict[str, str]) -> dict[Point, Word]:
    """What consent and bases say of each chosen person and class, for this recipient and purpose, now."""
    held, bases = held_in_case(by, draft.case, now()), bases_of_case(draft.case)
    purpose = PURPOSE_OF[Kind(draft.kind)]
    return {
        (alias, sensitivity): said
        for alias, party in people.items()
        if party in held
        for sensitivity, said in words_on(held[party], bases.get(party, ()), purpose, other.kind, other.id).items()
    }


def words_on(held: Held, bases: Iterable[Basis], purpose: str, kind: str, node: str) -> dict[Sensitivity, Word]:
    """What holds for one person, by class, for one recipient and purpose."""
    bases = tuple(bases)
    return {
        sensitivity: word(held, bases, ConsentQuestion(purpose, kind, node, sensitivity, held.age))
        for sensitivity in map(Sensitivity, GRANTABLE)
    }


class Bound(TypedDict):
    """What binds the marks beyond the wish."""

    sensitivities: set[Sensitivity]
    ground: str
    ends: datetime | None
    source: Marks | None


def _bound(
    by: Actor,
    draft: Draft,
    onward: Onward | None,
    answers: tuple[tuple[RecordField, FieldDecision], ...],
    words: dict[Point, Word],
) -> Bound:
    going = {field.sensitivity for field, answer in answers if answer.outcome == Outcome.GOES}
    source = marks_of(by, draft.source) if draft.source else None
    ends = ends_of(draft.ground, answers, words) + _end_of_leave(onward, going)
    return Bound(sensitivities=going, ground=draft.ground, ends=min(ends, default=None), source=source)


def _end_of_leave(onward: Onward | None, going: set[Sensitivity]) -> list[datetime]:
    """What goes on by leave is there as long as the leave holds: its source gave it no longer than the person allows."""
    by_leave = onward is not None and (needs_leave(onward) or Sensitivity.S3 in going)
    return [onward.leave_until] if onward is not None and by_leave and onward.leave_until else []


def ends_of(
    ground: str, answers: tuple[tuple[RecordField, FieldDecision], ...], words: dict[Point, Word]
) -> list[datetime]:
    """When the consents and bases end on which the identities in it leave."""
    found = []
    for field, answer in answers:
        said = words.get((field.subject, field.sensitivity))
        if said is None or answer.outcome != Outcome.GOES or field.sensitivity != Sensitivity.S3:
            continue
        found.append(said.until if ground == BY_CONSENT else said.basis_until if ground == BY_BASIS else None)
    return [end for end in found if end]
