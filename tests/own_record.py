"""A case with two victims, one of them the person who reads, the other one whose every word is a canary; and what is known of both."""

from datetime import timedelta

from sajha.cases.actions import add_identifier, add_leg, add_party, change_process, open_case, reveal_identity
from sajha.cases.values import CaseFacts, LegFacts, Part, PersonFacts, Role
from sajha.consent.actions import give_consent
from sajha.consent.values import Audience, Giver, Manner, Notice, Purpose, Said, Scope
from sajha.disclosure.actions import send_request
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.queries import preview
from sajha.liaison.actions import change_draft, start_draft
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.places import parse_place
from sajha.terms.vocabularies import coded
from tests.cast import ASHA, NOON

MINE, OTHERS = "Lakshmi Sundari", "Kanariyamma"
PLATE = "TS 09 EA 1234"
DAY = timedelta(days=1)


class TwoPeople:
    """Ids of the case and of both; ``me`` is the one who reads."""

    def __init__(self):
        adult = coded("majority_status", "Adult")
        case = open_case(
            facts=CaseFacts(notes=f"House of {OTHERS}"),
            role=Role.VICTIM,
            person=PersonFacts(code_name="Jasmine", majority=adult, language=coded("language", "te")),
            identity={"first_name": MINE, "phones": "98480 22338"},
            by=ASHA,
            at=NOON,
        )
        self.case = case.id
        self.me = case.parties.get().id
        self.other = add_party(
            case_id=case.id,
            role=Role.VICTIM,
            facts=PersonFacts(code_name="Canarybird", majority=adult, gender=coded("gender", "Masculine")),
            identity={"first_name": OTHERS, "street": f"{OTHERS} street"},
            by=ASHA,
            at=NOON,
        ).id
        for value, owner in ((PLATE, self.me), ("TN 01 AA 0001", self.other), ("TN 02 BB 0002", "")):
            add_identifier(case_id=case.id, kind=IdentifierKind.VEHICLE, value=value, party_id=owner, by=ASHA, at=NOON)
        change_process(
            case_id=case.id, chosen={Part.MEANS: (coded("means_of_control", "DebtBondage"),)}, by=ASHA, at=NOON
        )
        add_leg(
            case_id=case.id,
            facts=LegFacts(start=parse_place("IN-36"), end=parse_place("IN-33"), note=f"With {OTHERS}"),
            by=ASHA,
            at=NOON,
        )

    def agree(self, party, *, organisation=""):
        """A consent of one of the two."""
        scope = Scope(
            frozenset({Purpose.CARE, Purpose.FAMILY, Purpose.INVESTIGATION}), frozenset({Audience("ahtu", organisation)}), frozenset({"S2", "S3"})
        )  # fmt: skip
        said = Said(
            Giver.PERSON, scope, NOON, NOON + 360 * DAY, Manner.WITNESS, Notice("1", "te", "te"), witness=OTHERS
        )
        give_consent(case_id=self.case, party_id=party, said=said, by=ASHA, at=NOON)

    def hurt(self, party):
        """Something that is said of one of the two alone."""
        forced = {Part.PURPOSE: (coded("exploitation_type", "ForcedMarriage"),)}
        change_process(case_id=self.case, party_id=party, chosen=forced, by=ASHA, at=NOON)

    def look(self, party, reason):
        """A worker looks at a name."""
        reveal_identity(
            case_id=self.case, party_id=party, fields=["first_name"], reason=reason, by=ASHA, at=NOON + 2 * DAY
        )

    def send(self, other, parties, *, fields=(), ground="", reason=""):
        """A request that leaves with these people; answers with its thread."""
        row = start_draft(case=self.case, kind="trace_person", urgency="urgent", place="IN-33", by=ASHA, at=NOON)
        change_draft(
            thread=row.id,
            urgency="urgent",
            place="IN-33",
            recipient=other.id,
            question="Where?",
            parties=parties,
            fields=fields,
            ground=ground,
            ground_reason=reason,
            by=ASHA,
            at=NOON,
        )
        send_request(thread=row.id, shown=mark_of(preview(ASHA, row.id)), by=ASHA, at=NOON)
        return row.id
