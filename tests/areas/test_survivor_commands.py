"""``sajha survivor``: the same verbs at the console."""

import json
import re

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.models import User
from sajha.audit.models import AuditEntry
from sajha.basics.decision import Refused
from sajha.cases.queries import summary
from sajha.cli import survivor
from sajha.survivor import actions
from sajha.survivor.values import Wish
from tests.cast import ASHA, NOON
from tests.own_record import MINE, OTHERS, TwoPeople

pytestmark = pytest.mark.django_db
WHY = ("--reason", "We read it together in the office.")


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("sajha.cli.survivor.now", lambda: NOON)


@pytest.fixture
def two():
    User.objects.create(id=ASHA.id, username="asha", display_name="Asha", roles=sorted(ASHA.roles), made_at=NOON)
    return TwoPeople()


@pytest.fixture
def number(two):
    return summary(ASHA, two.case).number


def run(*words):
    group = click.Group("sajha")
    survivor.add_to(group)
    done = CliRunner().invoke(group, ["survivor", *words, "--as", "asha"])
    if isinstance(done.exception, Refused):
        return done.exception.decision.because
    assert done.exit_code == 0, done.output
    return done.output


def test_show_tells_the_whole_in_words_and_as_json(number):
    text = run("show", number, "V1", *WHY)
    assert MINE in text and OTHERS not in text and "Why we keep it" in text and "14433" in text
    told = json.loads(run("show", number, "V1", *WHY, "--json"))
    assert told["parts"][0]["heading"] == "Who you are" and AuditEntry.objects.filter(action="own.opened").count() == 2
    assert run("show", number, "V1", "--reason", "no") == "reason.too_short"


def test_a_code_for_the_phone(number):
    assert run("code", number, "V1", "--language", "te") == "survivor.ask_phone"
    told = json.loads(run("code", number, "V1", "--language", "te", "--safe", "--json"))
    assert re.fullmatch(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", told["code"])
    run("end", number, "V1")
    assert run("end", number, "V1") == "survivor.no_code"
    assert told["address"].endswith("/mine/") and told["minutes"] == 15


def test_paper(number, tmp_path):
    file = tmp_path / "sheet.pdf"
    assert run("sheet", number, "V1", str(file), "--language", "ta", *WHY) == "survivor.ask_paper" and not file.exists()
    run("sheet", number, "V1", str(file), "--language", "ta", "--wanted", *WHY)
    assert file.read_bytes().startswith(b"%PDF") and AuditEntry.objects.filter(action="own.handed_over").exists()


def test_paper_is_for_the_one_who_prints_it_alone_and_takes_the_place_of_no_file(number, tmp_path):
    file = tmp_path / "sheet.pdf"
    words = ("sheet", number, "V1", str(file), "--language", "ta", "--wanted", *WHY)
    run(*words)
    assert file.stat().st_mode & 0o777 == 0o600
    group = click.Group("sajha")
    survivor.add_to(group)
    again = CliRunner().invoke(group, ["survivor", *words, "--as", "asha"])
    assert again.exit_code == 1 and "Nothing was changed" in again.output
    assert AuditEntry.objects.filter(action="own.handed_over").count() == 1


def test_who_wants_to_talk(two, number):
    token = actions.enter(typed=json.loads(run("code", number, "V1", "--language", "te", "--safe", "--json"))["code"], address="", language="", at=NOON)  # fmt: skip
    actions.wish_for(token=token, wish=Wish.TALK, at=NOON)
    assert "V1: I want to talk about this" in run("wishes")
    [one] = json.loads(run("wishes", "--json"))["wishes"]
    run("talked", one["id"])
    assert run("wishes") == "" and run("talked", one["id"]) == "not_found"
