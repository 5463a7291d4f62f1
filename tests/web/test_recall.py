"""The pages of calling back: who has it, ask for it, keep it on a ground, ask for leave, give leave, pass on."""

import re
from datetime import timedelta

import pytest

from sajha.basics.clock import now
from sajha.consent.values import Purpose
from sajha.disclosure.models import HeldPackage, Keeping, Leave, Recall, Release
from sajha.disclosure.values import Became
from sajha.disclosure.wire import LeaveAsked, LeaveGranted, Opening, PassedOn, Recalled
from sajha.liaison.models import Thread
from tests.areas.test_requests import send
from tests.cast import ASHA, BALU, CHITRA
from tests.other_node import OtherNode, SigningNode
from tests.some_cases import CANARY, agrees, changes_her_mind, grown_up, open_case
from tests.web.test_consent import signed_in, text_of

pytestmark = pytest.mark.django_db
NAMED = {"fields": ("party.first_name",), "ground": "consent_recorded", "ground_reason": "She said so"}
DAY = f"{now() + timedelta(days=20):%Y-%m-%d}"


@pytest.fixture
def other():
    return SigningNode()


@pytest.fixture
def case():
    case = open_case(ASHA)
    grown_up(case)
    return case


@pytest.fixture
def asha():
    return signed_in(ASHA)


def holders_page(case):
    return f"/cases/{case.id}/people/{case.parties[0]}/holders/"


def heard(node, body):
    return [found for found in node.hears() if isinstance(found, body)]


def test_nobody_has_anything_yet(asha, case):
    assert "Nothing about this person has left" in text_of(asha.get(holders_page(case)))


def test_a_change_of_mind_on_the_page_calls_back_and_shows_who_has_answered(asha, other, case):
    agrees(case)
    send(other, case, **NAMED)
    address = f"/cases/{case.id}/people/{case.parties[0]}/consent/withdraw/"
    given = {
        "giver": "person",
        "said_at": "",
        "words": "",
        "purposes": [one.value for one in Purpose],
        "confirmed": "1",
    }
    page = text_of(asha.post(address, given, follow=True))
    assert "1 organisation is asked to destroy what it has" in page
    assert "Asked to destroy it, no answer yet" in page and "AHTU Chennai" in page and "First name" in page
    (recall,) = heard(other, Recalled)
    other.answers(recall, items=[("p1", Became.DESTROYED)])
    page = text_of(asha.get(holders_page(case)))
    assert '<strong class="tag tag-good">Destroyed</strong>' in page and CANARY not in page
    thread = text_of(asha.get(f"/requests/{recall.thread}/"))
    assert "What is called back" in thread and "Cancel the request" not in thread


def test_calling_back_by_hand_asks_for_a_reason(asha, other, case):
    send(other, case)
    edge = Release.objects.get().id
    assert "Call it back" in text_of(asha.get(holders_page(case)))
    address = f"{holders_page(case)}{edge}/"
    assert "This cannot be taken back" in text_of(asha.get(address))
    asha.post(address, {"reason": ""})
    assert not Recall.objects.exists()
    page = text_of(asha.post(address, {"reason": "The wrong person was ticked"}, follow=True))
    assert "They are asked to destroy it" in page and Recall.objects.count() == 1
    assert "called back already" in text_of(asha.post(address, {"reason": "The wrong person was ticked"}))


def test_who_does_not_see_the_case_sees_no_holders(case):
    assert signed_in(CHITRA).get(holders_page(case)).status_code == 404


def came(other):
    other.asks(at=now(), words=f"Look for {CANARY}")
    return HeldPackage.objects.get(thread=other.thread).id


def test_what_was_called_back_is_gone_from_the_page_and_says_so(asha, other):
    package = came(other)
    address = f"/requests/{other.thread}/"
    assert CANARY in text_of(asha.get(address)) and "Lotus" in text_of(asha.get(address))
    recall = other.calls_back(package, ["p1"], at=now())
    page = text_of(asha.get(address))
    assert CANARY not in page and "Lotus" not in page
    assert "was called back and destroyed" in page and "These words were destroyed" in page
    about = text_of(asha.get(f"/requests/{recall}/"))
    assert "Nothing is left for you to do" in about and ">Accept<" not in about
    assert asha.get(f"/packages/{package}/keep/").status_code == 200
    assert "Nothing of a person is held here" in text_of(asha.get(f"/packages/{package}/keep/"))


