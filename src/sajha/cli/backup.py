"""Save a node into one sealed file, and bring it back."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import click
from django.conf import settings
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.config import NodeConfig
from sajha.cli.node import OPERATOR
from sajha.cli.words import JSON_HELP, show, with_node

MARGIN = timedelta(hours=1)  # of clocks that differ between nodes

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
passphrase_option = click.option(
    "--passphrase-file",
    envvar="SAJHA_BACKUP_PASSPHRASE_FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("File with the passphrase (or SAJHA_BACKUP_PASSPHRASE_FILE). Asked for when nothing is given."),
)


def add_to(group: click.Group) -> None:
    group.add_command(backup)
    group.add_command(restore)
    group.add_command(restored)


@click.command(help=_("Save this node (database, keys, configuration) into one file sealed with age."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--recipient", "recipients", multiple=True, help=_("Seal to this age key (age1…). Repeat for more."))
@passphrase_option
@as_json_option
@with_node
def backup(file: Path, recipients: tuple[str, ...], passphrase_file: Path | None, *, as_json: bool) -> None:
    from django.db import transaction

    from sajha.audit.actions import record
    from sajha.network.queries import own_node_id
    from sajha.vault.backups import BackupFailed, write_backup

    words = passphrase_file.read_text("utf-8").strip() if passphrase_file else ""
    if not (words or recipients):
        words = click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=True)
    at = now()
    with transaction.atomic():
        record(area="exchange", action="node.backed_up", by=OPERATOR, at=at)
    try:
        manifest = write_backup(
            file,
            config=cast(NodeConfig, settings.CONFIG),
            node=own_node_id(),
            at=at,
            recipients=recipients,
            passphrase=words,
        )
    except BackupFailed as failed:
        raise click.ClickException(failure(failed.because)) from failed
    except FileExistsError as failed:
        raise click.ClickException(_("There is a file of this name already. Nothing was changed.")) from failed
    show(
        {"file": str(file), "bytes": file.stat().st_size, "node": manifest.node, "made_at": manifest.made_at},
        as_json=as_json,
    )


@click.command(help=_("Bring a node back from a backup into an empty folder, and check its records."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--home",
    envvar="SAJHA_HOME",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=_("The node's folder (or SAJHA_HOME)."),
)
@click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("File with the age key that the backup was sealed to."),
)
@click.option(
    "--tombstones",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_(
        "The newest tombstones.jsonl of the node, from its old folder or a copy: what was erased since is erased again."
    ),
)
@passphrase_option
@as_json_option
def restore(
    file: Path,
    home: Path,
    identity: Path | None,
    tombstones: Path | None,
    passphrase_file: Path | None,
    *,
    as_json: bool,
) -> None:
    from sajha.vault.backups import BackupFailed, read_backup
    from sajha.vault.tombstones import read

    try:
        if tombstones:
            read(tombstones)
    except ValueError as error:
        raise click.ClickException(_("This is no list of destroyed keys. Nothing was brought back.")) from error
    words = passphrase_file.read_text("utf-8").strip() if passphrase_file else ""
    if not (words or identity):
        words = click.prompt(_("Passphrase"), hide_input=True)
    try:
        manifest = read_backup(file, home, identity=_age_key(identity), passphrase=words)
    except BackupFailed as failed:
        raise click.ClickException(failure(failed.because)) from failed
    command = [sys.executable, "-m", "sajha.cli", "restored", manifest.made_at.isoformat()]
    command += ["--tombstones", str(tombstones.resolve())] if tombstones else []
    environment = {**os.environ, "SAJHA_HOME": str(home)}
    sys.exit(subprocess.run([*command, *(["--json"] if as_json else [])], env=environment, check=False).returncode)


def _age_key(path: Path | None) -> str:
    """The key line of an age identity file, whose other lines are comments."""
    lines = path.read_text("utf-8").splitlines() if path else []
    return next((line for line in lines if line.startswith("AGE-SECRET-KEY-")), "")


@click.command(hidden=True, help=_("Finish a restore: load, check the records, ask the members for what was missed."))
@click.argument("made_at", type=datetime.fromisoformat)
@click.option("--tombstones", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json_option
@with_node
def restored(made_at: datetime, tombstones: Path | None, *, as_json: bool) -> None:
    from django.core.management import call_command

    from sajha.audit.queries import verify_chains
    from sajha.countersign.actions import make_checkpoint
    from sajha.disclosure.actions.restored import ask_again as ask_for_packages
    from sajha.exchange.actions import ask_again
    from sajha.network.queries import own_node_id
    from sajha.vault.backups import DUMP, BackupFailed, load_dump

    config = cast(NodeConfig, settings.CONFIG)
    try:
        if (config.home / DUMP).exists():
            load_dump(config)
    except BackupFailed as failed:
        raise click.ClickException(failure(failed.because)) from failed
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    broken = [report.area for report in verify_chains() if not report.whole]
    erased = _erase_again(tombstones)
    asked = 0 if broken else ask_again(since=made_at - MARGIN, by=OPERATOR, at=now())
    wanted = 0 if broken else ask_for_packages(now())
    result = {
        "node": own_node_id(),
        "made_at": made_at,
        "records_whole": not broken,
        "members_asked": asked,
        "packages_asked": wanted,
        "keys_destroyed_again": erased,
    }
    if not broken:
        make_checkpoint(by=OPERATOR, at=now())  # the members say at once how far the record is behind what they saw
    show(result | ({"broken": broken} if broken else {}), as_json=as_json)
    if broken:
        sys.exit(1)
    if not as_json:
        click.echo(
            _(
                "Start the node. The members send again what they sent since then. What this node sent itself since then is not in the backup: such requests say so, ask the other side about them."
            )
        )


def _erase_again(tombstones: Path | None) -> int:
    """Destroy again what the file names; without one, say what that means."""
    from sajha.retention.actions import erase_again
    from sajha.vault.tombstones import read

    if tombstones is None:
        click.echo(
            _(
                "No list of destroyed keys was given: what was erased after this backup was made can be read again. Give it with --tombstones, or erase those records again before anybody signs in."
            ),
            err=True,
        )
        return 0
    return erase_again(stones=read(tombstones), by=OPERATOR, at=now())


def failure(because: str) -> str:
    """What went wrong with a backup, in words."""
    return {
        "backup.no_key": _("Give a passphrase or a recipient: a backup is never written in clear."),
        "backup.no_recipient": _("This is no age key. It begins with age1."),
        "backup.no_postgres": _(
            "PostgreSQL's own programs (pg_dump, pg_restore) are needed and not installed here: apt-get install postgresql-client."
        ),
        "backup.database_refused": _(
            "The database did not do it. For a restore it must be reachable and empty; for a backup, reachable."
        ),
        "backup.not_empty": _("The folder is not empty. A node is brought back into an empty folder only."),
        "backup.other_key": _("The passphrase or key does not open this backup."),
        "backup.damaged": _("This is no backup of a node, or it is damaged. Nothing was brought back."),
        "backup.newer": _("This backup was written by a newer version of Sajha. Upgrade first."),
    }[because]
