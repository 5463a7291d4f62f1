"""Check and read the record, and have it countersigned."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cli.words import JSON_HELP, acting, show, with_node
from sajha.terms.reasons import reason_text

if TYPE_CHECKING:
    from sajha.countersign.values import Examined

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)


def add_to(group: click.Group) -> None:
    audit = click.Group("audit", help=_("Check and read the record of who did what."))
    for command in (verify, shown, checkpoint, members, accept):
        audit.add_command(command)
    group.add_command(audit)


@click.command(
    help=_(
        "Recompute every chain of the record from its first entry on, and compare the record with what the members countersigned, with the ledger of what left and with the consents; exit code 1 when something does not agree."
    )
)
@as_json_option
@with_node
def verify(*, as_json: bool) -> None:
    from sajha.countersign.queries import examined

    found = examined()
    if as_json:
        show(_as_data(found), as_json=True)
    else:
        for line in _lines(found):
            click.echo(line)
    raise click.exceptions.Exit(0 if found.whole else 1)


def _as_data(found: "Examined") -> dict[str, Any]:
    check = found.check
    return {
        "whole": found.whole,
        "chains": [asdict(report) for report in found.chains],
        "checkpoints": [asdict(line) for line in check.kept],
        "missing": [asdict(line) for line in check.missing],
        "objections": [asdict(line) for line in check.objections],
        "entries": check.entries,
        "not_countersigned": check.uncovered,
        "ledger_altered": list(found.edges),
        "consents_altered": list(found.consents),
    }


def _lines(found: "Examined") -> Iterator[str]:
    for row in found.chains:
        state = _("whole") if row.whole else _("broken at entry %(place)s") % {"place": row.broken_at}
        yield f"{row.area:<12} {row.entries:>9}  {state}"
    for line in found.check.kept:
        who = ", ".join(f"{one.organisation or one.node_id} {one.at:%Y-%m-%d %H:%M}" for one in line.signers)
        state = (
            _("lies in the record") if line.lies else _("DOES NOT LIE IN THE RECORD: entries were changed or removed")
        )
        told = _("countersigned by %(who)s") % {"who": who} if who else _("countersigned by nobody")
        yield f"{line.number:>6} {line.made_at:%Y-%m-%d %H:%M} {line.size:>9}  {state}; {told}"
    yield from _troubles(found)
    yield _("Entries after the newest countersigned checkpoint: %(count)s of %(entries)s.") % {
        "count": found.check.uncovered,
        "entries": found.check.entries,
    }
    yield _("The record is whole.") if found.whole else _("The record was damaged.")


def _troubles(found: "Examined") -> Iterator[str]:
    for lost in found.check.missing:
        yield _(
            "Checkpoint %(number)s of %(entries)s entries is missing here, but %(who)s saw it: the record is behind, or was rewritten."
        ) % {"number": lost.number, "entries": lost.size, "who": lost.organisation or lost.node_id or _("this node")}
    for said in found.check.objections:
        yield _("%(who)s objects: %(because)s") % {
            "who": said.organisation or said.node_id,
            "because": reason_text(said.because),
        }
    for edge in found.edges:
        yield _("Changed, removed or added in the ledger of what left: %(id)s") % {"id": edge}
    for event in found.consents:
        yield _("Changed, removed or added among the consents: %(id)s") % {"id": event}


@click.command(help=_("Sign the present state of the record and show it to every member, who countersigns it."))
@as_json_option
@with_node
def checkpoint(*, as_json: bool) -> None:
    from sajha.cli.node import OPERATOR
    from sajha.countersign.actions import make_checkpoint

    made = make_checkpoint(by=OPERATOR, at=now())
    show({"number": made.number, "entries": made.size, "digest": made.digest}, as_json=as_json)


@click.command(help=_("Show what this node countersigned of each member, and to whose record it objects."))
@as_json_option
@acting
def members(*, as_json: bool, by: Actor) -> None:
    from sajha.countersign.queries import watched

    rows = watched(by)
    if as_json:
        show({"members": [asdict(row) for row in rows]}, as_json=True)
        return
    for row in rows:
        state = reason_text(row.because) if row.because else _("countersigned")
        click.echo(f"{row.node_id}  {row.organisation}  {row.size}  {state}")


@click.command(
    help=_(
        "Let a member's record begin anew although it does not continue what was seen; its people have explained why."
    )
)
@click.argument("node_id")
@click.option("--reason", prompt=True, help=_("Why; it is recorded."))
@as_json_option
@acting
def accept(node_id: str, reason: str, *, as_json: bool, by: Actor) -> None:
    from sajha.countersign.actions import accept_anew

    accept_anew(node_id=node_id, reason=reason, by=by, at=now())
    show({"node": node_id, "accepted": True}, as_json=as_json)


@click.command(
    "show", help=_("Show the newest entries, without the reasons that people gave: those may name somebody.")
)
@click.option("--area", default="", help=_("Only this area, for example accounts or cases."))
@click.option("--size", default=50, show_default=True, type=click.IntRange(1, 1000), help=_("How many."))
@as_json_option
@acting
def shown(area: str, size: int, *, as_json: bool, by: Actor) -> None:
    from sajha.accounts.rules import may
    from sajha.audit.queries import page_of_record
    from sajha.basics.decision import require

    require(may(by, "audit:read"))
    rows = page_of_record(area=area, size=size)
    if as_json:
        entries = [
            {
                "area": row.area,
                "seq": row.seq,
                "at": row.at,
                "who": row.who,
                "action": row.action,
                "subject": row.subject,
                "detail": row.detail,
            }
            for row in rows
        ]
        show({"entries": entries}, as_json=True)
        return
    for row in rows:
        detail = json.dumps(row.detail, ensure_ascii=False) if row.detail else ""
        click.echo(f"{row.at:%Y-%m-%d %H:%M:%S}  {row.area:<10} {row.action:<26} {row.who:<24} {row.subject} {detail}")
