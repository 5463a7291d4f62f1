"""A disk that is full, and a power cut that drops what was not synced, under a real node."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sajha.cli.demo.cast import MEMBERS
from sajha.cli.demo.network import PEOPLE, make_node, pair_all
from sajha.cli.demo.node import Node
from tests.exchange.test_chaos import account

pytestmark = pytest.mark.nodes
SOURCE = Path(__file__).resolve().parents[1] / "network" / "disk.c"
CUTS = int(os.environ.get("POWER_CUTS", "3"))


@pytest.fixture(scope="module")
def shim(tmp_path_factory) -> Path:
    compiler = shutil.which("cc")
    if compiler is None:
        assert os.environ.get("CI") != "true", "a C compiler is needed"
        pytest.skip("NO C COMPILER: the power cut was not tried")
    library = tmp_path_factory.mktemp("disk") / "disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl", "-lpthread"], check=True)
    return library


@pytest.fixture
def pair(tmp_path, shim):
    nodes = {}
    for member in MEMBERS[:2]:
        nodes[member.key] = Node(tmp_path / member.key, member.organisation, member.kind, member.places)
    for item in nodes.items():
        make_node(item)
    pair_all(nodes)
    asker, other = nodes["telangana"], nodes["tamilnadu"]
    asker.sajha("import", "htcds", str(PEOPLE), "--as", "asha", "--yes")
    durable = tmp_path / "durable"
    durable.mkdir()
    for file in asker.home.glob("node.sqlite3*"):
        shutil.copy(file, durable)
    disk = {"LD_PRELOAD": str(shim), "DISK_FOLDER": str(asker.home), "DISK_DURABLE": str(durable)}
    yield asker, other, disk, durable
    asker.kill()
    other.kill()


OPENS = """
import sys
from tests.exchange import driver
by = driver.actor_named("asha")
chance = driver.random.Random(1)
while True:
    driver._open_one(by, 10**6, chance, sys.argv[1:])
    newest = driver.Thread.objects.filter(side="asker").exclude(state="draft").order_by("-opened_at").first()
    print(newest.id, flush=True)
"""


def _opening(asker: Node, other: Node, disk: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", OPENS, other.id],
        env=asker.environment(**disk),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _cut_power(asker: Node, opening: subprocess.Popen, durable: Path) -> list[str]:
    """Everything ends at once, and the files are what was synced; answers with the requests that were acknowledged before."""
    opening.send_signal(signal.SIGKILL)
    acknowledged = opening.communicate()[0].split()
    for file in asker.home.glob("node.sqlite3*"):
        file.unlink()
    for file in durable.glob("node.sqlite3*"):
        if not file.suffix.lstrip(".").isdigit():
            shutil.copy(file, asker.home)
    return acknowledged


def test_a_power_cut_takes_nothing_that_was_acknowledged(pair):
    asker, other, disk, durable = pair
    acknowledged: list[str] = []
    for _number in range(CUTS):
        opening = _opening(asker, other, disk)
        time.sleep(4)
        acknowledged += _cut_power(asker, opening, durable)
    assert acknowledged
    assert set(acknowledged) <= set(account(asker)["threads"])
    asker.start().wait()
    other.start().wait()
    _until(lambda: set(account(asker)["threads"]) == set(account(other)["threads"]) and not account(asker)["waiting"])
    assert set(account(asker)["chains"].values()) == {"whole"}


def test_a_full_disk_is_said_and_loses_nothing(pair):
    asker, other, disk, durable = pair
    before = account(asker)
    (durable / "full").touch()
    case = f"{time.gmtime().tm_year}-000001"
    words = (
        "request",
        "open",
        "--case",
        case,
        "--kind",
        "trace_person",
        "--to",
        other.id,
        "--place",
        "IN-33",
        "--question",
        "?",
        "--yes",
        "--as",
        "asha",
    )
    done = subprocess.run(
        [sys.executable, "-m", "sajha.cli", *words],
        env=asker.environment(**disk),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "database" in done.stderr and "Traceback" not in done.stderr
    (durable / "full").unlink()
    assert account(asker) == before
    asker.sajha(*words)
    assert len(account(asker)["threads"]) == len(before["threads"]) + 1


def _until(wanted, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not wanted():
        assert time.monotonic() < end
        time.sleep(1)
