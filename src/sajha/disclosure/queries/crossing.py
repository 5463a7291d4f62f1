"""What would cross into another vault, field by field; and what crossed, for the readers of the vault into which it did."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from sajha.accounts.rules import may
from sajha.audit.models import AuditEntry
from sajha.audit.queries import Line, lines
from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Decision, Refused, no, require
from sajha.cases.queries import case_for, vaults_of
from sajha.cases.values import Role
from sajha.consent.queries import bases_of_case, held_in_case
from sajha.disclosure.models import CrossedPackage, CrossedPart, Release
from sajha.disclosure.queries.packages import PackageView
from sajha.disclosure.queries.preview import NO_MARKS, Point, ends_of, words_on
from sajha.disclosure.queries.record import aliases, record_fields
from sajha.disclosure.rules import PURPOSE_OF, Word, marks_for, may_release, release
from sajha.disclosure.values import (
    KIND_OF_VAULT,
    OWN_VAULT,
    Audience,
    CrossedLine,
    FieldDecision,
    Marks,
    Outcome,
    Package,
    PackageField,
    Question,
    RecordField,
)
from sajha.liaison.values import OFFERED, Kind
from sajha.network.queries import own_node_id
from sajha.vault.actions import unseal_bytes
from sajha.vault.seals import KeyDestroyed, SealBroken

SIZE, _LOOKS = 50, 100
CROSSED_OPENED = "crossed.opened"


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall cross, of whom, into which vault, for what, on what ground."""

    case: str
    parties: tuple[str, ...]
    to_vault: str
    kind: Kind
    chosen: tuple[str, ...] = ()
    ground: str = ""
    ground_reason: str = ""


@dataclass(frozen=True, slots=True)
class Crossing:
    """The gate's answer to a wish, as :class:`Preview` is to a draft."""

    wish: Wish
    from_vault: str
    question: Question
    fields: tuple[tuple[RecordField, FieldDecision], ...]
    decision: Decision
    marks: Marks
    words: dict[Point, Word]
    people: dict[str, str]


def crossing(by: Actor, wish: Wish) -> Crossing:
    """Ask the gate, as if the other vault were another organisation of its kind.

    Raises:
        Refused: without ``vault:cross``; ``not_found``; ``vault.same``; ``vault.unknown``; a kind that is no purpose.
    """
    require(may(by, "vault:cross"))
    case = case_for(by, wish.case)
    if wish.to_vault not in KIND_OF_VAULT or wish.kind not in OFFERED:
        raise Refused(no("vault.unknown"))
    if wish.to_vault == case.vault:
        raise Refused(no("vault.same"))
    audience = Audience(f"{own_node_id()}/{wish.to_vault}", KIND_OF_VAULT[wish.to_vault])
    people = {alias: party for party, alias in aliases(wish.parties).items()}
    words = _words(by, wish, audience, people)
    question = _question(by, wish, audience, words)
    answers = tuple(zip(question.fields, release(question), strict=True))
    going = {field.sensitivity for field, answer in answers if answer.outcome == Outcome.GOES}
    ends = min(ends_of(wish.ground, answers, words), default=None)
    marks = marks_for(NO_MARKS, sensitivities=going, ground=wish.ground, ends=ends, source=None)
    return Crossing(wish, case.vault, question, answers, may_release(question), marks, words, people)


def _words(by: Actor, wish: Wish, audience: Audience, people: dict[str, str]) -> dict[Point, Word]:
    """What consent and bases say of each chosen person and class, for the other vault and this purpose, now."""
    held, bases = held_in_case(by, wish.case, now()), bases_of_case(wish.case)
    purpose = PURPOSE_OF[wish.kind]
    return {
        (alias, sensitivity): said
        for alias, party in people.items()
        if party in held
        for sensitivity, said in words_on(
            held[party], bases.get(party, ()), purpose, audience.kind, audience.node
        ).items()
    }


def _question(by: Actor, wish: Wish, audience: Audience, words: dict[Point, Word]) -> Question:
    fields = record_fields(by, wish.case, wish.parties)
    accused = {field.subject for field in fields if field.name == "party.role" and field.text == Role.ACCUSED}
    return Question(
        kind=wish.kind,
        audience=audience,
        fields=fields,
        chosen=frozenset(wish.chosen),
        ground=wish.ground,
        ground_reason=wish.ground_reason,
        agreed=frozenset(point for point, said in words.items() if said.agreed),
        based=frozenset(point for point, said in words.items() if said.basis),
        refused=frozenset(point for point, said in words.items() if said.refused),
        accused=frozenset(accused),
    )


def _received(by: Actor) -> "QuerySet[CrossedPackage]":
    """What crossed into the vaults that the actor reads.

    Raises:
        Refused: without ``case:read``.
    """
    require(may(by, "case:read"))
    return CrossedPackage.objects.filter(to_vault__in=vaults_of(by))


def crossed_list(by: Actor, *, size: int = SIZE) -> list[CrossedLine]:
    """The newest of what crossed into the actor's vaults; raises as :func:`_received`."""
    held = CrossedPart.objects.filter(package=OuterRef("pk"), became="")
    rows = _received(by).annotate(held=Exists(held)).order_by("-at", "-id")
    return [
        CrossedLine(row.id, row.from_vault, row.to_vault, row.kind, row.at, gone=not row.held) for row in rows[:size]
    ]


def crossed(by: Actor, package_id: str, at: datetime) -> tuple[CrossedLine, PackageView]:
    """One package that crossed into a vault of the actor's: what is still held of it.

    Raises:
        Refused: without ``case:read``; ``not_found``.
    """
    row = _received(by).filter(pk=package_id).prefetch_related("parts").first()
    if row is None:
        raise Refused(no("not_found"))
    view = _view(row, at)
    line = CrossedLine(
        row.id, row.from_vault, row.to_vault, row.kind, row.at, not view.package.fields and bool(view.gone)
    )
    return line, view


def crossed_looks(by: Actor, case_id: str, party_id: str) -> list[Line]:
    """Who in another vault looked at this person's identity in what crossed there, when and why, newest first: for the person's own
    record, beside ``cases.queries.who_looked``.

    Raises:
        Refused: ``not_found`` for a case not open to the actor.
    """
    case_for(by, case_id)
    edges = Release.objects.filter(case=case_id, party=party_id, recipient__startswith=OWN_VAULT)
    packages = list(edges.values_list("package", flat=True))
    rows = AuditEntry.objects.filter(subject__in=packages, action=CROSSED_OPENED).order_by("-at", "-id")
    return list(lines(rows[:_LOOKS]))


def _view(row: CrossedPackage, at: datetime) -> PackageView:
    fields: list[PackageField] = []
    gone, lost = [], []
    expired = bool(row.expires_at and row.expires_at <= at)
    for part in sorted(row.parts.all(), key=lambda part: part.subject):
        try:
            fields += [] if expired or part.became else _fields_of(part)
        except (KeyDestroyed, SealBroken):
            lost.append(part.subject)
        if part.became:
            gone.append(part.subject)
    marks = msgspec.convert(row.marks, type=Marks)
    made = Package(id=row.id, made_at=row.at, marks=marks, ground=row.ground, fields=tuple(fields))
    whole = made.digest() == row.digest or bool(gone or lost or expired)
    return PackageView(made, "", False, row.from_vault, row.digest, whole, row.at, tuple(gone), tuple(lost), expired)


def _fields_of(part: CrossedPart) -> tuple[PackageField, ...]:
    content = unseal_bytes(part.id, "content", bytes(part.content))
    return msgspec.json.decode(content, type=tuple[PackageField, ...])
