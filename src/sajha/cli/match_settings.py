"""Seen elsewhere?, at the console: what is published and asked, protected values, the second person, what partners asked."""

from typing import Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cli.words import JSON_HELP, acting, show
from sajha.matching.actions import second
from sajha.matching.actions.epochs import begin_anew
from sajha.matching.actions.settings import change_settings, protect, unprotect
from sajha.matching.queries import usage
from sajha.matching.queries.settings import content_of, settings_of
from sajha.matching.queries.waiting import held, protected
from sajha.matching.rules.policy import STANDING
from sajha.matching.values import KINDS, SORTS, Purpose, changed

KIND, SORT = click.Choice(KINDS), click.Choice(SORTS)
AS_JSON = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
NOTHING = "none"


def add_to(group: click.Group) -> None:
    match = group.commands.get("match")
    if not isinstance(match, click.Group):
        match = click.Group("match", help=_("Seen elsewhere? Ask other organisations without telling what is asked."))
        group.add_command(match)
    for command in (
        settings,
        change,
        protect_,
        protected_,
        unprotect_,
        waiting,
        agree,
        decline,
        partners,
        watch,
        renew,
    ):
        match.add_command(command)


@click.command(help=_("What this node publishes and asks, and how much."))
@AS_JSON
@acting
def settings(*, by: Actor, as_json: bool) -> None:
    view = settings_of(by)
    found = {**content_of(view.settings), "changed_at": view.at, "changed_by": view.by}
    show(found if as_json else _in_lines(found), as_json=as_json)


def _in_lines(found: dict[str, Any]) -> dict[str, Any]:
    return {name: ", ".join(value) if isinstance(value, list | tuple) else value for name, value in found.items()}


@click.command(
    "set", help=_("Change what is given; the rest stays. The reason is asked for, and every partner is told.")
)
@click.option(
    "--publish", "publishes", multiple=True, type=click.Choice([*KINDS, NOTHING]), help=_("Repeat for more, or “none”.")
)
@click.option(
    "--ask", "asks", multiple=True, type=click.Choice([*KINDS, NOTHING]), help=_("Repeat for more, or “none”.")
)
@click.option(
    "--by-itself",
    "by_itself",
    multiple=True,
    type=click.Choice([*SORTS, NOTHING]),
    help=_("Repeat for more, or “none”."),
)
@click.option(
    "--for", "purpose", type=click.Choice([one.value for one in Purpose]), help=_("For what it asks by itself.")
)
@click.option("--ground", type=click.Choice(sorted(STANDING)), help=_("On which ground it asks by itself."))
@click.option("--written", "ground_reason", help=_("Where that ground is written."))
@click.option("--contact", help=_("Whom partners turn to."))
@click.option("--person-a-day", "user_a_day", type=int, help=_("Questions of one person a day."))
@click.option("--all-a-day", "unit_a_day", type=int, help=_("Questions of your organisation a day."))
@click.option("--partner-a-day", "partner_a_day", type=int, help=_("Values that you compare for one partner a day."))
@click.option("--held-by", "held_by", help=_("The member with which your blinded list lies, or “none”."))
@acting
def change(*, by: Actor, **typed: Any) -> None:
    given = {name: _meant(value) for name, value in typed.items() if value not in (None, ())}
    own = changed(settings_of(by).settings, **given)
    row = change_settings(settings=own, reason=click.prompt(_("Reason")), by=by, at=now())
    show({"settings": row.id}, as_json=False)


def _meant(value: Any) -> Any:
    if isinstance(value, tuple):
        return frozenset(value) - {NOTHING}
    return "" if value == NOTHING else value


@click.command("protect", help=_("Let nobody ask about a value alone. The value is asked for, and not kept."))
@click.argument("sort", type=SORT)
@acting
def protect_(sort: str, *, by: Actor) -> None:
    value = click.prompt(_("Number, address or name"), hide_input=True)
    row = protect(sort=sort, value=value, label=click.prompt(_("Whose it is, and why")), by=by, at=now())
    show({"protected": row.id}, as_json=False)


@click.command("protected", help=_("The values about which nobody asks alone, by their labels."))
@AS_JSON
@acting
def protected_(*, by: Actor, as_json: bool) -> None:
    lines = protected(by)
    show({line.id: {"sort": line.sort, "label": line.label, "at": line.at} for line in lines}, as_json=as_json)


@click.command("unprotect", help=_("Let a value be asked about like any other again."))
@click.argument("protected")
@acting
def unprotect_(protected: str, *, by: Actor) -> None:
    unprotect(protected=protected, reason=click.prompt(_("Reason")), by=by, at=now())
    show({"protected": protected}, as_json=False)


@click.command(help=_("Searches that wait for a second person, in cases that are open to you."))
@AS_JSON
@acting
def waiting(*, by: Actor, as_json: bool) -> None:
    show({line.id: _held(line) for line in held(by, now())}, as_json=as_json)


def _held(line: Any) -> dict[str, Any]:
    names = ("case", "purpose", "ground", "because", "sorts", "items", "partners", "by", "at", "until", "mine")
    return {name: getattr(line, name) for name in names}


@click.command(help=_("As the second person, let a search go. The reason is asked for."))
@click.argument("search")
@acting
def agree(search: str, *, by: Actor) -> None:
    second.agree(search=search, reason=click.prompt(_("Reason")), by=by, at=now())
    show({"search": search, "state": "asked"}, as_json=False)


@click.command(help=_("As the second person, stop a search. The reason is asked for."))
@click.argument("search")
@acting
def decline(search: str, *, by: Actor) -> None:
    second.decline(search=search, reason=click.prompt(_("Reason")), by=by, at=now())
    show({"search": search, "state": "declined"}, as_json=False)


@click.command(help=_("What partners publish and ask, and how much they asked of this node in 30 days."))
@AS_JSON
@acting
def partners(*, by: Actor, as_json: bool) -> None:
    show({use.partner.node: _used(use) for use in usage.uses(by, now())}, as_json=as_json)


def _used(use: usage.PartnerUse) -> dict[str, Any]:
    told = {
        name: getattr(use.partner, name) for name in ("name", "publishes", "asks", "contact", "records", "set_from")
    }
    return told | {name: getattr(use, name) for name in ("questions", "refused", "second", "used", "budget")}


@click.command(help=_("Who asked how much in 30 days, what was held, what was turned away. No case and no value."))
@AS_JSON
@acting
def watch(*, by: Actor, as_json: bool) -> None:
    found = usage.watch(by, now())
    people = {one.user: {"name": one.name, "today": one.today, **one.times} for one in found.people}
    counts = {name: getattr(found, name) for name in ("today", "unit_a_day", "user_a_day", "waiting", "protected")}
    show({**counts, "held_because": dict(found.because), "people": people}, as_json=as_json)


@click.command(help=_("Begin new keys, after a machine was lost: every partner gets its list anew."))
@click.option("--reason", required=True, help=_("Why. It is recorded, and stays here."))
@acting
def renew(reason: str, *, by: Actor) -> None:
    show({"epoch": begin_anew(reason=reason, by=by, at=now())}, as_json=False)
