"""What the first page shows of the watch: held searches to a worker, what was turned away to an auditor."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.audit.queries import recent
from sajha.basics.actor import Actor
from sajha.matching.queries.waiting import held as held_lines
from sajha.terms.formats import datetime_text
from sajha.terms.reasons import reason_text
from sajha.web.home.sections import Row, Section
from sajha.web.matching.second import shown

_SHOWN = 10
LOOK_BACK = timedelta(days=7)


def held(by: Actor, at: datetime) -> Section | None:
    """Searches of others that wait for a second person, the oldest first."""
    if not may(by, "match:second").allowed:
        return None
    lines = [line for line in held_lines(by, at) if not line.mine][:_SHOWN]
    rows = tuple(
        Row(
            address=reverse("match_decide", args=[one["line"].id]),
            words=_("%(number)s: %(name)s asks about %(what)s")
            % {"number": one["number"], "name": one["who"], "what": one["sorts"]},
            line=reason_text(one["line"].because),
            due=one["line"].until,
        )
        for one in shown(by, lines)
    )
    return Section(
        _("Searches that wait for a second person"), rows, reverse("match_waiting"), _("No search waits for you.")
    )


def turned_away(by: Actor, at: datetime) -> Section | None:
    """To auditors: searches of the last seven days that looked so much like fishing that they were refused."""
    if not may(by, "audit:read").allowed:
        return None
    rows = tuple(
        Row(reverse("elsewhere"), f"{line.who}: {reason_text(str(line.detail['because']))}", datetime_text(line.at))
        for line in recent(action="search.turned_away", since=at - LOOK_BACK, size=_SHOWN)
    )
    return Section(_("Searches that were turned away"), rows, reverse("elsewhere"), _("No search was turned away."))
