"""Inside one demonstration node: the cases of "seen elsewhere?", with invented people and a telephone number kept for fiction."""

from dataclasses import dataclass, field
from datetime import datetime

from sajha.accounts.queries import actor_named
from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.cases.actions import add_identifier, open_case
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.terms.identifiers import IdentifierKind
from sajha.terms.places import parse_place
from sajha.terms.vocabularies import coded

PHONE = "+1 202 555 0143"
"""Of the numbers that are given to nobody, so that stories may use them (NANP 555-0100 to 555-0199)."""


@dataclass(frozen=True)
class Scene:
    """One case of a member: who writes it, who is in it, and a number that was seen."""

    person: str
    role: Role
    identity: dict[str, str]
    gender: str
    home: str
    phone: str = ""
    of_the_case: bool = field(default=False)


SCENES: dict[str, tuple[Scene, ...]] = {
    "telangana": (
        Scene("asha", Role.ACCUSED, {"first_name": "Kalpit", "last_name": "Udaharan"}, "Masculine", "IN-36", PHONE),
    ),
    "tamilnadu": (
        Scene("kumar", Role.WITNESS, {"first_name": "Maadhiri"}, "Feminine", "IN-33-568", PHONE, of_the_case=True),
        Scene(
            "kumar",
            Role.MISSING,
            {
                "first_name": "Poonguzhali",
                "last_name": "Kalpanaiyar",
                "father_name": "Senthamizhan",
                "birth_date": "2009-05-14",
            },
            "Feminine",
            "IN-33-568",
        ),
    ),
    "shelter": (
        Scene(
            "deepa",
            Role.VICTIM,
            {
                "first_name": "పూంగుళలి",
                "last_name": "కల్పనైయర్",
                "father_name": "సెంతమిళన్",
                "birth_date": "2009-05-14",
            },
            "Feminine",
            "IN-33-568",
        ),
    ),
}
"""By member, in the order of their numbers. The name in Telugu letters is that of the missing girl, as the shelter heard it."""


def stage(key: str) -> list[str]:
    """Write the cases of this member; gives their numbers."""
    at = now()
    return [_case(scene, actor_named(scene.person), at) for scene in SCENES.get(key, ())]


def _case(scene: Scene, by: Actor, at: datetime) -> str:
    """Its number."""
    person = PersonFacts(gender=coded("gender", scene.gender), home=parse_place(scene.home))
    case = open_case(facts=CaseFacts(), role=scene.role, person=person, identity=scene.identity, by=by, at=at)
    if scene.phone:
        party = "" if scene.of_the_case else case.parties.get().pk
        add_identifier(case_id=case.pk, kind=IdentifierKind.PHONE, value=scene.phone, party_id=party, by=by, at=at)
    return case.number
