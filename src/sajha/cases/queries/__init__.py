"""Read cases, always for an Actor."""

from sajha.cases.queries.lists import case_list
from sajha.cases.queries.looks import Viewer, history_of, viewers, who_looked, who_may_open
from sajha.cases.queries.opened import (
    Closed,
    Opened,
    case_of,
    closed_in,
    lying_case,
    lying_cases,
    opened_in,
    opened_one,
)
from sajha.cases.queries.release import record_for_release, record_of_person
from sajha.cases.queries.scope import (
    case_for,
    changed_since,
    id_of_number,
    in_vaults_of,
    is_running,
    lying_open,
    numbers_of,
    put_away,
    sees_all,
    vault_of,
    vaults_of,
    visible,
    visible_ids,
    within_reach,
)
from sajha.cases.queries.single import case_detail, party_detail, summary

__all__ = [
    "Closed",
    "closed_in",
    "Opened",
    "Viewer",
    "case_detail",
    "case_for",
    "case_list",
    "case_of",
    "changed_since",
    "history_of",
    "id_of_number",
    "numbers_of",
    "in_vaults_of",
    "is_running",
    "lying_case",
    "lying_cases",
    "lying_open",
    "opened_in",
    "opened_one",
    "party_detail",
    "put_away",
    "record_for_release",
    "record_of_person",
    "sees_all",
    "summary",
    "vault_of",
    "vaults_of",
    "viewers",
    "visible",
    "visible_ids",
    "within_reach",
    "who_looked",
    "who_may_open",
]
