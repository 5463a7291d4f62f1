"""Five real nodes, bad links, killed processes: nothing lost, nothing doubled, both sides equal, every chain whole.

Short by default; ``python3 do.py chaos`` runs 1,000 requests and at least 100 kills.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter

import pytest

from sajha.cli.demo.cast import MEMBERS
from sajha.cli.demo.network import PEOPLE, make_node, pair_all
from sajha.cli.demo.node import Node, free_port
from tests.network.link import Link

pytestmark = pytest.mark.nodes
REQUESTS, KILLS = int(os.environ.get("CHAOS_REQUESTS", "40")), int(os.environ.get("CHAOS_KILLS", "8"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
LONGEST = 60 + REQUESTS * 6  # seconds; the machines are shared
ASKERS = {"telangana": "asha", "tamilnadu": "kumar", "shelter": "deepa"}
ANSWERERS = ASKERS | {"nodal": "elango", "national": "farah"}
FINAL = {"declined", "completed", "failed", "cancelled", "withdrawn"}


class Desk:
    """A driver process at a node, killed and started again with it."""

    def __init__(self, node: Node, name: str, share: int, peers: list[str]) -> None:
        self.node, self.words = node, [name, str(share), str(SEED), *peers]
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with (self.node.home / "driver.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.exchange.driver", *self.words],
                env=self.node.environment(),
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def account(node: Node) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.account"],
        env=node.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture
def stage(tmp_path):
    nodes, links = {}, {}
    for place, member in enumerate(member for member in MEMBERS if member.key in ANSWERERS):
        node = Node(tmp_path / member.key, member.organisation, member.kind, member.places, door=free_port())
        links[member.key] = Link(node.door, node.port, SEED + place).start()
        nodes[member.key] = node
    for item in nodes.items():
        make_node(item)
    pair_all(nodes)
    for key, person in (("telangana", "asha"), ("tamilnadu", "kumar"), ("shelter", "deepa")):
        nodes[key].sajha("import", "htcds", str(PEOPLE), "--as", person, "--yes")
    desks = {}
    ids = {key: node.id for key, node in nodes.items()}
    for key, person in ANSWERERS.items():
        share = REQUESTS // len(ASKERS) + (REQUESTS % len(ASKERS) if key == "telangana" else 0) if key in ASKERS else 0
        desks[key] = Desk(nodes[key], person, share, [ids[other] for other in ids if other != key])
    yield nodes, links, desks
    for key in nodes:
        desks[key].kill()
        nodes[key].kill()
        links[key].stop()


def test_nothing_is_lost_or_doubled_whatever_breaks(stage):
    nodes, links, desks = stage
    for key in nodes:
        nodes[key].start()
        desks[key].start()
        links[key].trouble = 0.3
    kills = _break_things(nodes, desks)
    for link in links.values():
        link.trouble = 0.0
    told = _wait_until_quiet(nodes)
    _compare(told)
    ends = Counter(row["state"] for one in told.values() for row in one["threads"].values() if row["side"] == "asker")
    assert ends["cancelled"] < REQUESTS / 2, "most requests are answered"
    print(
        json.dumps(
            {
                "requests": REQUESTS,
                "ends": ends,
                "kills": kills,
                "links": {key: link.counts for key, link in links.items()},
            }
        )
    )


def _break_things(nodes: dict[str, Node], desks: dict[str, Desk]) -> int:
    """Kill one node at a time, all its processes at once, while the others go on; it comes back after a moment."""
    chance = random.Random(SEED)
    for _number in range(KILLS):
        time.sleep(chance.uniform(0.5, 2.5))
        key = chance.choice(list(nodes))
        desks[key].kill()
        nodes[key].kill()
        time.sleep(chance.uniform(0.0, 1.0))
        nodes[key].start()
        desks[key].start()
    return KILLS


def _wait_until_quiet(nodes: dict[str, Node]) -> dict[str, dict]:
    """Until every request that was to be opened is closed on both sides and nothing waits to leave."""
    end = time.monotonic() + LONGEST
    told: dict[str, dict] = {}
    while time.monotonic() < end:
        told = {key: account(node) for key, node in nodes.items()}
        rows = [row for one in told.values() for row in one["threads"].values()]
        if (
            len(rows) >= 2 * REQUESTS
            and all(row["state"] in FINAL for row in rows)
            and not any(one["waiting"] for one in told.values())
        ):
            return told
        time.sleep(2)
    open_ = {
        key: (sum(row["state"] not in FINAL for row in one["threads"].values()), one["waiting"])
        for key, one in told.items()
    }
    raise AssertionError(f"not quiet after {LONGEST} s: open and waiting {open_}")


def _compare(told: dict[str, dict]) -> None:
    sides: dict[str, dict[str, dict]] = {}
    for one in told.values():
        assert set(one["chains"].values()) == {"whole"}
        for id, row in one["threads"].items():
            assert row["side"] not in sides.setdefault(id, {}), "one request twice on one side"
            sides[id][row["side"]] = row
    assert len(sides) == REQUESTS
    for id, both in sides.items():
        assert set(both) == {"asker", "recipient"}, f"{id} is lost on one side"
        asker, recipient = both["asker"], both["recipient"]
        assert asker["state"] == recipient["state"] == asker["folded"] == recipient["folded"], id
        assert asker["moves"] == recipient["moves"], id
        numbers = [(author, sequence) for author, sequence, *_rest in asker["moves"]]
        assert len(numbers) == len(set(numbers)), "one move twice"
