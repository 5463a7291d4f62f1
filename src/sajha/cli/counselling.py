"""Counselling notes at the console."""

from collections.abc import Callable
from typing import IO, Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cli.words import JSON_HELP, acting, show

note_argument = click.argument("note")
as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
words_option = click.option(
    "--words-from", type=click.File(), required=True, help=_("File with the words, - for standard input.")
)


def add_to(group: click.Group) -> None:
    counselling = click.Group("counselling", help=_("Notes that open to their author and whom the author names."))
    for command in (write, listed, read, change, name, take_back):
        counselling.add_command(command)
    group.add_command(counselling)


@click.command(help=_("Write a note in the case of this number, which lies in the care vault."))
@click.argument("number")
@words_option
@as_json_option
@acting
def write(number: str, *, words_from: IO[str], as_json: bool, by: Actor) -> None:
    from sajha.cases.counselling import actions
    from sajha.cases.queries import id_of_number

    case = id_of_number(by, number)
    if not case:
        raise Refused(no("not_found"))
    note = actions.write_note(case_id=case, words=words_from.read(), by=by, at=now())
    show({"note": note.id}, as_json=as_json)


@click.command("list", help=_("List the notes open to you; none says what it holds."))
@as_json_option
@acting
def listed(*, as_json: bool, by: Actor) -> None:
    from sajha.cases.counselling.queries import notes

    rows = [
        {"note": line.id, "number": line.number, "written_at": line.written_at, "own": line.own} for line in notes(by)
    ]
    if as_json:
        show({"notes": rows}, as_json=True)
        return
    for row in rows:
        click.echo(f"{row['note']}  {row['number']}  {row['written_at']:%Y-%m-%d %H:%M}")


@click.command(help=_("Open a note. It is recorded."))
@note_argument
@as_json_option
@acting
def read(note: str, *, as_json: bool, by: Actor) -> None:
    from sajha.cases.counselling import actions

    show({"words": actions.read_note(note_id=note, by=by, at=now())}, as_json=as_json)


@click.command(help=_("Write your own note anew."))
@note_argument
@words_option
@as_json_option
@acting
def change(note: str, *, words_from: IO[str], as_json: bool, by: Actor) -> None:
    from sajha.cases.counselling import actions

    actions.change_note(note_id=note, words=words_from.read(), revision=None, by=by, at=now())
    show({"note": note}, as_json=as_json)


@click.command("name", help=_("Let the person with this sign-in name open your note."))
@note_argument
@click.argument("person")
@as_json_option
@acting
def name(note: str, person: str, *, as_json: bool, by: Actor) -> None:
    from sajha.cases.counselling import actions

    _with_person(note, person, by, actions.name_reader, as_json)


@click.command("take-back", help=_("From now on this person cannot open your note any more."))
@note_argument
@click.argument("person")
@as_json_option
@acting
def take_back(note: str, person: str, *, as_json: bool, by: Actor) -> None:
    from sajha.cases.counselling import actions

    _with_person(note, person, by, actions.take_back, as_json)


def _with_person(note: str, person: str, by: Actor, act: Callable[..., Any], as_json: bool) -> None:
    from sajha.accounts.queries import user_id_of

    act(note_id=note, user_id=user_id_of(person), by=by, at=now())
    show({"note": note, "name": person}, as_json=as_json)
