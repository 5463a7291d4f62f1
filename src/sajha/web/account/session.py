"""When a session began, when it was last used, whether both factors were shown, and when it ends."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

WRITE_EVERY = timedelta(minutes=1)  # so that reading pages does not write the session each time


def begin(session: SessionBase, at: datetime, *, second_factor: bool) -> None:
    """Start the clocks of a fresh session."""
    session["began"] = session["seen"] = int(at.timestamp())
    session["second_factor"] = second_factor


def is_over(session: SessionBase, at: datetime) -> bool:
    """Whether it idled longer than ``SESSION_IDLE``, or began longer ago than ``SESSION_COOKIE_AGE``, or lacks its clocks."""
    began, seen = session.get("began"), session.get("seen")
    if not isinstance(began, int) or not isinstance(seen, int):
        return True
    second = int(at.timestamp())
    idle = settings.SESSION_IDLE.total_seconds() + WRITE_EVERY.total_seconds()
    return second - seen > idle or second - began > settings.SESSION_COOKIE_AGE


def touch(session: SessionBase, at: datetime) -> None:
    """Move the last use forward, at most once a minute."""
    if int(at.timestamp()) - session["seen"] >= WRITE_EVERY.total_seconds():
        session["seen"] = int(at.timestamp())


def missing_step(request: HttpRequest) -> str:
    """Address name of what a signed-in person has to do first: replace a one-time password, set up a second factor; or nothing."""
    if request.user.must_change_password:  # type: ignore[union-attr]
        return "account_change_password"
    return "" if request.session.get("second_factor") is True else "account_set_up"
