"""Check and read the record."""

import json

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.cli.words import JSON_HELP, acting, show, with_node

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)


def add_to(group: click.Group) -> None:
    audit = click.Group("audit", help=_("Check and read the record of who did what."))
    audit.add_command(verify)
    audit.add_command(shown)
    group.add_command(audit)


@click.command(help=_("Recompute every chain of the record from its first entry on; exit code 1 when one is broken."))
@as_json_option
@with_node
def verify(*, as_json: bool) -> None:
    from sajha.audit.queries import verify_chains

    reports = verify_chains()
    whole = all(report.whole for report in reports)
    if as_json:
        rows = [
            {"area": row.area, "entries": row.entries, "broken_at": row.broken_at, "because": row.because}
            for row in reports
        ]
        show({"whole": whole, "chains": rows}, as_json=True)
    else:
        for row in reports:
            state = _("whole") if row.whole else _("broken at entry %(place)s") % {"place": row.broken_at}
            click.echo(f"{row.area:<12} {row.entries:>9}  {state}")
        click.echo(_("The record is whole.") if whole else _("The record was damaged."))
    raise click.exceptions.Exit(0 if whole else 1)


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
