"""Write down consent and decide on legal grounds at the console, for whoever works without the pages."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no, require
from sajha.cases.queries import case_detail, id_of_number
from sajha.cli.words import JSON_HELP, acting, show, with_node
from sajha.consent import actions, queries
from sajha.consent.notices import LANGUAGES, newest_version
from sajha.consent.values import (
    EVERYONE,
    GRANTABLE,
    EventKind,
    Giver,
    Manner,
    Notice,
    Point,
    Purpose,
    Said,
    Scope,
    parse_audience,
)
from sajha.disclosure.tasks import recall_due
from sajha.terms.labels.consent import CLASS_LABELS, EVENT_LABELS, PURPOSE_LABELS

CLASSES = sorted(one.value for one in GRANTABLE)
ACTIONS: dict[EventKind, Callable[..., Any]] = {
    EventKind.GIVEN: actions.give_consent,
    EventKind.REFUSED: actions.refuse_consent,
    EventKind.NARROWED: actions.narrow_consent,
    EventKind.WITHDRAWN: actions.withdraw_consent,
}


def add_to(group: click.Group) -> None:
    consent = click.Group("consent", help=_("What a person agreed to, and a change of mind."))
    for command in (show_, give, refuse, narrow, withdraw, notice, verify):
        consent.add_command(command)
    group.add_command(consent)


def find_person(by: Actor, case: str, person: str) -> tuple[str, str]:
    """Ids of case and person from an id or number of the case, and an id or pseudonym of the person.

    Raises:
        Refused: ``not_found``.
    """
    if not case.startswith("case_"):
        case = id_of_number(by, case) or case
    party = next((one.id for one in case_detail(by, case).parties if person in (one.id, one.pseudonym)), "")
    if not party:
        raise Refused(no("not_found"))
    return case, party


def day_end(context: click.Context, parameter: click.Parameter, day: datetime | None) -> datetime | None:
    """The end of a day in the node's own time."""
    return timezone.make_aware(day.replace(hour=0, minute=0, second=0) + timedelta(days=1)) if day else None


def in_node_time(context: click.Context, parameter: click.Parameter, at: datetime | None) -> datetime | None:
    return timezone.make_aware(at) if at else None


PURPOSES = click.option(
    "--for",
    "purposes",
    multiple=True,
    type=click.Choice([one.value for one in Purpose]),
    help=_("For what. Repeat for more."),
)
TO = click.option(
    "--to", "audiences", multiple=True, help=_("A kind of organisation, or kind/node of a single one. Repeat for more.")
)
DATA = click.option(
    "--data", "classes", multiple=True, type=click.Choice(CLASSES), help=_("Which data. Repeat for more.")
)
UNTIL = click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), callback=day_end, help=_("Last day on which it holds.")
)


