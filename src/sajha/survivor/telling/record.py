"""What is recorded and what was agreed, in words."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from sajha.cases.values import Holds, field_class
from sajha.consent.values import EVERYONE, Audience, BasisLine, Event, Point
from sajha.survivor.telling.copies import last_day
from sajha.survivor.values import Recorded
from sajha.terms.coded import parse
from sajha.terms.formats import date_text, month_text
from sajha.terms.labels.consent import (
    CLASS_LABELS,
    EVENT_LABELS,
    EVERYONE_LABEL,
    GROUND_LABELS,
    OUTCOME_LABELS,
    PURPOSE_LABELS,
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
    """What holds now: each yes, and to whom."""
    for point in points:
        if point.holds:
            until = last_day(point.until) if point.until else ""
            yield _("Yes: %(who)s may know “%(data)s” for “%(purpose)s”, until %(day)s.") % {
                "who": audience_text(point.audience, names),
                "data": CLASS_LABELS[point.data_class],
                "purpose": PURPOSE_LABELS[point.purpose],
                "day": until,
            }


def tell_said(said: tuple[Event, ...]) -> Iterator[str]:
    """Everything that was said, newest first."""
    for event in reversed(said):
        purposes = "; ".join(str(PURPOSE_LABELS[one]) for one in PURPOSE_LABELS if one in event.scope.purposes)
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
