"""The node's clockwork: what is due is done, at once when the bell rings, and looked for now and then of its own accord."""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from django.db import close_old_connections, connections

from sajha.basics.clock import now
from sajha.basics.wake import rung_at
from sajha.exchange import outbox

log = logging.getLogger(__name__)
LOOK = 0.05  # seconds between two looks at the bell
AFTER_FAILURE = 2.0  # seconds of rest after a task failed
SENDERS = 4


@dataclass(frozen=True)
class Due:
    """Work that the worker calls: ``work(at)`` gives how much it did; above nothing it is called again at once.

    ``every``: seconds after which it is called although nobody rang. ``rings``: what it did leaves work for the other tasks.
    ``heeds``: whether it is called when somebody rings; what must not show by its time what happened here, is not.
    """

    name: str
    work: Callable[[datetime], int]
    every: float
    rings: bool = False
    heeds: bool = True


def deliver_due(at: datetime, limit: int = 100) -> int:
    """Deliver what is due, one member after the other, all at one time; gives how many messages were settled."""
    outbox.adopt(at=at)
    settled = 0
    while settled < limit and (recipient := outbox.take_line(at=at)):
        settled += outbox.deliver_line(recipient, clock=lambda: at, limit=limit - settled)
    return settled


_dropped: set[str] = set()  # ways that a sender of this process had to leave without giving them back (a full disk)


def _send(at: datetime) -> int:
    for recipient in list(_dropped):
        outbox.release(recipient)
        _dropped.discard(recipient)
    recipient = outbox.take_line(at=at)
    if not recipient:
        return 0
    try:
        return outbox.deliver_line(recipient, clock=now)
    except Exception:
        _dropped.add(recipient)
        raise


def _adopt(at: datetime) -> int:
    return outbox.adopt(at=at)


def delivery_tasks(senders: int = SENDERS) -> list[Due]:
    """Delivery as the worker runs it: one task that takes up new departures, several that each serve one member at a time."""
    sending = [Due(f"send-{number}", _send, every=0.5) for number in range(1, senders + 1)]
    return [Due("adopt", _adopt, every=1.0, rings=True), *sending]


def run_worker(tasks: Sequence[Due], *, home: Path, stop: threading.Event) -> None:
    """Run every task in a thread of its own until ``stop`` is set; a second worker of the same node waits for the first to end.

    Safe to kill at any point: leases of a worker that died are dropped by the next.
    """
    with _alone(home, stop):
        if stop.is_set():
            return
        outbox.free_lines()
        bells = [threading.Event() for _ in tasks]
        ring = _ring_all([bell for task, bell in zip(tasks, bells, strict=True) if task.heeds])
        threads = [
            threading.Thread(target=_run, args=(task, bell, ring, stop), name=task.name)
            for task, bell in zip(tasks, bells, strict=True)
        ]
        for thread in threads:
            thread.start()
        heard = 0
        while not stop.wait(LOOK):
            if (rung := rung_at(home)) != heard:
                heard = rung
                ring()
        _ring_all(bells)()
        for thread in threads:
            thread.join()
        connections.close_all()


def _ring_all(bells: list[threading.Event]) -> Callable[[], None]:
    def ring() -> None:
        for bell in bells:
            bell.set()

    return ring


def _run(task: Due, bell: threading.Event, ring: Callable[[], None], stop: threading.Event) -> None:
    """One task's life: called when rung or when its time has come, again while it finds work, at rest after a failure."""
    while not stop.is_set():
        bell.clear()
        close_old_connections()
        begun = monotonic()
        try:
            done = task.work(now())
        except Exception as error:
            log.exception("task.failed %s", task.name, exc_info=error)
            stop.wait(AFTER_FAILURE)
            continue
        if done and task.rings:
            ring()
        if not done:
            bell.wait(max(0.0, task.every - (monotonic() - begun)))
    connections.close_all()


@contextmanager
def _alone(home: Path, stop: threading.Event) -> Iterator[None]:
    """Hold the node's lock for workers; the kernel drops it when the process dies, however it dies."""
    with (home / "worker.lock").open("w") as lock:
        while not stop.is_set():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                stop.wait(0.2)
        yield
