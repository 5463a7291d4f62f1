"""Who is signed in, as an Actor; and the list of people for the administrator."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session

from sajha.accounts.models import User
from sajha.accounts.rules import may, usual_vaults
from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.config import NodeConfig
from sajha.basics.decision import Refused, no, require


def reads(user: User) -> frozenset[str]:
    """The vaults that a person reads: those that were said, else the usual ones."""
    if user.vaults is None:
        return usual(frozenset(user.roles))
    return frozenset(user.vaults)


def usual(roles: frozenset[str]) -> frozenset[str]:
    """The vaults that somebody of these roles reads in this organisation until the administrator says otherwise."""
    return usual_vaults(roles, cast(NodeConfig, settings.CONFIG).kind)


def actor_of(user: User) -> Actor:
    """The Actor of a signed-in person; somebody deactivated holds no role and reads no vault."""
    held = user.is_active
    return Actor(
        id=user.id,
        kind="person",
        label=user.display_name,
        roles=frozenset(user.roles if held else ()),
        vaults=reads(user) if held else frozenset(),
    )


def actor_of_id(user_id: str) -> Actor:
    """The Actor of a person by id, with the roles held now; somebody unknown or deactivated holds none."""
    user = User.objects.filter(pk=user_id).first()
    return actor_of(user) if user else Actor(id=user_id, kind="person", label="")


def people(by: Actor) -> list[User]:
    """Everybody of this node, by name.

    Raises:
        Refused: without ``user:manage``.
    """
    require(may(by, "user:manage"))
    return list(User.objects.order_by("display_name"))


def person(by: Actor, user_id: str) -> User:
    """One person of this node.

    Raises:
        Refused: without ``user:manage``, or nobody has this id.
    """
    require(may(by, "user:manage"))
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise Refused(no("not_found"))
    return user


def person_named(by: Actor, username: str) -> User:
    """The same by sign-in name.

    Raises:
        Refused: without ``user:manage``, or nobody has this name.
    """
    require(may(by, "user:manage"))
    user = User.objects.filter(username=username).first()
    if user is None:
        raise Refused(no("user.unknown"))
    return user


def protected(by: Actor) -> frozenset[str]:
    """Ids of those who set up a second factor.

    Raises:
        Refused: without ``user:manage``.
    """
    require(may(by, "user:manage"))
    rows = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return frozenset(rows.values_list("user_id", flat=True))


def second_factors(user: User) -> list[tuple[int, str, str]]:
    """(number, kind, name given by the person) of the person's own second factors."""
    return [
        (row.pk, row.type, str(row.data.get("name", "")))
        for row in Authenticator.objects.filter(user=user).order_by("pk")
    ]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of a person: its key (never shown), when it began and when it was last used."""

    key: str
    began: datetime | None
    seen: datetime | None


def sessions_of(user: User) -> list[OpenSession]:
    """The person's open sessions (sessions are few: one node, one organisation)."""
    found = [(row.session_key, row.get_decoded()) for row in Session.objects.filter(expire_date__gt=now())]
    return [
        OpenSession(key, _time(values.get("began")), _time(values.get("seen")))
        for key, values in found
        if values.get("_auth_user_id") == user.id
    ]


def _time(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None


def user_id_of(username: str) -> str:
    """The id behind a sign-in name, for the record of what happens at the door; empty when nobody has it."""
    return User.objects.filter(username__iexact=username).values_list("id", flat=True).first() or ""


def sign_in_addresses() -> list[str]:
    """The e-mail addresses with which people of this node sign in, for the watch over searches. Shown to nobody."""
    return list(User.objects.filter(username__contains="@").values_list("username", flat=True))


def colleagues(by: Actor, vault: str = "") -> list[tuple[str, str]]:
    """(id, name) of the active workers to whom a case or request may be given: of a vault, only its readers.

    Raises:
        Refused: without ``case:assign`` or ``request:assign``.
    """
    if not may(by, "case:assign").allowed:
        require(may(by, "request:assign"))
    return [
        (user.id, user.display_name)
        for user in User.objects.filter(is_active=True).order_by("display_name")
        if set(user.roles) & {"investigator", "case_manager", "unit_head", "nodal_officer", "coordinator"}
        and (not vault or vault in reads(user))
    ]


def carers(by: Actor) -> list[tuple[str, str]]:
    """(id, name) of the active people in care who do not investigate: those whom the author of a counselling note may name.

    Raises:
        Refused: without ``counselling:write``.
    """
    require(may(by, "counselling:write"))
    return [
        (user.id, user.display_name)
        for user in User.objects.filter(is_active=True).exclude(pk=by.id).order_by("display_name")
        if set(user.roles) & {"case_manager", "unit_head"}
        and "investigator" not in user.roles
        and "care" in reads(user)
    ]


def heads_and_auditors(vault: str) -> list[str]:
    """Ids of the active heads of units who read the vault, and of the auditors: those who must know of an emergency."""
    return [
        user.id
        for user in User.objects.filter(is_active=True).order_by("id")
        if "auditor" in user.roles or ("unit_head" in user.roles and vault in reads(user))
    ]


def actor_named(username: str) -> Actor:
    """The Actor of a person by sign-in name, marked as acting at the console of the node's own machine.

    Raises:
        Refused: nobody active has this name.
    """
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused(no("user.unknown"))
    return replace(actor_of(user), label=f"{user.display_name} (console)")


def names_of(by: Actor, ids: Iterable[str]) -> dict[str, str]:
    """Display names of colleagues by id, for those who work on cases or requests, or look at emergencies; ids of nobody are left out.

    Raises:
        Refused: without ``request:read``, which every worker has, and without ``emergency:see``.
    """
    if not may(by, "emergency:see").allowed:
        require(may(by, "request:read"))
    return dict(User.objects.filter(id__in=set(ids)).values_list("id", "display_name"))


def called(user: str) -> str:
    """The display name of a colleague, for what leaves in that person's name; empty for the node itself."""
    return User.objects.filter(id=user).values_list("display_name", flat=True).first() or ""


def roles_of(ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The roles of people by id, and nothing else of them: for those who may know in which role somebody acted, not who it was."""
    rows = User.objects.filter(id__in=set(ids)).values_list("id", "roles")
    return {user: tuple(sorted(roles)) for user, roles in rows}
