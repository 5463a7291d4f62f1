"""``sajha retention``: the same verbs at the console; and a restored node that forgets again what was erased since its backup."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.models import User
from sajha.basics.decision import Refused
from sajha.cli import retention
from sajha.retention.models import Due
from sajha.retention.queries import brief
from sajha.retention.tasks import look_through
from tests.areas.test_retention import WHY, case  # noqa: F401  (fixture)
from tests.cast import ASHA, BALU, HARI, NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)
NUMBER = "2026-000001"
REASON = ("--reason", WHY)


@pytest.fixture(autouse=True)
def people(monkeypatch):
    monkeypatch.setattr("sajha.cli.retention.now", lambda: LATER)
    for actor in (ASHA, BALU, HARI):
        User.objects.create(
            id=actor.id, username=actor.label.lower(), display_name=actor.label, roles=sorted(actor.roles), made_at=NOON
        )


def run(*words, by="balu", code=0):
    group = click.Group("sajha")
    retention.add_to(group)
    done = CliRunner().invoke(group, ["retention", *words, *(["--as", by] if by else [])])
    if isinstance(done.exception, Refused):
        return done.exception.decision.because
    assert done.exit_code == code, done.output
    return done.output


def test_keep_hold_lift_and_look(case):  # noqa: F811
    assert run("review", NUMBER, "--until", "2027-01-31", *REASON) == "kept_until: 2027-02-01 00:00:00+05:30\n"
    order = ("--ground", "trial", "--authority", "Sessions Court", "--order", "S.C. 9 of 2026", "--until", "2026-12-31")
    hold = run("hold", NUMBER, *order, *REASON, by="asha").split()[1]
    assert run("erase", NUMBER, "--ground", "ordered", *REASON) == "retention.held"
    assert run("lift", NUMBER, hold, *REASON, by="asha") == "retention.own_hold"
    run("keep-hold", NUMBER, hold, "--until", "2027-02-28", *REASON)
    told = json.loads(run("show", NUMBER, "--json"))
    assert (told["class"], told["unreviewed"], told["state"]) == ("case_adult", True, "kept")
    assert [one["hold"] for one in told["holds"]] == [hold]
    assert run("lift", NUMBER, hold, *REASON) == f"lifted: {hold}\n"
    assert run("class", NUMBER, "case_evidence", *REASON) == "class: case_evidence\n"
    assert brief(BALU, case).retention_class.id == "case_evidence"


def test_seal_and_open(case):  # noqa: F811
    assert run("seal", NUMBER, "--until", "2027-01-31", *REASON) == f"sealed: {case}\n"
    assert run("show", NUMBER, by="asha") == "permission.missing"
    assert run("show", case, by="asha") == "not_found"
    assert run("open", NUMBER, *REASON) == f"opened: {case}\n"


def test_erase_by_two_persons_with_a_certificate_that_can_be_checked(case, tmp_path):  # noqa: F811
    run("erase", NUMBER, "--ground", "person_asked", *REASON, by="asha")
    assert run("confirm", NUMBER, *REASON, "--yes", by="asha") == "permission.missing"
    run("confirm", NUMBER, *REASON, "--yes", "--certificate", str(tmp_path / "c.json"))
    assert json.loads(run("verify", str(tmp_path / "c.json"), "--json", by="hari"))["holds"] is True
    (tmp_path / "d.json").write_text((tmp_path / "c.json").read_text().replace('"person_asked"', '"ordered"'))
    assert "holds: False" in run("verify", str(tmp_path / "d.json"), code=1)
    run("certificate", NUMBER, str(tmp_path / "c.pdf"))
    assert (tmp_path / "c.pdf").read_bytes().startswith(b"%PDF")
    assert run("certificate", NUMBER) == (tmp_path / "c.json").read_text()
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    assert run("verify", str(tmp_path / "picture")) == "retention.no_certificate"


def test_without_saying_yes_nothing_is_erased(case):  # noqa: F811
    run("erase", NUMBER, "--ground", "person_asked", *REASON, by="asha")
    run("confirm", NUMBER, *REASON, code=1)
    assert run("drop", NUMBER, *REASON) == f"dropped: {case}\n"
    assert run("confirm", NUMBER, *REASON, "--yes") == "retention.not_asked"


def test_overdue_is_counted_from_everything_and_says_so_by_its_code(case, monkeypatch):  # noqa: F811
    assert json.loads(run("overdue", "--json", by="hari")) == {"overdue": 0, "lines": []}
    monkeypatch.setattr("sajha.cli.retention.now", lambda: NOON + timedelta(days=400))
    assert not Due.objects.exists(), "no list is trusted"
    found = json.loads(run("overdue", "--json", by="hari", code=1))
    assert found["overdue"] == 1 and found["lines"][0]["number"] == NUMBER
    look_through(NOON)
    assert "overdue: 1" in run("list", by="hari") and NUMBER in run("list", "--state", "kept", by="hari")
    assert run("overdue", by="asha") == "permission.missing"


def test_the_classes_say_what_is_unreviewed():
    told = json.loads(run("classes", "--json", by=""))
    assert told["case_open"]["unreviewed"] and "No rule found" in told["case_open"]["rule"]


ERASE = """
import sys, django; django.setup()
from sajha.accounts.models import User
from sajha.basics.actor import Actor
from tests.areas.test_retention import new_case, close, erased
from tests.cast import ASHA, BALU
case = new_case().id
close(case)
print(case)
"""
THEN = """
import sys, django; django.setup()
from tests.areas.test_retention import erased
print(erased(sys.argv[1])[:1])
"""
READ = """
import sys, django; django.setup()
from sajha.cases.models import Party
from sajha.vault.actions import unseal
from sajha.vault.seals import KeyDestroyed
party = Party.objects.get(case=sys.argv[1])
try:
    unseal(sys.argv[1], "notes", b"x" * 40)
