"""Which threads an actor may see: the one place that decides it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from sajha.accounts.rules import HEADS, OVERSEERS, may
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import is_id
from sajha.liaison.models import Thread
from sajha.liaison.queries.own_cases import is_about_open, is_in_vault, put_away
from sajha.liaison.values import Kind, Side
from sajha.vault.models import RecordKey

# they watch over requests of every vault, and see no case
ABOVE_CASES = OVERSEERS - HEADS


def visible(by: Actor) -> "QuerySet[Thread]":
    """Threads of the node that this person may see.

    Nodal officers and coordinators see all; a head sees what came in and requests about cases of the head's vaults; a worker
    sees requests about cases open to the worker, those that the worker wrote about cases of the worker's vaults, and those that
    came in and are the worker's or nobody's yet.

    Raises:
        Refused: without ``request:read``.
    """
    require(may(by, "request:read"))
    if by.roles & ABOVE_CASES:
        return kept(Thread.objects.all())
    return kept(Thread.objects.filter(_inbound(by) | _own(by)))


def kept(rows: "QuerySet[Thread]") -> "QuerySet[Thread]":
    """Without threads that were erased, and without ended ones of a case that was put away: what must be answered stays in sight."""
    return _not_erased(rows.filter(Q(closed_at=None) | ~put_away("case")))


def _not_erased(rows: "QuerySet[Thread]") -> "QuerySet[Thread]":
    return rows.filter(~Exists(RecordKey.objects.filter(record=OuterRef("pk"), destroyed_at__isnull=False)))


def visible_on(by: Actor, side: Side) -> "QuerySet[Thread]":
    """The same for one side alone, which the database answers from one index."""
    require(may(by, "request:read"))
    rows = kept(Thread.objects.filter(side=side))
    if by.roles & ABOVE_CASES:
        return rows
    return rows.filter(_inbound(by) if side == Side.RECIPIENT else _own(by))


def _inbound(by: Actor) -> Q:
    if by.roles & OVERSEERS:
        return Q(side=Side.RECIPIENT)
    return Q(side=Side.RECIPIENT, assigned_to__in=("", by.id))


def _own(by: Actor) -> Q:
    # what somebody wrote is the writer's as long as the writer reads the vault of its case
    own = Q(started_by=by.id) & (Q(case="") | Q(is_in_vault(by, "case"))) | Q(is_about_open(by, "case"))
    # about none of our cases: what others entrusted to us, passed on
    own = own | Q(case="") if by.roles & HEADS else own
    return Q(side=Side.ASKER) & own


def find(by: Actor, id: str, *, lock: bool = False) -> Thread:
    """One thread that the actor may see; ``lock`` keeps others from moving it until the transaction ends.

    Raises:
        Refused: ``not_found``, the same for one that does not exist and one that is closed to the actor.
    """
    rows = visible(by).select_for_update() if lock else visible(by)
    row = rows.filter(pk=id).first() if is_id(id, "thread") else None
    if row is None:
        raise Refused(no("not_found"))
    return row


def of_party(sender: str, id: str, *, lock: bool = False) -> Thread:
    """The thread in which the other node is a party.

    Raises:
        Refused: ``thread.not_yours``, the same for one that does not exist or was erased.
    """
    rows = Thread.objects.select_for_update() if lock else Thread.objects.all()
    row = (
        _not_erased(rows)
        .filter(Q(side=Side.RECIPIENT, asker=sender) | Q(side=Side.ASKER, recipient=sender), pk=id)
        .first()
    )
    if row is None:
        raise Refused(no("thread.not_yours"))
    return row


def opened_at(ids: Iterable[str]) -> dict[str, datetime]:
    """When each of these threads was opened by its asker, for the gate; no person asks here."""
    return dict(Thread.objects.filter(pk__in=list(ids)).values_list("id", "opened_at"))


def kind_of_thread(sender: str, id: str) -> Kind:
    """What the thread is about.

    Raises:
        Refused: ``thread.not_yours``.
    """
    return Kind(of_party(sender, id).kind)


def side_of(sender: str, id: str) -> Side:
    """Which side the other node is in the thread.

    Raises:
        Refused: ``thread.not_yours``.
    """
    return Side.ASKER if of_party(sender, id).side == Side.RECIPIENT else Side.RECIPIENT
