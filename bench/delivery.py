"""From "send" to "received" between two real nodes that have nothing else to do.

``ask`` and ``answer`` run inside a node's environment each: ``python -m bench.delivery ask NODE_ID COUNT`` sends requests one
after the other and prints one JSON line; ``python -m bench.delivery answer COUNT`` acknowledges each as soon as it is there.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import django

from bench.processes import ROOT, inside, peak_mib, with_source

LOOK = 0.005  # seconds between two looks
PATIENCE = 60.0
ANSWERING = "malar"  # head of the unit that is asked
# somebody reads and writes in between, so no two requests come together
PAUSE = (0.2, 0.6)


def measure(asker: Any, asked: Any, count: int) -> dict[str, float]:
    """Seconds from the click on "send" until the recipient's signed receipt is stored (``delivered``), and until the asker sees
    that somebody there acknowledged, who did so at once (``received``)."""
    told = pair(asker, asked)
    for node in (asker, asked):
        node.start()
    try:
        for node in (asker, asked):
            node.wait()
        words = [sys.executable, "-m", "bench.delivery", "answer", str(count)]
        with subprocess.Popen(words, cwd=ROOT, env=with_source(asked.environment())) as answering:
            times = inside("delivery", "ask", told, count, environment=asker.environment())
            answering.wait(PATIENCE)
        return times | {"node_peak_mib": peak_mib(asker.process.pid)}
    finally:
        for node in (asker, asked):
            node.stop()


def pair(asker: Any, asked: Any) -> str:
    """Each takes the other's description and compares the fingerprint; gives the id of the one that is asked."""
    ids = {}
    with tempfile.TemporaryDirectory() as folder:
        for own, other in ((asker, asked), (asked, asker)):
            file = Path(folder) / f"{other.port}.json"
            told = other.json("pair", "show", "--out", str(file))
            own.sajha("pair", "add", str(file))
            own.sajha("pair", "confirm", told["node"], "--fingerprint", told["fingerprint"])
            ids[other.port] = told["node"]
    return ids[asked.port]


def ask(recipient: str, count: int) -> dict[str, float]:
    from bench.fill import WORKER
    from sajha.accounts.queries import actor_named
    from sajha.disclosure.models import Departure
    from sajha.liaison.models import Thread
    from sajha.liaison.values import State

    by, chance = actor_named(WORKER), random.Random(1)
    delivered, received = [], []
    for _ in range(count):
        time.sleep(chance.uniform(*PAUSE))
        thread = _draft(recipient, by)
        begun = time.monotonic()
        send_draft(thread, by)
        _until(lambda: Departure.objects.filter(thread=thread, status="accepted").exists())  # noqa: B023
        delivered.append(time.monotonic() - begun)
        _until(lambda: Thread.objects.filter(pk=thread, state=State.RECEIVED).exists())  # noqa: B023
        received.append(time.monotonic() - begun)
    return {
        "delivered_median_seconds": median(delivered),
        "delivered_worst_seconds": max(delivered),
        "received_median_seconds": median(received),
        "received_worst_seconds": max(received),
    }


def _draft(recipient: str, by: Any) -> str:
    from sajha.basics.clock import now
    from sajha.cases.models import CaseAccess, Party
    from sajha.liaison.actions import change_draft, start_draft

    case = CaseAccess.objects.filter(user=by.id).order_by("id").values_list("case", flat=True)[0]
    parties = tuple(Party.objects.filter(case=case).values_list("id", flat=True))
    thread = start_draft(case=case, kind="trace_person", urgency="urgent", place="IN-33", by=by, at=now()).id
    change_draft(
        thread=thread, urgency="urgent", place="IN-33", recipient=recipient, question="Is she with you?", parties=parties,
        fields=(), ground="", ground_reason="", by=by, at=now(),
    )  # fmt: skip
    return thread


def send_draft(thread: str, by: Any) -> None:
    from sajha.basics.clock import now
    from sajha.disclosure.actions import send_request
    from sajha.disclosure.actions.requests import mark_of
    from sajha.disclosure.queries import preview

    send_request(thread=thread, shown=mark_of(preview(by, thread)), by=by, at=now())


def answer(count: int) -> None:
    from sajha.accounts.queries import actor_named
    from sajha.basics.clock import now
    from sajha.disclosure.actions import make_move
    from sajha.liaison.models import Thread
    from sajha.liaison.values import MoveKind, State

    by, new = actor_named(ANSWERING), Thread.objects.filter(state=State.SENT).values_list("id", flat=True)
    for _ in range(count):
        _until(new.exists)
        make_move(thread=new[0], kind=MoveKind.ACKNOWLEDGE, by=by, at=now())


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "the other node did not answer"
        time.sleep(LOOK)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "ask":
        print(json.dumps(ask(sys.argv[2], int(sys.argv[3]))))
    else:
        answer(int(sys.argv[2]))
