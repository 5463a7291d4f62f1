"""``sajha request``: a node driven from a script."""

import json
import os

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.actions import add_user
from sajha.accounts.queries import actor_of
from sajha.basics.clock import now
from sajha.basics.decision import Refused
from sajha.cli.request import add_to
from sajha.disclosure.models import Departure, HeldPackage
from sajha.disclosure.values import Handling, Marks
from sajha.liaison.models import OverseenNotice, Thread
from tests.areas.test_climbing import overdue_notice
from tests.cast import GITA, NOON
from tests.other_node import OtherNode
from tests.some_cases import CANARY, open_case

pytestmark = pytest.mark.django_db


def person(name, role):
    return add_user(
        username=name,
        display_name=name.title(),
        roles=frozenset({role}),
        password=os.urandom(9).hex(),
        language="en",
        by=GITA,
        at=NOON,
    )


@pytest.fixture
def run():
    group = click.Group("sajha")
    add_to(group)

    def call(*words, who="asha", answers=""):
        done = CliRunner().invoke(group, ["request", *words, "--as", who], input=answers)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.output) if "--json" in words else done.output

    return call


@pytest.fixture
def asha():
    return person("asha", "investigator")


@pytest.fixture
def other():
    return OtherNode()


def ask(case, other, *more):
    asked = ("--kind", "trace_person", "--place", "IN-33", "--to", other.id, "--question", "Where is she?")
    return ("open", "--case", case.number, *asked, "--person", "V1", *more, "--json")


def test_ask(run, asha, other):
    sent = run(*ask(open_case(actor_of(asha)), other, "--yes"))
    assert CANARY not in json.dumps(sent) and "party.gender" in sent["goes"] and "party.first_name" not in sent["goes"]
    assert [row["id"] for row in run("list", "--box", "sent", "--json")["requests"]] == [sent["request"]]
    view = run("show", sent["request"], "--json")
    assert view["row"]["state"] == "sent" and view["timeline"][0]["person"] == "Asha (console)"
    assert [one["status"] for one in view["delivered"]] == [""]


def test_a_refused_or_stopped_sending_leaves_no_draft(run, asha, other):
    case = open_case(actor_of(asha))
    with pytest.raises(Refused, match=r"gate\.no_ground"):
        run(*ask(case, other, "--field", "party.first_name", "--yes"))
    with pytest.raises(AssertionError):
        run(*ask(case, other), answers="n\n")
    assert not Thread.objects.exists() and not Departure.objects.exists()


def test_answer(run, asha, other, tmp_path):
    id = other.asks(at=now())
    assert id in run("list")
    for kind in ("acknowledge", "accept", "start"):
        run("move", id, kind)
    file = tmp_path / "order.txt"
    file.write_text("Order")
    run("attach", id, str(file))
    assert run("move", id, "complete", "--code", "located", "--json")["state"] == "completed"
    assert id in run("list", "--box", "answered") and "Nothing here" in run("list")
    assert "complete" in run("show", id)
    with pytest.raises(Refused, match=r"move\.not_now"):
        run("move", id, "dance")


def test_overdue(run, other):
    person("elango", "nodal_officer")
    overdue_notice(other)
    notice = OverseenNotice.objects.get().id
    assert run("overdue", "--json", who="elango")["overdue"][0]["id"] == notice
    run("seen", notice, who="elango")
    run("remind", notice, who="elango")
    assert Departure.objects.count() == 2 and "CWC Guntur" in run("overdue", who="elango")


def test_marks_at_the_console(run, asha, other):
    case = open_case(actor_of(asha))
    how = (
        "--tlp",
        "RED",
        "--handling",
        "H1",
        "--source-grade",
        "A",
        "--information-grade",
        "1",
        "--ends",
        "2099-01-31",
    )
    sent = run(*ask(case, other, *how, "--yes"))
    assert sent["marks"].startswith("TLP:RED · H1 · 4x4 A1 · until") and sent["added"] == []
    (package,) = run("show", sent["request"], "--json")["packages"]
    assert (package["tlp"], package["handling"], package["source_grade"]) == ("RED", ["H1"], "A")
    assert CANARY not in json.dumps(package)
    shown = run("show", sent["request"])
    assert "[TLP:RED] " in shown and "[H1] Not to be used in court" in shown and CANARY not in shown
    with pytest.raises(Refused, match=r"marks\.no_conditions"):
        run(*ask(case, other, "--handling", "H3", "--yes"))


def test_what_is_over_at_the_console(run, asha, other):
    other.asks()
    HeldPackage.objects.update(expires_at=NOON)
    shown = run("show", other.thread)
    assert "It was sealed then" in shown and "Lotus" not in shown
    assert run("show", other.thread, "--json")["packages"][0]["fields"] == []


def test_a_court_pack_at_the_console(run, asha, other, tmp_path):
    other.asks(marks=Marks("AMBER", (Handling.H1,)))
    out = tmp_path / "pack.pdf"
    why = ("--reason", "The prosecutor asked", "--out", str(out))
    made = run("court-pack", other.thread, *why, "--json")
    assert out.read_bytes().startswith(b"%PDF-") and out.stat().st_mode & 0o077 == 0
    assert made["held"] == [HeldPackage.objects.get().digest]
    with pytest.raises(AssertionError):
        run("court-pack", other.thread, *why)
    case = open_case(actor_of(asha))
    run(*ask(case, other, "--yes"))
    made = run("court-pack", "--case", case.number, *why[:3], str(tmp_path / "case.pdf"), "--json")
    assert made["held"] == [] and made["pack"].startswith("pack_")
