"""What a thread of recall is about, on either side."""

from dataclasses import dataclass
from datetime import datetime

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.disclosure.models import Heard, HeldPackage, Recall, Release
from sajha.disclosure.queries.ledger import Holder, holder_of
from sajha.disclosure.values import EdgeState
from sajha.liaison.queries import may_see


@dataclass(frozen=True, slots=True)
class RecallView:
    """A recall: of what, why, what was said of it. ``ours``: we ask; then ``holders`` are those who have it.

    ``request`` is the thread by which it had left or come, empty when it never came.
    """

    ours: bool
    package: str
    subjects: tuple[str, ...]
    because: str
    state: EdgeState
    at: datetime
    request: str
    holders: tuple[Holder, ...] = ()


def recall_of(by: Actor, thread: str) -> RecallView | None:
    """What a thread of recall is about; none for another kind of thread.

    Raises:
        Refused: ``not_found``.
    """
    if not may_see(by, thread):
        raise Refused(no("not_found"))
    row = Recall.objects.filter(pk=thread).first()
    if row is not None:
        return _asked(row)
    heard = Heard.objects.filter(pk=thread).first()
    return _heard(heard) if heard is not None else None


def _asked(row: Recall) -> RecallView:
    edges = list(Release.objects.filter(package=row.package, subject__in=row.subjects).order_by("subject"))
    holders = tuple(holder_of(edge, row, []) for edge in edges)
    request = edges[0].thread if edges else ""
    return RecallView(
        True, row.package, tuple(row.subjects), row.because, EdgeState(row.state), row.asked_at, request, holders
    )


def _heard(row: Heard) -> RecallView:
    held = HeldPackage.objects.filter(pk=row.package, outward=False, other=row.sender).first()
    state = EdgeState(row.told) if row.told else EdgeState.TOLD
    request = held.thread if held else ""
    return RecallView(False, row.package, tuple(row.subjects), row.because, state, row.heard_at, request)
