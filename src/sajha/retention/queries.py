"""Read what is kept and until when somebody looks again, always for an Actor.

Heads see every matter of the vaults that they read, also what was put away; workers the cases and requests open to them; auditors
dates and numbers of all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from sajha.accounts.rules import may
from sajha.accounts.values import Role
from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, Refused, no, require
from sajha.basics.ids import is_id
from sajha.cases.models import Case
from sajha.cases.queries import vaults_of, within_reach
from sajha.liaison.queries import may_see
from sajha.retention.classes import classes
from sajha.retention.facts import entries_of, every_subject, matter_of, matters, of_no_case
from sajha.retention.models import Certificate, Decided, Due
from sajha.retention.rules import may_decide, months_after, standing
from sajha.retention.values import (
    DueLine,
    DuePage,
    Entry,
    EntryKind,
    ErasureGround,
    HoldGround,
    Matter,
    Standing,
    Tally,
    Words,
)
from sajha.vault.actions import unseal
from sajha.vault.seals import KeyDestroyed

PAGE = 50
_FIRST = datetime.fromisoformat("0001-01-01T00:00:00+00:00")
_COLUMNS = tuple(DueLine.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """One decision with its words; none once they were erased."""

    entry: Entry
    words: Words | None


@dataclass(frozen=True, slots=True)
class MatterView:
    """One matter: its facts, what follows, and what was decided, newest first."""

    matter: Matter
    standing: Standing
    lines: tuple[DecidedLine, ...]


def let_in(by: Actor, subject: str) -> None:
    """Whether the matter is open to the actor.

    Raises:
        Refused: ``not_found``, the same for one that does not exist.
    """
    if is_id(subject, "case"):
        found = within_reach(by).filter(pk=subject).exists()
    elif Role.UNIT_HEAD in by.roles:
        found = is_id(subject, "thread") and of_no_case().filter(pk=subject).exists()
    else:
        found = may_see(by, subject)
    if not found:
        raise Refused(no("not_found"))


def _scope(by: Actor) -> Q:
    """Rows of the lists that the actor may see: an auditor all, a head those of the vaults that the head reads, and requests.

    Raises:
        Refused: without ``retention:read``.
    """
    require(may(by, "retention:read"))
    return Q() if Role.AUDITOR in by.roles else Q(vault__in=["", *vaults_of(by)])


def standing_of(matter: Matter) -> Standing:
    """What follows for a matter now."""
    return standing(matter, entries_of([matter.id])[matter.id], classes())


def view(by: Actor, subject: str) -> MatterView:
    """One matter with the words of its decisions.

    Raises:
        Refused: without ``retention:hold``, or ``not_found``.
    """
    require(may(by, "retention:hold"))
    let_in(by, subject)
    matter = matter_of(subject)
    rows = Decided.objects.filter(subject=subject).order_by("-at", "-id")
    return MatterView(matter, standing_of(matter), tuple(DecidedLine(row.value(), _words(row)) for row in rows))


def _words(row: Decided) -> Words | None:
    try:
        return Words(*(unseal(row.subject, f"{row.id}/{name}", getattr(row, name)) for name in _SEALED))
    except KeyDestroyed:
        return None


_SEALED = ("reason", "authority", "order")


def brief(by: Actor, subject: str) -> Standing:
    """What follows for one matter, for the page of a case; raises as :func:`view`."""
    require(may(by, "retention:hold"))
    let_in(by, subject)
    return standing_of(next(iter(matters(matter_of(subject).kind, [subject]))))


def open_to(view: MatterView, kind: EntryKind, by: Actor, at: datetime, *, of: str = "") -> Decision:
    """Whether this could be decided now, whatever is yet to be typed; for buttons and for the words above a form."""
    code, until = _ANY.get(kind, ""), months_after(at, 1)
    if kind == EntryKind.CLASS:
        now = view.standing.retention_class
        code = next((one.id for one in classes().values() if one.kind == view.matter.kind and one != now), "")
    return may_decide(view.standing, view.matter, Entry("", kind, by.id, at, code, until, of), classes())


_ANY = {EntryKind.HOLD: HoldGround.TRIAL.value, EntryKind.ASKED: ErasureGround.ORDERED.value}
"""A code that would do, to ask whether any would."""


def due_page(
    by: Actor, *, state: str = "", until: datetime | None = None, after: str = "", size: int = PAGE
) -> DuePage:
    """What is kept, by the day on which somebody looks; or of one state, by its id; ``until``: only what is due by then.

    Raises:
        Refused: without ``retention:read``.
    """
    rows = Due.objects.filter(_scope(by))
    if state:
        rows = rows.filter(state=state)
        rows = rows.filter(subject__gt=after) if after else rows
        found = _lines(rows.order_by("subject")[: size + 1])
        return DuePage(found[:size], found[size - 1].subject if len(found) > size else "")
    rows = rows.filter(next_on__isnull=False)
    rows = rows.filter(next_on__lte=until) if until else rows
    if after:
        day, subject = _mark(after)
        rows = rows.filter(next_on__gte=day).filter(Q(next_on__gt=day) | Q(subject__gt=subject))
    found = _lines(rows.order_by("next_on", "subject")[: size + 1])
    return DuePage(found[:size], _after(found[size - 1]) if len(found) > size else "")


def _lines(rows: "QuerySet[Due]") -> tuple[DueLine, ...]:
    return tuple(DueLine(*row) for row in rows.values_list(*_COLUMNS))


def _after(line: DueLine) -> str:
    return f"{line.next_on.isoformat() if line.next_on else ''}~{line.subject}"


def _mark(after: str) -> tuple[datetime, str]:
    """The place where the last page ended; nonsense begins at the first row."""
    text, _, subject = after.partition("~")
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        day = _FIRST
    return (day, subject) if day.tzinfo else (_FIRST, "")


def to_confirm(by: Actor, *, size: int = 10) -> tuple[DueLine, ...]:
    """Erasures that wait for a second person who is not the first.

    Raises:
        Refused: without ``retention:decide``.
    """
    require(may(by, "retention:decide"))
    return _lines(Due.objects.filter(_scope(by), state="asked").exclude(asked_by=by.id).order_by("subject")[:size])


def climbed(by: Actor, *, size: int = 10) -> tuple[DueLine, ...]:
    """What nobody looked at in time, for the auditor, the longest first.

    Raises:
        Refused: without ``retention:read``.
    """
    return _lines(Due.objects.filter(_scope(by), climbed_at__isnull=False).order_by("climbed_at", "subject")[:size])


def overdue(by: Actor, at: datetime) -> Iterator[DueLine]:
    """Whatever is kept past its day, computed anew from the facts of everything that is kept: no list is trusted.

    Raises:
        Refused: without ``retention:read``.
    """
    require(may(by, "retention:read"))
    vaults = None if Role.AUDITOR in by.roles else {"", *vaults_of(by)}
    for matter, now in everything():
        if vaults is not None and matter.vault not in vaults:
            continue
        if now.next_on is not None and now.next_on <= at:
            yield line_of(matter, now)


def everything() -> Iterator[tuple[Matter, Standing]]:
    """Every matter of the node with what follows for it, erased ones too."""
    for kind, subjects in every_subject():
        said = entries_of(subjects)
        for matter in matters(kind, subjects):
            yield matter, standing(matter, said[matter.id], classes())


def state_of(now: Standing) -> str:
    """The state in one word."""
    if now.erased_at:
        return "erased"
    if now.asked:
        return "asked"
    return "sealed" if now.sealed_at else "kept"


def line_of(matter: Matter, now: Standing) -> DueLine:
    """A matter as a list shows it."""
    return DueLine(
        subject=matter.id,
        kind=matter.kind,
        number=matter.number,
        vault=matter.vault,
        class_id=now.retention_class.id,
        state=state_of(now),
        next_on=now.next_on,
        held=bool(now.holds),
        asked_by=now.asked.by if now.asked else "",
        climbed_at=None,
    )


def tally(by: Actor, at: datetime) -> Tally:
    """Everything that is kept, counted against the list: ``unseen`` is what has no day on it yet, and must be 0 after the clock's turn.

    Raises:
        Refused: without ``retention:read``.
    """
    scope = _scope(by)
    rows = Due.objects.filter(scope).exclude(state="erased")
    cases = Case.objects.all() if Role.AUDITOR in by.roles else Case.objects.filter(vault__in=vaults_of(by))
    listed, total = rows.count(), cases.count() + of_no_case().count()
    erased = Due.objects.filter(scope, state="erased").count()
    return Tally(
        kept=total - erased,
        overdue=rows.filter(next_on__lte=at).count(),
        unseen=total - erased - listed + rows.filter(next_on=None).count(),
        held=rows.filter(held=True).count(),
        sealed=rows.filter(state="sealed").count(),
        erased=erased,
    )


def certificate(by: Actor, subject: str) -> str:
    """The certificate of an erasure, as JSON.

    Raises:
        Refused: without ``retention:read``, or ``not_found``.
    """
    row = Certificate.objects.filter(_scope(by), pk=subject).first()
    if row is None:
        raise Refused(no("not_found"))
    return row.content


def certificates(by: Actor, *, size: int = PAGE) -> list[tuple[str, str, datetime]]:
    """(subject, number, day) of the newest erasures.

    Raises:
        Refused: without ``retention:read``.
    """
    return list(
        Certificate.objects.filter(_scope(by)).order_by("-at", "subject").values_list("subject", "number", "at")[:size]
    )


def numbered(by: Actor, number: str) -> list[str]:
    """Ids of the cases of this number, also of those that were put away.

    Raises:
        Refused: without ``retention:read``.
    """
    require(may(by, "retention:read"))
    cases = Case.objects.all() if Role.AUDITOR in by.roles else within_reach(by)
    return list(cases.filter(number=number).values_list("pk", flat=True))
