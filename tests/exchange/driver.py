"""Works at one node of the long run until it is killed: opens its share of requests, and answers whatever came, by chance.

    SAJHA_HOME=… python -m tests.exchange.driver NAME SHARE SEED PEER…

It may be killed at any moment and started again: how many requests it still has to open it reads from the node's own database.
"""

import os
import random
import sys
import time
import zlib

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
django.setup()

from django.db import OperationalError  # noqa: E402

from sajha.accounts.queries import actor_named  # noqa: E402
from sajha.basics.actor import Actor  # noqa: E402
from sajha.basics.clock import now  # noqa: E402
from sajha.basics.decision import Refused  # noqa: E402
from sajha.cases.queries import case_list  # noqa: E402
from sajha.cases.values import Wanted  # noqa: E402
from sajha.disclosure.actions import make_move, send_request  # noqa: E402
from sajha.disclosure.actions.requests import mark_of  # noqa: E402
from sajha.disclosure.queries import preview  # noqa: E402
from sajha.liaison.actions import change_draft, start_draft  # noqa: E402
from sajha.liaison.models import Thread  # noqa: E402
from sajha.liaison.rules import moves_open_to  # noqa: E402
from sajha.liaison.values import FINAL, Kind, MoveKind, Side, State, codes_of  # noqa: E402

# what a node does next, by the state that it finds; the asker takes back one request in ten, at any moment
ANSWERS = {
    State.SENT: [MoveKind.ACKNOWLEDGE],
    State.RECEIVED: [MoveKind.ACCEPT, MoveKind.ACCEPT, MoveKind.ASK_BACK, MoveKind.WAITLIST, MoveKind.DECLINE],
    State.WAITLISTED: [MoveKind.ACCEPT, MoveKind.START],
    State.ACCEPTED: [MoveKind.START, MoveKind.PROGRESS],
    State.IN_PROGRESS: [MoveKind.COMPLETE, MoveKind.COMPLETE, MoveKind.FAIL],
}
TAKEN_BACK = 10


def work(by: Actor, share: int, chance: random.Random, peers: list[str]) -> None:
    """Open what is left to open and answer by chance; which threads first is chance too, so that none that waits for others blocks the rest."""
    while True:
        done = _open_one(by, share, chance, peers)
        for row in list(Thread.objects.exclude(state__in=FINAL).exclude(state=State.DRAFT).order_by("?")[:20]):
            done |= _answer(row, by, chance)
        if not done:
            time.sleep(0.1)


def _open_one(by: Actor, share: int, chance: random.Random, peers: list[str]) -> bool:
    if Thread.objects.filter(side=Side.ASKER).exclude(state=State.DRAFT).count() >= share:
        return False
    case = chance.choice(case_list(by, Wanted(mine=False)).lines).id
    kind = chance.choice(list(Kind))
    draft = start_draft(case=case, kind=kind, urgency="routine", place="IN-33", by=by, at=now())
    change_draft(
        thread=draft.id, urgency="routine", place="IN-33", recipient=chance.choice(peers), question="Is this known to you?",
        parties=(), fields=(), ground="", ground_reason="", by=by, at=now(),
    )  # fmt: skip
    send_request(thread=draft.id, shown=mark_of(preview(by, draft.id)), by=by, at=now())
    return True


def _answer(row: Thread, by: Actor, chance: random.Random) -> bool:
    state, side = State(row.state), Side(row.side)
    if side == Side.ASKER:
        kinds = [MoveKind.ANSWER_BACK] if state == State.INFO_REQUESTED else []
        if zlib.crc32(row.id.encode()) % TAKEN_BACK == 0 and chance.random() < 0.1:
            kinds = [MoveKind.CANCEL]
    else:
        kinds = ANSWERS.get(state, [])
    kinds = [kind for kind in kinds if kind in moves_open_to(state, side)]
    if not kinds:
        return False
    kind = chance.choice(kinds)
    codes = [code for code in codes_of(Kind(row.kind), kind) if code != "other"]
    try:
        make_move(
            thread=row.id, kind=kind, code=chance.choice(codes) if codes else "", words="As asked.", by=by, at=now()
        )
    except Refused:
        return False  # the other side was quicker
    return True


if __name__ == "__main__":
    name, share, seed, *peers = sys.argv[1:]
    while True:
        try:
            work(actor_named(name), int(share), random.Random(int(seed) + os.getpid()), peers)
        except OperationalError:
            time.sleep(0.2)
