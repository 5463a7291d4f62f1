"""What the first page and the page of a case show: who looks for people of ours, what agreed, what was asked."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sajha.accounts.rules import may
from sajha.basics.actor import Actor
from sajha.matching.queries.found import HitView
from sajha.matching.queries.lists import SearchLine, SightingLine, search_lines, sighting_lines, unjudged
from sajha.terms.formats import relative_text
from sajha.terms.labels.elsewhere import SIGHTING_STATES, SIGHTING_TONES, SORTS
from sajha.terms.labels.requests import word
from sajha.web.home.sections import Row, Section
from sajha.web.matching.shown import line_state
from sajha.web.matching.sightings import told

_SHOWN = 10


def sightings(by: Actor, at: datetime) -> Section | None:
    """Who looks for somebody like a person of ours, and nothing was decided yet."""
    if not may(by, "match:judge").allowed:
        return None
    rows = tuple(_sighting(one, at) for one in sighting_lines(by, open_only=True, limit=_SHOWN))
    title = _("Somebody looks for a person in your care")
    return Section(title, rows, reverse("sightings"), _("Nobody looks for anybody in your care."))


def hits(by: Actor, at: datetime) -> Section | None:
    """What is known elsewhere, of which nobody said yet whether it is the same."""
    if not may(by, "match:judge").allowed:
        return None
    rows = tuple(_hit(one, at) for one in unjudged(by, limit=_SHOWN))
    return Section(_("Known elsewhere, to look at"), rows, reverse("match_hits"), _("Nothing new is known elsewhere."))


def about_case(by: Actor, case: str, at: datetime) -> Section | None:
    """The sightings and searches of one case, newest first. The case's page has checked that it is open to the reader."""
    if not may(by, "match:ask").allowed:
        return None
    rows = tuple(_sighting(one, at) for one in sighting_lines(by, case=case, limit=_SHOWN))
    rows += tuple(_search(one, at) for one in search_lines(by, case, limit=_SHOWN))
    link, empty = reverse("match_new", args=[case]), _("Nobody was asked yet whether they know something of this case.")
    return Section(_("Seen elsewhere?"), rows, link, empty)


def _sighting(one: SightingLine, at: datetime) -> Row:
    return Row(
        address=reverse("sighting", args=[one.id]),
        words=told(one),
        line=relative_text(one.again_at or one.at, at),
        state=word(SIGHTING_STATES, one.state),
        tone=SIGHTING_TONES.get(one.state, ""),
    )


def _hit(one: HitView, at: datetime) -> Row:
    words = _("%(sort)s: known to %(name)s") % {"sort": word(SORTS, one.sort), "name": one.partner_name}
    return Row(address=reverse("match_hit", args=[one.id]), words=words, line=relative_text(one.at, at))


def _search(one: SearchLine, at: datetime) -> Row:
    state, tone = line_state(one)
    words = ", ".join(word(SORTS, sort) for sort in one.sorts)
    address = reverse("match_search", args=[one.id])
    return Row(address=address, words=words, line=relative_text(one.at, at), state=state, tone=tone)
