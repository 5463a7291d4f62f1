"""What the pages of keeping show, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.retention.queries import DecidedLine, MatterView, open_to, state_of
from sajha.retention.values import (
    DueLine,
    EntryKind,
    Hold,
    Matter,
    RetentionClass,
    Words,
)
from sajha.terms.labels.retention import (
    CLASS_LABELS,
    DECISION_LABELS,
    ERASURE_LABELS,
    HOLD_LABELS,
    STATE_LABELS,
    STATE_TONES,
)
from sajha.web.retention.verbs import Verb

Text = str | Promise
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ClassShown:
    """A class in words; ``rule`` says so when none was found."""

    id: str
    name: Text
    rule: str
    months: int
    unreviewed: bool


@dataclass(frozen=True, slots=True)
class HoldShown:
    """A hold that stands, with the words that were written when it was set."""

    id: str
    ground: Text
    who: str
    set_at: datetime
    review_on: datetime
    overdue: bool
    words: Words | None


@dataclass(frozen=True, slots=True)
class Step:
    """One decision in words; ``words`` are none once they were erased."""

    what: Text
    code: Text
    who: str
    at: datetime
    until: datetime | None
    words: Words | None


@dataclass(frozen=True, slots=True)
class MatterShown:
    """One record in words."""

    title: str
    case: str
    state: Text
    tone: str
    named: ClassShown
    chosen: bool
    started_on: datetime
    review_on: datetime | None
    overdue: bool
    holds: tuple[HoldShown, ...]
    asked: Step | None
    erased_at: datetime | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A decision that can be taken now."""

    name: str
    title: Text
    hurts: bool


def title(matter: Matter) -> str:
    """The case by its number; a request of no case by nothing but that."""
    return _("Case %(number)s") % {"number": matter.number} if matter.number else _("A request that came in")


def retention_class(named: RetentionClass) -> ClassShown:
    """A class, and honestly what it rests on."""
    rule = named.authority or _("No rule found in the reviewed list. The organisation decides at each look.")
    return ClassShown(named.id, CLASS_LABELS[named.id], rule, named.review_months, named.unreviewed)


def matter(view: MatterView, workers: dict[str, str], at: datetime) -> MatterShown:
    """One record as its page shows it."""
    stands = view.standing
    steps = {line.entry.id: _step(line, workers) for line in view.lines}
    state = state_of(stands)
    return MatterShown(
        title=title(view.matter),
        case="" if stands.erased_at or stands.sealed_at or not view.matter.number else view.matter.id,
        state=STATE_LABELS[state],
        tone=STATE_TONES[state],
        named=retention_class(stands.retention_class),
        chosen=stands.chosen,
        started_on=stands.started_on,
        review_on=_last_day(stands.review_on),
        overdue=bool(stands.review_on and stands.review_on <= at),
        holds=tuple(_hold(hold, steps, workers, at) for hold in stands.holds),
        asked=steps[stands.asked.id] if stands.asked else None,
        erased_at=stands.erased_at,
        steps=tuple(steps.values()),
    )


def _last_day(until: datetime | None) -> datetime | None:
    """A time that ends a day is told as that day."""
    return until - MOMENT if until else None


def _hold(hold: Hold, steps: dict[str, Step], workers: dict[str, str], at: datetime) -> HoldShown:
    return HoldShown(
        id=hold.id,
        ground=HOLD_LABELS[hold.ground],
        who=workers.get(hold.set_by, ""),
        set_at=hold.set_at,
        review_on=hold.review_on - MOMENT,
        overdue=hold.review_on <= at,
        words=steps[hold.id].words,
    )


_CODES = {EntryKind.CLASS: CLASS_LABELS, EntryKind.HOLD: HOLD_LABELS, EntryKind.ASKED: ERASURE_LABELS}


def _step(line: DecidedLine, workers: dict[str, str]) -> Step:
    entry = line.entry
    labels = _CODES.get(EntryKind(entry.kind), ERASURE_LABELS)
    return Step(
        what=DECISION_LABELS[entry.kind],
        code=labels.get(entry.code, ""),
        who=workers.get(entry.by, ""),
        at=entry.at,
        until=_last_day(entry.until),
        words=line.words,
    )


def ways(view: MatterView, verbs: dict[str, Verb], by: Actor, at: datetime) -> list[Way]:
    """The decisions that nothing but what is yet to be typed hinders."""
    wish = view.standing.asked.id if view.standing.asked else ""
    return [Way(name, verb.title, verb.hurts) for name, verb in verbs.items() if not hinders(view, verb, by, at, wish)]


def hinders(view: MatterView, verb: Verb, by: Actor, at: datetime, of: str) -> list[str]:
    """The ids of what stands in the way, first why and then what would make it possible."""
    answer = open_to(view, verb.kind, by, at, of=of)
    return [] if answer.allowed else [answer.because, *answer.needs]


@dataclass(frozen=True, slots=True)
class LineShown:
    """A record in a list."""

    title: str
    subject: str
    name: Text
    state: Text
    tone: str
    next_on: datetime | None
    overdue: bool
    held: bool
    erased: bool


def line(row: DueLine, at: datetime) -> LineShown:
    """A line of the list in words."""
    number = _("Case %(number)s") % {"number": row.number} if row.number else _("A request that came in")
    return LineShown(
        title=number,
        subject=row.subject,
        name=CLASS_LABELS.get(row.class_id, row.class_id),
        state=STATE_LABELS[row.state],
        tone=STATE_TONES[row.state],
        next_on=_last_day(row.next_on),
        overdue=bool(row.next_on and row.next_on <= at),
        held=row.held,
        erased=row.state == "erased",
    )
