"""Seen elsewhere? over real nodes: killed, switched off, replayed, removed; and what a seeker sees of whom a shelter cares for."""

import json
import os
import random
import sqlite3
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from sajha.cli.demo.cast import MEMBERS
from sajha.cli.demo.network import PEOPLE, make_node, pair_all
from sajha.cli.demo.node import free_port
from sajha.exchange.values import REPLY_LENGTH
from sajha.matching.rules import BATCH
from tests.exchange.handy import HandyNode
from tests.network.tap import Tap

pytestmark = pytest.mark.nodes
PATIENCE = 60.0
SCALE = 3600.0  # an hour is a second; a custodian looks every five, the shortest that the worker keeps
SEARCHES, SEED = 6, int(os.environ.get("CHAOS_SEED", "7"))
AHTU = ("telangana", "tamilnadu")
FIR = (
    "--purpose",
    "investigation",
    "--ground",
    "registered_fir",
    "--why",
    "FIR 12 of 2026 (invented)",
    "--as",
    "kumar",
)


class Network(dict):
    """Nodes by key; the way to Telangana is tapped."""

    tap: Tap

    def desk(self, person, *words):
        where = {"kumar": "tamilnadu", "malar": "tamilnadu", "asha": "telangana", "deepa": "shelter", "rani": "shelter"}
        return self[where[person]].json(*words, "--as", person)


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """Two police units that hold cases, of which the first publishes; a shelter; a committee that holds nobody and publishes nothing."""
    folder, nodes = tmp_path_factory.mktemp("nodes"), Network()
    for member in MEMBERS:
        if member.key in (*AHTU, "shelter", "committee"):
            door = free_port() if member.key == "telangana" else 0
            node = HandyNode(
                folder / member.key, member.organisation, member.kind, member.places, door=door, clock_scale=SCALE
            )
            nodes[member.key] = node
    nodes.tap = Tap(nodes["telangana"].door, nodes["telangana"].port).start()
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(make_node, nodes.items()))
        for other in ("telangana", "shelter", "committee"):
            pair_all({key: nodes[key] for key in ("tamilnadu", other)})
        list(hands.map(lambda pair: _import(nodes[pair[0]], pair[1]), (("telangana", "asha"), ("tamilnadu", "kumar"))))
        list(hands.map(lambda number: thing(nodes["telangana"], "asha", number, known(number)), range(1, SEARCHES + 2)))
    yield nodes
    for node in nodes.values():
        node.leave()
    nodes.tap.stop()


@pytest.fixture
def nodes(network):
    return running(network, *AHTU)


def running(network, *keys):
    """The network, in which these nodes run whatever was done to them before."""
    stopped = [network[key] for key in keys if network[key].process is None]
    for node in stopped:
        node.start()
    for node in stopped:
        node.wait(90)
    return network


def _import(node, person):
    node.sajha("import", "htcds", str(PEOPLE), "--as", person, "--yes")


def case(number):
    return f"{time.gmtime().tm_year}-{number:06d}"


def known(number):
    return f"agent{number}@example.org"


def thing(node, person, number, value):
    """Write an address down in a case; gives its id."""
    words = ("things", "add", case(number), "--kind", "email", "--value-from", "-", "--as", person, "--json")
    return json.loads(node.sajha(*words, given=value))["thing"]


def rows(node, sql, *given):
    """What stands in a node's database, read beside it."""
    with closing(sqlite3.connect(f"file:{node.home / 'node.sqlite3'}?mode=ro", uri=True, timeout=20)) as base:
        return base.execute(sql, given).fetchall()


def until(look, wanted=bool):
    """What a look shows, once it is as wanted."""
    end = time.monotonic() + PATIENCE
    while not wanted(found := look()):
        assert time.monotonic() < end, f"it did not come: {found}"
        time.sleep(0.3)
    return found


def set_is_here(nodes):
    until(lambda: rows(nodes["tamilnadu"], "SELECT 1 FROM matching_partnertable WHERE owner=? AND \"set\"='known' AND complete", nodes["telangana"].id))  # fmt: skip


def asked(nodes, number, *items, partner="telangana", wait="0"):
    """A search about things of a case in Tamil Nadu."""
    about = [word for item in items for word in ("--item", item)]
    words = ("match", "ask", case(number), *about, "--partner", nodes[partner].id, "--wait", wait, "--yes", *FIR)
    return nodes["tamilnadu"].json(*words)


def shown(nodes, search, wait="0"):
    return nodes.desk("kumar", "match", "show", search, "--wait", wait)


