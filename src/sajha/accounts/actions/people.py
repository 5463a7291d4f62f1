"""Add people, change what they may do, close their account, help them in again. The only writer of users."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from sajha.accounts.actions.sessions import end_sessions
from sajha.accounts.models import User
from sajha.accounts.queries import usual
from sajha.accounts.rules import may, may_hold, may_read_vaults
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require


@transaction.atomic
def add_user(
    *,
    username: str,
    display_name: str,
    roles: frozenset[str],
    password: str,
    language: str,
    by: Actor,
    at: datetime,
    one_time: bool = False,
    vaults: frozenset[str] | None = None,
) -> User:
    """Add a person who may sign in once they have set up a second factor and replaced a one-time password.

    Without ``vaults`` a worker reads the vault in which an organisation of this kind works.

    Raises:
        Refused: by somebody without ``user:manage``, roles that do not go together, or a name that is taken.
        ValidationError: a password that is too short or too common.
    """
    require(may(by, "user:manage"))
    require(may_hold(roles))
    vaults = usual(roles) if vaults is None else vaults
    require(may_read_vaults(roles, vaults))
    if User.objects.filter(username__iexact=username).exists():
        raise Refused(no("user.taken"))
    user = User(username=username, display_name=display_name, roles=sorted(roles), language=language, made_at=at)
    user.vaults = sorted(vaults)
    user.must_change_password = one_time
    validate_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    detail = {"roles": user.roles, "vaults": user.vaults}
    record(area="accounts", action="user.added", by=by, at=at, subject=user.id, detail=detail)
    return user


@transaction.atomic
def change_roles(*, user: User, roles: frozenset[str], by: Actor, at: datetime) -> None:
    """Give a person other roles; their sessions end, so that the new rights hold at once.

    Whoever works no cases any more reads no vault; a new worker reads the usual one.

    Raises:
        Refused: by somebody without ``user:manage``, or roles that do not go together.
    """
    require(may(by, "user:manage"))
    require(may_hold(roles))
    user.roles = sorted(roles)
    first = usual(roles)
    user.vaults = (user.vaults or sorted(first)) if first else []
    user.save(update_fields=["roles", "vaults"])
    end_sessions(user)
    detail = {"roles": user.roles, "vaults": user.vaults}
    record(area="accounts", action="user.roles_changed", by=by, at=at, subject=user.id, detail=detail)


@transaction.atomic
def change_vaults(*, user: User, vaults: frozenset[str], by: Actor, at: datetime) -> None:
    """Say which vaults a person reads; their sessions end, so that nothing of another opens from now on.

    Raises:
        Refused: by somebody without ``user:manage``, a vault that does not exist, none for a worker, one for somebody else.
    """
    require(may(by, "user:manage"))
    require(may_read_vaults(frozenset(user.roles), vaults))
    user.vaults = sorted(vaults)
    user.save(update_fields=["vaults"])
    end_sessions(user)
    detail = {"vaults": user.vaults}
    record(area="accounts", action="user.vaults_changed", by=by, at=at, subject=user.id, detail=detail)


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


@transaction.atomic
def issue_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """Give somebody who forgot it a one-time password, to be replaced at the next sign-in; their sessions end.

    Raises:
        Refused: by somebody without ``user:manage``, or for one's own account.
        ValidationError: a password that is too short or too common.
    """
    require(may(by, "user:manage"))
    if user.id == by.id:
        raise Refused(no("user.own_password"))
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    record(area="accounts", action="user.password_issued", by=by, at=at, subject=user.id)


@transaction.atomic
def reset_second_factor(*, user: User, by: Actor, at: datetime) -> None:
    """Remove every second factor of somebody who lost theirs; they set up a new one at the next sign-in.

    Raises:
        Refused: by somebody without ``user:manage``, or for one's own account.
    """
    require(may(by, "user:manage"))
    if user.id == by.id:
        raise Refused(no("user.own_second_factor"))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(area="accounts", action="user.second_factor_reset", by=by, at=at, subject=user.id)


@transaction.atomic
def change_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """A person's own new password, already checked against the old one.

    Raises:
        ValidationError: a password that is too short or too common.
    """
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(area="accounts", action="user.password_changed", by=by, at=at, subject=user.id)
