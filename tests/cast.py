"""The test people. Each belongs to one organisation and holds one role; every factory goes through actions."""

from datetime import UTC, datetime

from sajha.basics.actor import Actor

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _person(key: str, label: str, role: str, *vaults: str) -> Actor:
    return Actor(id=f"user_{key:0>32}", kind="person", label=label, roles=frozenset({role}), vaults=frozenset(vaults))


ASHA = _person("a", "Asha", "investigator", "police")  # works cases
BALU = _person("b", "Balu", "unit_head", "police")  # heads Asha's unit
CHITRA = _person("c", "Chitra", "investigator", "police")  # same unit, no access to Asha's cases
DEEPA = _person("d", "Deepa", "case_manager", "care")  # shelter
ELANGO = _person("e", "Elango", "nodal_officer")
FARAH = _person("f", "Farah", "coordinator")
GITA = _person("9", "Gita", "administrator")
HARI = _person("8", "Hari", "auditor")
