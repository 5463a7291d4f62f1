"""Things seen in a case at the console: phones, vehicles, accounts. Without ``show`` no number or address is printed."""

from typing import IO

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases.values import CaseSheet, ThingSheet
from sajha.cli.words import JSON_HELP, acting, show
from sajha.terms.identifiers import IdentifierKind

number_argument = click.argument("number")
thing_argument = click.argument("thing")
as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
value_option = click.option(
    "--value-from", type=click.File(), required=True, help=_("File with the number or address, - for standard input.")
)


def add_to(group: click.Group) -> None:
    things = click.Group("things", help=_("Phones, vehicles and accounts seen in a case."))
    for command in (add, listed, shown, change, remove):
        things.add_command(command)
    group.add_command(things)


@click.command(help=_("Write down a thing of the case of this number: of one person of it, or of the case itself."))
@number_argument
@click.option(
    "--kind", required=True, type=click.Choice([kind.value for kind in IdentifierKind]), help=_("What it is.")
)
@click.option("--person", default="", help=_("Pseudonym of the person whose it is; without it, of the case itself."))
@value_option
@as_json_option
@acting
def add(number: str, *, kind: str, person: str, value_from: IO[str], as_json: bool, by: Actor) -> None:
    from sajha.cases import actions

    sheet = _sheet(number, by)
    row = actions.add_identifier(
        case_id=sheet.id,
        kind=IdentifierKind(kind),
        value=value_from.read(),
        party_id=_party(sheet, person),
        by=by,
        at=now(),
    )
    show({"thing": row.id}, as_json=as_json)


@click.command("list", help=_("List the things of a case: what each is and whose, never its number or address."))
@number_argument
@as_json_option
@acting
def listed(number: str, *, as_json: bool, by: Actor) -> None:
    sheet = _sheet(number, by)
    names = {party.id: party.pseudonym for party in sheet.parties}
    rows = [{"thing": one.id, "kind": one.kind.value, "person": names.get(one.party, "")} for one in sheet.things]
    if as_json:
        show({"things": rows}, as_json=True)
        return
    for row in rows:
        click.echo(f"{row['thing']}  {row['kind']:<12}  {row['person']}".rstrip())


@click.command("show", help=_("Show the number or address of a thing, for a reason. It is recorded."))
@number_argument
@thing_argument
@click.option("--reason", required=True, help=_("Why; the person concerned can see it."))
@as_json_option
@acting
def shown(number: str, thing: str, *, reason: str, as_json: bool, by: Actor) -> None:
    from sajha.cases import actions

    sheet = _sheet(number, by)
    party = _thing(sheet, thing).party
    found = actions.reveal_identifiers(
        case_id=sheet.id, party_id=party, identifiers=[thing], reason=reason, by=by, at=now()
    )
    show({"thing": thing, "value": found[thing]}, as_json=as_json)


@click.command(help=_("Write the number or address of a thing anew."))
@number_argument
@thing_argument
@value_option
@as_json_option
@acting
def change(number: str, thing: str, *, value_from: IO[str], as_json: bool, by: Actor) -> None:
    from sajha.cases import actions

    sheet = _sheet(number, by)
    actions.change_identifier(
        case_id=sheet.id, identifier_id=thing, value=value_from.read(), revision=None, by=by, at=now()
    )
    show({"thing": thing}, as_json=as_json)


@click.command(help=_("Remove a thing for good. That it was removed is recorded."))
@number_argument
@thing_argument
@click.option("--yes", is_flag=True, help=_("Do not ask again."))
@as_json_option
@acting
def remove(number: str, thing: str, *, yes: bool, as_json: bool, by: Actor) -> None:
    from sajha.cases import actions

    sheet = _sheet(number, by)
    _thing(sheet, thing)
    if not yes:
        click.confirm(_("Remove this?"), abort=True)
    actions.remove_identifier(case_id=sheet.id, identifier_id=thing, by=by, at=now())
    show({"thing": thing}, as_json=as_json)


def _sheet(number: str, by: Actor) -> CaseSheet:
    """The case of this number, whose opening is recorded."""
    from sajha.cases.actions import view_case
    from sajha.cases.queries import id_of_number

    case = id_of_number(by, number)
    if not case:
        raise Refused(no("not_found"))
    return view_case(case_id=case, by=by, at=now())


def _party(sheet: CaseSheet, pseudonym: str) -> str:
    """The id of the person of this pseudonym; empty for none.

    Raises:
        Refused: ``not_found``.
    """
    if not pseudonym:
        return ""
    for one in sheet.parties:
        if one.pseudonym == pseudonym.upper():
            return one.id
    raise Refused(no("not_found"))


def _thing(sheet: CaseSheet, thing: str) -> ThingSheet:
    for one in sheet.things:
        if one.id == thing:
            return one
    raise Refused(no("not_found"))
