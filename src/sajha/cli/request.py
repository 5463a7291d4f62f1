"""Ask another organisation and answer it, from the console."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cli.court import court_pack
from sajha.cli.marking import marks_options, marks_said, package_lines, package_told
from sajha.cli.words import JSON_HELP, acting, show

if TYPE_CHECKING:
    from sajha.disclosure.queries import Preview

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
thread_argument = click.argument("thread", metavar="REQUEST")


def add_to(group: click.Group) -> None:
    request = click.Group("request", help=_("Ask other organisations, answer them, see what is due."))
    for command in (listed, shown, ask, move, attach, overdue, seen, remind, court_pack):
        request.add_command(command)
    group.add_command(request)


@click.command("list", help=_("List requests, the most pressing first."))
@click.option(
    "--box",
    type=click.Choice(["inbox", "sent", "answered", "closed"]),
    default="inbox",
    show_default=True,
    help=_("Which requests."),
)
@as_json_option
@acting
def listed(box: str, *, as_json: bool, by: Actor) -> None:
    rows = [asdict(row) for row in _rows(box, by)]
    if as_json:
        show({"requests": rows}, as_json=True)
        return
    if not rows:
        click.echo(_("Nothing here."))
    for row in rows:
        due = row["due_at"].isoformat(timespec="minutes") if row["due_at"] else ""
        click.echo(f"{row['id']}  {row['kind']:<22} {row['state']:<14} {due:<24} {row['other_name']}")


def _rows(box: str, by: Actor) -> list[Any]:
    """Every page of a box."""
    from sajha.liaison.queries import closed, inbox, sent
    from sajha.liaison.values import Side

    pages = {
        "inbox": lambda after: inbox(by, after=after),
        "sent": lambda after: sent(by, after=after),
        "answered": lambda after: closed(by, Side.RECIPIENT, after=after),
        "closed": lambda after: closed(by, Side.ASKER, after=after),
    }
    rows, after = [], ""
    while True:
        page = pages[box](after)
        rows += page.rows
        after = page.following
        if not after:
            return rows


@click.command("show", help=_("Show one request with everything that was done."))
@thread_argument
@as_json_option
@acting
def shown(thread: str, *, as_json: bool, by: Actor) -> None:
    from sajha.disclosure.queries import deliveries, packages_of
    from sajha.liaison.queries import thread as thread_of

    view, packages = thread_of(by, thread), packages_of(by, thread)
    told = asdict(view)
    told["packages"] = [package_told(one) for one in packages]
    told["delivered"] = [
        {"message": left.message_id, "status": left.status, "because": left.because} for left in deliveries(thread)
    ]
    if as_json:
        show(told, as_json=True)
        return
    row = view.row
    click.echo(f"{row.id}\n{row.kind}, {row.urgency}, {row.other_name}, {row.place}\n{row.state} {row.outcome}")
    for one in packages:
        click.echo("\n".join(package_lines(one)))
    for entry in view.timeline:
        faded = _("(without effect)") if entry.superseded else ""
        click.echo(
            f"  {entry.at.isoformat(timespec='minutes')} {entry.person}: {entry.kind} {entry.code} {faded}\n    {entry.words}"
        )


@click.command(
    "open",
    help=_("Ask another organisation about a case. Shows field by field what will leave, then asks before it is sent."),
)
@click.option("--case", "number", required=True, help=_("Number of the case, for example 2026-000001."))
@click.option("--kind", required=True, help=_("What is asked, for example trace_person."))
@click.option("--to", "recipient", required=True, help=_("Id of the node that is asked (see: sajha pair list)."))
@click.option(
    "--place", required=True, help=_("Where it is about, by LGD code: IN-36 (a state) or IN-36-501 (a district).")
)
@click.option("--urgency", default="routine", show_default=True, help=_("How soon an answer is needed."))
@click.option("--question", prompt=True, help=_("What is asked, in words."))
@click.option(
    "--person", "people", multiple=True, help=_("Pseudonym of a person of the case whom it is about. Repeat for more.")
)
@click.option(
    "--field", "fields", multiple=True, help=_("A field that tells who somebody is, to be enclosed. Repeat for more.")
)
@click.option("--ground", default="", help=_("On what ground such a field may leave."))
@click.option("--ground-reason", default="", help=_("Why that ground holds here."))
@marks_options
@click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
@as_json_option
@acting
def ask(
    number: str,
    kind: str,
    recipient: str,
    place: str,
    urgency: str,
    *,
    yes: bool,
    as_json: bool,
    by: Actor,
    **said: Any,
) -> None:
    from sajha.disclosure.actions import send_request
    from sajha.disclosure.actions.requests import mark_of
    from sajha.disclosure.queries import parties_of, preview
    from sajha.disclosure.texts import added_texts, marks_text
    from sajha.liaison.actions import change_draft, discard_draft, start_draft

    case, marks = _case(number, by), marks_said(said)
    chosen = [party.id for party in parties_of(by, case) if party.label in said["people"]]
    draft = start_draft(case=case, kind=kind, urgency=urgency, place=place, by=by, at=now())
    wish = {key: said[key] for key in ("question", "fields", "ground", "ground_reason")} | {"marks": marks}
    sent = ""
    try:
        change_draft(
            thread=draft.id,
            urgency=urgency,
            place=place,
            recipient=recipient,
            parties=tuple(chosen),
            by=by,
            at=now(),
            **wish,
        )
        view = preview(by, draft.id)
        answers = _answers(view)
        if not as_json:
            for name, outcome, because in answers:
                click.echo(f"  {outcome:<9} {name:<28} {because}")
            click.echo("\n".join([marks_text(view.marks).line, *added_texts(view.added)]))
        if not yes:
            click.confirm(_("Send this?"), abort=True)
        sent = send_request(thread=draft.id, shown=mark_of(view), by=by, at=now())
    finally:
        if not sent:
            discard_draft(thread=draft.id, by=by, at=now())
    show(
        {
            "request": draft.id,
            "message": sent,
            "goes": [name for name, outcome, _why in answers if outcome == "goes"],
            "marks": marks_text(view.marks).line,
            "added": added_texts(view.added),
        },
        as_json=as_json,
    )


def _answers(view: "Preview") -> list[tuple[str, str, str]]:
    from sajha.terms.reasons import reason_text

    return [(field.name, str(answer.outcome), reason_text(answer.because)) for field, answer in view.fields]


def _case(number: str, by: Actor) -> str:
    """The id of the case with this number, of those open to the person."""
    from sajha.cases.queries import id_of_number

    found = id_of_number(by, number)
    if not found:
        raise Refused(no("not_found"))
    return found


@click.command(
    help=_(
        "Do the next step in a request: acknowledge, ask_back, answer_back, accept, waitlist, decline, start, progress, complete, fail, cancel, withdraw, remind, note."
    )
)
@thread_argument
@click.argument("kind", metavar="STEP")
@click.option("--code", default="", help=_("Coded reason or outcome, where the step needs one."))
@click.option("--words", default="", help=_("What to say."))
@as_json_option
@acting
def move(thread: str, kind: str, code: str, words: str, *, as_json: bool, by: Actor) -> None:
    from sajha.disclosure.actions import make_move
    from sajha.liaison.queries import thread as thread_of
    from sajha.liaison.values import MoveKind

    if kind not in set(MoveKind):
        raise Refused(no("move.not_now"))
    make_move(thread=thread, kind=MoveKind(kind), code=code, words=words, by=by, at=now())
    show({"request": thread, "state": str(thread_of(by, thread).row.state)}, as_json=as_json)


@click.command(help=_("Send a document: PDF, plain text, DOCX or ODT, at most 4 MB."))
@thread_argument
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--words", default="", help=_("What to say."))
@as_json_option
@acting
def attach(thread: str, file: Path, words: str, *, as_json: bool, by: Actor) -> None:
    from sajha.disclosure.actions import attach_document
    from sajha.disclosure.rules import LARGEST_DOCUMENT

    with file.open("rb") as stream:
        content = stream.read(LARGEST_DOCUMENT + 1)
    made = attach_document(thread=thread, name=file.name, content=content, words=words, by=by, at=now())
    show({"request": thread, "move": made.move.id}, as_json=as_json)


@click.command(help=_("List what is overdue between organisations that this office watches over, without names."))
@as_json_option
@acting
def overdue(*, as_json: bool, by: Actor) -> None:
    from sajha.liaison.queries import notices

    rows = [asdict(row) for row in notices(by)]
    if as_json:
        show({"overdue": rows}, as_json=True)
        return
    if not rows:
        click.echo(_("Nothing here."))
    for row in rows:
        click.echo(f"{row['id']}  {row['kind']:<22} {row['state']:<14} {row['asker_name']} → {row['recipient_name']}")


@click.command(help=_("Say that this office has seen an overdue request."))
@click.argument("notice")
@as_json_option
@acting
def seen(notice: str, *, as_json: bool, by: Actor) -> None:
    from sajha.disclosure.actions import mark_seen

    mark_seen(notice=notice, by=by, at=now())
    show({"notice": notice, "seen": True}, as_json=as_json)


@click.command(help=_("Remind the organisation that has not answered."))
@click.argument("notice")
@as_json_option
@acting
def remind(notice: str, *, as_json: bool, by: Actor) -> None:
    from sajha.disclosure.actions import remind_them

    remind_them(notice=notice, by=by, at=now())
    show({"notice": notice, "reminded": True}, as_json=as_json)
