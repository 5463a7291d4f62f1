"""Keep and end records at the console: what is due, holds, sealing, erasing by two persons, certificates."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.cases.queries import id_of_number
from sajha.cli.consent import day_end
from sajha.cli.words import JSON_HELP, acting, show
from sajha.retention import actions, queries
from sajha.retention.checking import check
from sajha.retention.classes import classes
from sajha.retention.queries import MatterView
from sajha.retention.values import DueLine, ErasureGround, HoldGround, Words
from sajha.terms.labels.retention import CLASS_LABELS, STATE_LABELS

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
UNTIL = click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    callback=day_end,
    help=_("Day on which somebody looks again, for example 2027-03-31."),
)
REASON = click.option("--reason", prompt=_("Reason"), help=_("Why. Asked for when not given. Kept sealed."))


def add_to(group: click.Group) -> None:
    retention = click.Group("retention", help=_("How long records are kept, and how they end."))
    verbs = (review, put_into, hold, lift, keep_hold, seal, open_, recall, erase, drop, confirm)
    for command in (list_, show_, classes_, overdue, *verbs, certificate, verify):
        retention.add_command(command)
    group.add_command(retention)


def find(by: Actor, text: str) -> str:
    """The id behind an id or the number of a case, also of one that was put away.

    Raises:
        Refused: ``not_found``.
    """
    if text.startswith(("case_", "thread_")):
        return text
    found = id_of_number(by, text) or next(iter(queries.numbered(by, text)), "")
    if not found:
        raise Refused(no("not_found"))
    return found


def _line(line: DueLine) -> dict[str, Any]:
    return {name: value for name, value in asdict(line).items() if name != "asked_by"}


def _print(lines: list[DueLine], *, as_json: bool, **more: Any) -> None:
    if as_json:
        show({**more, "lines": list(map(_line, lines))}, as_json=True)
        return
    for name, value in more.items():
        click.echo(f"{name}: {value}")
    for line in lines:
        day = line.next_on.date().isoformat() if line.next_on else "-"
        words = (day, line.number or line.subject, CLASS_LABELS[line.class_id], STATE_LABELS[line.state])
        click.echo("  ".join(map(str, words)))


@click.command("list", help=_("What is kept, by the day on which somebody must look, and everything counted."))
@click.option("--state", type=click.Choice(list(STATE_LABELS)), default=None, help=_("Only what is in this state."))
@as_json_option
@acting
def list_(*, state: str | None, by: Actor, as_json: bool) -> None:
    found = queries.due_page(by, state=state or "", size=500)
    _print(list(found.lines), as_json=as_json, **asdict(queries.tally(by, now())))


@click.command(help=_("Whatever is kept past its day, computed anew from everything. Ends with 1 when there is any."))
@as_json_option
@acting
def overdue(*, by: Actor, as_json: bool) -> None:
    found = list(queries.overdue(by, now()))
    _print(found, as_json=as_json, overdue=len(found))
    if found:
        raise SystemExit(1)


@click.command("classes", help=_("The retention classes, and how far each is reviewed."))
@as_json_option
def classes_(*, as_json: bool) -> None:
    none = _("No rule found in the reviewed list. The organisation decides at each look.")
    found = {
        one.id: {
            "words": str(CLASS_LABELS[one.id]),
            "rule": one.authority or none,
            "months": one.review_months,
            "unreviewed": one.unreviewed,
        }
        for one in classes().values()
    }
    show(found, as_json=as_json)


@click.command("show", help=_("One record: its class, its days, holds, and what was decided."))
@click.argument("record")
@as_json_option
@acting
def show_(record: str, *, by: Actor, as_json: bool) -> None:
    show(_told(queries.view(by, find(by, record))), as_json=as_json)


def _told(view: MatterView) -> dict[str, Any]:
    stands = view.standing
    return {
        "record": view.matter.id,
        "number": view.matter.number,
        "class": stands.retention_class.id,
        "unreviewed": stands.retention_class.unreviewed,
        "state": queries.state_of(stands),
        "review_on": stands.review_on,
        "holds": [{"hold": one.id, "ground": one.ground, "review_on": one.review_on} for one in stands.holds],
        "asked": stands.asked.id if stands.asked else "",
        "erased_at": stands.erased_at,
        "decisions": [{"what": str(line.entry.kind), "at": line.entry.at} for line in view.lines],
    }


@click.command(help=_("Having looked: keep it on, until another day."))
@click.argument("record")
@UNTIL
@REASON
@acting
def review(record: str, *, until: datetime, reason: str, by: Actor) -> None:
    row = actions.keep_on(subject=find(by, record), until=until, reason=reason, by=by, at=now())
    show({"kept_until": row.until}, as_json=False)


@click.command("class", help=_("Put it into another class."))
@click.argument("record")
@click.argument("class_id", type=click.Choice(list(classes())))
@REASON
@acting
def put_into(record: str, class_id: str, *, reason: str, by: Actor) -> None:
    actions.choose_class(subject=find(by, record), class_id=class_id, reason=reason, by=by, at=now())
    show({"class": class_id}, as_json=False)


@click.command(help=_("Set a legal hold: nothing of it is sealed or erased while the hold stands."))
@click.argument("record")
@click.option("--ground", required=True, type=click.Choice([one.value for one in HoldGround]))
@click.option("--authority", prompt=_("Who ordered it"), help=_("Who ordered it"))
@click.option("--order", prompt=_("Section or order"), help=_("Section or order"))
@UNTIL
@REASON
@acting
def hold(record: str, *, ground: str, authority: str, order: str, until: datetime, reason: str, by: Actor) -> None:
    words = Words(reason, authority, order)
    row = actions.set_hold(subject=find(by, record), ground=ground, until=until, words=words, by=by, at=now())
    show({"hold": row.id}, as_json=False)


@click.command(help=_("Lift a hold. Never by the person who set it."))
@click.argument("record")
@click.argument("hold_id")
@REASON
@acting
def lift(record: str, hold_id: str, *, reason: str, by: Actor) -> None:
    actions.lift_hold(subject=find(by, record), hold=hold_id, reason=reason, by=by, at=now())
    show({"lifted": hold_id}, as_json=False)


@click.command("keep-hold", help=_("Having looked at a hold: it stands on, until another look."))
@click.argument("record")
@click.argument("hold_id")
@UNTIL
@REASON
@acting
def keep_hold(record: str, hold_id: str, *, until: datetime, reason: str, by: Actor) -> None:
    actions.keep_hold(subject=find(by, record), hold=hold_id, until=until, reason=reason, by=by, at=now())
    show({"hold": hold_id}, as_json=False)


@click.command(help=_("Seal a closed case: no list, search or request finds it until a head opens it again."))
@click.argument("record")
@UNTIL
@REASON
@acting
def seal(record: str, *, until: datetime, reason: str, by: Actor) -> None:
    row = actions.seal_matter(subject=find(by, record), until=until, reason=reason, by=by, at=now())
    show({"sealed": row.subject}, as_json=False)


@click.command("open", help=_("Open a sealed case again."))
@click.argument("record")
@REASON
@acting
def open_(record: str, *, reason: str, by: Actor) -> None:
    row = actions.open_again(subject=find(by, record), reason=reason, by=by, at=now())
    show({"opened": row.subject}, as_json=False)


@click.command(help=_("Call back every copy that others have and nobody asked for yet; needed before erasing."))
@click.argument("record")
@REASON
@acting
def recall(record: str, *, reason: str, by: Actor) -> None:
    count = actions.call_copies_back(subject=find(by, record), reason=reason, by=by, at=now())
    show({"called_back": count}, as_json=False)


@click.command(help=_("Ask that a record be erased. A second person confirms it."))
@click.argument("record")
@click.option("--ground", required=True, type=click.Choice([one.value for one in ErasureGround]))
@REASON
@acting
def erase(record: str, *, ground: str, reason: str, by: Actor) -> None:
    row = actions.ask_erasure(subject=find(by, record), ground=ground, reason=reason, by=by, at=now())
    show({"asked": row.id}, as_json=False)


@click.command(help=_("Drop a wish to erase."))
@click.argument("record")
@REASON
@acting
def drop(record: str, *, reason: str, by: Actor) -> None:
    subject = find(by, record)
    actions.drop_erasure(subject=subject, asked=_asked(by, subject), reason=reason, by=by, at=now())
    show({"dropped": subject}, as_json=False)


def _asked(by: Actor, subject: str) -> str:
    asked = queries.view(by, subject).standing.asked
    return asked.id if asked else ""


@click.command(help=_("Erase for ever, as the second person. Writes the certificate."))
@click.argument("record")
@click.option(
    "--certificate", "file", type=click.Path(dir_okay=False, path_type=Path), help=_("Write it to this file.")
)
@click.option("--yes", is_flag=True, help=_("Do not ask again."))
@REASON
@acting
def confirm(record: str, *, file: Path | None, yes: bool, reason: str, by: Actor) -> None:
    subject = find(by, record)
    if not yes:
        click.confirm(_("Nothing of it can ever be read again. Erase?"), abort=True)
    asked = _asked(by, subject)
    text = actions.confirm_erasure(subject=subject, asked=asked, reason=reason, by=by, at=now())
    _hand_out(text, file)


def _hand_out(text: str, file: Path | None) -> None:
    if file:
        file.write_text(text, "utf-8")
        show({"certificate": str(file)}, as_json=False)
    else:
        click.echo(text, nl=False)


@click.command(help=_("The certificate of an erased record, as JSON or as a PDF to print."))
@click.argument("record")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@acting
def certificate(record: str, file: Path | None, *, by: Actor) -> None:
    from sajha.retention.papers import sheet

    text = queries.certificate(by, find(by, record))
    if file and file.suffix == ".pdf":
        file.write_bytes(sheet(text))
        show({"certificate": str(file)}, as_json=False)
    else:
        _hand_out(text, file)


@click.command(help=_("Check a certificate: its signature, and at its own node that the keys are gone."))
@click.argument("file", metavar="CERTIFICATE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json_option
@acting
def verify(file: Path, *, by: Actor, as_json: bool) -> None:
    try:
        found = check(by, file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise Refused(no("retention.no_certificate")) from None
    show({"holds": found.holds, **asdict(found)}, as_json=as_json)
    if not found.holds:
        raise SystemExit(1)
