"""What the page of a case shows of counselling, to those to whom a note is open or who may write one; to all others nothing."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.cases.counselling.queries import may_write, notes
from sajha.terms.formats import datetime_text
from sajha.web.home.sections import Row, Section

_SHOWN = 10


def about_case(by: Actor, case: str, at: datetime) -> Section | None:
    """The notes of this case that are open to the reader, and where to write one."""
    if not may(by, "counselling:read").allowed:
        return None
    lines, writes = notes(by, case, size=_SHOWN), may_write(by, case)
    if not lines and not writes:
        return None
    rows = [Row(reverse("counselling_note", args=[line.id]), datetime_text(line.written_at)) for line in lines]
    if writes:
        rows.insert(0, Row(reverse("counselling_new", args=[case]), _("Write a counselling note")))
    return Section(
        _("Counselling notes open to you"),
        tuple(rows),
        reverse("counselling"),
        _("No counselling note is open to you."),
    )
