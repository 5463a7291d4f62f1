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
