"""What the pages of consent show, in words: what holds now per purpose, an event, a basis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from sajha.consent.values import EVERYONE, Audience, BasisLine, EventLine, Point, Scope
from sajha.terms.labels.consent import (
    CLASS_LABELS,
    EVENT_LABELS,
    EVERYONE_LABEL,
    GIVER_LABELS,
    GROUND_LABELS,
    MANNER_LABELS,
    OPINION_LABELS,
    OUTCOME_LABELS,
    PURPOSE_LABELS,
)
from sajha.terms.labels.directory import KIND_LABELS
from sajha.terms.reasons import reason_text

_TONES = {"stands": "good", "waiting": "info", "rejected": "bad", "ended": ""}
_EVENT_TONES = {"given": "good", "refused": "bad", "withdrawn": "bad", "narrowed": "warn"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one kind of data may go to somebody, until when or why not."""

    data: str
    holds: bool
    until: date | None
    because: str


@dataclass(frozen=True, slots=True)
class Recipient:
    name: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ForPurpose:
    """A purpose and everybody who was ever named for it."""

    name: str
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One line of the history."""

    id: str
    title: str
    tone: str
    at: datetime
    until: date | None
    giver: str
    manner: str
    purposes: tuple[str, ...]
    audiences: tuple[str, ...]
    data: tuple[str, ...]
    notice: str
    recorded_by: str
    recorded_at: datetime
    sealed: bool
    correctable: bool


@dataclass(frozen=True, slots=True)
class BasisShown:
    """One basis; ``votes`` are those that the reader may see, as (who, opinion)."""

    id: str
    ground: str
    authority: str
    unverified: bool
    purposes: tuple[str, ...]
    audiences: tuple[str, ...]
    data: tuple[str, ...]
    outcome: str
    tone: str
    opened_at: datetime
    until: date | None
    votes: tuple[tuple[str, str], ...]
    may_vote: bool
    open: bool


def last_day(until: datetime | None) -> date | None:
    """The last day on which it still holds: what ends at midnight ended with the day before."""
    return timezone.localtime(until - timedelta(microseconds=1)).date() if until else None


def audience_name(audience: Audience, names: dict[str, str]) -> str:
    """An audience in words: the organisation's own name, or every organisation of the kind."""
    if audience == EVERYONE:
        return str(EVERYONE_LABEL)
    kind = str(KIND_LABELS.get(audience.kind, audience.kind))
    if not audience.organisation:
        return _("Every organisation of this kind: %(kind)s") % {"kind": kind}
    return f"{names.get(audience.organisation, _('Unknown organisation'))} ({kind})"


def by_purpose(points: Iterable[Point], names: dict[str, str]) -> list[ForPurpose]:
    """The points gathered by purpose and recipient."""
    found: dict[str, dict[Audience, list[Answer]]] = {}
    for point in points:
        because = "" if point.holds else reason_text(point.because)
        answer = Answer(str(CLASS_LABELS[point.data_class]), point.holds, last_day(point.until), because)
        found.setdefault(point.purpose, {}).setdefault(point.audience, []).append(answer)
    return [
        ForPurpose(
            str(PURPOSE_LABELS[purpose]),
            tuple(Recipient(audience_name(who, names), tuple(answers)) for who, answers in sorted(recipients.items())),
        )
        for purpose, recipients in found.items()
    ]


def unasked(points: Iterable[Point]) -> list[str]:
    """The purposes for which nobody was ever named."""
    asked = {point.purpose for point in points}
    return [str(words) for purpose, words in PURPOSE_LABELS.items() if purpose not in asked]


def _sides(scope: Scope, names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {
        "purposes": tuple(str(PURPOSE_LABELS[one]) for one in PURPOSE_LABELS if one in scope.purposes),
        "audiences": tuple(audience_name(one, names) for one in sorted(scope.audiences)),
        "data": tuple(str(CLASS_LABELS[one]) for one in CLASS_LABELS if one in scope.classes),
    }


def said(line: EventLine, names: dict[str, str], workers: dict[str, str]) -> SaidLine:
    """One entry of the history."""
    event = line.event
    return SaidLine(
        id=event.id,
        title=str(EVENT_LABELS[event.kind]),
        tone=_EVENT_TONES.get(event.kind, ""),
        at=event.at,
        until=last_day(event.until),
        giver=str(GIVER_LABELS[event.giver]),
        manner=str(MANNER_LABELS[event.manner]),
        notice=event.notice.version and f"{event.notice.version} ({event.notice.language})",
        recorded_by=workers.get(line.recorded_by, ""),
        recorded_at=line.recorded_at,
        sealed=line.has_words or line.has_witness,
        correctable=event.kind == "given",
        **_sides(event.scope, names),
    )


def basis(line: BasisLine, names: dict[str, str], workers: dict[str, str]) -> BasisShown:
    """One basis with the votes that the reader may see."""
    value = line.basis
    return BasisShown(
        id=value.id,
        ground=str(GROUND_LABELS[value.ground.id]),
        authority=value.ground.authority,
        unverified=value.ground.unverified,
        outcome=str(OUTCOME_LABELS[line.outcome]),
        tone=_TONES[line.outcome],
        opened_at=value.opened_at,
        until=last_day(value.until),
        votes=tuple((workers.get(vote.voter, ""), str(OPINION_LABELS[vote.opinion])) for vote in line.votes),
        may_vote=line.may_vote,
        open=line.outcome in ("waiting", "stands"),
        **_sides(value.scope, names),
    )
