"""Words that several commands share, and the check that a node is configured."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from django.conf import settings
from django.utils.translation import gettext as _

PROGRAM = _("Sajha: organisations that counter human trafficking ask each other, and get an answer.")
JSON_HELP = _("Print the result as JSON.")


class NotConfigured(click.ClickException):
    """A setting is missing; the message says which, and how to set it."""

    exit_code = 2


def with_node(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command needs a configured node.

    Raises:
        NotConfigured: naming the missing setting.
    """

    @wraps(command)
    def checked(*args: Any, **kwargs: Any) -> Any:
        if settings.CONFIG is None:
            raise NotConfigured(not_configured(settings.CONFIG_ERROR))
        return command(*args, **kwargs)

    return checked


def not_configured(name: str) -> str:
    if name == "SAJHA_HOME":
        return _(
            "SAJHA_HOME is not set. Set it to the node's folder, for example: export SAJHA_HOME=/var/lib/sajha. “sajha node init” makes a new node there."
        )
    return _(
        "The setting %(name)s is missing or cannot be read. Put it into node.toml in the node's folder, or set the environment variable."
    ) % {"name": name}


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--as NAME`` (or SAJHA_USER) and hands the command that person as ``by``.

    Whoever reaches this machine's console holds the node's keys already, so no password is asked; the record says
    that the person acted at the console.
    """

    @click.option(
        "--as",
        "username",
        envvar="SAJHA_USER",
        required=True,
        help=_("Sign-in name of the person who does this (or SAJHA_USER)."),
    )
    @with_node
    @wraps(command)
    def acted(*args: Any, username: str, **kwargs: Any) -> Any:
        from sajha.accounts.queries import actor_named

        return command(*args, by=actor_named(username), **kwargs)

    return acted


def show(result: dict[str, Any], *, as_json: bool) -> None:
    """A result as JSON, or as lines of “name: value”."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=2, default=str))
        return
    for name, value in result.items():
        click.echo(f"{name}: {value}")
