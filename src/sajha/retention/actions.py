"""The only writer of what is decided about keeping: one function per verb, each with a reason, in the record.

Whatever is decided about one matter is decided one after the other: its row is locked.
"""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import is_id, new_id
from sajha.cases.actions.ending import bring_back, put_away
from sajha.cases.models import Case
from sajha.cases.rules import may_be_written
from sajha.disclosure.actions.recall import call_back
from sajha.liaison.models import Thread
from sajha.matching.actions.leaving import leave
from sajha.retention import ending
from sajha.retention.classes import classes
from sajha.retention.facts import edges_of, matter_of
from sajha.retention.listing import write_due
from sajha.retention.models import Decided
from sajha.retention.queries import let_in, standing_of
from sajha.retention.rules import may_decide, reason_is_given
from sajha.retention.values import Entry, EntryKind, Words
from sajha.vault.actions import seal
from sajha.vault.tombstones import Tombstone

PERMISSIONS: dict[EntryKind, str] = {
    EntryKind.CLASS: "retention:decide",
    EntryKind.KEPT: "retention:decide",
    EntryKind.HOLD: "retention:hold",
    EntryKind.HOLD_KEPT: "retention:hold",
    EntryKind.LIFTED: "retention:hold",
    EntryKind.SEALED: "retention:decide",
    EntryKind.OPENED: "retention:decide",
    EntryKind.CALLED: "retention:ask",
    EntryKind.ASKED: "retention:ask",
    EntryKind.DROPPED: "retention:ask",
    EntryKind.ERASED: "retention:decide",
}
LONGEST = 2000  # characters of each text


@transaction.atomic
def choose_class(*, subject: str, class_id: str, reason: str, by: Actor, at: datetime) -> Decided:
    """Put a matter into another class of its kind.

    Raises:
        Refused: without ``retention:decide``, ``not_found``, no reason, an unknown class, or the same.
    """
    return _decide(EntryKind.CLASS, subject, Words(reason), by, at, code=class_id)


@transaction.atomic
def keep_on(*, subject: str, until: datetime, reason: str, by: Actor, at: datetime) -> Decided:
    """Having looked: keep it, and look again on a day within three years.

    Raises:
        Refused: without ``retention:decide``, ``not_found``, no reason, or a day that is past or too far.
    """
    return _decide(EntryKind.KEPT, subject, Words(reason), by, at, until=until)


@transaction.atomic
def set_hold(*, subject: str, ground: str, until: datetime, words: Words, by: Actor, at: datetime) -> Decided:
    """A legal hold: nothing of the matter is sealed or erased while it stands.

    Raises:
        Refused: without ``retention:hold``, ``not_found``, no reason, authority or order, an unknown ground, or no good day.
    """
    if not (words.authority.strip() and words.order.strip()):
        raise Refused(no("retention.order_missing"))
    return _decide(EntryKind.HOLD, subject, words, by, at, code=ground, until=until)


@transaction.atomic
def keep_hold(*, subject: str, hold: str, until: datetime, reason: str, by: Actor, at: datetime) -> Decided:
    """Having looked at a hold: it stands on, and somebody looks again on a day. Raises as :func:`lift_hold`, or for the day."""
    return _decide(EntryKind.HOLD_KEPT, subject, Words(reason), by, at, of=hold, until=until)


@transaction.atomic
def lift_hold(*, subject: str, hold: str, reason: str, by: Actor, at: datetime) -> Decided:
    """End a hold; never by the person who set it.

    Raises:
        Refused: without ``retention:hold``, ``not_found``, no reason, no such hold, or one's own.
    """
    return _decide(EntryKind.LIFTED, subject, Words(reason), by, at, of=hold)


@transaction.atomic
def seal_matter(*, subject: str, until: datetime, reason: str, by: Actor, at: datetime) -> Decided:
    """Put a case away: no list, search, request or match finds it; a head opens it again, for a reason.

    Raises:
        Refused: without ``retention:decide``, ``not_found``, a request, a hold, a case or request still open.
    """
    row = _decide(EntryKind.SEALED, subject, Words(reason), by, at, until=until)
    put_away(subject, at)
    leave(subject, at)
    return row


@transaction.atomic
def open_again(*, subject: str, reason: str, by: Actor, at: datetime) -> Decided:
    """Bring a sealed case back.

    Raises:
        Refused: without ``retention:decide``, ``not_found``, no reason, or not sealed.
    """
    row = _decide(EntryKind.OPENED, subject, Words(reason), by, at)
    bring_back(subject)
    return row


