"""What one node holds, for comparing it with the others: ``SAJHA_HOME=… python -m tests.exchange.account`` prints JSON."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sajha.project.settings")
django.setup()

from sajha.audit.queries import verify_chains  # noqa: E402
from sajha.disclosure.models import Departure  # noqa: E402
from sajha.liaison.models import Move, Thread  # noqa: E402
from sajha.liaison.queries import state_of  # noqa: E402


def account() -> dict:
    """Threads by side with their state and moves, what still waits to leave, what was refused, whether each chain is whole."""
    threads = {
        row.id: {"side": row.side, "state": row.state, "folded": str(state_of(row.id).state), "moves": []}
        for row in Thread.objects.exclude(state="draft")
    }
    for move in Move.objects.filter(thread__in=list(threads)).order_by("lamport", "author", "sequence"):
        threads[move.thread_id]["moves"].append([move.author, move.sequence, move.lamport, move.kind, move.code])
    return {
        "threads": threads,
        "waiting": Departure.objects.filter(status="").count(),
        "refused": list(
            Departure.objects.exclude(status__in=["", "accepted", "duplicate"]).values_list("kind", "status", "because")
        ),
        "chains": {report.area: report.because for report in verify_chains()},
    }


if __name__ == "__main__":
    print(json.dumps(account()))
