"""Make a node, and bring its database up to date."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.clock import now
from sajha.cli.words import JSON_HELP, show, with_node

OPERATOR = Actor(id="operator", kind="system", label="operator", roles=frozenset({"administrator"}))


def add_to(group: click.Group) -> None:
    node = click.Group("node", help=_("Make and look after this node."))
    node.add_command(init)
    node.add_command(prepare)
    group.add_command(node)


@click.command(help=_("Make a new node: its folder, keys, configuration, database and first administrator."))
@click.option(
    "--home",
    envvar="SAJHA_HOME",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=_("The node's folder (or SAJHA_HOME)."),
)
@click.option("--organisation", required=True, help=_("Name of the organisation that owns the node."))
@click.option("--kind", required=True, help=_("Kind of organisation, for example ahtu, shelter, state_nodal_office."))
@click.option(
    "--place",
    "places",
    multiple=True,
    help=_("Where it is responsible, by LGD code: IN-36 (a state) or IN-36-501 (a district). Repeat for more."),
)
@click.option("--url", required=True, help=_("Address at which browsers and other nodes reach it."))
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help=_("Address and port it listens on."))
@click.option("--database", default="", help=_("PostgreSQL address; SQLite in the node's folder when not given."))
@click.option(
    "--allow-private",
    multiple=True,
    help=_("A private network to which messages may be sent, for example 127.0.0.0/8."),
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    type=click.Choice(["en", "hi", "te", "ta"]),
    help=_("Language of the node."),
)
@click.option("--clock-scale", default=1.0, hidden=True)
@click.option("--administrator", default="admin", show_default=True, help=_("Sign-in name of the first administrator."))
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
def init(home: Path, *, administrator: str, as_json: bool, **settings_given: object) -> None:
    if (home / "node.toml").exists():
        raise click.ClickException(_("There is a node in this folder already. Nothing was changed."))
    _check_kind(str(settings_given["kind"]), settings_given["places"])
    _write_home(home, settings_given)
    environment = {**os.environ, "SAJHA_HOME": str(home)}
    command = [
        sys.executable,
        "-m",
        "sajha.cli",
        "node",
        "prepare",
        "--administrator",
        administrator,
        *(["--json"] if as_json else []),
    ]
    sys.exit(subprocess.run(command, env=environment, check=False).returncode)


def _check_kind(kind: str, places: object) -> None:
    from sajha.directory.values import ORGANISATION_KINDS
    from sajha.terms.places import is_place

    if kind not in ORGANISATION_KINDS:
        raise click.BadParameter(
            _("Choose one of: %(kinds)s.") % {"kinds": ", ".join(ORGANISATION_KINDS)}, param_hint="--kind"
        )
    for place in places:  # type: ignore[attr-defined]
        if not is_place(place):
            raise click.BadParameter(
                _("There is no place with the code %(place)s.") % {"place": place}, param_hint="--place"
            )


def _write_home(home: Path, values: dict[str, object]) -> None:
    """Folder, keys and configuration, readable by the node's own user only."""
    (home / "keys").mkdir(parents=True, mode=0o700, exist_ok=True)
    _write_secret(home / "keys" / "vault.key", secrets.token_bytes(32))
    _write_secret(home / "secret.key", secrets.token_hex(32).encode())
    lines = [f"{name} = {_toml(value)}\n" for name, value in values.items() if value not in ("", ())]
    _write_secret(home / "node.toml", "".join(lines).encode())


def _write_secret(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        os.fsync(file.fileno())


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, float):
        return str(value)
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


@click.command(
    help=_("Bring the database up to date (after an installation or upgrade) and load the register of organisations.")
)
@click.option("--administrator", default="", help=_("Also add a first administrator with this sign-in name."))
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
@with_node
def prepare(administrator: str, *, as_json: bool) -> None:
    from django.core.management import call_command

    from sajha.directory.actions import load_register
    from sajha.network.actions import make_identity

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    load_register(by=SYSTEM, at=now())
    result = {
        "node": make_identity(by=SYSTEM, at=now()),
        **(_first_administrator(administrator) if administrator else {}),
    }
    show(result, as_json=as_json)


def _first_administrator(username: str) -> dict[str, str]:
    from sajha.accounts.actions import add_user

    password = secrets.token_urlsafe(15)
    add_user(
        username=username,
        display_name=username,
        roles=frozenset({"administrator"}),
        password=password,
        language=settings.LANGUAGE_CODE,
        one_time=True,
        by=OPERATOR,
        at=now(),
    )
    return {"administrator": username, "password": password}
