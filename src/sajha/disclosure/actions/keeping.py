"""Keep a part of what came in although it may be called back: on a named ground, asked by one, agreed by a second person."""

from datetime import datetime

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.consent.grounds import grounds
from sajha.disclosure.actions.recall import say
from sajha.disclosure.models import Heard, HeldPart, Keeping
from sajha.disclosure.queries.keeping import kept_value
from sajha.disclosure.queries.onward import held_row
from sajha.disclosure.rules import may_agree, may_keep
from sajha.vault.actions import seal


@transaction.atomic
def ask_to_keep(
    *, package: str, subject: str, ground: str, reference: str, reason: str, until: datetime, by: Actor, at: datetime
) -> str:
    """Ask that one subject of a package be kept on a legal ground; answers with its id. It stands once a second person agrees.

    Raises:
        Refused: without ``request:answer``, ``not_found``, destroyed already, or as ``rules.may_keep`` says.
    """
    require(may(by, "request:answer"))
    row = held_row(by, package)
    part = HeldPart.objects.filter(package=package, subject=subject).first()
    if part is None:
        raise Refused(no("not_found"))
    if part.became:
        raise Refused(no("keeping.gone"))
    require(
        may_keep(grounds=frozenset(grounds()), ground=ground, reference=reference, reason=reason, until=until, at=at)
    )
    kept = Keeping(
        id=new_id("keeping"),
        package=package,
        subject=subject,
        ground=ground,
        until=until,
        asked_by=by.id,
        asked_at=at,
    )
    kept.reference = seal(row.thread, f"{kept.id}/reference", reference.strip()[:120])
    kept.reason = seal(row.thread, f"{kept.id}/reason", reason.strip())
    kept.save(force_insert=True)
    detail = {"keeping": kept.id, "ground": ground, "subject": subject, "until": until.isoformat()}
    record(
        area="disclosure",
        action="keeping.asked",
        by=by,
        at=at,
        subject=package,
        about=row.thread,
        reason=reason,
        detail=detail,
    )
    return kept.id


@transaction.atomic
def agree_to_keep(*, keeping: str, by: Actor, at: datetime) -> None:
    """A second person agrees, after reading ground, order and reason.

    Raises:
        Refused: without ``request:answer``, ``not_found``, the one who asked, or not waiting any more.
    """
    row = _find(keeping, by)
    require(may_agree(kept_value(row), by.id, at))
    row.agreed_by, row.agreed_at = by.id, at
    row.save(update_fields=["agreed_by", "agreed_at"])
    record(area="disclosure", action="keeping.agreed", by=by, at=at, subject=row.package, detail={"keeping": row.id})


@transaction.atomic
def end_keeping(*, keeping: str, by: Actor, at: datetime) -> None:
    """End it, also before its day: one person is enough. What was called back meanwhile is destroyed now.

    Raises:
        Refused: without ``request:answer``, ``not_found``, or ended already.
    """
    row = _find(keeping, by)
    if row.ended_at is not None:
        raise Refused(no("keeping.closed"))
    close_keeping(row, by=by, at=at)


def close_keeping(row: Keeping, *, by: Actor, at: datetime) -> None:
    """Note the end; the recalls that were answered with it get a new word."""
    row.ended_by, row.ended_at = by.id, at
    row.save(update_fields=["ended_by", "ended_at"])
    record(area="disclosure", action="keeping.ended", by=by, at=at, subject=row.package, detail={"keeping": row.id})
    for heard in Heard.objects.select_for_update().filter(package=row.package).order_by("heard_at", "id"):
        if row.subject in heard.subjects:
            say(heard, by=by, at=at)


def _find(id: str, by: Actor) -> Keeping:
    require(may(by, "request:answer"))
    row = Keeping.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise Refused(no("not_found"))
    held_row(by, row.package)
    return row
