"""``sajha match``: settings, protected values, the second person and the watch at the console."""

import json
from datetime import timedelta
from unittest import mock

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.models import User
from sajha.basics.decision import Refused
from sajha.cli import match_settings
from sajha.matching.actions import second
from sajha.matching.models import Protected, Search, Setting
from sajha.matching.queries.settings import settings_now
from sajha.matching.values import SOUGHT, SearchState
from sajha.vault.actions import seal
from tests.cast import ASHA, BALU, HARI, NOON
from tests.other_node import OtherNode
from tests.some_cases import open_case

pytestmark = pytest.mark.django_db
REASON = "FIR 12 of 2026"


@pytest.fixture(autouse=True)
def people(monkeypatch):
    monkeypatch.setattr("sajha.cli.match_settings.now", lambda: NOON)
    for actor in (ASHA, BALU, HARI):
        User.objects.create(
            id=actor.id,
            username=actor.label.lower(),
            display_name=actor.label,
            roles=sorted(actor.roles),
            vaults=sorted(actor.vaults),
            made_at=NOON,
        )


def run(*words, by="balu", typed=""):
    group = click.Group("sajha")
    match_settings.add_to(group)
    done = CliRunner().invoke(group, ["match", *words, "--as", by], input=typed)
    if isinstance(done.exception, Refused):
        return done.exception.decision.because
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def waits():
    case = open_case(ASHA)
    row = Search(id="search_" + "1" * 32, case=case.id, purpose="investigation", ground="registered_fir", reach="one")
    row.items, row.partners = [{"subject": case.id, "sort": "phone"}], []
    row.state, row.held_because, row.ground_reason = SearchState.HELD, "match.range", seal(case.id, row.id, REASON)
    row.by, row.at, row.ends_at = ASHA.id, NOON, NOON + timedelta(days=90)
    row.save()
    return row


def test_settings_are_shown_and_only_what_is_named_is_changed():
    assert json.loads(run("settings", "--json"))["user_a_day"] == 40
    asked = ["--publish", "phone", "--publish", SOUGHT, "--ask", "none", "--person-a-day", "7", "--contact", "Desk"]
    run("set", *asked, typed="As agreed with the partners\n")
    own = settings_now()
    assert (own.publishes, own.asks, own.user_a_day, own.unit_a_day) == ({"phone", SOUGHT}, frozenset(), 7, 400)
    assert "contact: Desk" in run("settings")
    assert run("set", "--person-a-day", "8", by="asha", typed="I want more\n") == "permission.missing"
    assert Setting.objects.count() == 1


def test_a_value_is_protected_without_being_shown():
    said = run("protect", "phone", typed="98450 12345\nPhone of a colleague\n")
    assert "98450" not in said
    (line,) = json.loads(run("protected", "--json")).items()
    assert line[1]["label"] == "Phone of a colleague"
    run("unprotect", line[0], typed="Has left the service\n")
    assert not Protected.objects.exists()


def test_the_second_person_agrees_or_declines(waits):
    assert list(json.loads(run("waiting", "--json"))) == [waits.id]
    assert run("agree", waits.id, by="asha", typed="I want it so\n") == "match.not_alone"
    with mock.patch.object(second, "choose", return_value=()), mock.patch.object(second, "send"):
        run("agree", waits.id, typed="It belongs to the case\n")
    assert Search.objects.get().state == SearchState.ASKED
    assert run("decline", waits.id, typed="It does not\n") == "match.not_held"


def test_the_second_person_declines(waits):
    run("decline", waits.id, typed="It does not belong here\n")
    assert Search.objects.get().state == SearchState.DECLINED
    found = json.loads(run("watch", "--json", by="hari"))
    assert found["people"][BALU.id]["search.declined"] == 1 and found["held_because"] == {"match.range": 1}


def test_partners_are_shown_with_what_they_used():
    other = OtherNode()
    found = json.loads(run("partners", "--json", by="hari"))
    assert (found[other.id]["used"], found[other.id]["budget"], found[other.id]["questions"]) == (0, 4000, 0)


def test_both_files_speak_under_one_name():
    group = click.Group("sajha")
    group.add_command(click.Group("match", commands=[click.Command("ask")]))
    match_settings.add_to(group)
    assert {"ask", "settings", "agree"} <= set(group.commands["match"].commands)
