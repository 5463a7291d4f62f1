"""The operator's commands for people and the record."""

import json

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.actions import add_user
from sajha.accounts.models import User
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cli import audit, main, user
from sajha.vault.identity import new_identity
from tests.cast import GITA, NOON
from tests.exchange.peers import paired

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    group = click.Group("sajha")
    for area in (user, audit):
        area.add_to(group)
    for name, role in (("gita", "administrator"), ("hari", "auditor"), ("asha", "investigator")):
        add_user(
            username=name,
            display_name=name.title(),
            roles=frozenset({role}),
            password="correct horse battery",
            language="en",
            by=GITA,
            at=NOON,
        )

    def call(*words, as_="gita"):
        end = [] if words[:2] in (("audit", "verify"), ("audit", "checkpoint")) else ["--as", as_]
        return CliRunner().invoke(group, [*words, *end])

    return call


def test_add_prints_a_one_time_password(run):
    done = run("user", "add", "balu", "--display-name", "Balu", "--role", "unit_head", "--language", "te", "--json")
    told, added = json.loads(done.output), User.objects.get(username="balu")
    assert added.check_password(told["password"])
    assert added.must_change_password
    assert AuditEntry.objects.order_by("-id").first().actor_label == "Gita (console)"


def test_roles_close_reopen_and_reset(run):
    assert run("user", "roles", "asha", "--role", "case_manager").exit_code == 0
    assert run("user", "close", "asha", "--yes").exit_code == 0
    asha = User.objects.get(username="asha")
    assert (asha.roles, asha.is_active) == (["case_manager"], False)
    assert run("user", "reopen", "asha").exit_code == 0
    assert run("user", "reset-second-factor", "asha", "--yes").exit_code == 0
    told = json.loads(run("user", "password", "asha", "--yes", "--json").output)
    assert User.objects.get(username="asha").check_password(told["password"])


def test_closing_asks_first(run):
    run("user", "close", "asha")
    assert User.objects.get(username="asha").is_active


def test_list(run):
    people = json.loads(run("user", "list", "--json").output)["people"]
    assert [row["name"] for row in people] == ["asha", "gita", "hari"]
    assert "asha" in run("user", "list").output


@pytest.mark.parametrize("words", [("user", "list"), ("user", "close", "gita", "--yes"), ("audit", "show")])
def test_an_investigator_may_not(run, words):
    assert isinstance(run(*words, as_="asha").exception, Refused)


def test_verify_and_show(run):
    done = run("audit", "verify", "--json")
    assert (done.exit_code, json.loads(done.output)["whole"]) == (0, True)
    assert "user.added" in run("audit", "show", as_="hari").output
    AuditEntry.objects.filter(seq=1).update(action="user.closed")
    broken = run("audit", "verify")
    assert broken.exit_code == 1
    assert "broken at entry 1" in broken.output


def test_a_checkpoint_is_made_and_the_check_says_who_countersigned(run):
    from sajha.countersign.models import Answer

    other = new_identity(NOON)
    paired(other, by=GITA)
    made = json.loads(run("audit", "checkpoint", "--json").output)
    assert (made["number"], made["entries"] > 0) == (1, True)
    assert "countersigned by nobody" in run("audit", "verify").output
    told = json.loads(run("audit", "verify", "--json").output)
    assert (told["whole"], told["checkpoints"][0]["number"], told["missing"]) == (True, 1, [])
    Answer.objects.update(state="objected", because="record.rewritten")
    done = run("audit", "verify")
    assert (done.exit_code, "AHTU Chennai objects" in done.output) == (1, True)
    AuditEntry.objects.filter(action="peer.added").delete()
    assert "DOES NOT LIE IN THE RECORD" in run("audit", "verify").output


def test_members_records_are_listed_and_accepted_by_an_auditor_only(run):
    assert json.loads(run("audit", "members", "--json", as_="hari").output) == {"members": []}
    words = ("audit", "accept", "node_" + "1" * 32, "--reason", "restored")
    assert run(*words).exception.decision.because == "permission.missing"
    assert run(*words, as_="hari").exception.decision.because == "not_found"


def test_a_damaged_record_ends_the_program_with_code_1(run, monkeypatch):
    group = click.Group("sajha")
    audit.add_to(group)
    monkeypatch.setattr("sys.argv", ["sajha", "audit", "verify"])
    assert main._run(group, debug=False, configured=True) == 0
    AuditEntry.objects.filter(seq=1).update(action="user.closed")
    assert main._run(group, debug=False, configured=True) == 1
