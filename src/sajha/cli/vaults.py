"""Let something cross from one vault of this node into another, at the console, and read what crossed."""

from typing import Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cli.words import JSON_HELP, acting, show

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
VAULTS = ("police", "care", "legal")


def add_to(group: click.Group) -> None:
    vault = click.Group("vault", help=_("What crosses between the police, care and legal vaults of this node."))
    for command in (cross, received, show_):
        vault.add_command(command)
    group.add_command(vault)


@click.command(help=_("Show what would cross from the case of this number, field by field and why, then let it cross."))
@click.argument("number")
@click.option("--to", "to_vault", required=True, type=click.Choice(VAULTS), help=_("Into which vault."))
@click.option("--for", "kind", required=True, help=_("For what: a kind of request, for example transfer_person."))
@click.option("--person", "people", multiple=True, help=_("A person of the case, by pseudonym. Repeat for more."))
@click.option("--tick", "chosen", multiple=True, help=_("A field that tells who the person is. Repeat for more."))
@click.option("--ground", default="", help=_("The ground, for example consent_recorded."))
@click.option("--ground-reason", default="", help=_("What the ground rests on."))
@click.option("--preview", "only_look", is_flag=True, help=_("Show what would cross and stop."))
@click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
@as_json_option
@acting
def cross(number: str, *, only_look: bool, yes: bool, as_json: bool, by: Actor, **wanted: Any) -> None:
    from sajha.disclosure.actions import cross_vault, crossing_mark
    from sajha.disclosure.queries import crossing

    wish = _wish(by, number, wanted)
    view = crossing(by, wish)
    if only_look or not as_json:
        _show_preview(view, as_json=as_json)
    if only_look:
        return
    if not yes:
        click.confirm(_("Let it cross?"), abort=True, err=True)
    package = cross_vault(wish=wish, shown=crossing_mark(view), by=by, at=now())
    show({"package": package, "to": wish.to_vault}, as_json=as_json)


def _wish(by: Actor, number: str, wanted: dict[str, Any]) -> Any:
    from sajha.basics.decision import Refused, no
    from sajha.cases.queries import id_of_number
    from sajha.disclosure.queries import Wish, parties_of
    from sajha.liaison.values import OFFERED, Kind

    case = id_of_number(by, number)
    if not case:
        raise Refused(no("not_found"))
    if wanted["kind"] not in OFFERED:
        raise Refused(no("vault.unknown"))
    parties = {one.label: one.id for one in parties_of(by, case)}
    if not set(wanted["people"]) <= set(parties):
        raise Refused(no("not_found"))
    return Wish(
        case=case,
        parties=tuple(parties[person] for person in wanted["people"]),
        to_vault=wanted["to_vault"],
        kind=Kind(wanted["kind"]),
        chosen=wanted["chosen"],
        ground=wanted["ground"],
        ground_reason=wanted["ground_reason"],
    )


def _show_preview(view: Any, *, as_json: bool) -> None:
    from sajha.terms.reasons import reason_text

    rows = [
        {"subject": answer.subject, "field": answer.name, "outcome": str(answer.outcome), "because": answer.because}
        for _field, answer in view.fields
    ]
    if as_json:
        show({"fields": rows, "allowed": view.decision.allowed, "because": view.decision.because}, as_json=True)
        return
    for row in rows:
        click.echo(f"{row['subject']:<3} {row['field']:<26} {row['outcome']:<9} {reason_text(row['because'])}")
    if not view.decision.allowed:
        click.echo(reason_text(view.decision.because))


@click.command(help=_("List what crossed into the vaults that you read, newest first."))
@as_json_option
@acting
def received(*, as_json: bool, by: Actor) -> None:
    from sajha.disclosure.queries import crossed_list

    rows = [
        {
            "package": line.id,
            "from": line.from_vault,
            "to": line.to_vault,
            "for": line.kind,
            "at": line.at,
            "gone": line.gone,
        }
        for line in crossed_list(by)
    ]
    if as_json:
        show({"packages": rows}, as_json=True)
        return
    for row in rows:
        click.echo(f"{row['package']}  {row['from']} > {row['to']}  {row['for']}  {row['at']:%Y-%m-%d %H:%M}")


@click.command("show", help=_("Show a package that crossed; identities only with --reason, which is recorded."))
@click.argument("package")
@click.option("--reason", default="", help=_("Why you need to see who the person is, in at least 10 characters."))
@as_json_option
@acting
def show_(package: str, *, reason: str, as_json: bool, by: Actor) -> None:
    from sajha.cases.values import Sensitivity
    from sajha.disclosure.actions import open_crossed
    from sajha.disclosure.queries import crossed

    view = open_crossed(package=package, reason=reason, by=by, at=now()) if reason else crossed(by, package, now())[1]
    rows = {
        f"{field.subject} {field.name}".strip(): field.value
        if reason or field.sensitivity != Sensitivity.S3
        else _("Hidden")
        for field in view.package.fields
    }
    show(rows, as_json=as_json)
