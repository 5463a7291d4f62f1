"""Two real nodes: one is destroyed after its backup was made, comes back from it, and both sides end whole."""

import json
import shutil
import subprocess
import sys
import time

import pytest

from sajha.cli.demo.node import CommandFailed, Node

pytestmark = pytest.mark.nodes
WORDS = "four quiet rivers meet"

GREET = """
import django; django.setup()
from sajha.basics.actor import SYSTEM
from sajha.basics.clock import now
from sajha.exchange.actions import greet
from sajha.network.queries import active_node_ids
for node in active_node_ids():
    greet(node_id=node, by=SYSTEM, at=now())
"""
STATE = """
import json, django; django.setup()
from sajha.audit.queries import verify_chains
from sajha.disclosure.models import Departure
from sajha.exchange.models import Arrival, Delivery
from sajha.exchange.queries import forgotten
print(json.dumps({
    "departed": sorted(Departure.objects.values_list("id", flat=True)),
    "open": Departure.objects.filter(status="").count() + Delivery.objects.filter(open=True).count(),
    "arrived": sorted(Arrival.objects.values_list("message_id", flat=True)),
    "forgotten": forgotten(""),
    "whole": all(report.whole for report in verify_chains()),
}))
"""


def inside(node: Node, code: str) -> str:
    """Run a few lines with the node's own configuration and give what they printed."""
    environment = node.environment(DJANGO_SETTINGS_MODULE="sajha.project.settings")
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout


def settled(*nodes: Node, seconds: float = 40) -> list[dict]:
    """The state of each node once nothing waits in any outbox: twice in a row, since one is read after the other."""
    end, before = time.monotonic() + seconds, False
    while True:
        states = [json.loads(inside(node, STATE)) for node in nodes]
        quiet = not any(state["open"] for state in states)
        if quiet and before:
            return states
        before = quiet
        assert time.monotonic() < end, states
        time.sleep(0.3)


@pytest.fixture
def pair(tmp_path):
    """Two nodes that are members of each other, running."""
    one = Node(tmp_path / "one", "AHTU Hyderabad", "ahtu", ("IN-36",), clock_scale=3600).make()
    two = Node(tmp_path / "two", "AHTU Chennai", "ahtu", ("IN-33",), clock_scale=3600).make()
    shown = {node.url: node.json("pair", "show", "--out", str(node.home.with_suffix(".json"))) for node in (one, two)}
    for node, other in ((one, two), (two, one)):
        node.sajha("pair", "add", str(other.home.with_suffix(".json")))
        told = shown[other.url]
        node.sajha("pair", "confirm", told["node"], "--fingerprint", told["fingerprint"])
    try:
        yield one.start().wait(), two.start().wait()
    finally:
        one.kill()
        two.kill()


def test_a_node_destroyed_after_its_backup_comes_back_and_both_sides_agree(pair, tmp_path):
    one, two = pair
    words = tmp_path / "words"
    words.write_text(WORDS)
    inside(one, GREET)
    settled(one, two)
    saved = one.json("backup", str(tmp_path / "backup"), "--passphrase-file", str(words))
    assert saved["node"] == one.json("pair", "show")["node"]

    inside(one, GREET)
    inside(two, GREET)
    one.sajha("audit", "checkpoint")
    before = settled(one, two)
    assert json.loads(one.sajha("audit", "verify", "--json"))["checkpoints"][-1]["signers"]
    one.kill()
    shutil.rmtree(one.home)

    again = json.loads(one.sajha("restore", str(tmp_path / "backup"), "--passphrase-file", str(words), "--json"))
    assert (again["node"], again["records_whole"], again["members_asked"]) == (saved["node"], True, 1)
    with pytest.raises(CommandFailed):
        one.sajha("restore", str(tmp_path / "backup"), "--passphrase-file", str(words))

    one.start().wait()
    time.sleep(1)
    inside(one, GREET)
    here, there = settled(one, two)
    assert set(before[1]["departed"]) <= set(here["arrived"])  # what the other side had sent since came again
    assert set(here["departed"]) <= set(there["arrived"])  # what waits here arrives although the numbers began again
    assert here["forgotten"] >= 1  # and what was sent after the backup is not passed over in silence
    assert here["whole"] and there["whole"]

    with pytest.raises(CommandFailed) as damaged:  # what the other side countersigned since is gone, and it says so
        one.sajha("audit", "verify", "--json")
    assert "record.behind" in str(damaged.value)
