"""Handling codes that bite: what a sender marks, what must be added, and what each code does at the receiver."""

from datetime import timedelta

import msgspec
import pytest

from sajha.basics.clock import now
from sajha.disclosure.actions import send_request
from sajha.disclosure.actions.requests import mark_of
from sajha.disclosure.models import HeldPackage, Leave
from sajha.disclosure.queries import onward_of, packages_of, preview
from sajha.disclosure.texts import marks_text
from sajha.disclosure.values import Added, Handling, Marks
from sajha.liaison.actions import change_draft, start_draft, start_onward
from tests.areas.test_requests import refused
from tests.cast import ASHA, NOON
from tests.other_node import PACKAGE, OtherNode
from tests.some_cases import agrees, open_case

pytestmark = pytest.mark.django_db
ALL = Marks("RED", (Handling.H1, Handling.H3), "Ask Asha first", "B", "2")


@pytest.fixture
def other():
    return OtherNode()


@pytest.fixture
def case():
    return open_case(ASHA)


def marked(other, case, marks, **more):
    row = start_draft(case=case.id, kind="trace_person", urgency="urgent", place="IN-33", by=ASHA, at=NOON)
    wish = {"parties": case.parties, "fields": (), "ground": "", "ground_reason": "", **more}
    text = msgspec.json.encode(marks).decode()
    change_draft(
        thread=row.id, urgency="urgent", place="IN-33", recipient=other.id, question="Where?", marks=text,
        by=ASHA, at=NOON, **wish,
    )  # fmt: skip
    return preview(ASHA, row.id)


def sent(view):
    send_request(thread=view.draft.id, shown=mark_of(view), by=ASHA, at=now())
    return HeldPackage.objects.get(thread=view.draft.id)


NAMED = {"fields": ("party.first_name",), "ground": "consent_recorded", "ground_reason": "She said so"}


def test_the_marks_travel_with_the_package(other, case):
    view = marked(other, case, ALL)
    assert view.decision.allowed and view.added == ()
    sent(view)
    (opening,) = other.hears()
    assert opening.package.marks == ALL
    (kept,) = packages_of(ASHA, view.draft.id)
    assert kept.package.marks == ALL and kept.whole
    assert b"Ask Asha" not in bytes(HeldPackage.objects.get().conditions)


def test_an_identity_by_consent_is_marked_more_strictly_and_the_preview_says_why(other, case):
    agrees(case)
    view = marked(other, case, Marks("AMBER"), **NAMED)
    assert (view.marks.tlp, view.marks.handling) == ("AMBER+STRICT", ("H2",))
    assert view.added == (
        Added("TLP:AMBER+STRICT", "marks.identity"),
        Added("H2", "marks.consent"),
        Added("end", "marks.ends"),
    )
    sent(view)
    assert other.hears()[0].package.marks == view.marks


def test_an_end_that_was_wished_stays_when_it_is_earlier(other, case):
    agrees(case, days=30)
    end = now() + timedelta(days=3)
    view = marked(other, case, Marks("AMBER", expires_at=end), **NAMED)
    assert view.marks.expires_at == end and "end" not in [one.what for one in view.added]


@pytest.mark.parametrize(
    ("marks", "because"),
    [
        (Marks("GREEN"), "marks.too_lax"),
        (Marks("AMBER", (Handling.H3,)), "marks.no_conditions"),
        (Marks("AMBER", expires_at=NOON - timedelta(days=1)), "marks.end"),
    ],
)
def test_a_wish_that_cannot_be_stops_the_sending(other, case, marks, because):
    view = marked(other, case, marks)
    with refused(because):
        sent(view)


def test_a_package_whose_time_is_over_says_only_that(other):
    other.asks(marks=Marks("AMBER", (Handling.H1,), expires_at=now() + timedelta(minutes=1)))
    (view,) = packages_of(ASHA, other.thread)
    assert view.package.fields and not view.expired
    HeldPackage.objects.update(expires_at=now() - timedelta(minutes=1))
    (view,) = packages_of(ASHA, other.thread)
    assert view.expired and view.package.fields == ()


def test_what_is_passed_on_keeps_what_its_source_marked(other):
    other.asks(marks=Marks("AMBER", (Handling.H1, Handling.H3), "Not to the press", "C", "4"))
    (came,) = packages_of(ASHA, other.thread)
    third = OtherNode(key="2", name="Shelter", kind="shelter")
    where = {"urgency": "urgent", "place": "IN-33", "by": ASHA, "at": NOON}
    row = start_onward(package=came.package.id, thread=other.thread, kind="trace_person", **where)
    change_draft(
        thread=row.id, recipient=third.id, question="Where?", parties=("p1",), fields=(), ground="", ground_reason="",
        **where,
    )  # fmt: skip
    view = preview(ASHA, row.id)
    assert view.marks == came.package.marks
    assert {one.because for one in view.added} == {"marks.source"}
    assert {one.what for one in view.added} == {"H1", "H3", "4x4 C", "4x4 4"}


def test_each_code_stands_beside_its_meaning():
    text = marks_text(msgspec.structs.replace(ALL, expires_at=NOON))
    assert text.line.startswith("TLP:RED · H1 · H3 · 4x4 B2 · until ")
    words = dict(text.lines)
    assert words["H3"].endswith(": Ask Asha first") and "court" in words["H1"] and "right most" in words["4x4 B2"]
    assert marks_text(PACKAGE.marks).lines == (("TLP:AMBER", words_of("AMBER")),)


def words_of(tlp):
    from sajha.terms.labels.requests import HANDLING

    return str(HANDLING[tlp])


LEAVE = {
    "recipient": "node_" + "2" * 32,
    "purpose": "trace_person",
    "subjects": ["p1"],
    "ours": False,
    "identity": True,
}


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": "node_" + "3" * 32},
        {"purpose": "home_study"},
        {"subjects": ["p2"]},
        {"ours": True},
        {"package": "package_" + "9" * 32},
        {"granted_at": None},
        {"until": now() - timedelta(seconds=1)},
    ],
)
def test_leave_is_for_exactly_that_person_organisation_and_kind(other, change):
    other.asks(marks=Marks("AMBER+STRICT"))
    package = HeldPackage.objects.get().id
    row = LEAVE | {"package": package, "granted_at": NOON, "until": now() + timedelta(days=1)}
    row |= {"asker": "x", "recipient_name": "x", "recipient_kind": "ahtu", "asked_at": NOON}
    Leave.objects.create(id="thread_" + "1" * 32, **row)
    asked = onward_of(ASHA, package, "trace_person", "node_" + "2" * 32)
    assert (asked.leave, asked.named) == ({"", "p1"}, {"p1"})
    Leave.objects.update(**change)
    asked = onward_of(ASHA, package, "trace_person", "node_" + "2" * 32)
    assert "p1" not in asked.leave | asked.named
