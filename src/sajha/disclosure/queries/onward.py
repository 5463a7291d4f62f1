"""What binds a package of others when it is to be passed on, and the leave that was asked and given for it."""

from dataclasses import dataclass
from datetime import datetime

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.disclosure.models import HeldPackage, Leave
from sajha.disclosure.queries.called import called_back
from sajha.disclosure.queries.packages import marks_in
from sajha.disclosure.values import Onward
from sajha.liaison.queries import may_see
from sajha.network.queries import barred


@dataclass(frozen=True, slots=True)
class LeaveView:
    """Leave that was asked: of what, for whom, for what. ``granted_at`` and ``until`` are empty until it was given."""

    thread: str
    ours: bool
    package: str
    subjects: tuple[str, ...]
    asker: str
    recipient: str
    recipient_name: str
    recipient_kind: str
    purpose: str
    identity: bool
    asked_at: datetime
    granted_at: datetime | None
    until: datetime | None


def held_row(by: Actor, id: str) -> HeldPackage:
    """A package that came in, by a reader of its thread.

    Raises:
        Refused: ``not_found``.
    """
    row = HeldPackage.objects.filter(pk=id, outward=False).first()
    if row is None or not may_see(by, row.thread):
        raise Refused(no("not_found"))
    return row


def onward_of(by: Actor, id: str, kind: str, recipient: str) -> Onward:
    """What the gate must know of a package that is to be passed on to a recipient for a kind of request.

    Raises:
        Refused: ``not_found``.
    """
    row, at = held_row(by, id), now()
    given = Leave.objects.filter(ours=False, package=id, recipient=recipient, purpose=kind, until__gt=at)
    given = given.exclude(granted_at=None)
    leave = {subject for one in given for subject in one.subjects}
    return Onward(
        tlp=row.tlp,
        handling=frozenset(marks_in(row).handling),
        leave=frozenset({*leave, ""} if leave else ()),
        named=frozenset(subject for one in given if one.identity for subject in one.subjects),
        barred=bool(recipient) and barred(by_source=row.other, recipient=recipient),
        expired=bool(row.expires_at and row.expires_at <= at),
        called=frozenset(called_back(row.other, id)),
        leave_until=min((one.until for one in given if one.until), default=None),
    )


def leave_of(by: Actor, thread: str) -> LeaveView | None:
    """The leave that a thread is about; none when it is about something else.

    Raises:
        Refused: ``not_found``.
    """
    if not may_see(by, thread):
        raise Refused(no("not_found"))
    row = Leave.objects.filter(pk=thread).first()
    return leave_view(row) if row else None


def leave_view(row: Leave) -> LeaveView:
    return LeaveView(
        thread=row.id,
        ours=row.ours,
        package=row.package,
        subjects=tuple(row.subjects),
        asker=row.asker,
        recipient=row.recipient,
        recipient_name=row.recipient_name,
        recipient_kind=row.recipient_kind,
        purpose=row.purpose,
        identity=row.identity,
        asked_at=row.asked_at,
        granted_at=row.granted_at,
        until=row.until,
    )
