"""Handling codes on the pages: chosen by the sender, seen by the receiver on every view, and the pack for the court."""

from datetime import timedelta
from pathlib import Path

import pytest

from sajha.accounts.queries import actor_of
from sajha.basics.clock import now
from sajha.disclosure.models import Departure, HeldPackage, Release
from sajha.disclosure.values import Handling, Marks, PackageField, Sensitivity
from sajha.liaison.models import Thread
from tests.other_node import PACKAGE, OtherNode
from tests.some_cases import CANARY, open_case
from tests.web.test_requests import asha, client, hidden, other, text, written

__all__ = ["asha", "client", "other"]
pytestmark = pytest.mark.django_db
NAME = PackageField("p1", "party.first_name", Sensitivity.S3, CANARY)
MARKS = Marks("AMBER+STRICT", (Handling.H1, Handling.H3), "Not to the press", "B", "2")
CODES = "TLP:AMBER+STRICT · H1 · H3 · 4x4 B2"


def test_the_draft_page_stays_calm_and_sends_sensible_marks(client, other, asha):
    preview = written(client, other, asha)
    page = client.get(preview.replace("preview/", ""))
    assert "<details><summary>How they must handle it: <strong>TLP:AMBER</strong></summary>" in text(page)
    page = client.get(preview)
    assert "<strong>TLP:AMBER</strong> For those in your organisation" in text(page) and "was added" not in text(page)
    client.post(preview, {"shown": hidden(page, "shown")})
    assert other.hears()[0].package.marks == Marks("AMBER")


def test_what_is_chosen_is_shown_and_sent(client, other, asha):
    chosen = {
        "tlp": "AMBER+STRICT", "handling": ["H1", "H3"], "conditions": "Not to the press", "source_grade": "B",
        "information_grade": "2", "ends_on": "2099-01-31",
    }  # fmt: skip
    preview = written(client, other, asha, **chosen)
    page = client.get(preview)
    assert "Not to be used in court" in text(page) and "Not to the press" in text(page)
    again = client.get(preview.replace("preview/", ""))
    assert 'value="2099-01-31"' in text(again) and "TLP:AMBER+STRICT · H1 · H3 · 4x4 B2 · until" in text(again)
    client.post(preview, {"shown": hidden(page, "shown")})
    marks = other.hears()[0].package.marks
    assert (marks.tlp, marks.handling, marks.conditions) == (MARKS.tlp, MARKS.handling, MARKS.conditions)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"tlp": "GREEN"}, "GREEN is not one of"),
        ({"handling": ["H3"]}, "which conditions hold"),
        ({"handling": ["H9"]}, "H9 is not one of"),
        ({"ends_on": "2001-01-01"}, "a day in the future"),
        ({"source_grade": "Z"}, "Z is not one of"),
    ],
)
def test_a_wrong_choice_is_said_at_its_field_in_the_open(client, other, asha, wrong, words):
    case = open_case(actor_of(asha))
    address = client.post(
        f"/requests/new/{case.id}/", {"kind": "trace_person", "urgency": "urgent", "area": "IN-33"}
    ).headers["Location"]
    answer = client.post(address, {"recipient": other.id, "urgency": "urgent", "question": "?", **wrong})
    assert answer.status_code == 200 and words in text(answer) and "<details open>" in text(answer)
    assert Thread.objects.get().recipient == ""


def test_the_codes_are_on_every_view(client, other):
    thread = other.asks(marks=MARKS, fields=(*PACKAGE.fields, NAME))
    for address in ("", "print/"):
        page = text(client.get(f"/requests/{thread}/{address}"))
        assert page.count(CODES) == 2, "on top and at the foot of each sheet"
        assert "Not to be used in court without leave of the source" in page and "Not to the press" in page
        assert "right most of the time" in page
    page = text(client.post(f"/requests/{thread}/enclosed/", {"reason": "To find her in time"}))
    assert CANARY in page and page.count(CODES) == 2 and "Not to be used in court" in page


def test_the_edges_repeat_on_every_sheet():
    """Browsers repeat groups of a table on each sheet, if they are kept in one piece."""
    from sajha import web

    style = (Path(web.__file__).parent / "static/sajha/sajha.css").read_text().partition("@media print")[2]
    assert ".paper { display: table;" in style and "break-inside: avoid; }" in style
    assert (
        ".paper-top { display: table-header-group; }" in style
        and ".paper-foot { display: table-footer-group; }" in style
    )


def test_what_is_over_is_said_and_nothing_shown(client, other):
    thread = other.asks(marks=MARKS)
    HeldPackage.objects.update(expires_at=now() - timedelta(days=1))
    for address in ("", "print/"):
        page = text(client.get(f"/requests/{thread}/{address}"))
        assert "It was sealed then" in page and "Lotus" not in page and CODES not in page
        assert "Pass it on" not in page


def test_a_pack_for_the_court(client, other):
    thread = other.asks(fields=(*PACKAGE.fields, NAME), ground="legal_basis")
    assert f"/requests/{thread}/court/" in text(client.get(f"/requests/{thread}/"))
    page = client.get(f"/requests/{thread}/court/")
    assert "In the pack" in text(page) and CANARY not in text(page)
    answer = client.post(f"/requests/{thread}/court/", {"threads": [thread], "reason": "no"})
    assert "10 " in text(answer) and not Release.objects.exists()
    answer = client.post(f"/requests/{thread}/court/", {"threads": [thread], "reason": "The prosecutor asked"})
    assert answer.content.startswith(b"%PDF-") and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="pack_')
    assert Release.objects.get().recipient == "own"


def test_one_click_asks_the_source_for_leave(client, other):
    thread = other.asks(marks=MARKS)
    package = HeldPackage.objects.get()
    page = text(client.get(f"/requests/{thread}/court/"))
    assert "Held back" in page and "Not for court without leave of the source" in page and "Lotus" not in page
    address = f"/requests/{thread}/steps/note/?court={package.id}"
    assert address in page
    note = client.get(address)
    assert f"We ask your leave to use in court what you sent us on 2 Mar 2026 (SHA-256 {package.digest[:16]}" in text(
        note
    )
    client.post(address, {"words": "We ask your leave."})
    assert Departure.objects.get().kind == "request.moved"
    assert "We ask" not in text(client.get(f"/requests/{thread}/steps/note/?court=package_x"))


def test_a_pack_of_a_whole_case_and_none_of_others(client, other, asha):
    preview = written(client, other, asha)
    case = Thread.objects.get().case
    assert "Nobody was asked" in text(client.get(f"/requests/cases/{case}/court/"))
    client.post(preview, {"shown": hidden(client.get(preview), "shown")})
    assert f"/requests/cases/{case}/court/" in text(client.get(f"/cases/{case}/"))
    page = client.get(f"/requests/cases/{case}/court/")
    assert "What you sent" in text(page)
    foreign = OtherNode(key="2", name="Other").asks()
    answer = client.post(f"/requests/cases/{case}/court/", {"threads": [foreign], "reason": "The prosecutor asked"})
    assert "is not one of" in text(answer)
    assert client.get("/requests/cases/case_unknown/court/").status_code == 404
