"""The pages of requests: from a case to an answer, and what a form must not accept."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sajha.accounts.queries import actor_of
from sajha.audit.models import AuditEntry
from sajha.basics.clock import now
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import parties_of
from sajha.disclosure.wire import Moved
from sajha.exchange.outbox import forgot
from sajha.liaison.models import Attachment, Thread
from sajha.liaison.values import MoveKind
from sajha.network.models import Peer
from tests.cast import BALU
from tests.other_node import OtherNode, later
from tests.some_cases import CANARY, open_case, stands_on_a_basis

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return OtherNode()


@pytest.fixture
def asha(member):
    return member("investigator", "asha")


@pytest.fixture
def client(asha):
    client = Client()
    client.force_login(asha)
    return client


def text(answer):
    return answer.content.decode()


def hidden(answer, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', text(answer)).group(1)


def written(client, other, asha, **more):
    case = open_case(actor_of(asha))
    answer = client.post(f"/requests/new/{case.id}/", {"kind": "trace_person", "urgency": "urgent", "area": "IN-33"})
    assert answer.status_code == 302, text(answer)
    address = answer.headers["Location"]
    page = client.get(address)
    assert page.status_code == 200 and "AHTU Chennai" in text(page)
    filled = {
        "recipient": other.id,
        "urgency": "urgent",
        "question": "Where is she?",
        "parties": list(case.parties),
        **more,
    }
    answer = client.post(address, filled)
    assert answer.status_code == 302, text(answer)
    return answer.headers["Location"]


def test_from_a_case_to_a_request_on_its_way(client, other, asha):
    preview = written(client, other, asha)
    page = client.get(preview)
    assert "What will leave" in text(page) and "Stays here" in text(page)
    assert CANARY not in text(page)
    answer = client.post(preview, {"shown": hidden(page, "shown")}, follow=True)
    assert "Your request is on its way." in text(answer) and "Not yet at their node" in text(answer)
    assert Departure.objects.get().recipient == other.id
    assert "Trace a person" in text(client.get("/requests/sent/"))


def test_a_request_says_what_a_restored_node_no_longer_knows_of_it(client, other, asha):
    preview = written(client, other, asha)
    client.post(preview, {"shown": hidden(client.get(preview), "shown")})
    thread = Thread.objects.get().id
    lost = "no longer knows some of its own steps"
    assert lost not in text(client.get(f"/requests/{thread}/"))
    assert forgot(other.id, thread, last=4, at=now()) == 4
    assert lost in text(client.get(f"/requests/{thread}/"))


class Opened:
    """A case that a page opened, as the factories know one."""

    def __init__(self, case, user):
        self.id, self.by = case, actor_of(user)
        self.parties = [line.id for line in parties_of(self.by, case)]


@pytest.mark.parametrize(
    ("status", "words"), [("suspended", "its clock stands still"), ("revoked", "is not a member any more")]
)
def test_a_request_says_that_its_other_side_is_no_member_now(client, other, asha, status, words):
    preview = written(client, other, asha)
    answer = client.post(preview, {"shown": hidden(client.get(preview), "shown")})
    address = answer.headers["Location"]
    assert words not in text(client.get(address))
    Peer.objects.update(status=status)
    assert words in text(client.get(address))


def test_an_identity_needs_a_tick_and_a_ground(client, other, asha):
    preview = written(client, other, asha, fields_chosen=["party.first_name"])
    page = client.get(preview)
    assert "leaves only on a ground" in text(page) and 'name="shown"' not in text(page)
    client.post(preview, {"shown": "x"})
    assert not Departure.objects.exists()
    preview = preview.replace("preview/", "")
    row = Thread.objects.get()
    stands_on_a_basis(Opened(row.case, asha), voters=(actor_of(asha), BALU))
    client.post(
        preview,
        {
            "recipient": other.id,
            "urgency": "urgent",
            "question": "?",
            "parties": row.choices["parties"],
            "fields_chosen": ["party.first_name"],
            "ground": "legal_basis",
            "ground_reason": "CWC 7",
        },
    )
    page = client.get(preview + "preview/")
    assert CANARY not in text(page) and "A legal basis stands" in text(page)
    client.post(preview + "preview/", {"shown": hidden(page, "shown")})
    assert CANARY in other.hears()[0].package.content().decode()


def test_a_form_takes_only_what_it_names(client, other, asha):
    preview = written(
        client,
        other,
        asha,
        state="completed",
        asker="node_x",
        side="recipient",
        assigned_to="user_x",
        case="case_x",
        lamport="9",
    )
    answer = client.post(preview.replace("preview/", ""), {"fields_chosen": ["case.notes"], "parties": ["party_x"]})
    assert "case.notes is not one of" in text(answer) and "party_x is not one of" in text(answer)
    row = Thread.objects.get()
    assert (row.state, row.side, row.assigned_to, row.lamport) == ("draft", "asker", "", 0) and row.case != "case_x"


def test_bad_input_says_what_is_missing_and_keeps_nothing(client, other, asha):
    case = open_case(actor_of(asha))
    answer = client.post(f"/requests/new/{case.id}/", {"kind": "dance", "urgency": "", "area": "XX"})
    assert answer.status_code == 200 and not Thread.objects.exists()
    assert client.get("/requests/new/case_unknown/").status_code == 404
    for address in (
        "/requests/thread_x/",
        "/requests/drafts/thread_x/",
        "/requests/drafts/thread_x/preview/",
        "/requests/thread_x/print/",
    ):
        assert client.get(address).status_code == 404


def test_answering_step_by_step(client, other):
    id = other.asks(at=now())
    page = text(client.get("/requests/"))
    assert "Trace a person" in page and "AHTU Chennai" in page and "Your turn" in page
    page = text(client.get(f"/requests/{id}/"))
    assert "Please look for her." in page and "Acknowledge" in page and "Accept" not in page and "V1" not in page
    answer = client.post(f"/requests/{id}/steps/acknowledge/", follow=True)
    assert "Received" in text(answer) and "Accept" in text(answer)
    answer = client.post(f"/requests/{id}/steps/decline/", {"code": "other", "words": ""})
    assert answer.status_code == 200 and "Write a few words" in text(answer)
    answer = client.post(f"/requests/{id}/steps/decline/", {"code": "no_capacity"}, follow=True)
    assert "Declined" in text(answer) and "No capacity" in text(answer)
    assert [body.move.kind for body in other.hears() if isinstance(body, Moved)] == ["acknowledge", "decline"]
    assert "closed" in text(client.post(f"/requests/{id}/steps/accept/"))
    assert "Declined" in text(client.get("/requests/?closed=1"))


@pytest.mark.parametrize("kind", ["send", "climb", "attach", "media", "dance"])
def test_steps_that_have_no_form(client, other, kind):
    id = other.asks(at=now())
    assert client.get(f"/requests/{id}/steps/{kind}/").status_code == 404


def test_every_step_has_a_page(client, other):
    id = other.asks(at=now())
    for kind in set(MoveKind) - {"send", "climb", "attach", "media"}:
        assert client.get(f"/requests/{id}/steps/{kind}/").status_code == 200, kind


def test_a_document_is_sent_and_comes_out_as_a_download_alone(client, other):
    id = other.asks(at=now())
    file = SimpleUploadedFile("<b>Order.html", b"Order of the committee\n", "text/html")
    answer = client.post(f"/requests/{id}/attach/", {"document": file}, follow=True)
    assert "bOrder.html" in text(answer) and "&lt;b&gt;" not in text(answer)
    row = Attachment.objects.get()
    answer = client.get(f"/requests/{id}/documents/{row.id}/")
    assert answer.content == b"Order of the committee\n"
    assert answer.headers["Content-Type"] == "text/plain" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="document.txt"')
    assert client.get(f"/requests/{id}/documents/attachment_x/").status_code == 404


def test_of_a_picture_only_the_hash_is_taken(client, other, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    id = other.asks(at=now())
    picture = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(6 * 1024 * 1024)
    answer = client.post(
        f"/requests/{id}/attach/", {"document": SimpleUploadedFile("x.pdf", picture, "application/pdf")}
    )
    assert "the file was dropped" in text(answer) and not Attachment.objects.exists() and list(tmp_path.iterdir()) == []
    values = {"sha256": hidden(answer, "sha256"), "family": "image", "size": hidden(answer, "size"), "custodian": "FSL"}
    assert values["size"] == str(len(picture))
    answer = client.post(f"/requests/{id}/media/", values, follow=True)
    assert "Held by FSL" in text(answer) and values["sha256"] in text(answer)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a" * (4 * 1024 * 1024 + 1), "too large"),
        (b"MZ\x90\0" + bytes(50), "Only PDF"),
        (b"", "empty"),
        (b"%PDF-1.7 /JavaScript ", "macro"),
    ],
)
def test_a_file_that_may_not_travel(client, other, content, words):
    id = other.asks(at=now())
    answer = client.post(f"/requests/{id}/attach/", {"document": SimpleUploadedFile("x.txt", content)})
    assert answer.status_code == 200 and words in text(answer) and not Attachment.objects.exists()


def test_the_head_hands_over(member, other, asha):
    id = other.asks(at=now())
    head = Client()
    head.force_login(member("unit_head"))
    assert head.post(f"/requests/{id}/assign/", {"to": asha.id}).status_code == 302
    assert Thread.objects.get().assigned_to == asha.id
    assert "Choose one" in text(head.post(f"/requests/{id}/assign/", {"to": "user_x"}, follow=True))
    deepa = Client()
    deepa.force_login(member("case_manager"))
    assert deepa.get(f"/requests/{id}/").status_code == 404
    assert deepa.post(f"/requests/{id}/steps/acknowledge/").status_code == 404


def test_overdue_between_others_without_a_name(member, other):
    from tests.areas.test_climbing import overdue_notice

    overdue_notice(other)
    elango = Client()
    elango.force_login(member("nodal_officer"))
    page = text(elango.get("/overdue/"))
    assert "Home study" in page and "CWC Guntur" in page and "overdue" in page
    from sajha.liaison.models import OverseenNotice

    notice = OverseenNotice.objects.get()
    assert "Marked as seen" in text(elango.post(f"/overdue/{notice.id}/seen/", follow=True))
    assert "on its way" in text(elango.post(f"/overdue/{notice.id}/remind/", follow=True))
    assert elango.post("/overdue/notice_x/seen/").status_code == 404
    assert "Overdue" in text(elango.get("/"))


def test_the_first_page_says_what_waits(client, other):
    other.asks(at=now())
    page = text(client.get("/"))
    assert "Requests that need an answer from you" in page and "Trace a person: AHTU Chennai" in page


def test_the_print_view(client, other):
    id = other.asks(at=now())
    page = text(client.get(f"/requests/{id}/print/"))
    assert "TLP:AMBER" in page and "data-print" in page


def test_lists_cost_the_same_at_10_and_at_500(client, other, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        counts = []
        for address in ("/requests/", "/requests/?closed=1", "/requests/sent/", "/"):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            counts.append(len(queries))
        return counts

    for _ in range(10):
        other.asks(at=now())
    cost()
    few = cost()
    row = Thread.objects.first()
    rows = []
    for number in range(490):
        copy = Thread.objects.get(pk=row.pk)
        copy.pk = f"thread_{number:032x}"
        rows.append(copy)
    Thread.objects.bulk_create(rows)
    assert all(more <= before for more, before in zip(cost(), few, strict=True))
    first = client.get("/requests/")
    seen = re.findall(r"/requests/(thread_\w+)/", text(first))
    following = re.search(r'href="(\?after=[^"]*)"', text(first)).group(1).replace("&amp;", "&")
    second = re.findall(r"/requests/(thread_\w+)/", text(client.get("/requests/" + following)))
    assert len(seen) == len(second) == 50 and not set(seen) & set(second)


def test_nonsense_in_the_address_is_no_fault(client, other):
    other.asks(at=now())
    for after in ("x", "2026-01-01T00:00:00+00:00~", "2026-01-01~thread", "~", "\x00", "9" * 500):
        assert client.get("/requests/", {"after": after}).status_code == 200


def test_no_name_stands_in_titles_addresses_or_the_record(client, other, asha):
    other.asks(at=now(), words=f"Look for {CANARY}")
    other.moves("note", words=CANARY, at=later())
    page = text(client.get(f"/requests/{other.thread}/"))
    assert CANARY in page and CANARY not in page[: page.index("</title>")]
    assert CANARY not in str(list(AuditEntry.objects.values_list("detail", "subject", "actor_label")))


def test_an_identity_that_was_enclosed_is_shown_for_a_reason_only(client, other, asha):
    named = {"fields_chosen": ["party.first_name"], "ground": "legal_basis", "ground_reason": "CWC 12/2026"}
    preview = written(client, other, asha, **named)
    stands_on_a_basis(Opened(Thread.objects.get().case, asha), voters=(actor_of(asha), BALU))
    assert CANARY not in text(client.get(preview))
    client.post(preview, {"shown": re.search(r'name="shown" value="([^"]+)"', text(client.get(preview))).group(1)})
    thread = Thread.objects.get().id
    for address in (f"/requests/{thread}/", f"/requests/{thread}/print/", f"/requests/{thread}/enclosed/"):
        assert CANARY not in text(client.get(address)), address
    refused = client.post(f"/requests/{thread}/enclosed/", {"reason": ""})
    assert CANARY not in text(refused)
    shown = client.post(f"/requests/{thread}/enclosed/", {"reason": "To compare with the FIR of the other unit"})
    assert CANARY in text(shown) and "no-store" in shown["Cache-Control"]
    assert "To compare with the FIR" in text(client.get(f"/requests/{thread}/enclosed/"))
