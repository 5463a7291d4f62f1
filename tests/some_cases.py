"""A case with one victim whose name must not come out where it should not, for tests of requests."""

from datetime import timedelta

from sajha.basics.clock import now
from sajha.cases.actions import add_leg, change_party, change_process
from sajha.cases.actions import open_case as open_real
from sajha.cases.queries import party_detail
from sajha.cases.values import CaseFacts, LegFacts, Part, PersonFacts, Role
from sajha.consent import actions as consent
from sajha.consent.values import (
    EVERYONE,
    GRANTABLE,
    Giver,
    Manner,
    Notice,
    Opinion,
    Purpose,
    Said,
    Scope,
    parse_audience,
)
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


def grown_up(case):
    """The victim is known to be an adult, who decides alone."""
    revision = party_detail(case.by, case.id, case.parties[0]).revision
    facts = PersonFacts(majority=coded("majority_status", "Adult"), gender=coded("gender", "Feminine"))
    change_party(case_id=case.id, party_id=case.parties[0], facts=facts, revision=revision, by=case.by, at=now())


def agrees(case, *, purpose=Purpose.INVESTIGATION, audiences=("ahtu",), classes=("S2", "S3"), days=30):
    """The victim, an adult, agrees: for this purpose, these kinds of organisation and classes of data."""
    grown_up(case)
    scope = Scope(frozenset({purpose}), frozenset(map(parse_audience, audiences)), frozenset(classes))
    said = Said(Giver.PERSON, scope, now(), now() + timedelta(days=days), Manner.SIGNATURE, Notice("1", "te", "te"))
    consent.give_consent(case_id=case.id, party_id=case.parties[0], said=said, by=case.by, at=now())


def changes_her_mind(case):
    """The victim takes back everything."""
    everything = Scope(frozenset(Purpose), frozenset({EVERYONE}), frozenset(GRANTABLE))
    said = Said(Giver.PERSON, everything, now())
    consent.withdraw_consent(case_id=case.id, party_id=case.parties[0], said=said, by=case.by, at=now())


def stands_on_a_basis(case, *, voters, audience="ahtu", purpose=Purpose.INVESTIGATION):
    """A court's order, on which two persons decided; answers with the basis."""
    scope = Scope(frozenset({purpose}), frozenset({parse_audience(audience)}), frozenset({"S1", "S2", "S3"}))
    row = consent.open_basis(
        case_id=case.id, party_id=case.parties[0], ground="court_order", scope=scope, until=now() + timedelta(days=30),
        order="Order 12 of 2026", reason="The court asks", by=case.by, at=now(),
    )  # fmt: skip
    for voter in voters:
        consent.vote_on_basis(
            case_id=case.id, basis_id=row.id, opinion=Opinion.AGREE, words="Read it.", by=voter, at=now()
        )
    return row
