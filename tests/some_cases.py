"""A case with one victim, for tests of requests."""

from sajha.cases import queries as cases
from sajha.cases.models import Case, CaseAccess
from sajha.cases.values import ReleaseField
from sajha.cases.values import Sensitivity as S
from tests.cast import NOON

CANARY = "Canary Sundari"
FIELDS = {}


class SomeCase:
    """Its id, its persons, and a way to add what the gate may be asked about."""

    def __init__(self, id, parties):
        self.id, self.parties = id, parties

    def add_field(self, name, text):
        FIELDS[self.id].append(ReleaseField("", name, S.S1, text))


def open_case(by):
    id, party = "case_" + "c" * 32, "party_" + "a" * 32
    case = Case.objects.create(
        id=id, number="2026-000001", opened_at=NOON, updated_at=NOON, opened_by=by.id, owner=by.id
    )
    CaseAccess.objects.create(case=case, user=by.id, given_by=by.id, given_at=NOON, opened_at=NOON)
    FIELDS[id] = [
        ReleaseField(party, "party.pseudonym", S.S2, "V1"),
        ReleaseField(party, "party.gender", S.S2, "gender:2.0:Feminine"),
        ReleaseField(party, "party.first_name", S.S3, CANARY),
        ReleaseField("", "case.notes", S.S4, "House of " + CANARY),
        ReleaseField("", "process.means", S.S1, "means_of_control:2.0:Threats"),
        ReleaseField("", "case.unknown_thing", S.S1, CANARY),
    ]
    cases.record_for_release = lambda by, case_id: list(FIELDS[cases.case_for(by, case_id).id])
    return SomeCase(id, (party,))
