"""What may be written into a person's consent history. A yes is checked in full; a no is hardly checked at all."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sajha.basics.decision import Decision, no, yes
from sajha.consent.rules.fold import within
from sajha.consent.values import (
    EVERYONE,
    GIVES_FOR,
    GRANTABLE,
    LONGEST_DAYS,
    TAKES_AWAY,
    Age,
    Event,
    EventKind,
    Giver,
    Manner,
    Purpose,
)

Notices = Collection[tuple[str, str]]
"""(version, language) of every notice text that there is."""


def may_record(event: Event, *, history: Iterable[Event], age: str, notices: Notices, now: datetime) -> Decision:
    """Whether this event may be added. ``now`` is when it is typed: nothing is said in the future."""
    if event.kind not in set(EventKind) or event.giver not in set(Giver) or event.manner not in set(Manner):
        return no("consent.word_unknown")
    if event.at > now:
        return no("consent.future")
    if event.kind == EventKind.EXPIRED:
        return _may_expire(event, _consent_of(event, history))
    if not event.scope.audiences:
        return no("audience.empty")
    if event.scope.empty or not event.scope.purposes <= set(Purpose):
        return no("consent.nothing_named")
    if event.kind in TAKES_AWAY:
        return yes() if event.until is None or event.until > event.at else no("consent.end")
    if event.kind == EventKind.CORRECTED:
        return _may_correct(event, _consent_of(event, history))
    return _may_give(event, age, notices)


def _consent_of(event: Event, history: Iterable[Event]) -> Event | None:
    return next((other for other in history if other.id == event.of and other.kind == EventKind.GIVEN), None)


def _may_expire(event: Event, consent: Event | None) -> Decision:
    due = consent is not None and consent.until is not None and event.at >= consent.until
    return yes() if due else no("consent.not_over")


def _may_correct(event: Event, consent: Event | None) -> Decision:
    """A correction says that less was agreed than was written down; more needs a new consent."""
    if consent is None:
        return no("consent.which")
    longer = event.until is not None and consent.until is not None and event.until > consent.until
    return no("consent.wider") if longer or not within(event.scope, consent.scope) else yes()


def _may_give(event: Event, age: str, notices: Notices) -> Decision:
    if EVERYONE in event.scope.audiences:
        return no("audience.everyone")
    if not event.scope.classes <= GRANTABLE:
        return no("class.never_leaves")
    if event.until is None or not event.at < event.until <= event.at + timedelta(days=LONGEST_DAYS):
        return no("consent.end")
    if GIVES_FOR[event.giver] != (Age.ADULT if age == Age.ADULT else Age.CHILD):
        return no("consent.of_age" if age == Age.ADULT else "consent.child")
    if event.giver == Giver.COMMITTEE and not event.heard:
        return no("consent.hear_child")
    if event.manner == Manner.SAID:
        return no("consent.manner")
    if (event.notice.version, event.notice.language) not in notices or not event.notice.spoken:
        return no("consent.notice")
    return yes()
