"""Bring cases in from a file and take them out into one, at the console."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import click
from django.utils.translation import gettext as _

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cli.words import JSON_HELP, acting, show

_SHOWN = 20
_SELDOM = 50_000


def add_to(group: click.Group) -> None:
    bring = click.Group("import", help=_("Bring in cases from a file. What it would bring is shown first."))
    bring.add_command(_import("htcds", _("A workbook or CSV file of the Human Trafficking Case Data Standard 2.0.")))
    bring.add_command(
        _import("ctdc", _("A CSV file of anonymised cases of the Counter-Trafficking Data Collaborative."))
    )
    take = click.Group("export", help=_("Write cases into a file."))
    take.add_command(export)
    group.add_command(bring)
    group.add_command(take)


def _import(standard: str, words: str) -> click.Command:
    @click.command(standard, help=words)
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option(
        "--preview",
        "only_look",
        is_flag=True,
        help=_("Show what the file would bring and stop. Exit code 1 when cells cannot be read."),
    )
    @click.option("--yes", is_flag=True, help=_("Store without asking."))
    @click.option(
        "--skip-bad-cells",
        is_flag=True,
        help=_("Leave out the cells that cannot be read; they are stored as not known."),
    )
    @click.option(
        "--vault", default="", help=_("Into which vault: police, care or legal; the usual one when not given.")
    )
    @click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
    @acting
    def command(
        file: Path, *, only_look: bool, yes: bool, skip_bad_cells: bool, vault: str, as_json: bool, by: Actor
    ) -> None:
        from sajha.cases.imports.actions import import_rows
        from sajha.cases.imports.queries import preview
        from sajha.workbooks.files.values import FileRefused

        try:
            with _Progress(_("Reading")) as told:
                seen = preview(by, file, standard, told)
            if not as_json or only_look:
                _show_preview(asdict(seen), as_json=as_json)
            if only_look:
                raise click.exceptions.Exit(1 if seen.bad_count else 0)
            _check(seen.bad_count, seen.rows, skip_bad_cells=skip_bad_cells, yes=yes)
            with _Progress(_("Storing"), seen.rows) as told:
                result = import_rows(
                    path=file,
                    standard=standard,
                    vault=vault,
                    by=by,
                    at=now(),
                    skip_bad_cells=skip_bad_cells,
                    progress=told,
                )
        except FileRefused as refused:
            _refuse(refused)
        show({"import": result.id, **result.counts()} if as_json else _in_words(result.counts()), as_json=as_json)

    return command


def _check(bad: int, rows: int, *, skip_bad_cells: bool, yes: bool) -> None:
    from sajha.basics.decision import Refused, no

    if bad and not skip_bad_cells:
        raise Refused(no("file.has_bad_cells"))
    if rows and not yes:
        click.confirm(_("Store these cases?"), abort=True, err=True)


def _in_words(counts: dict[str, Any]) -> dict[str, Any]:
    words = {
        "rows": _("Rows"),
        "added": _("New cases"),
        "already": _("Here already, unchanged"),
        "left_out": _("Cells left out"),
    }
    return {word: counts[name] for name, word in words.items()}


def _show_preview(seen: dict[str, Any], *, as_json: bool) -> None:
    """Rows, columns taken and left out, and the first bad cells; all of them as JSON."""
    if as_json:
        show(seen, as_json=True)
        return
    from sajha.terms.reasons import reason_text

    click.echo(f"{_('Rows')}: {seen['rows']}")
    click.echo(f"{_('Columns that are taken')}: {len(seen['columns'])}")
    for column in seen["columns"]:
        click.echo(
            f"  {column['letter']:>3}  {column['heading']} → {column['field']}  ({reason_text(column['because'])})"
        )
    if seen["left_out"]:
        click.echo(f"{_('Columns that are left out')}: {len(seen['left_out'])}")
    for column in seen["left_out"]:
        click.echo(f"  {column['letter']:>3}  {column['heading']}  ({reason_text(column['because'])})")
    for note in seen["notes"]:
        click.echo(reason_text(note))
    click.echo(f"{_('Cells that cannot be read')}: {seen['bad_count']}")
    for cell in seen["bad"][:_SHOWN]:
        where = _("row %(row)s, column %(column)s") % {"row": cell["row"], "column": cell["column"]}
        click.echo(f"  {where} ({cell['field']}): {reason_text(cell['because'])}")
    if seen["bad_count"] > _SHOWN:
        click.echo("  …")


def _refuse(refused: Any) -> NoReturn:
    from sajha.terms.reasons import reason_text

    fault = refused.fault
    words = [reason_text(fault.because)]
    if fault.row:
        words.append(_("Row %(row)s.") % {"row": fault.row})
    if fault.column:
        words.append(_("Column %(column)s.") % {"column": fault.column})
    raise click.ClickException(" ".join(words))


class _Progress:
    """Says on standard error how far the work is: in one line where somebody watches, else now and then."""

    def __init__(self, word: str, rows: int = 0) -> None:
        self.word, self.rows = word, rows
        self.shown = sys.stderr.isatty()

    def __enter__(self) -> "_Progress":
        return self

    def __call__(self, done: int) -> None:
        words = f"{self.word}: {done}" + (f" / {self.rows}" if self.rows else "")
        if self.shown:
            click.echo(f"\r{words} ", err=True, nl=False)
        elif done and not done % _SELDOM:
            click.echo(words, err=True)

    def __exit__(self, *_why: object) -> None:
        if self.shown:
            click.echo("\r\033[K", err=True, nl=False)


@click.command(
    "htcds",
    help=_(
        "Write all cases open to you into a new workbook (.xlsx) or CSV file (.csv) of the HTCDS 2.0. It tells who people are."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--reason", required=True, help=_("Why. It is recorded with each case, and the person concerned can see it.")
)
@click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
@acting
def export(file: Path, *, reason: str, as_json: bool, by: Actor) -> None:
    from sajha.cases.imports.actions import export_htcds
    from sajha.cases.queries import visible
    from sajha.disclosure.actions import release_export
    from sajha.workbooks.files.values import FileRefused

    if file.exists():
        raise click.ClickException(_("There is a file of this name already. Nothing was changed."))
    cases = visible(by)
    release_export(by=by, at=now(), reason=reason, count=cases.count())
    try:
        with _Progress(_("Writing")) as told:
            rows = export_htcds(cases=cases, path=file, by=by, at=now(), reason=reason, progress=told)
    except FileRefused as refused:
        _refuse(refused)
    show({"rows": rows} if as_json else {_("Rows"): rows}, as_json=as_json)
