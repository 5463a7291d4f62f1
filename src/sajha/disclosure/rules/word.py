"""What a person's consent and the legal bases say of one point: asked before something leaves, and asked again as long as it is out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sajha.cases.values import Sensitivity
from sajha.consent.rules import ANY_OTHER, basis_covers, by_consent, deciding, named_audiences
from sajha.consent.values import Audience, Basis, Held
from sajha.consent.values import Question as ConsentQuestion
from sajha.disclosure.rules.gate import BY_BASIS, BY_CONSENT, BY_FIR

TAKEN_BACK = frozenset({"consent.refused", "consent.narrowed", "consent.withdrawn"})
"""The person said no to this very point."""


@dataclass(frozen=True, slots=True)
class Word:
    """Whether consent covers the point and until when, which basis does and until when; ``because``: what consent says of it."""

    agreed: bool
    until: datetime | None
    because: str
    basis: str = ""
    basis_until: datetime | None = None

    @property
    def refused(self) -> bool:
        """The person took it back, and no legal basis stands instead."""
        return self.because in TAKEN_BACK and not self.basis


NOBODY_NAMED = Audience("")
"""Whoever no event names: only what was said to everyone reaches them."""

NOTHING = Word(agreed=False, until=None, because="consent.none")
"""Of somebody who was never asked."""


def word(held: Held, bases: Iterable[Basis], question: ConsentQuestion) -> Word:
    """What holds for one point at the moment of ``held``."""
    answer, (_, until) = by_consent(held.standing, question), deciding(held.standing, question)
    named = [basis for basis in bases if basis_covers(basis, question, held.standing.at)]
    best = max(named, key=lambda basis: (basis.until, basis.id), default=None)
    return Word(
        agreed=answer.allowed,
        until=until if answer.allowed else None,
        because=answer.because,
        basis=best.id if best else "",
        basis_until=best.until if best else None,
    )


def spoken(held: Held, bases: Iterable[Basis], purpose: str, sensitivity: Sensitivity) -> tuple[bool, bool, bool]:
    """(refused, agreed, based) for a purpose without a recipient yet: to anybody at all.

    Refused as soon as the person's latest word to somebody, or to everybody, is no; agreed when it is yes to somebody; based when a
    basis stands for somebody.
    """
    asked = [
        ConsentQuestion(purpose, audience.kind, audience.organisation or ANY_OTHER, sensitivity, held.age)
        for audience in {*named_audiences(held.standing, purpose), NOBODY_NAMED}
    ]
    answers = [by_consent(held.standing, question) for question in asked]
    stands = any(
        basis_covers(
            basis,
            ConsentQuestion(purpose, audience.kind, audience.organisation, sensitivity, held.age),
            held.standing.at,
        )
        for basis in bases
        for audience in basis.scope.audiences
    )
    refused = any(answer.because in TAKEN_BACK for answer in answers)
    return refused, any(answer.allowed for answer in answers), stands


def why_not_now(ground: str, words: Mapping[Sensitivity, Word]) -> str:
    """Why what left on this ground, of these classes, would not leave today; empty when it would. A FIR does not end by a word."""
    if ground == BY_FIR:
        return ""
    for sensitivity, said in sorted(words.items()):
        if sensitivity != Sensitivity.S3:
            if said.refused:
                return said.because
        elif ground == BY_CONSENT and not said.agreed:
            return said.because
        elif ground == BY_BASIS and not said.basis:
            return "basis.ended"
    return ""


def why_not_further(ground: str, words: Mapping[Sensitivity, Word]) -> str:
    """The same for where it was passed on to: an identity may be there by consent or by a basis, whichever it left on."""
    if ground == BY_FIR:
        return ""
    for sensitivity, said in sorted(words.items()):
        if said.refused or (sensitivity == Sensitivity.S3 and not (said.agreed or said.basis)):
            return said.because
    return ""