except KeyDestroyed:
    print("destroyed", len(party.first_name))
except Exception:
    print("there", len(party.first_name) > 0)
"""


@pytest.mark.nodes
def test_a_restore_erases_again_what_the_backup_still_held(tmp_path):
    """With real processes: backup, erase, restore without and with the list of destroyed keys."""
    home, words = tmp_path / "node", tmp_path / "words"
    words.write_text("four quiet rivers meet")
    root = os.getcwd()

    def call(*command, at=home, more=()):
        environment = {**os.environ, "SAJHA_HOME": str(at), "PYTHONPATH": f"{root}/src:{root}"}
        environment["DJANGO_SETTINGS_MODULE"] = "sajha.project.settings"
        environment.pop("SAJHA_DATABASE", None)
        done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    init = ("--organisation", "Unit", "--kind", "ahtu", "--place", "IN-36", "--url", "http://127.0.0.1:8001")
    call("-m", "sajha.cli", "node", "init", *init)
    case_id = call("-c", ERASE).split()[-1]
    call("-m", "sajha.cli", "backup", str(tmp_path / "backup"), "--passphrase-file", str(words))
    call("-c", THEN, case_id)
    assert call("-c", READ, case_id).split() == ["destroyed", "0"]
    stones = home / "tombstones.jsonl"
    assert case_id in stones.read_text()

    restore = ("-m", "sajha.cli", "restore", str(tmp_path / "backup"), "--passphrase-file", str(words), "--json")
    call(*restore, at=tmp_path / "without")
    assert call("-c", READ, case_id, at=tmp_path / "without").split() == ["there", "True"]
    told = json.loads(call(*restore, "--tombstones", str(stones), at=tmp_path / "with"))
    assert told["keys_destroyed_again"] == len(stones.read_text().splitlines())
    assert call("-c", READ, case_id, at=tmp_path / "with").split() == ["destroyed", "0"]
