"""Break glass: danger to life, two persons, a reason, a time limit, and a review by a third. Plain Python, handed a time."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from sajha.basics.decision import Decision, no, yes
from sajha.cases.emergency.values import Emergency, Stage, Step, Verdict
from sajha.cases.rules import reason_is_given

LEAST_HOURS, USUAL_HOURS, MOST_HOURS = 1, 4, 24
WAITS = timedelta(hours=4)
"""After this nobody confirms any more: whoever still needs it says so anew."""
REVIEW_WITHIN = timedelta(days=7)
_NUMBER = re.compile(r"\d{4}-\d{1,9}")


def may_ask(number: str, *, danger: bool, reason: str, hours: int) -> Decision:
    """Whether this may be asked at all. It depends on nothing that lies in this node: the answer tells nobody what is here."""
    if not danger:
        return no("emergency.no_danger")
    if not _NUMBER.fullmatch(number.strip()):
        return no("emergency.no_number")
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        return no("emergency.hours")
    return reason_is_given(reason)


def until(one: Emergency) -> datetime | None:
    """When it ends by itself; nothing before a second person confirmed."""
    return one.confirmed_at + timedelta(hours=one.hours) if one.confirmed_at else None


def stage(one: Emergency, at: datetime) -> Stage:
    """Where it stands at a moment."""
    end = until(one)
    if end is not None:
        return Stage.OPEN if at < end and not one.ended_at else Stage.ENDED
    if one.declined_at:
        return Stage.DECLINED
    return Stage.WAITING if at < one.asked_at + WAITS else Stage.LAPSED


def opens(one: Emergency, who: str, at: datetime) -> bool:
    """Whether the case is open to this person by it: to the asker alone, while it is open."""
    return who == one.asked_by and stage(one, at) == Stage.OPEN


def review_due(one: Emergency) -> datetime | None:
    """By when a third person has to have looked at it; nothing when none has to."""
    return one.confirmed_at + REVIEW_WITHIN if one.confirmed_at and not one.reviewed_at else None


def may_do(one: Emergency, step: Step, who: str, at: datetime) -> Decision:
    """Whether this person may do this now. Nobody decides on their own asking, and neither of the two reviews it."""
    if step in (Step.CONFIRM, Step.DECLINE):
        if who == one.asked_by:
            return no("emergency.not_alone")
        return yes() if stage(one, at) == Stage.WAITING else no("emergency.not_waiting")
    if step == Step.END:
        if who not in (one.asked_by, one.confirmed_by):
            return no("emergency.not_of_the_two")
        return yes() if stage(one, at) == Stage.OPEN else no("emergency.not_open")
    if who in (one.asked_by, one.confirmed_by):
        return no("emergency.third_person")
    if one.reviewed_at:
        return no("emergency.reviewed")
    return yes() if stage(one, at) == Stage.ENDED else no("emergency.review_later")


def do(one: Emergency, step: Step, who: str, at: datetime, verdict: Verdict | None = None) -> Emergency:
    """The emergency after this step; the caller asked :func:`may_do`. A review has a verdict."""
    if step == Step.CONFIRM:
        return replace(one, confirmed_by=who, confirmed_at=at)
    if step == Step.DECLINE:
        return replace(one, declined_by=who, declined_at=at)
    if step == Step.END:
        return replace(one, ended_by=who, ended_at=at)
    return replace(one, reviewed_by=who, reviewed_at=at, verdict=verdict.value if verdict else "")
