"""What is recorded and what was agreed, in words."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from sajha.cases.values import Holds, field_class
from sajha.consent.values import EVERYONE, Audience, BasisLine, Event, Point, Purpose
from sajha.survivor.telling.copies import last_day
from sajha.survivor.telling.own_words import own_words
from sajha.survivor.values import Recorded
from sajha.terms.coded import parse
from sajha.terms.formats import date_text, month_text
from sajha.terms.labels.consent import (
    EVENT_LABELS,
    EVERYONE_LABEL,
    GROUND_LABELS,
    OUTCOME_LABELS,
)
from sajha.terms.labels.directory import KIND_LABELS
from sajha.terms.labels.requests import PARTIES, word
from sajha.terms.places import is_place, parse_place, place_label
from sajha.terms.vocabularies import label


def value_text(one: Recorded) -> str:
    """A recorded value as the reader sees it: the label of a code, a place by name, a day in the reader's habit."""
    if one.name == "party.role":
        return word(PARTIES, one.text)
    found = field_class(one.name)
    holds = found.holds if found else Holds.TEXT
    try:
        return _as_held(one.text, holds)
    except ValueError:
        return one.text


def _as_held(text: str, holds: Holds) -> str:
    if holds == Holds.CODE:
        return label(parse(text))
    if holds == Holds.PLACE:
        return place_label(parse_place(text)) if is_place(text) else text
    if holds == Holds.DAY:
        return date_text(date.fromisoformat(text))
    return month_text(text) if holds == Holds.MONTH else text


def audience_text(audience: Audience, names: dict[str, str]) -> str:
    """An audience in words."""
    if audience == EVERYONE:
        return str(EVERYONE_LABEL)
    kind = str(KIND_LABELS.get(audience.kind, audience.kind))
    if not audience.organisation:
        return _("Every organisation of this kind: %(kind)s") % {"kind": kind}
    return f"{names.get(audience.organisation, _('Unknown organisation'))} ({kind})"


def tell_points(points: tuple[Point, ...], names: dict[str, str]) -> Iterator[str]:
    """What holds now: one sentence for each audience, purpose and end, with the kinds of data that it may know."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for point in points:
        if point.holds:
            until = last_day(point.until) if point.until else ""
            key = (audience_text(point.audience, names), own_words("purposes", point.purpose), until)
            found.setdefault(key, []).append(f"“{own_words('classes', point.data_class)}”")
    for (who, purpose, until), data in found.items():
        words = {"who": who, "purpose": purpose, "data": ", ".join(data), "day": until}
        yield _("Yes: for “%(purpose)s”, %(who)s may know %(data)s. Until %(day)s.") % words


def tell_said(said: tuple[Event, ...]) -> Iterator[str]:
    """Everything that was said, newest first."""
    for event in reversed(said):
        purposes = "; ".join(f"“{own_words('purposes', one)}”" for one in Purpose if one in event.scope.purposes)
        words = {"day": date_text(event.at), "what": EVENT_LABELS[event.kind], "purposes": purposes}
        yield _("%(day)s: %(what)s: %(purposes)s") % words if purposes else _("%(day)s: %(what)s") % words


def tell_grounds(grounds: tuple[BasisLine, ...]) -> Iterator[str]:
    """Each legal ground that was named instead of a yes, by which law, what became of it, until when."""
    for line in grounds:
        ground = line.basis.ground
        sure = "" if not ground.unverified else f" ({_('Unverified')})"
        yield _("%(ground)s: %(law)s. %(outcome)s, until %(day)s.") % {
            "ground": GROUND_LABELS[ground.id],
            "law": f"{ground.authority}{sure}",
            "outcome": OUTCOME_LABELS[line.outcome],
            "day": last_day(line.basis.until),
        }
