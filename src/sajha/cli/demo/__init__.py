"""The demonstration: a small network of real nodes on this machine, with invented people."""

import json
import shutil
import signal
import tempfile
import threading
from pathlib import Path

import click
from django.utils.translation import gettext as _

from sajha.cli.demo.cast import MEMBERS, PASSWORD
from sajha.cli.demo.node import CommandFailed, Node

FIRST_PORT = 8101
DEMO_SCALE = 240.0  # an hour of the clock is 15 seconds
ONCE_SCALE = 36000.0  # ten hours are a second


def add_to(group: click.Group) -> None:
    demo.add_command(code)
    demo.add_command(settle)
    demo.add_command(stage)
    group.add_command(demo)


@click.group(
    invoke_without_command=True, help=_("Start a small network of real nodes on this machine, with invented people.")
)
@click.option("--once", is_flag=True, help=_("Run the story without a browser, print what happened as JSON, and end."))
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=_("Keep the network in this folder (default: a new one, removed at the end)."),
)
@click.option("--port", default=FIRST_PORT, show_default=True, help=_("The first of six ports."))
@click.pass_context
def demo(context: click.Context, *, once: bool, folder: Path | None, port: int) -> None:
    if context.invoked_subcommand:
        return
    home = folder or Path(tempfile.mkdtemp(prefix="sajha-demo-"))
    if folder and folder.exists() and any(folder.iterdir()):
        raise click.ClickException(_("This folder is not empty. Choose another, or remove it first."))
    try:
        _run(home, once=once, port=port)
    except CommandFailed as error:
        raise click.ClickException(str(error)) from error
    finally:
        if not folder:
            shutil.rmtree(home, ignore_errors=True)


def _run(home: Path, *, once: bool, port: int) -> None:
    from sajha.cli.demo.elsewhere import play_elsewhere
    from sajha.cli.demo.network import load_records, make_network, stage_cases
    from sajha.cli.demo.story import play, summary

    def say(words: str) -> None:
        click.echo(f"  {words}", err=True)

    click.echo(_("Making six nodes, each with its own keys, database and port …"), err=True)
    nodes = make_network(home, 0 if once else port, ONCE_SCALE if once else DEMO_SCALE, say)
    try:
        for node in nodes.values():
            node.start()
        for node in nodes.values():
            node.wait()
        click.echo(_("Bringing in invented people from a file …"), err=True)
        load_records(nodes, say)
        click.echo(_("Asking and answering between the nodes …"), err=True)
        cases = stage_cases(nodes)
        play(nodes, say, to_the_end=once)
        click.echo(_("Asking whether somebody else knows a phone and a person …"), err=True)
        play_elsewhere(nodes, cases, say, to_the_end=once)
        if once:
            told = summary(nodes)
            click.echo(json.dumps(told, indent=2))
            raise SystemExit(0 if told["as it should be"] else 1)
        _stay(nodes)
    finally:
        for node in nodes.values():
            node.stop()


def _stay(nodes: dict[str, Node]) -> None:
    """Print who may sign in where, and wait for the interruption."""
    click.echo(
        "\n" + _("The network is up. Open an address, sign in, and see docs/how-to/five-minutes.md for what to try.")
    )
    click.echo(_("Password of everybody: %(password)s") % {"password": PASSWORD})
    click.echo(_("Six-digit code of the authenticator app: sajha demo code NAME (or add the secret to an app)") + "\n")
    for member in MEMBERS:
        click.echo(f"{nodes[member.key].url}   {member.organisation}")
        for person in member.people:
            click.echo(f"    {person.username:<8} {person.role:<16} {person.secret}")
    click.echo("\n" + _("Press Ctrl+C to end it."))
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_unused: ended.set())
    ended.wait()


@click.command(help=_("The six-digit code that the authenticator app of a person of the demonstration shows now."))
@click.argument("name")
def code(name: str) -> None:
    from sajha.cli.demo.settle import code_now

    secrets = {person.username: person.secret for member in MEMBERS for person in member.people}
    if name not in secrets:
        raise click.BadParameter(_("Choose one of: %(kinds)s.") % {"kinds": ", ".join(secrets)})
    click.echo(code_now(secrets[name]))


@click.command(hidden=True)
@click.argument("key")
def settle(key: str) -> None:
    from sajha.cli.demo.settle import settle as settle_here

    settle_here(key)


@click.command(hidden=True)
@click.argument("key")
def stage(key: str) -> None:
    from sajha.cli.demo.stage import stage as stage_here

    click.echo(json.dumps({"cases": stage_here(key)}))
