"""How fast a node checks its ledger: every row against the audit chain, and the chain itself; and looks for what is due for recall.

Run inside a node's environment: ``python -m bench.ledger fill EDGES`` and ``python -m bench.ledger verify`` print one JSON line each.
"""

import json
import sys
import time
from typing import Any

import django

PARTIES = 200


def fill(edges: int) -> dict[str, int]:
    """Rows of the ledger as releases write them, each with its entry in the audit chain."""
    from django.db import transaction

    from bench.fill import OTHER, WORKER
    from sajha.accounts.queries import actor_named
    from sajha.basics.clock import now
    from sajha.cases.models import Party
    from sajha.disclosure.models import Release

    by, at = actor_named(WORKER), now()
    people = list(Party.objects.exclude(role="accused").values_list("id", "case")[:PARTIES])
    with transaction.atomic():
        for number in range(edges):
            party, case = people[number % len(people)]
            edge = Release(
                id=f"release_{number:032x}", case=case, party=party, thread=f"thread_{number:032x}", package=f"package_{number:032x}",
                subject="p1", recipient=OTHER, recipient_name="AHTU elsewhere (bench)", recipient_kind="ahtu", purpose="trace_person",
                fields=["party.age_band", "party.gender"], classes=["S2"], digest=f"{number:064x}", by=by.id, at=at,
            )  # fmt: skip
            edge.save(force_insert=True)
            _note(edge, by, at)
    return {"edges": edges}


def _note(edge: Any, by: Any, at: Any) -> None:
    from sajha.audit.actions import record
    from sajha.disclosure.queries.ledger import digest_of

    detail = {"edge": edge.id, "row": digest_of(edge), "to": edge.recipient, "fields": edge.fields}
    record(area="disclosure", action="package.released", by=by, at=at, subject=edge.case, detail=detail)


def verify() -> dict[str, float]:
    from sajha.audit.models import AuditEntry
    from sajha.audit.queries import verify_chains
    from sajha.basics.clock import now
    from sajha.disclosure.models import Release
    from sajha.disclosure.queries import altered_edges
    from sajha.disclosure.tasks import recall_due

    edges, entries = Release.objects.count(), AuditEntry.objects.count()
    rows, wrong = _timed(altered_edges)
    chains, reports = _timed(verify_chains)
    due, called = _timed(lambda: recall_due(now()))
    assert not wrong and all(report.whole for report in reports) and called == 0
    return {
        "edges_per_cpu_second": edges / rows,
        "entries_per_cpu_second": entries / chains,
        "look_for_due_cpu_ms": due * 1000,
        "edges": edges,
    }


def _timed(work: Any) -> tuple[float, Any]:
    begun = time.process_time()
    found = work()
    return max(time.process_time() - begun, 1e-6), found


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill(int(sys.argv[2])) if sys.argv[1] == "fill" else verify()))
