"""Who has a copy, in words: one line of the list for each, and what the picture draws beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from sajha.cases.values import field_class
from sajha.consent.values import DataClass
from sajha.survivor.telling.own_words import own_words
from sajha.survivor.values import Holding
from sajha.terms.formats import date_text
from sajha.terms.labels.consent import GROUND_LABELS
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
    day = date_text(one.at)
    if one.purpose:
        yield _("On %(day)s, for: %(purpose)s") % {"day": day, "purpose": word(KINDS, one.purpose)}
    else:
        yield _("Known since %(day)s") % {"day": day}
    yield from _what(one.fields)
    if one.until:
        yield _("Until %(day)s") % {"day": last_day(one.until)}
    if one.told_at:
        yield _("Asked to destroy it on %(day)s") % {"day": date_text(one.told_at)}
    if one.answered_at:
        yield _("Answered on %(day)s") % {"day": date_text(one.answered_at)}
    if one.kept_ground:
        yield _kept(one)
    if one.purpose:
        yield _ground(one)


def _what(fields: tuple[str, ...]) -> Iterator[str]:
    """Which kinds of data in the person's own words, and which fields; nothing when we were not told."""
    classes = sorted(sensitivity_of(fields))
    if classes:
        kinds = "; ".join(f"“{own_words('classes', code)}”" for code in classes)
        yield _("What kind: %(kinds)s") % {"kinds": kinds}
        yield _("What exactly: %(fields)s") % {"fields": ", ".join(dict.fromkeys(map(field_label, fields)))}


def sensitivity_of(fields: tuple[str, ...]) -> set[str]:
    """The classes of these fields."""
    return {found.sensitivity for name in fields if (found := field_class(name))}


def _ground(one: Holding) -> str:
    if one.ground == "consent_recorded":
        return _("Why they may have it: you said yes.")
    if one.ground:
        return _("Why they may have it, also without your yes: %(ground)s") % {"ground": _named(one.ground)}
    if DataClass.S3 in sensitivity_of(one.fields):
        return _("Why they may have it is not written down here. Ask us.")
    return _("Why they may have it: it does not tell who you are, and is needed for this.")


def _named(ground: str) -> str:
    return str(GROUND_LABELS.get(ground, "")) or word(GROUNDS, ground)


def _kept(one: Holding) -> str:
    words = {"ground": _named(one.kept_ground), "day": last_day(one.kept_until) if one.kept_until else ""}
    if one.kept_until:
        return _("Keeps it because: %(ground)s, until %(day)s") % words
    return _("Keeps it because: %(ground)s") % words
