"""A case with one victim whose name must not come out where it should not, for tests of requests."""

from sajha.cases.actions import add_leg, change_process
from sajha.cases.actions import open_case as open_real
from sajha.cases.values import CaseFacts, LegFacts, Part, PersonFacts, Role
from sajha.terms.places import parse_place
from sajha.terms.vocabularies import coded
from tests.cast import NOON

CANARY = "Canary Sundari"


class SomeCase:
    """Its id, its persons' ids, and a way to add to what the gate may be asked about."""

    def __init__(self, case, by):
        self.id, self.number, self.by = case.id, case.number, by
        self.parties = tuple(case.parties.values_list("id", flat=True))

    def add_leg(self):
        add_leg(
            case_id=self.id, facts=LegFacts(start=parse_place("IN-33"), end=parse_place("IN-36")), by=self.by, at=NOON
        )


def open_case(by):
    case = open_real(
        facts=CaseFacts(notes=f"House of {CANARY}"),
        role=Role.VICTIM,
        person=PersonFacts(gender=coded("gender", "Feminine")),
        identity={"first_name": CANARY},
        by=by,
        at=NOON,
    )
    means = {Part.MEANS: (coded("means_of_control", "DebtBondage"),)}
    change_process(case_id=case.id, chosen=means, by=by, at=NOON)
    return SomeCase(case, by)
