"""No entry of a table that decides can be changed without the written decision differing: one change at a time, all of them."""

import pytest

from sajha.accounts.rules import PERMISSIONS
from sajha.accounts.values import Role
from tools.gate_table import fields_for
from tools.table_changes import TABLES, unnoticed


@pytest.fixture(autouse=True)
def _forget():
    yield
    fields_for.cache_clear()


@pytest.mark.parametrize("name", TABLES)
def test_every_single_change_is_noticed(name):
    count, missed = unnoticed(name)
    assert count >= 36 and missed == []


def test_every_role_is_put_in_or_out_of_every_permission_and_all_is_taken_back():
    before = {act: set(holders) for act, holders in PERMISSIONS.items()}
    assert unnoticed("PERMISSIONS")[0] == len(PERMISSIONS) * len(Role)
    assert before == PERMISSIONS and list(before) == list(PERMISSIONS)


def test_who_notices_nothing_is_found_out(monkeypatch):
    monkeypatch.setitem(TABLES, "PURPOSE_OF", (TABLES["PURPOSE_OF"][0], (lambda: True,)))
    count, missed = unnoticed("PURPOSE_OF")
    assert count == len(missed) > 0
