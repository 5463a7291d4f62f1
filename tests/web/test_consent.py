"""The pages of consent: what holds, writing down what is said, looking before it counts, and two blind decisions."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sajha.accounts.models import User
from sajha.cases.actions import open_case
from sajha.cases.actions.access import let_in
from sajha.cases.queries import case_for
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.consent.models import BasisVote, ConsentEvent, LegalBasis
from sajha.terms.vocabularies import coded
from tests.cast import ASHA, BALU, CHITRA, GITA, NOON

pytestmark = pytest.mark.django_db
ADULT = PersonFacts(code_name="Jasmine", majority=coded("majority_status", "Adult"))
GIVE = {
    "giver": "person", "said_at": "", "words": "Only the home", "purposes": ["care"], "classes": ["S2", "S3"],
    "kinds": ["shelter"], "until": "2027-01-31", "manner": "witness", "witness": "Sister Mary", "read_in": "te", "spoken": "te",
}  # fmt: skip


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    for module in ("consent.views", "consent.bases", "home.views"):
        monkeypatch.setattr(f"sajha.web.{module}.now", lambda: NOON)


def signed_in(actor) -> Client:
    user = User.objects.create(
        id=actor.id, username=actor.label.lower(), display_name=actor.label, roles=sorted(actor.roles), vaults=sorted(actor.vaults), made_at=NOON
    )
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


@pytest.fixture
def asha():
    return signed_in(ASHA)


@pytest.fixture
def person():
    case = open_case(facts=CaseFacts(), role=Role.VICTIM, person=ADULT, by=ASHA, at=NOON)
    return [case.id, case.parties.get().id]


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def retyped(page: str) -> dict[str, list[str]]:
    """The hidden fields of the confirmation, as a browser sends them again."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found.setdefault(name[1], []).append(value[1] if value else "")
    return found


def said(client, person, verb, data) -> None:
    page = text_of(client.post(reverse("consent_say", args=[*person, verb]), data))
    again = {name: values for name, values in retyped(page).items() if name not in ("language", "next")}
    sent = client.post(reverse("consent_say", args=[*person, verb]), {**again, "confirmed": "1"})
    assert sent.status_code == 302, sent.content.decode()


def test_an_empty_history_says_what_to_do(asha, person):
    page = text_of(asha.get(reverse("consent", args=person)))
    assert (
        "Nothing has been said yet" in page and "Nobody was named, so nothing leaves" in page and "31 Jan" not in page
    )


def test_nothing_is_written_before_it_is_confirmed(asha, person):
    page = text_of(asha.post(reverse("consent_say", args=[*person, "give"]), GIVE))
    assert "What this changes" in page and "Every organisation of this kind: Shelter" in page
    assert not ConsentEvent.objects.exists()


def test_give_then_withdraw(asha, person):
    said(asha, person, "give", GIVE)
    page = text_of(asha.get(reverse("consent", args=person)))
    assert (
        "Agreed" in page and "Who the person is" in page and "Sister Mary" not in page and "Only the home" not in page
    )
    withdraw = {"giver": "person", "said_at": "", "words": "", "purposes": ["care", "family"]}
    preview = text_of(asha.post(reverse("consent_say", args=[*person, "withdraw"]), withdraw))
    assert "No longer" in preview
    said(asha, person, "withdraw", withdraw)
    page = text_of(asha.get(reverse("consent", args=person)))
    assert "The person has changed their mind." in page
    assert [row.kind for row in ConsentEvent.objects.order_by("id")] == ["given", "withdrawn"]


def test_what_was_typed_survives_a_step_back(asha, person):
    page = text_of(asha.post(reverse("consent_say", args=[*person, "give"]), {**GIVE, "back": "1"}))
    assert "Sister Mary" in page and not ConsentEvent.objects.exists()


@pytest.mark.parametrize(
    "change, words",
    [
        ({"kinds": []}, "Nobody was named"),
        ({"witness": ""}, "Write down who the witness was"),
        ({"giver": "committee"}, "The person is an adult now"),
        ({"until": "2030-01-01"}, "within one year"),
        ({"said_at": "2027-01-01T10:00"}, "in the future"),
        ({"classes": ["S4"]}, "Select a valid choice"),
        ({"kinds": ["*"]}, "Select a valid choice"),
        ({"spoken": "klingon"}, "Select a valid choice"),
    ],
)
def test_what_is_incomplete_comes_back_with_the_reason(asha, person, change, words):
    page = text_of(asha.post(reverse("consent_say", args=[*person, "give"]), {**GIVE, **change, "confirmed": "1"}))
    assert words in page and not ConsentEvent.objects.exists()


def test_the_form_takes_only_its_own_fields(asha, person):
    said(asha, person, "give", {**GIVE, "recorded_by": "user_x", "case": "case_x", "kind": "withdrawn", "digest": "0"})
    row = ConsentEvent.objects.get()
    assert (row.recorded_by, row.case_id, row.kind) == (ASHA.id, person[0], "given")


def test_the_words_open_by_post_alone(asha, person):
    said(asha, person, "give", GIVE)
    address = reverse("consent_words", args=[*person, ConsentEvent.objects.get().id])
    assert asha.get(address).status_code == 405
    page = text_of(asha.post(address))
    assert "Only the home" in page and "Sister Mary" in page and "This look was recorded." in page


