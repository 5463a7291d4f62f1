"""A person's own record at the console: read it together, hand it over on paper, make a one-time code."""

from dataclasses import asdict
from pathlib import Path
from typing import cast

import click
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.config import NodeConfig
from sajha.cli.consent import find_person
from sajha.cli.words import JSON_HELP, acting, show
from sajha.network.queries import names
from sajha.survivor import actions, queries
from sajha.survivor.telling import Told, tell
from sajha.terms.labels.survivor import WISH_LABELS

LANGUAGES = click.Choice([code for code, _name in settings.LANGUAGES])
as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
language_option = click.option("--language", default="en", show_default=True, type=LANGUAGES, help=_("Language"))
reason_option = click.option("--reason", prompt=True, help=_("Why the record is opened. The person can see it."))


def add_to(group: click.Group) -> None:
    survivor = click.Group("survivor", help=_("What a person may see of their own record."))
    for command in (show_, code, end, sheet, wishes, talked):
        survivor.add_command(command)
    group.add_command(survivor)


@click.command("show", help=_("Read a person's own record together with the person. The look is recorded."))
@click.argument("case")
@click.argument("person")
@reason_option
@language_option
@as_json_option
@acting
def show_(case: str, person: str, *, reason: str, language: str, as_json: bool, by: Actor) -> None:
    case_id, party_id = find_person(by, case, person)
    view = actions.open_together(case_id=case_id, party_id=party_id, reason=reason, by=by, at=now())
    with translation.override(language):
        told = tell(view, names())
        if as_json:
            show(asdict(told), as_json=True)
        else:
            _print(told)


def _print(told: Told) -> None:
    """The same in lines, one thing each."""
    click.echo(told.source)
    for part in told.parts:
        click.echo(f"\n{part.heading}\n{part.why}")
        for name, value in part.rows:
            click.echo(f"  {name}: {value}")
    for heading, lines in (
        (_("Who else has a copy"), [f"{'  ' * one.level}{one.name}: {one.words}" for one in told.copies]),
        (_("What you said yes and no to"), [*told.yes, *told.said, *told.grounds]),
        (
            _("Who looked"),
            [f"{one.when}: {one.who}: {one.what} {one.fields} {one.reason}".strip() for one in told.looks],
        ),
        (_("What is still open"), [f"{one.what} {one.since} {' '.join(one.late)}".strip() for one in told.pending]),
        (_("If you are not happy with us"), [f"{one.name}: {one.telephone or one.site}" for one in told.helpers]),
    ):
        click.echo(f"\n{heading}")
        for line in lines:
            click.echo(f"  {line}")


@click.command(help=_("Make a one-time code with which a person reads their own record on their own phone."))
@click.argument("case")
@click.argument("person")
@click.option("--language", required=True, type=LANGUAGES, help=_("Language in which the person reads"))
@click.option("--safe", is_flag=True, help=_("The person was asked alone, has their own phone, and wants this."))
@as_json_option
@acting
def code(case: str, person: str, *, language: str, safe: bool, as_json: bool, by: Actor) -> None:
    case_id, party_id = find_person(by, case, person)
    fresh = actions.make_code(case_id=case_id, party_id=party_id, language=language, safe=safe, by=by, at=now())
    config = cast(NodeConfig, settings.CONFIG)
    show({"code": fresh, "address": f"{config.url}/mine/", "minutes": config.code_minutes}, as_json=as_json)


@click.command(help=_("End a person's one-time code, and whatever it opened, at once."))
@click.argument("case")
@click.argument("person")
@acting
def end(case: str, person: str, *, by: Actor) -> None:
    case_id, party_id = find_person(by, case, person)
    actions.end_code(case_id=case_id, party_id=party_id, by=by, at=now())
    show({"ended": True}, as_json=False)


@click.command(help=_("Write a person's own record as a PDF to print, which is recorded as handed over."))
@click.argument("case")
@click.argument("person")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", required=True, type=LANGUAGES, help=_("Language in which the person reads"))
@click.option("--wanted", is_flag=True, help=_("The person was asked alone, wants paper, and has a safe place for it."))
@reason_option
@acting
def sheet(case: str, person: str, file: Path, *, language: str, wanted: bool, reason: str, by: Actor) -> None:
    from sajha.survivor.sheets import sheet as printed

    if file.exists():
        raise click.ClickException(_("There is a file of this name already. Nothing was changed."))
    case_id, party_id = find_person(by, case, person)
    view = actions.hand_over(
        case_id=case_id, party_id=party_id, language=language, wanted=wanted, reason=reason, by=by, at=now()
    )
    with file.open("xb") as paper:
        file.chmod(0o600)
        paper.write(printed(view, names(), language))
    show({"file": file}, as_json=False)


@click.command(help=_("People who asked for a talk about their record, the longest waiting first."))
@as_json_option
@acting
def wishes(*, as_json: bool, by: Actor) -> None:
    found = queries.open_wishes(by)
    if as_json:
        show({"wishes": [asdict(one) for one in found]}, as_json=True)
        return
    for one in found:
        click.echo(f"{one.id} {one.at.isoformat()} {one.case_number} {one.person}: {WISH_LABELS[one.wish]}")


@click.command(help=_("Write down that somebody has talked with the person about what they asked for."))
@click.argument("wish")
@acting
def talked(wish: str, *, by: Actor) -> None:
    actions.answer_wish(wish_id=wish, by=by, at=now())
    show({"wish": wish}, as_json=False)