def entry(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every entry has."""
    for option in (
        click.option("--yes", is_flag=True, help=_("Do not ask before it is written down.")),
        click.option(
            "--words-from", type=click.File(), help=_("File with the person's own words, - for standard input.")
        ),
        click.option(
            "--said-at",
            type=click.DateTime(["%Y-%m-%dT%H:%M"]),
            callback=in_node_time,
            help=_("When it was said; now when not given."),
        ),
        click.option(
            "--giver", default=Giver.PERSON.value, show_default=True, type=click.Choice([one.value for one in Giver])
        ),
        click.argument("person"),
        click.argument("case"),
    ):
        command = option(command)
    return acting(command)


@click.command("show", help=_("What holds now for one person of a case, legal grounds, and what was said."))
@click.argument("case")
@click.argument("person")
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
@acting
def show_(case: str, person: str, *, by: Actor, as_json: bool) -> None:
    where, at = find_person(by, case, person), now()
    holds = [_line(point) for point in queries.holds_now(by, *where, at) if point.holds]
    lines = queries.history(by, *where)
    history = [f"{line.event.at.isoformat()} {EVENT_LABELS[line.event.kind]} ({line.event.id})" for line in lines]
    bases = [f"{line.basis.id}: {line.basis.ground.id}, {line.outcome}" for line in queries.bases(by, *where, at)]
    show({"holds": holds, "bases": bases, "said": history}, as_json=as_json)


def _line(point: Point) -> str:
    until = point.until.isoformat() if point.until else ""
    return f"{PURPOSE_LABELS[point.purpose]}: {point.audience}: {CLASS_LABELS[point.data_class]}: {until}"


def _write(kind: EventKind, case: str, person: str, said: Said, by: Actor, *, yes: bool) -> None:
    """Say what would change, ask, write."""
    case_id, party_id = find_person(by, case, person)
    answer, points = queries.preview(by, case_id, party_id, actions.event_for(kind, said), now())
    require(answer)
    for point in points:
        click.echo(("+ " if point.holds else "- ") + _line(point))
    if not yes:
        click.confirm(_("Write this down?"), abort=True)
    event = ACTIONS[kind](case_id=case_id, party_id=party_id, said=said, by=by, at=now())
    show({"entry": event.id, "called_back": recall_due(now(), case=case_id)}, as_json=False)


def _scope(purposes: tuple[str, ...], audiences: tuple[str, ...], classes: tuple[str, ...]) -> Scope:
    return Scope(frozenset(purposes), frozenset(map(parse_audience, audiences)), frozenset(classes))


def _words(words_from: Any) -> str:
    return words_from.read() if words_from else ""


@click.command(help=_("Write down a consent. Read the text aloud first."))
@PURPOSES
@TO
@DATA
@UNTIL
@click.option("--how", required=True, type=click.Choice([one.value for one in Manner if one != Manner.SAID]))
@click.option(
    "--read-in", required=True, type=click.Choice(LANGUAGES), help=_("Language of the text that was read out")
)
@click.option("--spoken", help=_("Language that was spoken to the person"))
@click.option(
    "--heard", is_flag=True, help=_("The child was asked first, and the committee knows what the child wants")
)
@entry
def give(case: str, person: str, *, by: Actor, yes: bool, **typed: Any) -> None:
    witness = click.prompt(_("Name of the witness")) if typed["how"] == Manner.WITNESS else ""
    said = Said(
        giver=typed["giver"],
        scope=_scope(typed["purposes"], typed["audiences"], typed["classes"]),
        at=typed["said_at"] or now(),
        until=typed["until"],
        manner=typed["how"],
        notice=Notice(newest_version(), typed["read_in"], typed["spoken"] or typed["read_in"]),
        heard=typed["heard"],
        words=_words(typed["words_from"]),
        witness=witness,
    )
    _write(EventKind.GIVEN, case, person, said, by, yes=yes)


def _taken(typed: dict[str, Any], scope: Scope) -> Said:
    until, words = typed.get("until"), _words(typed["words_from"])
    return Said(typed["giver"], scope, typed["said_at"] or now(), until, words=words)


@click.command(help=_("Write down that the person was asked and said no."))
@PURPOSES
@TO
@DATA
@entry
def refuse(case: str, person: str, *, by: Actor, yes: bool, **typed: Any) -> None:
    said = _taken(typed, _scope(typed["purposes"], typed["audiences"], typed["classes"]))
    _write(EventKind.REFUSED, case, person, said, by, yes=yes)


@click.command(help=_("Take a part back, at once or from a day on."))
@PURPOSES
@TO
@DATA
@UNTIL
@entry
def narrow(case: str, person: str, *, by: Actor, yes: bool, **typed: Any) -> None:
    said = _taken(typed, _scope(typed["purposes"], typed["audiences"], typed["classes"]))
    _write(EventKind.NARROWED, case, person, said, by, yes=yes)


@click.command(help=_("The person changed their mind: take back everything, or everything for some purposes."))
@PURPOSES
@entry
def withdraw(case: str, person: str, *, by: Actor, yes: bool, **typed: Any) -> None:
    scope = Scope(frozenset(typed["purposes"] or Purpose), frozenset({EVERYONE}), frozenset(GRANTABLE))
    _write(EventKind.WITHDRAWN, case, person, _taken(typed, scope), by, yes=yes)


@click.command(help=_("Write the text to read aloud, with room for the answer, as a PDF to print."))
@click.argument("language", type=click.Choice(LANGUAGES))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def notice(language: str, file: Path) -> None:
    from sajha.consent.sheets import sheet

    file.write_bytes(sheet(newest_version(), language))
    show({"file": file}, as_json=False)


@click.command(help=_("Check that no entry was changed or removed since it was written down."))
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
@with_node
def verify(*, as_json: bool) -> None:
    wrong = queries.altered()
    show({"altered": wrong}, as_json=as_json)
    if wrong:
        raise SystemExit(1)
