"""Who may do what at all: one table, denied by default."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.accounts.rules import ALONE, PERMISSIONS, may, may_hold, may_read_vaults, usual_vaults
from sajha.accounts.values import Role, Vault
from sajha.basics.actor import Actor
from sajha.basics.decision import no
from tests.rules.said import said

ROLES = st.frozensets(st.sampled_from(list(Role)))


def somebody(*roles):
    return Actor("x", "person", "x", frozenset(roles))


@given(ROLES, st.sampled_from([*PERMISSIONS, "case:burn", ""]))
def test_only_a_role_that_the_table_names_may(roles, permission):
    held = any(role in PERMISSIONS.get(permission, ()) for role in roles)
    if held:
        said(may(somebody(*roles), permission), "allowed")
    else:
        assert may(somebody(*roles), permission) == no("permission.missing", f"permission.{permission}")


@pytest.mark.parametrize(
    ("roles", "because"),
    [
        ((), "roles.none"),
        (("emperor",), "roles.unknown"),
        ((Role.UNIT_HEAD, "emperor"), "roles.unknown"),
        ((Role.ADMINISTRATOR, "emperor"), "roles.unknown"),
        ((Role.ADMINISTRATOR,), "allowed"),
        ((Role.AUDITOR,), "allowed"),
        ((Role.AUDITOR, Role.ADMINISTRATOR), "roles.alone"),
        ((Role.ADMINISTRATOR, Role.CASE_MANAGER), "roles.alone"),
        (tuple(Role), "roles.alone"),
        ((Role.UNIT_HEAD, Role.INVESTIGATOR, Role.NODAL_OFFICER), "allowed"),
        ((Role.INVESTIGATOR, Role.CASE_MANAGER), "allowed"),
    ],
)
def test_which_roles_one_person_may_hold_together(roles, because):
    said(may_hold(frozenset(roles)), because)


@given(ROLES)
def test_who_runs_the_node_or_checks_it_does_nothing_else_in_it(roles):
    assert not may_hold(roles).allowed or not roles & ALONE or len(roles) == 1


@pytest.mark.parametrize(
    ("roles", "vaults", "because"),
    [
        ((Role.INVESTIGATOR,), ("police",), "allowed"),
        ((Role.CASE_MANAGER,), tuple(Vault), "allowed"),
        ((Role.UNIT_HEAD,), ("legal",), "allowed"),
        ((Role.UNIT_HEAD,), (), "vaults.none"),
        ((Role.UNIT_HEAD,), ("care", "garden"), "vaults.unknown"),
        ((Role.AUDITOR,), ("garden",), "vaults.unknown"),
        ((Role.AUDITOR,), ("care",), "vaults.not_a_worker"),
        ((Role.ADMINISTRATOR,), (), "allowed"),
        ((Role.NODAL_OFFICER,), ("care",), "vaults.not_a_worker"),
        ((Role.NODAL_OFFICER,), (), "allowed"),
    ],
)
def test_who_may_read_which_vaults(roles, vaults, because):
    said(may_read_vaults(frozenset(roles), frozenset(vaults)), because)


def test_a_worker_reads_the_vault_of_the_organisation_to_begin_with():
    assert usual_vaults(frozenset({Role.INVESTIGATOR}), "ahtu") == {"police"}
    assert usual_vaults(frozenset({Role.CASE_MANAGER}), "court") == {"legal"}
    assert usual_vaults(frozenset({Role.UNIT_HEAD}), "shelter") == {"care"}
    assert usual_vaults(frozenset({Role.AUDITOR, Role.ADMINISTRATOR}), "ahtu") == frozenset()
