"""Add people, change what they may do, close their account. The only writer of users."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import transaction

from sajha.accounts.models import User
from sajha.accounts.rules import may, may_hold
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require


@transaction.atomic
def add_user(
    *, username: str, display_name: str, roles: frozenset[str], password: str, language: str, by: Actor, at: datetime
) -> User:
    """Add a person who may sign in once they have set up a second factor.

    Raises:
        Refused: by somebody without ``user:manage``, roles that do not go together, or a name that is taken.
        ValidationError: a password that is too short or too common.
    """
    require(may(by, "user:manage"))
    require(may_hold(roles))
    if User.objects.filter(username=username).exists():
        raise Refused(no("user.taken"))
    user = User(username=username, display_name=display_name, roles=sorted(roles), language=language, made_at=at)
    validate_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    record(area="accounts", action="user.added", by=by, at=at, subject=user.id, detail={"roles": user.roles})
    return user


@transaction.atomic
def change_roles(*, user: User, roles: frozenset[str], by: Actor, at: datetime) -> None:
    """Give a person other roles; their sessions end, so that the new rights hold at once.

    Raises:
        Refused: by somebody without ``user:manage``, or roles that do not go together.
    """
    require(may(by, "user:manage"))
    require(may_hold(roles))
    user.roles = sorted(roles)
    user.save(update_fields=["roles"])
    end_sessions(user)
    record(area="accounts", action="user.roles_changed", by=by, at=at, subject=user.id, detail={"roles": user.roles})


@transaction.atomic
def set_active(*, user: User, active: bool, by: Actor, at: datetime) -> None:
    """Close or reopen an account. Closing ends its sessions; nothing that the person did is removed.

    Raises:
        Refused: by somebody without ``user:manage``, or closing one's own account.
    """
    require(may(by, "user:manage"))
    if user.id == by.id:
        raise Refused(no("user.self"))
    user.is_active = active
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record(area="accounts", action="user.opened" if active else "user.closed", by=by, at=at, subject=user.id)


@transaction.atomic
def choose_language(*, user: User, language: str, by: Actor, at: datetime) -> None:
    """A person's own language for pages, dates and numbers."""
    user.language = language
    user.save(update_fields=["language"])
    record(area="accounts", action="user.language", by=by, at=at, subject=user.id, detail={"language": language})


def end_sessions(user: User) -> None:
    """Delete every session of the user (sessions are few: one node, one organisation)."""
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == user.id:
            session.delete()
