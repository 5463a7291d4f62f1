"""What comes in from other nodes about matching: a table of kinds, each with the function that applies it, once."""

from collections.abc import Callable
from datetime import datetime

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.disclosure.values import Arrived
from sajha.matching.actions.custody import hear_batch
from sajha.matching.actions.evaluating import answer
from sajha.matching.actions.hearing import hear_bucket, hear_evaluated, hear_refused
from sajha.matching.actions.offering import hear_offer
from sajha.matching.actions.publishing import send_whole
from sajha.matching.actions.taking import drop_set, hand_out, take_part
from sajha.matching.wire import (
    Ask,
    Bucket,
    BucketWanted,
    Evaluated,
    NotEvaluated,
    Offered,
    SetWanted,
    TablePart,
    Withdrawn,
    decode,
)

Apply = Callable[[bytes, Actor, datetime], None]


def accept(message: Arrived, *, by: Actor, at: datetime) -> None:
    """Apply a partner's message. Called inside the transaction that stores its arrival, so it happens once.

    Raises:
        Refused: a kind that is unknown, or a body that is malformed.
    """
    apply = HANDLERS.get(message.kind)
    if apply is None:
        raise Refused(no("message.kind_unknown"))
    apply(message.body, by, at)


def _evaluated(content: bytes, by: Actor, at: datetime) -> None:
    body = decode(content, Evaluated)
    if body.id.startswith("cycle_"):
        hear_batch(body, by=by, at=at)
    else:
        hear_evaluated(body, by=by, at=at)


HANDLERS: dict[str, Apply] = {
    "match.asked": lambda content, by, at: answer(decode(content, Ask), by=by, at=at),
    "match.evaluated": _evaluated,
    "match.refused": lambda content, by, at: hear_refused(decode(content, NotEvaluated), by=by, at=at),
    "match.table": lambda content, by, at: take_part(decode(content, TablePart), by=by, at=at),
    "match.set_wanted": lambda content, by, at: send_whole(decode(content, SetWanted), by=by, at=at),
    "match.withdrawn": lambda content, by, at: drop_set(decode(content, Withdrawn), by=by, at=at),
    "match.offered": lambda content, by, at: hear_offer(decode(content, Offered), by=by, at=at),
    "match.bucket_wanted": lambda content, by, at: hand_out(decode(content, BucketWanted), by=by, at=at),
    "match.bucket": lambda content, by, at: hear_bucket(decode(content, Bucket), by=by, at=at),
}
