"""Begin a new epoch of keys, and end the one before: what was published under it is dead then, wherever it lies."""

from datetime import datetime, timedelta

from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused, no, require
from sajha.matching.blind.epochs import end, rotate, standing
from sajha.matching.keys import folder, present
from sajha.matching.models import EpochBegun, OwnTable
from sajha.matching.rules import SHORTEST_REASON
from sajha.network.queries import active_node_ids

LASTS = timedelta(days=90)
GRACE = timedelta(days=14)
"""So long the epoch before is still answered, for partners that were away when their new set was sent."""
LONGEST = timedelta(days=45)
"""After this it ends although one is away still: what it asks then is refused, and asked again when its new set has come."""


def begin_anew(*, reason: str, by: Actor, at: datetime) -> str:
    """Begin a new epoch at once, for instance after a machine was lost; gives its public name. Every partner gets its sets anew.

    Raises:
        Refused: without ``match:set``, or without a reason.
    """
    require(may(by, "match:set"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(no("reason.too_short"))
    return _begin(reason, by, at)


def _begin(reason: str, by: Actor, at: datetime) -> str:
    """The file is made first: an epoch that no row speaks of yet is found by :func:`keep_epochs`, one without a file is none."""
    epoch = rotate(folder(), after=present().number)
    _note(epoch.name, epoch.number, reason, by, at)
    return epoch.name


@transaction.atomic
def _note(name: str, number: int, reason: str, by: Actor, at: datetime) -> None:
    EpochBegun.objects.get_or_create(name=name, defaults={"number": number, "at": at})
    record(
        area="matching",
        action="epoch.begun",
        by=by,
        at=at,
        subject=name,
        about="audit",
        reason=reason,
        detail={"number": number},
    )


def keep_epochs(at: datetime) -> None:
    """Note an epoch that began, begin the next when its time has come, end the one before when nobody needs it any more."""
    epoch = present()
    row = EpochBegun.objects.filter(name=epoch.name).first()
    if row is None:
        _note(epoch.name, epoch.number, "", SYSTEM, at)
    elif at - row.at > LASTS:
        _begin("", SYSTEM, at)
    elif at - row.at > (GRACE if _all_renewed(epoch.name) else LONGEST):
        for older in standing(folder())[1:]:
            _end(older.number, older.name, at)


def _all_renewed(name: str) -> bool:
    """Whether every partner's set was sent under the present key."""
    return not OwnTable.objects.filter(partner__in=active_node_ids()).exclude(epoch=name).exists()


def _end(number: int, name: str, at: datetime) -> None:
    """The secret goes first: an entry of what did not happen would be worse than one that is missing for a minute."""
    end(folder(), number)
    with transaction.atomic():
        record(area="matching", action="epoch.ended", by=SYSTEM, at=at, subject=name, detail={"number": number})
