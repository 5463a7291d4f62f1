"""``sajha request court-pack``: a pack for the court, as a PDF in a file."""

from pathlib import Path

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cli.words import JSON_HELP, acting, show


@click.command(
    "court-pack",
    help=_("Make a pack for the court: what was sent and received, by whom, when, and what was done. It is recorded."),
)
@click.argument("threads", metavar="[REQUEST]...", nargs=-1)
@click.option("--case", "number", default="", help=_("Number of a case: all requests about it."))
@click.option("--named", is_flag=True, help=_("With what tells who people are. The look is recorded with the reason."))
@click.option("--reason", required=True, help=_("Why it is made."))
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("File to write the PDF to. It must not exist yet."),
)
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
@acting
def court_pack(
    threads: tuple[str, ...], number: str, *, named: bool, reason: str, out: Path, as_json: bool, by: Actor
) -> None:
    from sajha.disclosure.actions import release_court_pack
    from sajha.disclosure.court import digest_of, sheet

    if out.exists():
        raise click.ClickException(_("There is a file of this name already. Nothing was changed."))
    chosen = (*threads, *(_of_case(number, by) if number else ()))
    content = release_court_pack(threads=chosen, named=named, reason=reason, by=by, at=now())
    with out.open("xb") as file:
        out.chmod(0o600)
        file.write(sheet(content))
    held = [one["digest"] for thread in content["threads"] for one in thread["packages"] if one["held"]]
    told = {"pack": content["id"], "digest": digest_of(content), "file": str(out), "held": held}
    show(told, as_json=as_json)


def _of_case(number: str, by: Actor) -> tuple[str, ...]:
    """The requests about the case with this number that have left."""
    from sajha.cases.queries import case_list
    from sajha.cases.values import Wanted
    from sajha.liaison.queries import of_case
    from sajha.liaison.values import State

    found = case_list(by, Wanted(mine=False, is_open=None, find=number)).lines
    if len(found) != 1:
        raise Refused(no("not_found"))
    return tuple(row.id for row in of_case(by, found[0].id) if row.state != State.DRAFT)