@transaction.atomic
def call_copies_back(*, subject: str, reason: str, by: Actor, at: datetime) -> int:
    """Ask every holder for what it has of the matter and nobody asked for yet, before an erasure. Returns of how many edges.

    Raises:
        Refused: without ``retention:ask``, ``not_found``, no reason, a hold, or nothing is out.
    """
    _decide(EntryKind.CALLED, subject, Words(reason), by, at)
    edges = list(edges_of(subject).filter(called=None).order_by("at", "id"))
    call_back(edges=edges, because="recall.ending", by=by, at=at)
    return len(edges)


@transaction.atomic
def ask_erasure(*, subject: str, ground: str, reason: str, by: Actor, at: datetime) -> Decided:
    """Ask that a matter be erased; a second person decides.

    Raises:
        Refused: without ``retention:ask``, ``not_found``, no reason, an unknown ground, asked already, or whatever hinders it.
    """
    return _decide(EntryKind.ASKED, subject, Words(reason), by, at, code=ground)


@transaction.atomic
def drop_erasure(*, subject: str, asked: str, reason: str, by: Actor, at: datetime) -> Decided:
    """Take the wish back, or decide against it.

    Raises:
        Refused: without ``retention:ask``, ``not_found``, no reason, or nobody asked.
    """
    return _decide(EntryKind.DROPPED, subject, Words(reason), by, at, of=asked)


@transaction.atomic
def confirm_erasure(*, subject: str, asked: str, reason: str, by: Actor, at: datetime) -> str:
    """Erase for ever, as the second person: keys destroyed, what is not sealed emptied, a certificate written. Answers with it.

    Raises:
        Refused: without ``retention:decide``, ``not_found``, no reason, nobody asked, one's own wish, or whatever hinders it.
    """
    row = _decide(EntryKind.ERASED, subject, Words(reason), by, at, of=asked, silent=True)
    return ending.erase(row, by=by, at=at)


def _decide(
    kind: EntryKind,
    subject: str,
    words: Words,
    by: Actor,
    at: datetime,
    *,
    code: str = "",
    until: datetime | None = None,
    of: str = "",
    silent: bool = False,
) -> Decided:
    """Check, store, and record one decision; ``silent``: the caller records it, having more to say."""
    require(may(by, PERMISSIONS[kind]))
    if by.kind != "person":
        raise Refused(no("retention.person"))
    let_in(by, subject)
    _lock(subject)
    require(reason_is_given(words.reason))
    texts = [text.strip()[:LONGEST] for text in (words.reason, words.authority, words.order)]
    require(may_be_written(texts))
    matter = matter_of(subject)
    entry = Entry(new_id("keep"), kind, by.id, at, code, until, of)
    require(may_decide(standing_of(matter), matter, entry, classes()))
    row = Decided(id=entry.id, subject=subject, kind=kind.value, code=code, until=until, of=of, by=by.id, at=at)
    for name, text in zip(("reason", "authority", "order"), texts, strict=True):
        setattr(row, name, seal(subject, f"{row.id}/{name}", text))
    row.save()
    if not silent:
        write_due(matter, standing_of(matter))
        detail = {name: value for name, value in (("code", code), ("of", of), ("until", _day(until))) if value}
        record(
            area="retention",
            action=f"retention.{kind.value}",
            by=by,
            at=at,
            subject=subject,
            reason=texts[0],
            detail=detail,
        )
    return row


def _day(until: datetime | None) -> str:
    return until.date().isoformat() if until else ""


def _lock(subject: str) -> None:
    rows = Case.objects if is_id(subject, "case") else Thread.objects
    rows.select_for_update().filter(pk=subject).first()


@transaction.atomic
def erase_again(*, stones: list[Tombstone], by: Actor, at: datetime) -> int:
    """After a restore: destroy again what was destroyed after the backup was made. Returns how many keys.

    The certificates stay with those who were given them; a matter erased so says that it was erased after the backup.
    """
    found = ending.destroy_again(stones, by=by, at=at)
    record(area="retention", action="retention.erased_again", by=by, at=at, detail={"keys": found})
    return found


@transaction.atomic
def erase_late(*, thread: str, by: Actor, at: datetime) -> None:
    """A request that came to an erased case afterwards, and has ended, ends with it."""
    keys = ending.erase_thread(thread, by=by, at=at)
    record(area="retention", action="retention.erased_late", by=by, at=at, subject=thread, detail={"keys": keys})