def test_correct_an_entry(asha, person):
    said(asha, person, "give", GIVE)
    address = reverse("consent_correct", args=[*person, ConsentEvent.objects.get().id])
    less = {
        "giver": "person",
        "said_at": "",
        "words": "",
        "purposes": ["care"],
        "classes": ["S2"],
        "kinds": ["shelter"],
    }
    assert "This field is required" in text_of(asha.post(address, less))
    assert asha.post(address, {**less, "reason": "Ticked one box too many"}).status_code == 302
    assert text_of(asha.get(reverse("consent", args=person))).count("tag-good") == 2  # the entry, and one kind of data
    assert asha.get(reverse("consent_correct", args=[*person, "consent_0"])).status_code == 404


def test_a_person_of_another_case_is_not_found(asha, person):
    other = open_case(facts=CaseFacts(), role=Role.VICTIM, by=ASHA, at=NOON)
    for name, more in [("consent", []), ("consent_say", ["give"]), ("basis_new", [])]:
        assert asha.get(reverse(name, args=[other.id, person[1], *more])).status_code == 404
    for actor in (CHITRA, GITA):
        client = signed_in(actor)
        assert client.get(reverse("consent", args=person)).status_code in (403, 404)
        assert client.post(reverse("consent_say", args=[*person, "give"]), GIVE).status_code in (403, 404)


def test_the_text_is_read_and_printed_in_four_languages(asha):
    for language, words in {
        "en": "You choose",
        "hi": "फ़ैसला आपका है",
        "te": "నిర్ణయం మీదే",
        "ta": "முடிவு உங்களுடையது",
    }.items():
        assert words in text_of(asha.get(reverse("notice", args=[language])))
        pdf = asha.get(reverse("notice_printed", args=["1", language]))
        assert pdf.content.startswith(b"%PDF-") and pdf["Content-Type"] == "application/pdf"
    assert asha.get(reverse("notice", args=["xx"])).status_code == 404
    assert asha.get(reverse("notice_printed", args=["9", "en"])).status_code == 404


GROUND = {
    "ground": "court_order", "purpose": "trial", "audience": "court", "classes": ["S2"], "until": "2026-04-30",
    "order": "Order 12 of 2026", "reason": "The court asks for the statement",
}  # fmt: skip


def test_two_decide_blind_and_the_page_of_the_person_shows_it(asha, person):
    let_in(case_for(BALU, person[0]), CHITRA.id, BALU, NOON)
    assert asha.post(reverse("basis_new", args=person), GROUND).status_code == 302
    row = LegalBasis.objects.get()
    args = [*person, row.id]
    decide = {"opinion": "disagree", "words": "The order names somebody else"}
    assert "Unverified" in text_of(asha.get(reverse("basis", args=args)))
    assert "This field is required" in text_of(asha.post(reverse("basis_vote", args=args), {"opinion": "agree"}))
    assert asha.post(reverse("basis_vote", args=args), decide).status_code == 302
    assert "Asha: I do not agree" in text_of(asha.get(reverse("basis", args=args)))
    chitra = signed_in(CHITRA)
    assert "2026-000001 V1" in text_of(chitra.get(reverse("bases"))) and "2026-000001 V1" in text_of(chitra.get("/"))
    assert "No decision is asked of you" in text_of(asha.get(reverse("bases")))
    page = text_of(chitra.get(reverse("basis", args=args)))
    assert "Asha: " not in page and "Waits for two decisions" in page and "Order 12 of 2026" in page
    assert asha.post(reverse("basis_vote", args=args), decide).status_code == 403
    assert chitra.post(reverse("basis_vote", args=args), {**decide, "opinion": "agree"}).status_code == 302
    assert "No decision is asked of you" in text_of(chitra.get(reverse("bases")))
    assert "Rejected" in text_of(asha.get(reverse("consent", args=person)))
    assert BasisVote.objects.count() == 2


def test_a_ground_that_does_not_reach_so_far(asha, person):
    page = text_of(asha.post(reverse("basis_new", args=person), {**GROUND, "audience": "ngo"}))
    assert "The ground does not reach that far" in page and not LegalBasis.objects.exists()


def test_a_ground_of_another_person_is_not_found(asha, person):
    asha.post(reverse("basis_new", args=person), GROUND)
    other = open_case(facts=CaseFacts(), role=Role.VICTIM, by=ASHA, at=NOON)
    wrong = [other.id, other.parties.get().id, LegalBasis.objects.get().id]
    assert asha.get(reverse("basis", args=wrong)).status_code == 404
    for name in ("basis_vote", "basis_end"):
        words = {"opinion": "agree", "words": "yes indeed", "reason": "because"}
        assert asha.post(reverse(name, args=wrong), words).status_code == 404
    assert not BasisVote.objects.exists()


def test_end_a_ground(asha, person):
    asha.post(reverse("basis_new", args=person), GROUND)
    args = [*person, LegalBasis.objects.get().id]
    assert asha.post(reverse("basis_end", args=args), {"reason": "The order was set aside"}).status_code == 302
    assert "Ended" in text_of(asha.get(reverse("basis", args=args)))
