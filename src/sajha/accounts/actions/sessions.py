"""What happens at the door: who came in, who failed, who left, and which sessions end. The ends are on record too."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from sajha.accounts.models import User
from sajha.accounts.queries import sessions_of
from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor


def end_sessions(user: User, *, keep: str = "") -> int:
    """Delete every session of the user but the one to keep; answers with how many ended. The caller records it."""
    keys = [session.key for session in sessions_of(user) if session.key != keep]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


@transaction.atomic
def end_other_sessions(*, user: User, keep: str, by: Actor, at: datetime) -> int:
    """A person ends their own sessions elsewhere; answers with how many ended."""
    ended = end_sessions(user, keep=keep)
    record(area="accounts", action="sign_in.ended_elsewhere", by=by, at=at, subject=user.id, detail={"ended": ended})
    return ended


@transaction.atomic
def note_sign_in(*, methods: list[str], by: Actor, at: datetime) -> None:
    """Somebody signed in; ``methods`` are words such as ``password``, ``totp``, ``webauthn``, in the order shown."""
    record(area="accounts", action="sign_in.done", by=by, at=at, subject=by.id, detail={"methods": methods})


@transaction.atomic
def note_sign_out(*, by: Actor, at: datetime) -> None:
    """Somebody signed out."""
    record(area="accounts", action="sign_in.left", by=by, at=at, subject=by.id)


@transaction.atomic
def note_failed_sign_in(*, user_id: str, step: str, at: datetime) -> None:
    """A sign-in failed at a step: ``password``, ``second_factor`` or ``closed``. A name that nobody has is not kept: it may be
    a password typed into the wrong box."""
    record(area="accounts", action="sign_in.failed", by=SYSTEM, at=at, subject=user_id, detail={"step": step})


@transaction.atomic
def note_locked_sign_in(*, user_id: str, step: str, minutes: int, at: datetime) -> None:
    """Further attempts are turned away for some minutes after repeated failures."""
    detail = {"step": step, "minutes": minutes}
    record(area="accounts", action="sign_in.locked", by=SYSTEM, at=at, subject=user_id, detail=detail)


@transaction.atomic
def note_second_factor(*, change: str, kind: str, by: Actor, at: datetime) -> None:
    """A person's own second factor was ``added`` or ``removed``; ``kind`` is totp, webauthn or recovery_codes."""
    record(area="accounts", action=f"second_factor.{change}", by=by, at=at, subject=by.id, detail={"kind": kind})
