"""What the first page shows of emergencies: to decide on, open, told of and not seen yet, to review."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.queries import names_of
from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.cases.emergency.queries import pressing
from sajha.cases.emergency.values import EmergencyLine, Stage
from sajha.terms.labels.emergency import STAGE_TONES, STAGES
from sajha.web.home.sections import Row, Section


def emergencies(by: Actor, at: datetime) -> Section | None:
    """Those that need the reader now; nothing on the page while there is none, but for auditors."""
    if not may(by, "emergency:see").allowed:
        return None
    lines = pressing(by, at)
    names = names_of(by, [line.asked_by for line in lines]) if lines else {}
    rows = tuple(_row(line, names.get(line.asked_by, ""), at) for line in lines)
    return Section(_("Emergency access"), rows, reverse("emergencies"), _("No emergency access needs you."))


def _row(line: EmergencyLine, who: str, at: datetime) -> Row:
    overdue = line.stage == Stage.ENDED and line.review_due is not None and line.review_due < at
    return Row(
        address=reverse("emergency", args=[line.id]),
        words=_("Case %(number)s") % {"number": line.number},
        line=_("Asked for by %(name)s") % {"name": who},
        due=line.until if line.stage == Stage.OPEN else line.review_due,
        state=_("Review is overdue") if overdue else STAGES[line.stage],
        tone="bad" if overdue else STAGE_TONES.get(line.stage, ""),
    )
