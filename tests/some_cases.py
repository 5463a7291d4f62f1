"""A case with one victim, for tests of requests."""

from sajha.cases import queries as stub
from sajha.cases.values import Sensitivity as S

CANARY = "Canary Sundari"


class SomeCase:
    """Its id, its persons, and a way to add what the gate may be asked about."""

    def __init__(self, id, parties):
        self.id, self.parties = id, parties

    def add_field(self, name, text):
        stub.FIELDS[self.id].append(stub.ReleaseField("", name, S.S1, text))


def open_case(by):
    id, party = "case_" + "c" * 32, "party_" + "a" * 32
    stub.OPEN.clear()
    stub.OPEN[by.id] = [id]
    stub.FIELDS[id] = [
        stub.ReleaseField(party, "party.pseudonym", S.S2, "V1"),
        stub.ReleaseField(party, "party.gender", S.S2, "gender:2.0:Feminine"),
        stub.ReleaseField(party, "party.first_name", S.S3, CANARY),
        stub.ReleaseField("", "case.notes", S.S4, "House of " + CANARY),
        stub.ReleaseField("", "process.means", S.S1, "means_of_control:2.0:Threats"),
        stub.ReleaseField("", "case.unknown_thing", S.S1, CANARY),
    ]
    return SomeCase(id, (party,))
