"""The operator's commands for members: what they print, and what they refuse."""

import json

import click
import msgspec
import pytest
from click.testing import CliRunner

from sajha.basics.decision import Refused
from sajha.cli import pair
from sajha.disclosure.models import Departure
from sajha.exchange import outbox
from sajha.exchange.actions import greet
from sajha.exchange.inbox import note_refusal
from sajha.network.queries import known, own_fingerprint, own_node_id
from sajha.network.rules import fingerprint
from sajha.network.values import PeerStatus
from sajha.vault.identity import new_identity
from tests.cast import GITA, NOON
from tests.exchange.peers import described, paired

pytestmark = pytest.mark.django_db
REMOTE = new_identity(NOON)
HEARD = fingerprint(REMOTE.node_id, REMOTE.signing_public)


def sajha(*words, given=None):
    group = click.Group()
    pair.add_to(group)
    done = CliRunner().invoke(group, ["pair", *words], input=given, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "remote.json"
    path.write_bytes(msgspec.json.encode(described(REMOTE)))
    return str(path)


def test_show_writes_what_the_other_side_needs(tmp_path):
    told = json.loads(sajha("show", "--json"))
    assert (told["node"], told["fingerprint"]) == (own_node_id(), own_fingerprint())
    assert "--out" in sajha("show")
    sajha("show", "--out", str(tmp_path / "own.json"))
    assert json.loads((tmp_path / "own.json").read_bytes())["node_id"] == own_node_id()


def test_what_is_added_does_not_show_the_fingerprint_that_has_to_be_heard(file):
    assert HEARD not in sajha("add", file)
    assert HEARD not in sajha("list", "--json")
    assert known(REMOTE.node_id).status == PeerStatus.PENDING


def test_a_confirmed_node_is_a_member_and_is_greeted(file):
    sajha("add", file)
    with pytest.raises(Refused):
        sajha("confirm", REMOTE.node_id, "--fingerprint", own_fingerprint())
    assert json.loads(sajha("confirm", REMOTE.node_id, "--json", given=HEARD + "\n")[len("Fingerprint: " + HEARD) :])
    assert known(REMOTE.node_id).status == PeerStatus.ACTIVE
    assert Departure.objects.get().kind == "network.descriptor"


def test_a_way_is_closed_and_opened_with_a_reason():
    paired(REMOTE, by=GITA)
    for verb, status in (("suspend", "suspended"), ("resume", "active"), ("revoke", "revoked")):
        yes = ["--yes"] if verb != "resume" else []
        told = json.loads(sajha(verb, REMOTE.node_id, "--reason", "checked", *yes, "--json"))
        assert told["status"] == status
    assert "revoked" in sajha("list")


@pytest.mark.parametrize("verb", ["suspend", "revoke"])
def test_closing_says_what_goes_on_with_the_node_and_asks(verb):
    paired(REMOTE, by=GITA)
    group = click.Group()
    pair.add_to(group)
    done = CliRunner().invoke(group, ["pair", verb, REMOTE.node_id, "--reason", "checked"], input="n\n")
    assert "0 open requests, 0 messages that wait, 0 packages to call back" in done.output
    assert (done.exit_code, known(REMOTE.node_id).status) == (1, PeerStatus.ACTIVE)


def test_deliveries_and_refusals_are_listed():
    paired(REMOTE, by=GITA)
    assert json.loads(sajha("deliveries", "--json")) == {"nodes": [], "refused": []}
    greet(node_id=REMOTE.node_id, by=GITA, at=NOON)
    outbox.adopt(at=NOON)
    note_refusal(sender="", because="frame.malformed", at=NOON)
    told = json.loads(sajha("deliveries", "--json"))
    assert [(row["organisation"], row["waiting"]) for row in told["nodes"]] == [("AHTU Chennai", 1)]
    assert [(row["because"], row["count"]) for row in told["refused"]] == [("frame.malformed", 1)]
    assert "AHTU Chennai" in sajha("deliveries")


def test_a_file_that_is_no_description_is_refused(tmp_path):
    (tmp_path / "other").write_bytes(b"x" * 100_000)
    with pytest.raises(Refused) as refused:
        sajha("add", str(tmp_path / "other"))
    assert refused.value.decision.because == "descriptor.malformed"
