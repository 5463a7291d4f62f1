"""Roles and permissions as words. What a role may do stands in one table, in ``rules``."""

from enum import StrEnum


class Role(StrEnum):
    INVESTIGATOR = "investigator"
    CASE_MANAGER = "case_manager"
    UNIT_HEAD = "unit_head"
    NODAL_OFFICER = "nodal_officer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Vault(StrEnum):
    """Where records of a person lie apart inside one node: with what the police know, what care knows, what a lawyer knows."""

    POLICE = "police"
    CARE = "care"
    LEGAL = "legal"


# Whose work a node does by the kind of its organisation (a kind of ``directory``); care where nothing is said, for it tells the
# police nothing.
HOME_VAULTS: dict[str, Vault] = {
    "ahtu": Vault.POLICE,
    "police_station": Vault.POLICE,
    "railway_police": Vault.POLICE,
    "border_force": Vault.POLICE,
    "labour_office": Vault.POLICE,
    "state_nodal_office": Vault.POLICE,
    "national_coordinator": Vault.POLICE,
    "dlsa": Vault.LEGAL,
    "prosecutor": Vault.LEGAL,
    "court": Vault.LEGAL,
}


def home_vault(kind: str) -> Vault:
    """The vault in which an organisation of this kind works."""
    return HOME_VAULTS.get(kind, Vault.CARE)
