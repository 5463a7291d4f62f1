"""How a package is to be handled, at the console: options to say it, and packages with their codes in words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.basics.decision import require
from sajha.cli.consent import day_end

if TYPE_CHECKING:
    from sajha.disclosure.queries import PackageView

_OPTIONS = (
    click.option(
        "--tlp",
        default="AMBER",
        show_default=True,
        type=click.Choice(["AMBER", "AMBER+STRICT", "RED"]),
        help=_("Label of the Traffic Light Protocol. An identity makes it AMBER+STRICT by itself."),
    ),
    click.option(
        "--handling",
        multiple=True,
        type=click.Choice(["H1", "H2", "H3"]),
        help=_("H1: not in court, H2: not passed on, both without your leave; H3: see conditions. Repeat for more."),
    ),
    click.option("--conditions", default="", help=_("The conditions of H3, in words.")),
    click.option(
        "--source-grade", default="", type=click.Choice(["", *"ABCX"]), help=_("4x4: how far the source can be relied on.")
    ),
    click.option("--information-grade", default="", type=click.Choice(["", *"1234"]), help=_("4x4: how sure it is.")),
    click.option(
        "--ends", type=click.DateTime(["%Y-%m-%d"]), callback=day_end, help=_("Last day, after which it is sealed there.")
    ),
)  # fmt: skip


def marks_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options by which a package is marked."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def marks_said(said: dict[str, Any]) -> str:
    """The marks of these options, as a draft keeps them.

    Raises:
        Refused: H3 without words, or an end in the past.
    """
    import msgspec

    from sajha.disclosure.rules import may_wish
    from sajha.disclosure.values import Handling, Marks

    wished = Marks(
        tlp=said["tlp"],
        handling=tuple(sorted(map(Handling, said["handling"]))),
        conditions=said["conditions"].strip(),
        source_grade=said["source_grade"],
        information_grade=said["information_grade"],
        expires_at=said["ends"],
    )
    require(may_wish(wished, now()))
    return msgspec.json.encode(wished).decode()


def package_told(view: "PackageView") -> dict[str, Any]:
    """A package for ``--json``: its marks and fields; what tells who somebody is stays hidden, as on the page."""
    from sajha.cases.values import Sensitivity

    marks = view.package.marks
    return {
        "id": view.package.id,
        "sent": view.outward,
        "tlp": marks.tlp,
        "handling": list(marks.handling),
        "conditions": marks.conditions,
        "source_grade": marks.source_grade,
        "information_grade": marks.information_grade,
        "expires_at": marks.expires_at,
        "expired": view.expired,
        "called_back": list(view.gone),
        "asked_again": list(view.lost),
        "digest": view.digest,
        "fields": [
            {
                "subject": one.subject,
                "name": one.name,
                "value": None if one.sensitivity == Sensitivity.S3 else one.value,
            }
            for one in view.package.fields
        ],
    }


def package_lines(view: "PackageView") -> list[str]:
    """A package for reading: its codes first, with their words."""
    from sajha.cases.values import Sensitivity
    from sajha.disclosure.texts import marks_text, value_words
    from sajha.terms.formats import date_text
    from sajha.terms.labels.requests import FIELDS, word

    marks, head = view.package.marks, _("What you sent") if view.outward else _("What they sent")
    if view.expired and marks.expires_at:
        sealed = _("The time for which you had this ended on %(day)s. It was sealed then, and nothing of it is shown.")
        return [head, "  " + sealed % {"day": date_text(marks.expires_at)}]
    lines = [head, *(f"  [{code}] {words}" for code, words in marks_text(marks).lines)]
    for one in view.package.fields:
        value = _("Hidden") if one.sensitivity == Sensitivity.S3 else value_words(one.name, one.value)
        lines.append(f"    {one.subject:<4} {word(FIELDS, one.name)}: {value}")
    if view.gone:
        lines.append("  " + _("What it said of a person was called back and destroyed."))
    if view.lost:
        lines.append("  " + _("A part of it was lost with this node's disk. They were asked to send it again."))
    return lines
