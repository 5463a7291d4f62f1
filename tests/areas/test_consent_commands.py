"""``sajha consent`` and ``sajha basis``: the same verbs at the console."""

import json

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.models import User
from sajha.basics.decision import Refused
from sajha.cases.actions import open_case
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.cli import basis, consent
from sajha.consent.models import ConsentEvent, LegalBasis
from sajha.terms.vocabularies import coded
from tests.cast import ASHA, BALU, NOON

pytestmark = pytest.mark.django_db
ADULT = PersonFacts(code_name="Jasmine", majority=coded("majority_status", "Adult"))


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr("sajha.cli.consent.now", lambda: NOON)
    monkeypatch.setattr("sajha.cli.basis.now", lambda: NOON)


@pytest.fixture
def case():
    for actor in (ASHA, BALU):
        User.objects.create(
            id=actor.id, username=actor.label.lower(), display_name=actor.label, roles=sorted(actor.roles), vaults=sorted(actor.vaults), made_at=NOON
        )
    return open_case(facts=CaseFacts(), role=Role.VICTIM, person=ADULT, by=ASHA, at=NOON)


def run(*words, by="asha", typed=""):
    group = click.Group("sajha")
    consent.add_to(group)
    basis.add_to(group)
    done = CliRunner().invoke(group, [*words, *(["--as", by] if by else [])], input=typed)
    if isinstance(done.exception, Refused):
        return done.exception.decision.because
    assert done.exit_code == 0, done.output
    return done.output


GIVE = [
    "--for", "care", "--to", "shelter", "--data", "S2", "--until", "2026-12-31", "--how", "thumb", "--read-in", "te",
]  # fmt: skip


def test_give_look_and_withdraw(case):
    shown = run("consent", "give", case.number, "V1", *GIVE, typed="y\n")
    assert "+ Care" in shown and ConsentEvent.objects.get().notice_language == "te"
    [held] = json.loads(run("consent", "show", case.id, "V1", "--json"))["holds"]
    assert "shelter: Facts about the person, without the name" in held
    assert "- Care" in run("consent", "withdraw", case.number, "V1", "--yes")
    assert json.loads(run("consent", "show", case.id, "V1", "--json"))["holds"] == []
    assert run("consent", "verify", by="") == "altered: []\n"


def test_nothing_is_written_without_a_yes(case):
    group = click.Group("sajha")
    consent.add_to(group)
    done = CliRunner().invoke(group, ["consent", "give", case.id, "V1", *GIVE, "--as", "asha"], input="n\n")
    assert done.exit_code == 1 and not ConsentEvent.objects.exists()


def test_refuse_and_narrow_with_words_from_standard_input(case):
    run("consent", "give", case.id, "V1", *GIVE, "--yes")
    options = ["--for", "care", "--to", "shelter", "--data", "S2", "--words-from", "-", "--yes"]
    assert "- Care" in run("consent", "narrow", case.id, "V1", *options, typed="not there")
    run("consent", "refuse", case.id, "V1", "--for", "trial", "--to", "*", "--data", "S3", "--yes")
    assert ConsentEvent.objects.filter(kind="narrowed").exclude(words=b"").count() == 1


def test_a_case_or_person_that_is_not_there(case):
    assert run("consent", "show", "2026-999999", "V1") == "not_found"
    assert run("consent", "show", case.id, "V9") == "not_found"


def test_an_incomplete_consent_is_refused(case):
    assert run("consent", "give", case.id, "V1", *GIVE, "--giver", "committee", "--yes") == "consent.of_age"


def test_the_notice_is_printed(tmp_path):
    run("consent", "notice", "ta", str(tmp_path / "notice.pdf"), by="")
    assert (tmp_path / "notice.pdf").read_bytes().startswith(b"%PDF-")


def test_a_ground_from_naming_to_its_end(case):
    assert json.loads(run("basis", "list", "--json", by=""))["court_order"]["unverified"] is True
    options = ["--ground", "court_order", "--for", "trial", "--to", "court", "--data", "S2", "--until", "2026-04-30"]
    run("basis", "open", case.id, "V1", *options, typed="Order 12\nThe court asks\n")
    where = [case.id, LegalBasis.objects.get().id]
    assert "Order 12" in run("basis", "read", *where)
    assert "waiting" in run("basis", "decide", *where, "agree", typed="It names her\n")
    assert "stands" in run("basis", "decide", *where, "agree", by="balu", typed="It names her\n")
    run("basis", "end", *where, typed="Set aside\n")
    assert "ended" in run("consent", "show", case.id, "V1")
