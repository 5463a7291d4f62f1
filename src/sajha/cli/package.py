"""What came in and what went out: who has it, call it back, keep it on a ground, pass it on with leave."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cli.consent import day_end, find_person
from sajha.cli.marking import marks_options, marks_said
from sajha.cli.words import JSON_HELP, acting, show
from sajha.consent.grounds import grounds
from sajha.disclosure import actions, queries
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.queries import Holder
from sajha.disclosure.texts import added_texts, marks_text
from sajha.liaison.actions import change_draft, discard_draft, start_onward
from sajha.terms.reasons import reason_text

AS_JSON = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
UNTIL = click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    callback=day_end,
    help=_("Last day on which it holds."),
)
PERSON = click.option(
    "--person",
    "subjects",
    multiple=True,
    required=True,
    help=_("Alias of a person in the package, p1, p2, …. Repeat for more."),
)


def add_to(group: click.Group) -> None:
    package = click.Group("package", help=_("Packages: who has them, call back, keep on a ground, pass on with leave."))
    for command in (list_, holders, recall, keep, agree, end, ask_leave, grant_leave, pass_on):
        package.add_command(command)
    group.add_command(package)


@click.command("list", help=_("What was enclosed in a request, without what tells who somebody is."))
@click.argument("thread", metavar="REQUEST")
@AS_JSON
@acting
def list_(thread: str, *, by: Actor, as_json: bool) -> None:
    found = [
        {
            "package": view.package.id,
            "ours": view.outward,
            "marks": marks_text(view.package.marks).line,
            "tlp": view.package.tlp,
            "handling": list(view.package.marks.handling),
            "expires_at": view.package.marks.expires_at,
            "fields": [field.name for field in view.package.fields],
            "people": [subject for subject in view.package.subjects if subject],
            "destroyed": list(view.gone),
            "whole": view.whole,
        }
        for view in queries.packages_of(by, thread)
    ]
    show({"packages": found}, as_json=as_json)


@click.command(help=_("Who has something of a person, and what became of it."))
@click.argument("case")
@click.argument("person")
@AS_JSON
@acting
def holders(case: str, person: str, *, by: Actor, as_json: bool) -> None:
    found = queries.holders_of(by, *find_person(by, case, person))
    if as_json:
        show({"holders": [asdict(one) for one in found]}, as_json=True)
        return
    if not found:
        click.echo(_("Nothing about this person has left your organisation."))
    for one in found:
        _line(one, "")


def _line(one: Holder, indent: str) -> None:
    click.echo(f"{indent}{one.state:<10} {one.recipient_name}  {one.purpose}  {one.edge}  {one.kept_ground}")
    for further in one.below:
        _line(further, indent + "  ")


@click.command(help=_("Call one back: the holder and all beyond it are asked to destroy it."))
@click.argument("case")
@click.argument("person")
@click.argument("edge")
@click.option("--reason", prompt=_("Reason"), help=_("Why it is called back."))
@AS_JSON
@acting
def recall(case: str, person: str, edge: str, reason: str, *, by: Actor, as_json: bool) -> None:
    case_id, _party = find_person(by, case, person)
    show({"request": actions.recall_by_hand(case=case_id, edge=edge, reason=reason, by=by, at=now())}, as_json=as_json)


@click.command(help=_("Ask that a part of a package be kept on a legal ground. It holds once a second person agrees."))
@click.argument("package")
@click.option("--person", "subject", required=True, help=_("Alias of the person in the package, p1, p2, …."))
@click.option("--ground", required=True, type=click.Choice(list(grounds())))
@click.option("--reference", required=True, help=_("Section or order"))
@click.option("--reason", prompt=_("Reason"))
@UNTIL
@AS_JSON
@acting
def keep(package: str, *, by: Actor, as_json: bool, **said: Any) -> None:
    show({"keeping": actions.ask_to_keep(package=package, **said, by=by, at=now())}, as_json=as_json)


def _on_keeping(action: Callable[..., None]) -> Callable[..., None]:
    def run(keeping: str, *, by: Actor) -> None:
        action(keeping=keeping, by=by, at=now())
        show({"keeping": keeping}, as_json=False)

    return run


agree = click.command("agree", help=_("Agree, as the second person, that a part is kept."))(
    click.argument("keeping")(acting(_on_keeping(actions.agree_to_keep)))
)
end = click.command("end", help=_("End a ground before its day; what was called back is destroyed."))(
    click.argument("keeping")(acting(_on_keeping(actions.end_keeping)))
)


@click.command("ask-leave", help=_("Ask where a package came from whether it may go on to another organisation."))
@click.argument("package")
@PERSON
@click.option("--to", required=True, help=_("Id of the node to which it shall go (see: sajha pair list)."))
@click.option("--kind", "purpose", required=True, help=_("What is asked there, for example repatriation."))
@click.option("--identity", is_flag=True, help=_("Also what tells who the person is."))
@click.option("--urgency", default="urgent", show_default=True, help=_("How soon an answer is needed."))
@click.option("--words", prompt=_("Why it must go there"))
@AS_JSON
@acting
def ask_leave(package: str, *, by: Actor, as_json: bool, **said: Any) -> None:
    show({"request": actions.ask_leave(package=package, **said, by=by, at=now())}, as_json=as_json)


@click.command("grant-leave", help=_("Give leave. Your own rules are asked as if you sent it there yourself."))
@click.argument("thread", metavar="REQUEST")
@UNTIL
@AS_JSON
@acting
def grant_leave(thread: str, until: datetime, *, by: Actor, as_json: bool) -> None:
    actions.grant_leave(thread=thread, until=until, by=by, at=now())
    show({"request": thread, "granted": True}, as_json=as_json)


@click.command("pass-on", help=_("Begin a request to another organisation with a part of a package that came in."))
@click.argument("package")
@click.option("--kind", required=True, help=_("What is asked, for example trace_person."))
@click.option("--to", "recipient", required=True, help=_("Id of the node that is asked (see: sajha pair list)."))
@click.option(
    "--place", required=True, help=_("Where it is about, by LGD code: IN-36 (a state) or IN-36-501 (a district).")
)
@click.option("--urgency", default="routine", show_default=True, help=_("How soon an answer is needed."))
@click.option("--question", prompt=True, help=_("What is asked, in words."))
@PERSON
@click.option(
    "--field", "fields", multiple=True, help=_("A field that tells who somebody is, to be enclosed. Repeat for more.")
)
@marks_options
@click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
@AS_JSON
@acting
def pass_on(package: str, *, by: Actor, as_json: bool, yes: bool, **said: Any) -> None:
    thread = queries.package(by, package).thread
    words, marks = {name: said[name] for name in ("kind", "urgency", "place")}, marks_said(said)
    draft = start_onward(package=package, thread=thread, **words, by=by, at=now())
    sent = ""
    try:
        change_draft(
            thread=draft.id,
            urgency=said["urgency"],
            place=said["place"],
            recipient=said["recipient"],
            question=said["question"],
            parties=said["subjects"],
            fields=said["fields"],
            ground="",
            ground_reason="",
            marks=marks,
            by=by,
            at=now(),
        )
        view = queries.preview(by, draft.id)
        goes = [field.name for field, answer in view.fields if answer.outcome == "goes"]
        if not goes:
            raise Refused(next((no(answer.because) for _field, answer in view.fields), no("audience.empty")))
        if not as_json:
            for field, answer in view.fields:
                click.echo(f"  {answer.outcome:<9} {field.name:<28} {reason_text(answer.because)}")
            click.echo("\n".join([marks_text(view.marks).line, *added_texts(view.added)]))
        if not yes:
            click.confirm(_("Send this?"), abort=True)
        sent = actions.send_request(thread=draft.id, shown=mark_of(view), by=by, at=now())
    finally:
        if not sent:
            discard_draft(thread=draft.id, by=by, at=now())
    show({"request": draft.id, "message": sent, "goes": goes}, as_json=as_json)
