"""Measure this installation: ways of matching people, on generated people with known truth."""

import subprocess
import sys
from pathlib import Path

import click
from django.utils.translation import gettext as _

from sajha.cli.words import JSON_HELP

ROOT = Path(__file__).resolve().parents[3]


def add_to(group: click.Group) -> None:
    group.add_command(bench)


@click.group(help=_("Measure this installation."))
def bench() -> None:
    pass


@bench.command(help=_("How many true pairs of people each way of matching finds, and what it costs."))
@click.option("--people", type=click.IntRange(100), default=5_000, show_default=True, help=_("Records in each file."))
@click.option("--harder", is_flag=True, help=_("More spellings, more missing."))
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
def matching(people: int, *, harder: bool, as_json: bool) -> None:
    """The measurement lies beside the package in the project's source, with what it compares to; no node carries it."""
    if not (ROOT / "bench" / "accuracy").is_dir():
        raise click.ClickException(_("This measurement needs the source of the project."))
    words = ["--people", str(people), *(["--harder"] if harder else []), *(["--as-json"] if as_json else [])]
    done = subprocess.run([sys.executable, ROOT / "do.py", "accuracy", *words], cwd=ROOT, check=False)
    if done.returncode:
        raise click.exceptions.Exit(done.returncode)
