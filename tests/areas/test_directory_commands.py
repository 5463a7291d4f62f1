"""``sajha directory``: who is responsible for a place, and the list."""

import json

import click
import pytest
from click.testing import CliRunner

from sajha.basics.actor import SYSTEM
from sajha.cli.directory import add_to
from sajha.directory.actions import load_register
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    load_register(by=SYSTEM, at=NOON)
    group = click.Group("sajha")
    add_to(group)
    return lambda *words: CliRunner().invoke(group, ["directory", *words])


@pytest.mark.parametrize("place", ["Mathura", "IN-9-167", "in-9-167", "mathur"])
def test_who_by_name_or_code(run, place):
    done = run("who", place)
    assert done.exit_code == 0
    assert done.output.startswith("Mathura, Uttar Pradesh\n- AHTU Agra. Responsible for this place.")


def test_who_as_json(run):
    answer = json.loads(run("who", "Allahabad", "--json").output)
    assert answer["place"] == "IN-9-120"
    [one] = answer["candidates"]
    assert (one["name"], one["can_be_asked"], one["because"]) == ("AHTU Allahabad", False, "directory.no_node")


def test_a_name_that_fits_several_or_none(run):
    several = run("who", "aurangabad")
    assert several.exit_code == 2
    assert "Aurangabad, Bihar (IN-10-" in several.output and "Aurangabad, Maharashtra (IN-27-" in several.output
    assert run("who", "Atlantis").exit_code == 2
    assert "names no organisation" in run("who", "Nalgonda").output


def test_the_list(run):
    assert len(run("list").output.splitlines()) == 35
    rows = json.loads(run("list", "--text", "agra", "--state", "Uttar Pradesh", "--kind", "ahtu", "--json").output)
    assert [row["name"] for row in rows] == ["AHTU Agra", "AHTU Allahabad"]
