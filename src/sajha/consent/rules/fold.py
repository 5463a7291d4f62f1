"""What holds now is computed from all that was ever said: the newest event that covers a point decides it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sajha.consent.values import (
    EVERYONE,
    GRANTABLE,
    OF_ANOTHER,
    TAKES_AWAY,
    Audience,
    DataClass,
    Effect,
    Event,
    EventKind,
    Key,
    Mark,
    Point,
    Purpose,
    Question,
    Scope,
    Standing,
)

ANY_OTHER = "*"
"""Stands for an organisation of a kind that no event names."""

_BECAUSE = {
    EventKind.REFUSED: "consent.refused",
    EventKind.NARROWED: "consent.narrowed",
    EventKind.WITHDRAWN: "consent.withdrawn",
}


def standing(events: Iterable[Event], at: datetime) -> Standing:
    """Fold the events said until ``at`` (aware). The order in which they are handed over does not matter."""
    known = sorted({event for event in events if event.at <= at}, key=_place)
    marks: dict[Key, list[Mark]] = {}
    for event in known:
        if event.kind in OF_ANOTHER:
            continue
        event = _as_amended(event, known)
        mark = _mark(event)
        for purpose in event.scope.purposes:
            for data_class in event.scope.classes:
                marks.setdefault((purpose, data_class), []).append(mark)
    return Standing(at, {key: tuple(reversed(found)) for key, found in marks.items()})


def _place(event: Event) -> tuple[datetime, bool, str]:
    """By time; in the same instant what takes away comes last, so that it decides."""
    return event.at, event.kind in TAKES_AWAY, event.id


def _as_amended(event: Event, known: list[Event]) -> Event:
    """A consent with its corrections and its expiry applied: each can only make it smaller or shorter."""
    if event.kind != EventKind.GIVEN:
        return event
    for other in known:
        if other.of == event.id and other.kind == EventKind.CORRECTED:
            event = replace(event, scope=overlap(event.scope, other.scope), until=_earlier(event.until, other.until))
        elif other.of == event.id and other.kind == EventKind.EXPIRED:
            event = replace(event, until=_earlier(event.until, other.at))
    return event


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other


def overlap(one: Scope, other: Scope) -> Scope:
    """The points that two blocks have in common."""
    audiences = _inside(one.audiences, other.audiences) | _inside(other.audiences, one.audiences)
    return Scope(one.purposes & other.purposes, audiences, one.classes & other.classes)


def _inside(inner: frozenset[Audience], outer: frozenset[Audience]) -> frozenset[Audience]:
    """Those named here that the other side reaches: by the same name, or because it names their whole kind."""
    return frozenset(audience for audience in inner if audience in outer or Audience(audience.kind) in outer)


def within(inner: Scope, outer: Scope) -> bool:
    """Whether every point of one block lies in the other: a named organisation lies within its kind."""
    wide = _inside(inner.audiences, outer.audiences) == inner.audiences
    return wide and inner.purposes <= outer.purposes and inner.classes <= outer.classes


def _mark(event: Event) -> Mark:
    if event.kind == EventKind.GIVEN:
        return Mark(Effect.GIVES, event.scope.audiences, event.id, event.giver, event.until)
    if event.kind == EventKind.NARROWED and event.until:
        return Mark(Effect.SHORTENS, event.scope.audiences, event.id, until=event.until)
    return Mark(Effect.TAKES, event.scope.audiences, event.id, because=_BECAUSE.get(EventKind(event.kind), ""))


def covers(mark: Mark, question: Question) -> bool:
    """Whether the mark speaks of this recipient.

    A consent for a named organisation needs its kind too; what takes away needs only one of the two, so that a change of
    kind never brings a consent back.
    """
    for audience in mark.audiences:
        same_kind = audience.kind == question.kind
        same = audience.organisation == question.organisation if audience.organisation else same_kind
        if mark.effect == Effect.GIVES and same and same_kind:
            return True
        if mark.effect != Effect.GIVES and (same or audience == EVERYONE):
            return True
    return False


def deciding(now: Standing, question: Question) -> tuple[Mark | None, datetime | None]:
    """The mark that decides the point, and the earliest end that a later narrowing set; no mark: nobody ever said anything."""
    end = None
    for mark in now.marks.get((question.purpose, question.data_class), ()):
        if not covers(mark, question):
            continue
        if mark.effect == Effect.SHORTENS:
            end = _earlier(end, mark.until)
        else:
            return mark, _earlier(end, mark.until)
    return None, None


def named_audiences(now: Standing, purpose: str) -> list[Audience]:
    """Every audience that some event named for the purpose, in the order of their names."""
    found = {
        audience
        for (of, _), marks in now.marks.items()
        if of == purpose
        for mark in marks
        for audience in mark.audiences
    }
    return sorted(found - {EVERYONE})


def questions(now: Standing, age: str) -> list[tuple[Audience, Question]]:
    """One question per purpose, audience ever named, and class: all that a page of what holds must answer."""
    return [
        (audience, Question(purpose, audience.kind, audience.organisation or ANY_OTHER, data_class, age))
        for purpose in Purpose
        for audience in named_audiences(now, purpose)
        for data_class in DataClass
        if data_class in GRANTABLE
    ]


def changed(before: list[Point], after: list[Point]) -> list[Point]:
    """The points of ``after`` that hold otherwise than before: what a new event would change."""
    old = {(point.purpose, point.audience, point.data_class): (point.holds, point.until) for point in before}
    return [
        point
        for point in after
        if old.get((point.purpose, point.audience, point.data_class), (False, None)) != (point.holds, point.until)
    ]
