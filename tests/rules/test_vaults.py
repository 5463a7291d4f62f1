"""Who reads which vault, and who may open what was said in counselling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sajha.accounts.rules import WORKERS, may_read_vaults, usual_vaults
from sajha.accounts.values import Role, Vault, home_vault
from sajha.cases.counselling.rules import may_be_named, may_hold_in_confidence, may_write_in, opens
from sajha.cases.rules import may_open_in, usual_vault
from sajha.directory.values import ORGANISATION_KINDS
from tests.rules.said import said

ROLES = st.frozensets(st.sampled_from([role.value for role in Role]))
VAULTS = st.frozensets(st.sampled_from([vault.value for vault in Vault]))
MANAGER, BOTH = frozenset({Role.CASE_MANAGER}), frozenset({Role.CASE_MANAGER, Role.INVESTIGATOR})
CARE = frozenset({Vault.CARE})
VAULT = st.sampled_from(["", "garden", *Vault])


@given(ROLES, st.sampled_from([*ORGANISATION_KINDS, "unheard_of"]))
def test_what_is_usual_may_always_be_read(roles, kind):
    assert may_read_vaults(roles, usual_vaults(roles, kind)).allowed
    assert bool(usual_vaults(roles, kind)) == bool(roles & WORKERS)


def test_each_kind_of_organisation_works_in_one_vault():
    homes = {kind: home_vault(kind) for kind in ORGANISATION_KINDS}
    assert {kind for kind, vault in homes.items() if vault == Vault.LEGAL} == {"dlsa", "prosecutor", "court"}
    for kind in ("shelter", "ngo", "cwc", "child_protection_unit", "health"):
        assert homes[kind] == Vault.CARE
    for kind in ("ahtu", "police_station", "railway_police", "border_force"):
        assert homes[kind] == Vault.POLICE
    assert home_vault("something new") == Vault.CARE  # tells the police nothing


@given(VAULT, VAULTS)
def test_nobody_writes_into_a_vault_that_they_do_not_read(vault, reads):
    assert may_open_in(vault, reads).allowed == (vault in reads)


@given(st.sampled_from(list(Vault)), VAULTS)
def test_the_usual_vault_is_one_that_is_read_or_none(home, reads):
    found = usual_vault(home, reads)
    assert found in reads or found == ""
    assert found or len(reads) != 1


@given(ROLES, VAULTS, VAULT)
def test_counselling_never_reaches_whoever_investigates_and_stays_in_care(roles, reads, vault):
    holds = may_hold_in_confidence(roles, reads).allowed
    assert not (holds and (Role.INVESTIGATOR in roles or Vault.CARE not in reads))
    assert not may_write_in(vault, roles, reads).allowed or (
        holds and vault == Vault.CARE and Role.CASE_MANAGER in roles
    )
    assert may_be_named("author", "other", roles, reads).allowed == holds
    assert not may_be_named("author", "author", roles, reads).allowed


@given(st.sampled_from("abc"), st.frozensets(st.sampled_from("abc")), st.sampled_from("abc"))
def test_a_note_opens_to_its_author_and_to_whom_the_author_named(author, named, who):
    assert opens(author, named, who) == (who == author or who in named)


@pytest.mark.parametrize(
    ("rule", "because"),
    [
        (lambda: may_open_in("", CARE), "vault.choose"),
        (lambda: may_open_in("police", CARE), "vault.not_yours"),
        (lambda: may_open_in("garden", frozenset({"garden"})), "vault.not_yours"),
        (lambda: may_open_in("care", CARE), "allowed"),
        (lambda: may_hold_in_confidence(MANAGER, CARE), "allowed"),
        (lambda: may_hold_in_confidence(frozenset({Role.UNIT_HEAD}), frozenset(Vault)), "allowed"),
        (lambda: may_hold_in_confidence(BOTH, CARE), "counselling.investigator"),
        (lambda: may_hold_in_confidence(MANAGER, frozenset({Vault.POLICE})), "counselling.not_in_care"),
        (lambda: may_hold_in_confidence(frozenset({Role.AUDITOR}), CARE), "counselling.not_in_care"),
        (lambda: may_write_in("care", MANAGER, CARE), "allowed"),
        (lambda: may_write_in("care", frozenset({Role.UNIT_HEAD}), CARE), "counselling.case_manager"),
        (lambda: may_write_in("police", MANAGER, CARE), "counselling.only_in_care"),
        (lambda: may_write_in("care", BOTH, CARE), "counselling.investigator"),
        (lambda: may_write_in("care", MANAGER, frozenset()), "counselling.not_in_care"),
        (lambda: may_be_named("asha", "asha", MANAGER, CARE), "counselling.yourself"),
        (lambda: may_be_named("asha", "balu", MANAGER, CARE), "allowed"),
        (lambda: may_be_named("asha", "balu", BOTH, CARE), "counselling.investigator"),
    ],
)
def test_each_answer_in_full(rule, because):
    said(rule(), because)


@pytest.mark.parametrize(
    ("home", "reads", "usual"),
    [
        ("care", {"police"}, "police"),
        ("care", {"care"}, "care"),
        ("care", {"care", "police"}, "care"),
        ("legal", {"care", "police"}, ""),
        ("care", set(), ""),
    ],
)
def test_the_vault_of_a_new_record(home, reads, usual):
    assert usual_vault(home, frozenset(reads)) == usual
