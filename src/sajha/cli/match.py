"""Ask whether something or somebody is known elsewhere, and decide what others are told, from the console."""

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cli.words import JSON_HELP, acting, show

if TYPE_CHECKING:
    from sajha.matching.queries.askable import Plan
    from sajha.matching.queries.found import SearchView

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
_LOOK = 1.0  # seconds between two looks at the answers


def add_to(group: click.Group) -> None:
    match = group.commands.get("match")
    if not isinstance(match, click.Group):
        match = click.Group(
            "match", help=_("Ask whether something or somebody is known elsewhere, without telling what.")
        )
        group.add_command(match)
    for command in (items, ask, shown, listed, judge, sightings, decide, end):
        match.add_command(command)


def _case(number: str, by: Actor) -> str:
    """The id of the case with this number, of those open to the person."""
    from sajha.cases.queries import id_of_number

    found = id_of_number(by, number)
    if not found:
        raise Refused(no("not_found"))
    return found


@click.command(help=_("List what of a case can be asked about, by its id. No number and no name is shown."))
@click.argument("number", metavar="CASE")
@as_json_option
@acting
def items(number: str, *, as_json: bool, by: Actor) -> None:
    from sajha.disclosure.queries import parties_of
    from sajha.matching.queries.askable import askable

    case = _case(number, by)
    names = {party.id: party.label for party in parties_of(by, case)}
    rows = [asdict(one) | {"person": names.get(one.party, "")} for one in askable(by, case)]
    if as_json:
        show({"items": rows}, as_json=True)
        return
    for row in rows:
        click.echo(f"{row['subject']}  {row['sort']:<13} {row['number']:>2} {row['person']}")


@click.command(help=_("Ask partners about things and people of a case. Shows what will be asked of whom, then asks."))
@click.argument("number", metavar="CASE")
@click.option(
    "--item", "chosen", multiple=True, help=_("Id of a thing or person (see: sajha match items). None is all.")
)
@click.option("--partner", "partners", multiple=True, help=_("Id of the node that is asked. None is all."))
@click.option("--purpose", required=True, help=_("For what: investigation, rescue, family or care."))
@click.option(
    "--ground",
    required=True,
    help=_("On which ground: consent_recorded, legal_basis, registered_fir or missing_report."),
)
@click.option("--why", required=True, help=_("Where the ground is written, such as the number of the FIR."))
@click.option("--wait", type=click.FloatRange(0, 3600), default=0, help=_("Wait so many seconds for the answers."))
@click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
@as_json_option
@acting
def ask(
    number: str,
    chosen: tuple[str, ...],
    partners: tuple[str, ...],
    *,
    purpose: str,
    ground: str,
    why: str,
    wait: float,
    yes: bool,
    as_json: bool,
    by: Actor,
) -> None:
    from sajha.matching.actions.asking import search
    from sajha.matching.queries.askable import plan

    case = _case(number, by)
    planned = plan(by, case=case, subjects=chosen, chosen=partners, ground=ground)
    if not as_json:
        click.echo("\n".join(_plan_lines(planned)))
    if planned.subjects and not yes:
        click.confirm(_("Ask this?"), abort=True)
    row = search(
        case=case,
        subjects=planned.subjects or chosen,
        partners=partners,
        purpose=purpose,
        ground=ground,
        ground_reason=why,
        by=by,
        at=now(),
    )
    _tell(_answered(by, row.id, wait), as_json)


def _plan_lines(planned: "Plan") -> list[str]:
    from sajha.terms.reasons import reason_text

    lines = []
    for line in planned.lines:
        told = ", ".join(one.name for one in line.of) or ("sought" if line.sought else "")
        if not line.decision.allowed:
            told = " ".join(map(reason_text, (line.decision.because, *line.decision.needs)))
        lines.append(
            f"  {line.item.subject}  {line.item.sort:<13} {'yes' if line.decision.allowed else 'no':<4} {told}"
        )
    return lines


def _answered(by: Actor, search: str, wait: float) -> "SearchView":
    """The search, once every partner answered or the time is over; the node's worker brings the answers."""
    from sajha.matching.queries.found import search_view

    end_at = time.monotonic() + wait
    while True:
        view = search_view(by, search)
        if not view.waiting or time.monotonic() >= end_at:
            return view
        time.sleep(_LOOK)


