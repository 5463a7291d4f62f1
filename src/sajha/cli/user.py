"""The people who sign in to this node."""

import secrets
from collections.abc import Callable
from typing import Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cli.words import JSON_HELP, acting, show

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
name_argument = click.argument("name")
yes_option = click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
roles_option = click.option(
    "--role", "roles", multiple=True, required=True, help=_("A role, for example investigator. Repeat for more.")
)


def add_to(group: click.Group) -> None:
    user = click.Group("user", help=_("Look after the people who sign in to this node."))
    for command in (add, listed, change, vaults, close, reopen, password, second_factor):
        user.add_command(command)
    group.add_command(user)


@click.command(help=_("Add a person; prints a one-time password, to be replaced at the first sign-in."))
@name_argument
@click.option("--display-name", required=True, help=_("The person's name, as colleagues will read it."))
@roles_option
@click.option(
    "--language", default="en", show_default=True, type=click.Choice(["en", "hi", "te", "ta"]), help=_("Language")
)
@click.option(
    "--vault", "vaults", multiple=True, help=_("A vault to read: police, care or legal; the usual one when not given.")
)
@as_json_option
@acting
def add(
    name: str,
    display_name: str,
    roles: tuple[str, ...],
    vaults: tuple[str, ...],
    language: str,
    *,
    as_json: bool,
    by: Actor,
) -> None:
    from sajha.accounts.actions import add_user

    fresh = secrets.token_urlsafe(15)
    user = add_user(
        username=name,
        display_name=display_name,
        roles=frozenset(roles),
        password=fresh,
        language=language,
        one_time=True,
        vaults=frozenset(vaults) or None,
        by=by,
        at=now(),
    )
    show({**_told(user), "password": fresh}, as_json=as_json)


@click.command("list", help=_("List the people of this node."))
@as_json_option
@acting
def listed(*, as_json: bool, by: Actor) -> None:
    from sajha.accounts.queries import people, protected

    safe = protected(by)
    rows = [{**_told(user), "second_factor": user.id in safe} for user in people(by)]
    if as_json:
        show({"people": rows}, as_json=True)
        return
    for row in rows:
        state = _("open") if row["open"] else _("closed")
        click.echo(f"{row['name']:<20} {state:<8} {','.join(row['roles']):<30} {row['display_name']}")


@click.command("roles", help=_("Give a person other roles; their sessions end."))
@name_argument
@roles_option
@as_json_option
@acting
def change(name: str, roles: tuple[str, ...], *, as_json: bool, by: Actor) -> None:
    from sajha.accounts.actions import change_roles

    _apply(name, by, lambda user: change_roles(user=user, roles=frozenset(roles), by=by, at=now()), as_json)


@click.command(help=_("Say which vaults a person reads; their sessions end."))
@name_argument
@click.option("--vault", "wanted", multiple=True, help=_("A vault: police, care or legal. Repeat for more."))
@as_json_option
@acting
def vaults(name: str, wanted: tuple[str, ...], *, as_json: bool, by: Actor) -> None:
    from sajha.accounts.actions import change_vaults

    _apply(name, by, lambda user: change_vaults(user=user, vaults=frozenset(wanted), by=by, at=now()), as_json)


@click.command(help=_("Close a person's account; what they did stays on record."))
@name_argument
@yes_option
@as_json_option
@acting
def close(name: str, *, yes: bool, as_json: bool, by: Actor) -> None:
    from sajha.accounts.actions import set_active

    _sure(yes)
    _apply(name, by, lambda user: set_active(user=user, active=False, by=by, at=now()), as_json)


@click.command(help=_("Open a closed account again."))
@name_argument
@as_json_option
@acting
def reopen(name: str, *, as_json: bool, by: Actor) -> None:
    from sajha.accounts.actions import set_active

    _apply(name, by, lambda user: set_active(user=user, active=True, by=by, at=now()), as_json)


@click.command(help=_("Issue a one-time password to somebody who forgot theirs."))
@name_argument
@yes_option
@as_json_option
@acting
def password(name: str, *, yes: bool, as_json: bool, by: Actor) -> None:
    from sajha.accounts.actions import issue_password

    _sure(yes)
    fresh = secrets.token_urlsafe(15)
    _apply(name, by, lambda user: issue_password(user=user, password=fresh, by=by, at=now()), as_json, password=fresh)


@click.command("reset-second-factor", help=_("Remove the second factors of somebody who lost theirs."))
@name_argument
@yes_option
@as_json_option
@acting
def second_factor(name: str, *, yes: bool, as_json: bool, by: Actor) -> None:
    from sajha.accounts.actions import reset_second_factor

    _sure(yes)
    _apply(name, by, lambda user: reset_second_factor(user=user, by=by, at=now()), as_json)


def _apply(name: str, by: Actor, verb: Callable[[Any], None], as_json: bool, **more: str) -> None:
    from sajha.accounts.queries import person_named

    user = person_named(by, name)
    verb(user)
    show({**_told(user), **more}, as_json=as_json)


def _sure(yes: bool) -> None:
    if not yes:
        click.confirm(_("The person is signed out at once. Go on?"), abort=True)


def _told(user: Any) -> dict[str, Any]:
    from sajha.accounts.queries import reads

    return {
        "id": user.id,
        "name": user.username,
        "display_name": user.display_name,
        "roles": user.roles,
        "vaults": sorted(reads(user)),
        "open": user.is_active,
    }
