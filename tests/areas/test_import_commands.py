"""``sajha import`` and ``sajha export`` at the console."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sajha.accounts.actions import add_user
from sajha.basics.decision import Refused
from sajha.cases.models import Case
from sajha.cli import imports
from tests.cast import GITA, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for name, role in [("asha", "investigator"), ("balu", "unit_head")]:
        add_user(
            username=name,
            display_name=name.title(),
            roles=frozenset({role}),
            password="correct horse battery",
            language="en",
            by=GITA,
            at=NOON,
        )
    group = click.Group("sajha")
    imports.add_to(group)
    return lambda *words, **more: CliRunner().invoke(group, [str(word) for word in words], **more)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text("prs_FirstName,prs_SecondName\nMeena,Devi\n")
    return path


def test_a_preview_stores_nothing(run, file) -> None:
    done = run("import", "htcds", file, "--preview", "--as", "asha")
    assert done.exit_code == 0 and "prs_FirstName" in done.output
    assert not Case.objects.exists()


def test_a_preview_with_bad_cells_says_so_by_its_exit_code(run, file) -> None:
    file.write_text("prs_FirstName,prs_Gender\nMeena,zebra\n")
    done = run("import", "htcds", file, "--preview", "--json", "--as", "asha")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["bad"][0] == {
        "row": 2,
        "column": "B",
        "field": "prs_Gender",
        "because": "cell.not_a_code",
    }


def test_a_question_comes_before_storing(run, file) -> None:
    assert run("import", "htcds", file, "--as", "asha", input="n\n").exit_code == 1
    assert not Case.objects.exists()
    assert run("import", "htcds", file, "--as", "asha", input="y\n").exit_code == 0
    assert Case.objects.count() == 1


def test_json_tells_counts(run, file) -> None:
    first = json.loads(run("import", "htcds", file, "--json", "--yes", "--as", "asha").stdout)
    again = json.loads(run("import", "htcds", file, "--json", "--yes", "--as", "asha").stdout)
    assert (first["added"], first["already"], again["added"], again["already"]) == (1, 0, 0, 1)


def test_bad_cells_want_the_option(run, file) -> None:
    file.write_text("prs_FirstName,prs_Gender\nMeena,zebra\n")
    done = run("import", "htcds", file, "--yes", "--as", "asha")
    assert isinstance(done.exception, Refused) and not Case.objects.exists()
    assert run("import", "htcds", file, "--yes", "--skip-bad-cells", "--as", "asha").exit_code == 0


def test_a_file_that_cannot_be_read(run, tmp_path) -> None:
    done = run("import", "ctdc", tmp_path / "nowhere.csv", "--as", "asha")
    assert done.exit_code == 1 and "no such file" in done.output


def test_export_is_for_the_head(run, file, tmp_path) -> None:
    run("import", "htcds", file, "--yes", "--as", "asha")
    out = tmp_path / "out.xlsx"
    assert isinstance(run("export", "htcds", out, "--reason", "Yearly return", "--as", "asha").exception, Refused)
    assert not out.exists()
    done = run("export", "htcds", out, "--reason", "Yearly return", "--json", "--as", "balu")
    assert done.exit_code == 0 and json.loads(done.stdout) == {"rows": 1}
    again = run("export", "htcds", out, "--reason", "Yearly return", "--as", "balu")
    assert again.exit_code == 1