def evaluations(node, partner, name):
    """Questions of a partner that a node answered: (id, elements, refusal, when)."""
    sql = 'SELECT question, elements, because, at FROM matching_evaluation WHERE partner=? AND "set"=? ORDER BY at'
    return rows(node, sql, partner.id, name)


def records_are_whole(*nodes):
    """The records of these nodes, which are ended first: what grows while it is read cannot be compared."""
    for node in nodes:
        node.stop()
    return all(node.json("audit", "verify")["whole"] for node in nodes)


def test_a_value_that_the_partner_knows_is_found_and_another_is_not(nodes):
    tamilnadu = nodes["tamilnadu"]
    set_is_here(nodes)
    both = [thing(tamilnadu, "kumar", 1, value) for value in (known(1), "nobody@example.org")]
    told = asked(nodes, 1, *both, wait="60")
    (answer,) = told["asked"]
    assert (answer["state"], [hit["subject"] for hit in answer["hits"]]) == ("answered", both[:1])

    other = thing(tamilnadu, "kumar", 1, "nobody-else@example.org")
    (answer,) = asked(nodes, 1, other, wait="60")["asked"]
    assert (answer["state"], answer["hits"]) == ("answered", [])
    (answer,) = asked(nodes, 1, both[0], partner="committee", wait="60")["asked"]
    assert (answer["state"], answer["hits"]) == ("no_table", [])


def test_a_question_is_answered_once_whenever_either_side_dies(nodes):
    asker, holder, chance = nodes["tamilnadu"], nodes["telangana"], random.Random(SEED)
    set_is_here(nodes)
    searches = {}
    for number in range(2, 2 + SEARCHES):  # asked whether or not the node runs; the one that dies may still be starting
        item = thing(asker, "kumar", number, known(number) if number % 2 else f"nobody{number}@example.org")
        searches[number] = asked(nodes, number, item)["id"]
        time.sleep(chance.uniform(0, 1.5))
        victim = chance.choice((asker, holder))
        victim.kill()
        time.sleep(chance.uniform(0, 0.5))
        victim.start()
    for number, search in searches.items():
        (answer,) = shown(nodes, search, wait=str(PATIENCE))["asked"]
        assert (answer["state"], len(answer["hits"])) == ("answered", number % 2), number
        _answered_once(asker, holder, search)
    assert records_are_whole(asker, holder)


def _answered_once(asker, holder, search):
    ((question, id),) = rows(asker, "SELECT question, id FROM matching_asked WHERE search_id=?", search)
    assert rows(asker, "SELECT action FROM audit_auditentry WHERE subject=? ORDER BY id", id) == [
        ("match.answer_came",),
        ("match.answered",),
    ]
    assert rows(holder, "SELECT because FROM matching_evaluation WHERE question=?", question) == [("",)]
    assert rows(holder, "SELECT action FROM audit_auditentry WHERE subject=?", question) == [("match.evaluated",)]


def test_a_partner_that_was_off_answers_later_and_what_it_learns_is_found_without_a_question(nodes):
    asker, holder = nodes["tamilnadu"], nodes["telangana"]
    set_is_here(nodes)
    holder.stop()
    item = thing(asker, "kumar", 10, "later@example.org")
    search = asked(nodes, 10, item, wait="3")
    assert [one["state"] for one in search["asked"]] == ["waiting"]
    holder.start().wait(60)
    (answer,) = shown(nodes, search["id"], wait=str(PATIENCE))["asked"]
    assert (answer["state"], answer["hits"]) == ("answered", [])

    before = evaluations(holder, asker, "known")
    thing(holder, "asha", 10, "later@example.org")
    hits = until(lambda: rows(asker, "SELECT thing FROM matching_hit h JOIN matching_asked a ON a.id=asked_id WHERE search_id=?", search["id"]))  # fmt: skip
    assert hits == [(item,)] and evaluations(holder, asker, "known") == before
    (answer,) = shown(nodes, search["id"])["asked"]
    assert [hit["subject"] for hit in answer["hits"]] == [item]


