"""Who is signed in, as an Actor; and the list of people for the administrator."""

from dataclasses import replace

from sajha.accounts.models import User
from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require


def actor_of(user: User) -> Actor:
    """The Actor of a signed-in person; somebody deactivated holds no role."""
    return Actor(
        id=user.id, kind="person", label=user.display_name, roles=frozenset(user.roles if user.is_active else ())
    )


def people(by: Actor) -> list[User]:
    """Everybody of this node, by name.

    Raises:
        Refused: without ``user:manage``.
    """
    require(may(by, "user:manage"))
    return list(User.objects.order_by("display_name"))


def colleagues(by: Actor) -> list[tuple[str, str]]:
    """(id, name) of the active workers to whom a case or request may be given.

    Raises:
        Refused: without ``case:assign`` or ``request:assign``.
    """
    if not may(by, "case:assign").allowed:
        require(may(by, "request:assign"))
    return [
        (user.id, user.display_name)
        for user in User.objects.filter(is_active=True).order_by("display_name")
        if set(user.roles) & {"investigator", "case_manager", "unit_head", "nodal_officer", "coordinator"}
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
