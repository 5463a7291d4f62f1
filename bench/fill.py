"""Fill a node's database with many cases and requests, straight into its tables.

Run inside a node's environment: ``python -m bench.fill CASES THREADS`` prints one JSON line.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import django

BATCH = 2000
WORKER, HEAD = "asha", "balu"  # of the demonstration's cast
OTHER = "node_" + "0" * 32  # whoever asked, and was asked


def main(cases: int, threads: int) -> dict[str, int]:
    """A worker to whom every case was given, and the head of the unit, each see as much as there is."""
    django.setup()
    from django.db import transaction

    from sajha.accounts.models import User
    from sajha.basics.clock import now

    chance, at = random.Random(1), now()
    worker = User.objects.get(username=WORKER).id
    ids = [_id("case", number) for number in range(cases)]
    with transaction.atomic():
        _store_cases(ids, worker, chance, at)
        _store_threads(threads, ids, worker, chance, at)
    _look_at_sizes()
    return {"cases": cases, "threads": threads}


def _id(prefix: str, number: int) -> str:
    """Ids in the order of their numbers, as the real ones are in the order of time."""
    return f"{prefix}_{number:032x}"


def _store(model: type[Any], rows: Iterable[Any]) -> None:
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        model.objects.bulk_create(batch)


def _store_cases(ids: list[str], worker: str, chance: random.Random, at: datetime) -> None:
    from sajha.cases.models import Case, CaseAccess, Party
    from sajha.cases.values import is_open
    from sajha.terms.coded import parse
    from sajha.terms.places import districts
    from sajha.terms.vocabularies import coded, vocabulary

    statuses = [coded("case_status", code) for code in vocabulary("case_status").codes]
    channels = [coded("identification_channel", code) for code in vocabulary("identification_channel").codes]
    places, unknown = districts("36"), parse("absent:unknown")

    def cases() -> Iterator[Case]:
        for number, id in enumerate(ids):
            opened, place = at - timedelta(minutes=10 * (len(ids) - number)), chance.choice(places)
            status = chance.choice(statuses)
            yield Case(
                id=id, number=f"{opened.year}-{number:07}", status=status, is_open=is_open(status), opened_at=opened,
                channel=chance.choice(channels), identified_by=unknown, identified_in=place, region="IN-36", people="V1, A1",
                opened_by=worker, owner=worker, updated_at=opened, vault="police",
            )  # fmt: skip

    def parties() -> Iterator[Party]:
        for number, id in enumerate(ids):
            opened = at - timedelta(minutes=10 * (len(ids) - number))
            for role, name in (("victim", "V1"), ("accused", "A1")):
                yield Party(
                    id=_id("party", 2 * number + (role == "accused")), case_id=id, role=role, number=1, pseudonym=name,
                    majority=unknown, age_band=unknown, gender=unknown, citizenship=unknown, language=unknown,
                    trafficking_status=unknown, relationship=unknown, role_in_process=unknown, added_at=opened, changed_at=opened,
                )  # fmt: skip

    _store(Case, cases())
    _store(Party, parties())
    rows = Case.objects.values_list("id", "opened_at", "is_open")
    _store(
        CaseAccess,
        (CaseAccess(case_id=id, user=worker, given_by=worker, given_at=when, opened_at=when, is_open=open_)
         for id, when, open_ in rows.iterator(chunk_size=BATCH)),
    )  # fmt: skip


def _store_threads(count: int, ids: list[str], worker: str, chance: random.Random, at: datetime) -> None:
    """Half came in, half are ours; of each five one has ended. Each open one is due within a month."""
    from sajha.liaison.models import Thread
    from sajha.liaison.values import OFFERED, OPEN, Side, State, Urgency
    from sajha.network.queries import own_node_id
    from sajha.terms.places import districts

    own, places = own_node_id(), districts("33")

    def threads() -> Iterator[Thread]:
        for number in range(count):
            asks, ended = number % 2 == 1, number % 5 == 0
            opened = at - timedelta(minutes=5 * (count - number))
            due = None if ended else at + timedelta(minutes=chance.randrange(-3000, 40000))
            yield Thread(
                id=_id("thread", number), side=Side.ASKER if asks else Side.RECIPIENT, kind=chance.choice(OFFERED),
                urgency=chance.choice(list(Urgency)), asker=own if asks else OTHER, recipient=OTHER if asks else own,
                other_name="AHTU Chennai (demonstration)", place=str(chance.choice(places)), case=ids[number % len(ids)] if asks else "",
                state=State.COMPLETED if ended else chance.choice(OPEN), outcome="found" if ended else "", since=opened, due_at=due,
                our_due_at=None if asks else due, closed_at=opened if ended else None, lamport=1, assigned_to="" if number % 3 else worker,
                started_by=worker if asks else "", opened_at=opened, changed_at=opened,
            )  # fmt: skip

    _store(Thread, threads())


def _look_at_sizes() -> None:
    """Let the database count its rows, as PostgreSQL does of itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
