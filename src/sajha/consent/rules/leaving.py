"""The question that the gate asks about every field: may it leave, because of what, and what would make it possible."""

from sajha.basics.decision import Decision, no, yes
from sajha.consent.rules.fold import deciding, questions
from sajha.consent.rules.grounds import basis_covers
from sajha.consent.values import GIVES_FOR, Age, Basis, DataClass, Mark, Point, Purpose, Question, Standing

_CLASSES = frozenset(DataClass)
_PURPOSES = frozenset(Purpose)


def may_leave(now: Standing, basis: Basis | None, question: Question) -> Decision:
    """Whether data of this class may go to this recipient for this purpose, by consent or by a basis that stands.

    No recipient is an error, never everybody. What is unknown is no. S4 leaves under nothing. S0 tells nothing of the person.
    """
    shape = _well_put(question)
    if not shape.allowed or question.data_class == DataClass.S0:
        return shape
    if basis is not None and basis_covers(basis, question, now.at):
        return yes("basis.stands")
    return by_consent(now, question)


def _well_put(question: Question) -> Decision:
    if not question.organisation or not question.kind or question.kind == "*":
        return no("audience.empty")
    if question.data_class not in _CLASSES:
        return no("class.unknown")
    if question.purpose not in _PURPOSES:
        return no("purpose.unknown")
    if question.data_class == DataClass.S4:
        return no("class.never_leaves")
    return yes("class.public")


def by_consent(now: Standing, question: Question) -> Decision:
    """What the person's own word says of this point; without one, no."""
    mark, end = deciding(now, question)
    if mark is None:
        return no("consent.none", "consent.ask", "basis.name")
    if mark.because:
        return no(mark.because, "consent.own_word", "basis.name")
    if end is None or now.at >= end:
        return no("consent.expired", "consent.ask", "basis.name")
    return _rightly_given(mark, question)


def _rightly_given(mark: Mark, question: Question) -> Decision:
    """A child's consent comes from the committee and lapses when the person is known to be an adult; an adult speaks alone."""
    age = Age.ADULT if question.age == Age.ADULT else Age.CHILD
    if GIVES_FOR.get(mark.giver) == age:
        return yes("consent.given")
    return no("consent.of_age" if age == Age.ADULT else "consent.child", "consent.ask", "basis.name")


def points(now: Standing, age: str) -> list[Point]:
    """What holds now, for every purpose, audience ever named and class; S0 and S4 are the same for everybody and left out."""
    found = []
    for audience, question in questions(now, age):
        answer = by_consent(now, question)
        until = deciding(now, question)[1] if answer.allowed else None
        found.append(Point(question.purpose, audience, question.data_class, answer.allowed, answer.because, until))
    return found
