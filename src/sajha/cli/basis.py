"""Legal grounds at the console: the list, naming one, deciding, ending."""

from datetime import datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cli.consent import CLASSES, UNTIL, find_person
from sajha.cli.words import JSON_HELP, acting, show
from sajha.consent import actions
from sajha.consent.grounds import grounds
from sajha.consent.values import Opinion, Purpose, Scope, parse_audience
from sajha.terms.labels.consent import GROUND_LABELS


def add_to(group: click.Group) -> None:
    basis = click.Group(
        "basis", help=_("Legal grounds instead of consent: two persons decide, each blind to the other.")
    )
    for command in (list_, open_, read, decide, end):
        basis.add_command(command)
    group.add_command(basis)


@click.command("list", help=_("The grounds that may be named, and how far each is reviewed."))
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
def list_(*, as_json: bool) -> None:
    found = {
        one.id: {
            "words": str(GROUND_LABELS[one.id]),
            "text": one.authority,
            "to": sorted(one.kinds),
            "for": sorted(one.purposes),
            "data": sorted(one.classes),
            "unverified": one.unverified,
        }
        for one in grounds().values()
    }
    show(found, as_json=as_json)


@click.command("open", help=_("Name a ground for one purpose and one audience. Reason and order are asked for."))
@click.argument("case")
@click.argument("person")
@click.option("--ground", required=True, type=click.Choice(list(grounds())))
@click.option("--for", "purpose", required=True, type=click.Choice([one.value for one in Purpose]), help=_("For what"))
@click.option("--to", "audience", required=True, help=_("A kind of organisation, or kind/node of a single one."))
@click.option(
    "--data",
    "classes",
    multiple=True,
    required=True,
    type=click.Choice(CLASSES),
    help=_("Which data. Repeat for more."),
)
@UNTIL
@acting
def open_(case: str, person: str, *, by: Actor, until: datetime | None, **typed: Any) -> None:
    case_id, party_id = find_person(by, case, person)
    row = actions.open_basis(
        case_id=case_id,
        party_id=party_id,
        ground=typed["ground"],
        scope=Scope(
            frozenset({typed["purpose"]}), frozenset({parse_audience(typed["audience"])}), frozenset(typed["classes"])
        ),
        until=until or now(),
        order=click.prompt(_("Section or order")),
        reason=click.prompt(_("Reason")),
        by=by,
        at=now(),
    )
    show({"basis": row.id}, as_json=False)


@click.command(help=_("Read the order and the reason before deciding. The look is recorded."))
@click.argument("case_id")
@click.argument("basis_id")
@acting
def read(case_id: str, basis_id: str, *, by: Actor) -> None:
    order, reason = actions.read_basis(case_id=case_id, basis_id=basis_id, by=by, at=now())
    show({"order": order, "reason": reason}, as_json=False)


@click.command(help=_("Decide, once. Nobody sees it before a second person has decided."))
@click.argument("case_id")
@click.argument("basis_id")
@click.argument("opinion", type=click.Choice([one.value for one in Opinion]))
@acting
def decide(case_id: str, basis_id: str, opinion: str, *, by: Actor) -> None:
    words = click.prompt(_("Reason"))
    where = {"case_id": case_id, "basis_id": basis_id}
    line = actions.vote_on_basis(**where, opinion=Opinion(opinion), words=words, by=by, at=now())
    show({"outcome": line.outcome}, as_json=False)


@click.command(help=_("End a ground before its day."))
@click.argument("case_id")
@click.argument("basis_id")
@acting
def end(case_id: str, basis_id: str, *, by: Actor) -> None:
    actions.end_basis(case_id=case_id, basis_id=basis_id, reason=click.prompt(_("Reason")), by=by, at=now())
    show({"basis": basis_id}, as_json=False)
