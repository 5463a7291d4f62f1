"""Who has a copy, in words: one line of the list for each, and what the picture draws beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from sajha.cases.values import field_class
from sajha.survivor.values import Holding
from sajha.terms.formats import date_text
from sajha.terms.labels.consent import CLASS_LABELS, GROUND_LABELS
from sajha.terms.labels.fields import field_label
from sajha.terms.labels.requests import GROUNDS, KINDS, word
from sajha.terms.labels.survivor import STATE_LABELS


@dataclass(frozen=True, slots=True)
class CopyTold:
    """One copy. ``level``: how many hands it went through before; ``state`` is the code, ``words`` say it; ``lines`` tell the rest."""

    name: str
    level: int
    state: str
    words: str
    lines: tuple[str, ...]


def last_day(until: datetime) -> str:
    """The last day on which it still holds: what ends at midnight ended with the day before."""
    return date_text(timezone.localtime(until - timedelta(microseconds=1)).date())


def tell_copies(holdings: tuple[Holding, ...], level: int = 0) -> Iterator[CopyTold]:
    """Each copy before those that came from it."""
    for one in holdings:
        words = str(STATE_LABELS.get(one.state, one.state))
        yield CopyTold(one.name or _("Unknown organisation"), level, one.state, words, tuple(_lines(one)))
        yield from tell_copies(one.below, level + 1)


def _lines(one: Holding) -> Iterator[str]:
    yield _("On %(day)s, for: %(purpose)s") % {"day": date_text(one.at), "purpose": word(KINDS, one.purpose)}
    classes = {str(CLASS_LABELS[found.sensitivity]) for name in one.fields if (found := field_class(name))}
    yield _("What kind: %(kinds)s") % {"kinds": "; ".join(sorted(classes))}
    yield _("What exactly: %(fields)s") % {"fields": ", ".join(dict.fromkeys(map(field_label, one.fields)))}
    yield _ground(one.ground)
    if one.until:
        yield _("Until %(day)s") % {"day": last_day(one.until)}
    if one.told_at:
        yield _("Asked to destroy it on %(day)s") % {"day": date_text(one.told_at)}
    if one.answered_at:
        yield _("Answered on %(day)s") % {"day": date_text(one.answered_at)}
    if one.kept_ground:
        yield _kept(one)


def _ground(code: str) -> str:
    if code == "consent_recorded":
        return _("Why they may have it: you said yes.")
    if not code:
        return _("Why they may have it: it does not tell who you are, and is needed for this.")
    words = str(GROUND_LABELS.get(code, "")) or word(GROUNDS, code)
    return _("Why they may have it, also without your yes: %(ground)s") % {"ground": words}


def _kept(one: Holding) -> str:
    ground = str(GROUND_LABELS.get(one.kept_ground, "")) or word(GROUNDS, one.kept_ground)
    if one.kept_until:
        return _("Keeps it because: %(ground)s, until %(day)s") % {"ground": ground, "day": last_day(one.kept_until)}
    return _("Keeps it because: %(ground)s") % {"ground": ground}