def test_a_seeker_sees_the_same_whoever_lives_with_a_custodian_and_whatever_is_decided(nodes):
    running(nodes, "shelter", "committee")
    seeker, shelter, committee = nodes["tamilnadu"], nodes["shelter"], nodes["committee"]
    start = max(_cycles(seeker, node, 1) for node in (shelter, committee))
    times = [_cycles(seeker, shelter, 2)]
    number = seeker.json_of("demo", "stage", "tamilnadu")["cases"][1]
    shelter.json_of("demo", "stage", "shelter")
    missing = ("--purpose", "family", "--ground", "missing_report", "--why", "Missing report 7 of 2026 (invented)")
    search = nodes.desk("kumar", "match", "ask", number, *missing, "--yes")
    ((sighting,),) = until(lambda: rows(shelter, "SELECT id FROM matching_sighting"))
    times.append(_cycles(seeker, shelter, 2))
    nodes.desk("deepa", "match", "decide", sighting, "silent", "--reason", "She does not want to be found")
    times.append(_cycles(seeker, shelter, 2))

    seen = {node.id: evaluations(seeker, node, "sought") for node in (shelter, committee)}
    assert {row[1:3] for all_ in seen.values() for row in all_} == {(BATCH, "")}
    for after, end in pairwise((start, *times)):
        with_, without = (sum(after < _at(row[3]) <= end for row in all_) for all_ in seen.values())
        assert abs(with_ - without) <= 1, (with_, without)
    assert _sent(shelter, seeker) == _sent(committee, seeker), "kinds and sizes of what left"
    assert not [hit for one in shown(nodes, search["id"])["asked"] for hit in one["hits"]]
    ((blinds,),) = rows(shelter, "SELECT count(*) FROM matching_carried WHERE seeker=?", seeker.id)
    assert blinds >= 1, "the resident was among those evaluated"


def _cycles(seeker, custodian, count):
    """Wait until so many more batches came; gives when that was."""
    before = len(evaluations(seeker, custodian, "sought"))
    until(lambda: len(evaluations(seeker, custodian, "sought")) >= before + count)
    return time.time()


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def _sent(custodian, seeker):
    """Which kinds of message of which sizes left for the seeker."""
    sql = "SELECT DISTINCT kind, length(body) FROM disclosure_departure WHERE recipient=? AND kind LIKE 'match.%'"
    return set(rows(custodian, sql, seeker.id))


def test_a_question_that_is_replayed_changes_nothing(nodes):
    asker, holder = nodes["tamilnadu"], nodes["telangana"]
    set_is_here(nodes)
    item = thing(asker, "kumar", 11, known(1))
    asked(nodes, 11, item, wait="60")
    frames = nodes.tap.frames()
    ((questions,),) = rows(holder, "SELECT count(*) FROM exchange_arrival WHERE kind='match.asked'")
    assert len(frames) >= questions >= 1
    before, answers = _known_at(holder, asker), []
    for frame in frames:
        again = urllib.request.Request(
            f"{holder.url}/exchange/v1/", frame, {"Content-Type": "application/octet-stream"}
        )
        with urllib.request.urlopen(again, timeout=20) as got:
            answers.append(len(got.read()))
    assert set(answers) == {REPLY_LENGTH}
    time.sleep(3)
    assert _known_at(holder, asker) == before
    twice = "SELECT question FROM matching_evaluation GROUP BY partner, question HAVING count(*) > 1"
    assert not rows(holder, twice)


def _known_at(holder, asker):
    """What a holder has answered about what it knows, and what it has recorded of it."""
    questions = evaluations(holder, asker, "known")
    entries = [rows(holder, "SELECT digest FROM audit_auditentry WHERE subject=?", row[0]) for row in questions]
    hits = rows(asker, "SELECT id, agreed, again_at FROM matching_hit ORDER BY id")
    return questions, entries, hits


def test_a_member_that_was_removed_is_evaluated_for_no_more(nodes):
    asker, holder, shelter, committee = (nodes[key] for key in ("tamilnadu", "telangana", "shelter", "committee"))
    running(nodes, "shelter", "committee")
    set_is_here(nodes)
    item = thing(asker, "kumar", 12, known(2))
    asker.json("pair", "revoke", shelter.id, "--reason", "Closed for good", "--yes")
    holder.json("pair", "revoke", asker.id, "--reason", "Closed for good", "--yes")
    before = evaluations(asker, shelter, "sought"), evaluations(holder, asker, "known")
    search = asked(nodes, 12, item, wait="4")
    assert [(one["state"], one["hits"]) for one in search["asked"]] == [("waiting", [])]
    _cycles(asker, committee, 2)
    assert not rows(asker, "SELECT 1 FROM matching_owntable WHERE partner=?", shelter.id), "its set was taken back"
    assert (evaluations(asker, shelter, "sought"), evaluations(holder, asker, "known")) == before
    assert records_are_whole(asker, holder)