def test_keeping_needs_two_persons(asha, other):
    package = came(other)
    address = f"/packages/{package}/keep/"
    given = {"subject": "p1", "ground": "court_order", "reference": "Order 3", "reason": "Evidence", "until": DAY}
    page = text_of(asha.post(address, given, follow=True))
    assert "It holds once a second person agrees" in page and "I agree" not in page
    keeping = Keeping.objects.get()
    assert asha.post(f"{address}{keeping.id}/agree/").status_code == 403
    balu = signed_in(BALU)
    assert "I agree" in text_of(balu.get(address))
    assert "Holds" in text_of(balu.post(f"{address}{keeping.id}/agree/", follow=True))
    assert "destroyed at once" in text_of(balu.get(f"{address}{keeping.id}/end/"))
    assert Keeping.objects.get().ended_at is None
    assert balu.get(f"{address}{keeping.id[:-1]}x/end/").status_code == 404
    assert "Ended" in text_of(balu.post(f"{address}{keeping.id}/end/", follow=True))
    assert "in the future" not in text_of(asha.get(address))


def test_keeping_says_what_is_missing(asha, other):
    package = came(other)
    given = {"subject": "p1", "ground": "court_order", "reference": "Order 3", "reason": "x", "until": "2020-01-01"}
    assert "at most one year ahead" in text_of(asha.post(f"/packages/{package}/keep/", given))
    assert not Keeping.objects.exists()


def test_leave_is_asked_with_one_form_and_used_from_its_thread(asha, other):
    third = OtherNode(name="Shelter", key="2", kind="shelter")
    package = came(other)
    HeldPackage.objects.update(handling=["H2"])
    page = text_of(asha.get(f"/packages/{package}/pass-on/"))
    assert "only with their leave" in page
    given = {"subjects": ["p1"], "to": third.id, "purpose": "transfer_person", "urgency": "urgent", "words": "A place"}
    answer = asha.post(f"/packages/{package}/leave/", given, follow=True)
    assert "you can pass it on from here" in text_of(answer)
    (asked,) = heard(other, LeaveAsked)
    assert (asked.to, asked.subjects, asked.identity) == (third.id, ("p1",), False)
    assert "Pass it on" not in text_of(asha.get(f"/requests/{asked.thread}/"))
    draft = begun(asha, package, third)
    assert "must agree before it goes on" in text_of(asha.get(draft))
    other.thread, other.sequence, other.lamport = asked.thread, 0, asked.move.lamport
    moves = tuple(other.move(kind, code="granted" if kind == "complete" else "") for kind in STEPS)
    body = LeaveGranted(asked.thread, moves, now() + timedelta(days=5))
    other.says("leave.granted", body, at=now(), thread=asked.thread)
    assert "Pass it on" in text_of(asha.get(f"/requests/{asked.thread}/"))
    shown = re.search(r'name="shown" value="([^"]+)"', text_of(asha.get(draft))).group(1)
    assert asha.post(draft, {"shown": shown}).status_code == 302
    (opening,) = heard(third, Opening)
    assert [field.value for field in opening.package.fields] == ["Lotus"] and "H2" in opening.package.marks.handling
    (told,) = heard(other, PassedOn)
    assert (told.package, told.to) == (package, third.id)


STEPS = ("acknowledge", "accept", "start", "complete")


def begun(client, package, recipient):
    """A draft that passes a package on, at its preview."""
    wish = {"kind": "transfer_person", "urgency": "urgent", "area": "IN-33"}
    draft = client.post(f"/packages/{package}/pass-on/", wish).headers["Location"]
    page = text_of(client.get(draft))
    assert "What the ground rests on" not in page
    filled = {"recipient": recipient.id, "urgency": "urgent", "question": "A place for her?", "parties": ["p1"]}
    return client.post(draft, filled).headers["Location"]


def test_giving_leave_asks_the_gate(asha, other, case):
    third = OtherNode(name="Shelter", key="2", kind="shelter")
    agrees(case)
    send(other, case, **NAMED)
    package = HeldPackage.objects.get().id

    def asks(identity):
        other.thread, other.sequence, other.lamport = f"thread_{Leave.objects.count():032x}", 0, 0
        move = other.move("send", words="A place", at=now())
        body = LeaveAsked(
            other.thread, "urgent", "IN-33", move, package, ("p1",), third.id, "Shelter", "shelter", "transfer_person", identity
        )  # fmt: skip
        other.says("leave.asked", body, at=now(), thread=other.thread)
        return f"/requests/{other.thread}/"

    named = asks(identity=True)
    assert "Give leave" in text_of(asha.get(named)) and ">Accept<" not in text_of(asha.get(named))
    asked = text_of(asha.get(f"{named}grant/"))
    assert "V1" in asked and "Shelter" in asked and "Transfer or refer a person" in asked and CANARY not in asked
    assert "No recorded consent" in text_of(asha.post(f"{named}grant/", {"until": DAY}))
    bare = asks(identity=False)
    assert "Leave was given" in text_of(asha.post(f"{bare}grant/", {"until": DAY}, follow=True))
    assert Leave.objects.filter(granted_at=None).count() == 1
    (granted,) = heard(other, LeaveGranted)
    assert granted.until <= now() + timedelta(days=31)
    changes_her_mind(case)
    late = asks(identity=False)
    assert "said no to this" in text_of(asha.post(f"{late}grant/", {"until": DAY}))
    assert Thread.objects.filter(kind="leave").count() == 3
