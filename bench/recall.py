"""From a change of mind to the last signed word, over three hops of real nodes that have nothing else to do.

The first sends facts about a person to the second, which passes them on to the third, and that to the fourth. ``python -m bench.recall
send|pass|call …`` run inside a node's environment each and print one JSON line.
"""

import json
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

from bench.processes import inside

LOOK, PATIENCE = 0.005, 60.0
WORKERS = ("asha", "kumar", "deepa", "malar")


def measure(nodes: list[Any], count: int) -> dict[str, float]:
    """Seconds from the withdrawal until the first node holds the words of all three holders, one recall after the other."""
    from bench.delivery import pair

    ids = [pair(here, there) for here, there in zip(nodes, nodes[1:], strict=False)]
    for node in nodes:
        node.start()
    try:
        for node in nodes:
            node.wait()
        seconds = [_once(nodes, ids, number) for number in range(count)]
    finally:
        for node in nodes:
            node.stop()
    return {"three_hops_median_seconds": median(seconds), "three_hops_worst_seconds": max(seconds)}


def _once(nodes: list[Any], ids: list[str], number: int) -> float:
    sent = inside("recall", "send", ids[0], number, environment=nodes[0].environment())
    package = sent["package"]
    for place, (node, to) in enumerate(zip(nodes[1:3], ids[1:], strict=True), 1):
        package = inside("recall", "pass", WORKERS[place], package, to, environment=node.environment())["package"]
    inside("recall", "has", package, environment=nodes[3].environment())
    return float(inside("recall", "call", sent["case"], sent["party"], environment=nodes[0].environment())["seconds"])


def send(recipient: str, number: int) -> dict[str, str]:
    from sajha.accounts.queries import actor_named
    from sajha.basics.clock import now
    from sajha.cases.models import CaseAccess, Party
    from sajha.disclosure.models import HeldPackage
    from sajha.liaison.actions import change_draft, start_draft

    by = actor_named(WORKERS[0])
    case = CaseAccess.objects.filter(user=by.id).order_by("id").values_list("case", flat=True)[number]
    party = Party.objects.filter(case=case).exclude(role="accused").values_list("id", flat=True)[0]
    draft = start_draft(case=case, kind="trace_person", urgency="urgent", place="IN-33", by=by, at=now()).id
    change_draft(
        thread=draft, urgency="urgent", place="IN-33", recipient=recipient, question="Where is she?", parties=(party,), fields=(),
        ground="", ground_reason="", by=by, at=now(),
    )  # fmt: skip
    _send(draft, by)
    return {"case": case, "party": party, "package": HeldPackage.objects.get(thread=draft).id}


def _send(draft: str, by: Any) -> None:
    from bench.delivery import send_draft

    send_draft(draft, by)


def pass_on(name: str, package: str, to: str) -> dict[str, str]:
    from sajha.accounts.queries import actor_named
    from sajha.basics.clock import now
    from sajha.disclosure.models import HeldPackage
    from sajha.liaison.actions import change_draft, start_onward

    has(package)
    by, thread = actor_named(name), HeldPackage.objects.get(pk=package).thread
    draft = start_onward(
        package=package, thread=thread, kind="trace_person", urgency="urgent", place="IN-33", by=by, at=now()
    ).id
    change_draft(
        thread=draft, urgency="urgent", place="IN-33", recipient=to, question="With you?", parties=("p1",), fields=(),
        ground="", ground_reason="", by=by, at=now(),
    )  # fmt: skip
    _send(draft, by)
    return {"package": HeldPackage.objects.get(thread=draft).id}


def has(package: str) -> dict[str, bool]:
    from sajha.disclosure.models import HeldPackage

    _until(HeldPackage.objects.filter(pk=package).exists)
    return {"has": True}


def call(case: str, party: str) -> dict[str, float]:
    from sajha.accounts.queries import actor_named
    from sajha.basics.clock import now
    from sajha.consent.actions import withdraw_consent
    from sajha.consent.values import EVERYONE, GRANTABLE, Giver, Purpose, Said, Scope
    from sajha.disclosure.queries import holders_of
    from sajha.disclosure.tasks import recall_due

    by, everything = actor_named(WORKERS[0]), Scope(frozenset(Purpose), frozenset({EVERYONE}), frozenset(GRANTABLE))
    begun = time.monotonic()
    withdraw_consent(case_id=case, party_id=party, said=Said(Giver.PERSON, everything, now()), by=by, at=now())
    assert recall_due(now(), case=case) == 1
    _until(lambda: all(one.state == "destroyed" for one in holders_of(by, case, party)))
    seconds = time.monotonic() - begun
    (holder,) = holders_of(by, case, party)
    assert holder.below[0].state == holder.below[0].below[0].state == "destroyed", "three holders"
    return {"seconds": seconds}


def _until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it did not get there"
        time.sleep(LOOK)


if __name__ == "__main__":
    django.setup()
    verb, *words = sys.argv[1:]
    if verb == "send":
        print(json.dumps(send(words[0], int(words[1]))))
    else:
        print(json.dumps({"pass": pass_on, "has": has, "call": call}[verb](*words)))
