"""The operator's commands for people and the record."""

import json

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.actions import add_user
from sajha.accounts.models import User
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cli import audit, user
from tests.cast import GITA, NOON

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
        end = [] if words[:2] == ("audit", "verify") else ["--as", as_]
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