def _tell(view: "SearchView", as_json: bool) -> None:
    if as_json:
        show(asdict(view) | {"waiting": view.waiting}, as_json=True)
        return
    click.echo(f"{view.id}\n{view.state} {view.held_because}\n{view.purpose}, {view.ground}, {view.reach}")
    for one in view.asked:
        click.echo(f"  {one.partner_name:<40} {one.state} {one.because}")
        for hit in one.hits:
            said = hit.judged[0].verdict if hit.judged else ""
            click.echo(f"    {hit.id}  {hit.subject}  {hit.sort}: {', '.join(hit.agreed)} {said}")


@click.command("show", help=_("Show a search and what each partner answered."))
@click.argument("search")
@click.option("--wait", type=click.FloatRange(0, 3600), default=0, help=_("Wait so many seconds for the answers."))
@as_json_option
@acting
def shown(search: str, *, wait: float, as_json: bool, by: Actor) -> None:
    _tell(_answered(by, search, wait), as_json)


@click.command("list", help=_("List the searches of a case, newest first."))
@click.argument("number", metavar="CASE")
@as_json_option
@acting
def listed(number: str, *, as_json: bool, by: Actor) -> None:
    from sajha.matching.queries.lists import search_lines

    rows = [asdict(one) for one in search_lines(by, _case(number, by))]
    if as_json:
        show({"searches": rows}, as_json=True)
        return
    if not rows:
        click.echo(_("Nothing here."))
    for row in rows:
        click.echo(f"{row['id']}  {row['state']:<9} {row['hits']:>3} / {row['asked']:<3} {', '.join(row['sorts'])}")


@click.command(
    help=_("Say of a hit or a sighting whether it is the same: same, different or unsure. Nothing is overwritten.")
)
@click.argument("of", metavar="HIT")
@click.argument("verdict")
@click.option("--reason", required=True, help=_("Why. It is recorded, and stays here."))
@as_json_option
@acting
def judge(of: str, verdict: str, reason: str, *, as_json: bool, by: Actor) -> None:
    from sajha.matching.actions.deciding import judge as say

    row = say(of=of, verdict=verdict, reason=reason, by=by, at=now())
    show({"of": of, "judgement": row.id, "verdict": verdict}, as_json=as_json)


@click.command(help=_("List who looks for people in your care."))
@click.option("--open", "open_only", is_flag=True, help=_("Only those on which nothing was decided yet."))
@as_json_option
@acting
def sightings(open_only: bool, *, as_json: bool, by: Actor) -> None:
    from sajha.matching.queries.found import sightings as sightings_of

    rows: list[dict[str, Any]] = [asdict(one) for one in sightings_of(by, open_only=open_only)]
    if as_json:
        show({"sightings": rows}, as_json=True)
        return
    if not rows:
        click.echo(_("Nothing here."))
    for row in rows:
        click.echo(f"{row['id']}  {row['state']:<10} {row['seeker_name']:<32} {', '.join(row['agreed'])}")


@click.command(
    help=_("Decide with the person what whoever looks is told: answered, committee or silent. Nothing leaves by this.")
)
@click.argument("sighting")
@click.argument("decision")
@click.option("--reason", required=True, help=_("Why. It is recorded, and stays here."))
@as_json_option
@acting
def decide(sighting: str, decision: str, reason: str, *, as_json: bool, by: Actor) -> None:
    from sajha.matching.actions.deciding import decide as say

    row = say(sighting=sighting, decision=decision, reason=reason, by=by, at=now())
    show({"sighting": row.id, "state": str(row.state)}, as_json=as_json)


@click.command(help=_("End a search: nobody is asked any more, and whom it named is looked for no longer."))
@click.argument("search")
@click.option("--reason", required=True, help=_("Why. It is recorded, and stays here."))
@as_json_option
@acting
def end(search: str, reason: str, *, as_json: bool, by: Actor) -> None:
    from sajha.matching.actions.ending import end_search

    end_search(search=search, reason=reason, by=by, at=now())
    show({"search": search, "ended": True}, as_json=as_json)
