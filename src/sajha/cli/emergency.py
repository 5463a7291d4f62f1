"""Emergency access at the console."""

from typing import Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cli.words import JSON_HELP, acting, show

id_argument = click.argument("emergency")
as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)


def add_to(group: click.Group) -> None:
    emergency = click.Group(
        "emergency", help=_("Open a closed case for hours when a life is in danger: two persons, a reason, a review.")
    )
    for command in (ask, listed, show_, confirm, decline, end, review, look):
        emergency.add_command(command)
    group.add_command(emergency)


@click.command(help=_("Ask for the case of this number. You are not told whether there is such a case."))
@click.argument("number")
@click.option("--danger", is_flag=True, help=_("A life is in danger now."))
@click.option("--reason", required=True, help=_("Why, in at least 10 characters."))
@click.option("--hours", default=4, show_default=True, help=_("For how many hours, 1 to 24."))
@as_json_option
@acting
def ask(number: str, *, danger: bool, reason: str, hours: int, as_json: bool, by: Actor) -> None:
    from sajha.cases.emergency import actions

    row = actions.ask(number=number, danger=danger, reason=reason, hours=hours, by=by, at=now())
    show({"emergency": row.id}, as_json=as_json)


@click.command("list", help=_("List the emergencies that concern you, newest first."))
@as_json_option
@acting
def listed(*, as_json: bool, by: Actor) -> None:
    from sajha.cases.emergency.queries import emergencies

    rows = [_line(line) for line in emergencies(by, now())]
    if as_json:
        show({"emergencies": rows}, as_json=True)
        return
    for row in rows:
        click.echo(f"{row['emergency']}  {row['number']}  {row['stage']:<9} {row['vault']}")


@click.command("show", help=_("Show one emergency: who asked, why, who confirmed, until when. It is recorded."))
@id_argument
@as_json_option
@acting
def show_(emergency: str, *, as_json: bool, by: Actor) -> None:
    from sajha.accounts.queries import names_of
    from sajha.cases.emergency import actions

    sheet = actions.read(emergency_id=emergency, by=by, at=now())
    people = {"asked_by": sheet.line.asked_by, "confirmed_by": sheet.confirmed_by, "reviewed_by": sheet.reviewed_by}
    names = names_of(by, filter(None, people.values()))
    told = {name: names.get(id, "") for name, id in people.items()}
    more = {"reason": sheet.reason, "hours": sheet.hours, "verdict": sheet.verdict, "review": sheet.review}
    show({**_line(sheet.line), **told, **more, "you_may": [step.value for step in sheet.may]}, as_json=as_json)


@click.command(help=_("As the second person: open the case to the one who asked, and tell everybody who must know."))
@id_argument
@click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
@as_json_option
@acting
def confirm(emergency: str, *, yes: bool, as_json: bool, by: Actor) -> None:
    from sajha.cases.emergency import actions

    if not yes:
        click.confirm(_("The case opens at once to the one who asked. Go on?"), abort=True)
    actions.confirm(emergency_id=emergency, by=by, at=now())
    show({"emergency": emergency, "stage": "open"}, as_json=as_json)


@click.command(help=_("As the second person: leave the case closed."))
@id_argument
@as_json_option
@acting
def decline(emergency: str, *, as_json: bool, by: Actor) -> None:
    from sajha.cases.emergency import actions

    actions.decline(emergency_id=emergency, by=by, at=now())
    show({"emergency": emergency, "stage": "declined"}, as_json=as_json)


@click.command(help=_("Close the case again before its time."))
@id_argument
@as_json_option
@acting
def end(emergency: str, *, as_json: bool, by: Actor) -> None:
    from sajha.cases.emergency import actions

    actions.end(emergency_id=emergency, by=by, at=now())
    show({"emergency": emergency, "stage": "ended"}, as_json=as_json)


@click.command(help=_("As a third person: say afterwards whether it was justified, and why."))
@id_argument
@click.argument("verdict", type=click.Choice(["justified", "not_justified"]))
@click.option("--words", required=True, help=_("Why, in at least 10 characters."))
@as_json_option
@acting
def review(emergency: str, verdict: str, *, words: str, as_json: bool, by: Actor) -> None:
    from sajha.cases.emergency import actions
    from sajha.cases.emergency.values import Verdict

    actions.review(emergency_id=emergency, verdict=Verdict(verdict), words=words, by=by, at=now())
    show({"emergency": emergency, "verdict": verdict}, as_json=as_json)


@click.command(help=_("Read the case that is open to you: numbers, pseudonyms and codes. It is recorded."))
@id_argument
@as_json_option
@acting
def look(emergency: str, *, as_json: bool, by: Actor) -> None:
    from sajha.cases.emergency import actions

    sheet = actions.look(emergency_id=emergency, by=by, at=now())
    people = [party.name for party in sheet.parties]
    show({"number": sheet.number, "vault": sheet.vault, "people": people}, as_json=as_json)


def _line(line: Any) -> dict[str, Any]:
    return {
        "emergency": line.id,
        "number": line.number,
        "vault": line.vault,
        "stage": line.stage.value,
        "asked_at": line.asked_at,
        "until": line.until,
        "review_due": line.review_due,
    }
