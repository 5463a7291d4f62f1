"""Look into the directory from the console."""

import json

import click
from django.utils.translation import gettext as _

from sajha.cli.node import OPERATOR
from sajha.cli.words import JSON_HELP, with_node
from sajha.directory.queries import search, who_to_ask
from sajha.directory.values import ORGANISATION_KINDS, Candidate, Listing
from sajha.network.queries import active_node_ids
from sajha.terms.places import Place, find_places, place_label, place_named

SHOWN = 10  # places named when a name fits several


def add_to(group: click.Group) -> None:
    directory = click.Group("directory", help=_("Find organisations, and who is responsible for a place."))
    directory.add_command(who)
    directory.add_command(list_)
    group.add_command(directory)


def one_place(context: click.Context, parameter: click.Parameter, text: str) -> Place | None:
    """The one place of this name or code; empty is none.

    Raises:
        BadParameter: no place, or several, which it names.
    """
    if not text:
        return None
    found = place_named(text)
    near = [found] if found else find_places(text, limit=SHOWN + 1)
    if len(near) == 1:
        return near[0]
    if not near:
        raise click.BadParameter(_("There is no place with this name or code."))
    named = ", ".join(f"{place_label(place)} ({place})" for place in near[:SHOWN])
    raise click.BadParameter(_("Several places fit. Give the code of one: %(places)s.") % {"places": named})


@click.command(help=_("Who is responsible for a place, given by name or LGD code, and who stands behind them."))
@click.argument("place", callback=one_place)
@click.option(
    "--kind",
    default="ahtu",
    type=click.Choice(ORGANISATION_KINDS),
    show_default=True,
    show_choices=False,
    help=_("Kind of organisation."),
)
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
@with_node
def who(place: Place, kind: str, *, as_json: bool) -> None:
    found = who_to_ask(OPERATOR, place, kinds=(kind,), reachable=active_node_ids())
    if as_json:
        _print_json({"place": str(place), "name": place_label(place), "candidates": [_proposed(one) for one in found]})
        return
    click.echo(place_label(place))
    for one in found:
        click.echo(f"- {one.listing.name}. {one.why_text} {one.because_text or _('Can be asked through Sajha.')}")
    if not found:
        click.echo(_("The directory names no organisation of this kind that is responsible here."))


@click.command("list", help=_("List organisations by name."))
@click.option("--text", default="", help=_("Words of the name or of a place."))
@click.option(
    "--kind",
    default="",
    type=click.Choice(["", *ORGANISATION_KINDS]),
    show_choices=False,
    help=_("Kind of organisation."),
)
@click.option("--state", default="", callback=one_place, help=_("State, by name or LGD code."))
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
@with_node
def list_(text: str, kind: str, state: Place | None, *, as_json: bool) -> None:
    rows: list[dict[str, object]] = []
    after = ""
    while True:
        found = search(OPERATOR, text=text, kind=kind, state=str(state or ""), after=after)
        rows += [_row(one) for one in found.listings]
        after = found.following
        if not after:
            break
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(str(row[name]) for name in ("id", "kind", "state", "name")))


def _row(listing: Listing) -> dict[str, object]:
    names = ("id", "kind", "name", "phone", "email", "node", "active")
    return {name: getattr(listing, name) for name in names} | {"state": str(listing.seat or "")}


def _proposed(one: Candidate) -> dict[str, object]:
    return _row(one.listing) | {"why": one.why, "can_be_asked": one.can_be_asked, "because": one.because}


def _print_json(result: object) -> None:
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))
