"""A change of mind over three real nodes: the middle one is off, is brought back from an old backup, and nothing readable is left."""

import json
import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest

from sajha.cli.demo.cast import MEMBERS
from sajha.cli.demo.network import PEOPLE, make_node, new_node, pair_all
from sajha.cli.demo.node import CommandFailed

pytestmark = pytest.mark.nodes
DAY = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}"
CASE = f"{time.gmtime().tm_year}-000001"
PATIENCE = 90.0
ABOUT = ("--kind", "repatriation", "--person", "p1")


@pytest.fixture
def nodes(tmp_path):
    wanted = [member for member in MEMBERS if member.key in ("shelter", "tamilnadu", "nodal")]
    nodes = {member.key: new_node(tmp_path, member, 0, 1.0) for member in wanted}
    for item in nodes.items():
        make_node(item)
    pair_all(nodes)
    nodes["shelter"].sajha("import", "htcds", str(PEOPLE), "--as", "deepa", "--yes")
    for node in nodes.values():
        node.start()
    for node in nodes.values():
        node.wait(90)
    yield nodes
    for node in nodes.values():
        node.stop()


def until(command):
    """What the command answers, once what it needs has arrived and it is not empty."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            if found := command():
                return found
        except CommandFailed:
            pass
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.3)


def packages(node, thread, person):
    return node.json("package", "list", thread, "--as", person)["packages"]


def holders(shelter):
    return shelter.json("package", "holders", CASE, "V1", "--as", "deepa")["holders"]


def passed_on(nodes):
    """The shelter tells the police, who tell the nodal office with leave; gives both threads."""
    shelter, police, nodal = nodes["shelter"], nodes["tamilnadu"], nodes["nodal"]
    shelter.sajha(
        "consent", "give", CASE, "V1", "--for", "return_home", "--to", "ahtu", "--to", "state_nodal_office", "--data", "S2", "--data", "S3",
        "--until", DAY, "--how", "thumb", "--read-in", "te", "--giver", "committee", "--heard", "--yes", "--as", "deepa",
    )  # fmt: skip
    first = shelter.json(
        "request", "open", "--case", CASE, "--kind", "repatriation", "--to", police.id, "--place", "IN-33", "--question", "Is it safe?",
        "--person", "V1", "--field", "party.first_name", "--ground", "consent_recorded", "--ground-reason", "heard", "--yes", "--as", "deepa",
    )["request"]  # fmt: skip
    package = until(lambda: packages(police, first, "kumar"))[0]["package"]
    to = ("--to", nodal.id, "--as", "kumar")
    leave = police.json("package", "ask-leave", package, *ABOUT, *to, "--words", "An escort")["request"]
    until(lambda: shelter.sajha("package", "grant-leave", leave, "--until", DAY, "--as", "deepa"))
    words = ("--place", "IN-36", "--question", "An escort?", "--yes")
    second = until(lambda: police.json("package", "pass-on", package, *ABOUT, *to, *words))["request"]
    until(lambda: packages(nodal, second, "elango"))
    return first, second


def test_three_hops_with_the_middle_off_and_brought_back_from_an_old_backup(nodes, tmp_path):
    shelter, police, nodal = nodes["shelter"], nodes["tamilnadu"], nodes["nodal"]
    first, second = passed_on(nodes)
    assert [one["recipient"] for one in until(lambda: holders(shelter)[0]["below"])] == [nodal.id]
    words = tmp_path / "words"
    words.write_text("held in common, for the test")
    police.sajha("backup", str(tmp_path / "backup"), "--passphrase-file", str(words))
    police.stop()

    shelter.sajha("consent", "withdraw", CASE, "V1", "--yes", "--as", "deepa")
    time.sleep(3)
    (holder,) = holders(shelter)
    assert holder["state"] == "told" and packages(nodal, second, "elango")[0]["people"] == ["p1"], "the middle is off"

    shutil.rmtree(police.home)
    told = json.loads(police.sajha("restore", str(tmp_path / "backup"), "--passphrase-file", str(words), "--json"))
    assert told["records_whole"] and told["packages_asked"] == 1
    assert packages(police, first, "kumar")[0]["people"] == [], "the backup has no key to it"
    police.start().wait(90)

    until(lambda: holders(shelter)[0]["state"] == "destroyed")
    (holder,) = holders(shelter)
    assert [one["state"] for one in holder["below"]] == ["destroyed"]
    for node, thread, person in ((police, first, "kumar"), (nodal, second, "elango")):
        (package,) = packages(node, thread, person)
        assert package["people"] == [] and package["destroyed"] == ["p1"]
    for node in nodes.values():
        assert node.json("audit", "verify")["whole"], node.organisation
