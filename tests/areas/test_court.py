"""A pack for the court: what stands in it, what is held back, and that it is recorded."""

from datetime import timedelta

import pytest

from sajha.audit.models import AuditEntry
from sajha.audit.queries import verify_chains
from sajha.basics.clock import now
from sajha.disclosure.actions import agree_to_keep, ask_to_keep, release_court_pack
from sajha.disclosure.court import digest_of, sheet
from sajha.disclosure.models import HeldPackage, Release
from sajha.disclosure.tasks import recall_due
from sajha.disclosure.values import Handling, Marks, PackageField, Sensitivity
from sajha.liaison.values import Kind
from sajha.retention.ending import erase_thread
from sajha.vault.actions import unseal
from sajha.vault.models import RecordKey
from tests.areas.test_requests import refused, send
from tests.cast import ASHA, BALU, CHITRA, GITA, NOON
from tests.other_node import PACKAGE, OtherNode, SigningNode
from tests.some_cases import CANARY, agrees, changes_her_mind, open_case, stands_on_a_basis

pytestmark = pytest.mark.django_db
WHY = "The prosecutor asked for it"
NAME = PackageField("p1", "party.first_name", Sensitivity.S3, CANARY)
FIELDS = (*PACKAGE.fields, NAME)


@pytest.fixture
def other():
    return OtherNode()


def pack(*threads, named=False, by=ASHA, reason=WHY):
    return release_court_pack(threads=threads, named=named, reason=reason, by=by, at=NOON)


def only(content):
    (thread,) = content["threads"]
    (package,) = thread["packages"]
    return package


def test_it_says_who_sent_what_when_by_which_message(other):
    thread = other.asks(fields=FIELDS, ground="legal_basis")
    content = pack(thread)
    package, rows = only(content), dict(only(content)["rows"])
    held = HeldPackage.objects.get()
    assert rows["SHA-256"] == held.digest and rows["Sent by"].startswith("AHTU Chennai (node_")
    assert rows["Signed message"].startswith("msg_") and rows["Receipt signed at"] != "No receipt yet"
    assert ["p1", "Pseudonym", "Lotus"] in [list(one) for one in package["fields"]]
    assert CANARY not in str(content) and content["codes"] == ["TLP:AMBER"]
    assert content["threads"][0]["steps"][0]["what"] == "Asked"


def test_each_pack_is_in_the_ledger_and_in_the_audit(other):
    thread = other.asks()
    content = pack(thread)
    (edge,) = Release.objects.all()
    assert (edge.recipient, edge.purpose, edge.thread, edge.count) == ("own", "court_pack", thread, 1)
    assert edge.digest == digest_of(content) and edge.fields == ["party.pseudonym"]
    entry = AuditEntry.objects.get(action="court_pack.released")
    assert entry.detail["digest"] == edge.digest and WHY not in str(entry.detail)
    assert all(report.whole for report in verify_chains())


def test_identities_stand_in_it_only_opened_for_a_reason_on_record(other):
    thread = other.asks(fields=FIELDS, ground="legal_basis", words=f"Look for {CANARY}")
    assert CANARY not in str(pack(thread))
    assert not AuditEntry.objects.filter(action="package.opened").exists()
    content = pack(thread, named=True)
    assert ["p1", "First name", CANARY] in [list(one) for one in only(content)["fields"]]
    assert content["threads"][0]["steps"][0]["words"] == f"Look for {CANARY}"
    assert AuditEntry.objects.filter(action="package.opened", subject=thread).count() == 1
    assert Release.objects.order_by("-at", "-id").first().classes == ["S2", "S3"]


def test_h1_is_held_with_no_content(other):
    thread = other.asks(
        fields=FIELDS, ground="legal_basis", marks=Marks("AMBER", (Handling.H1,)), words=f"Look for {CANARY}"
    )
    content = pack(thread, named=True)
    package = only(content)
    assert package["held"] and package["fields"] == []
    assert package["notes"] == ["Held. Not for court without leave of the source."]
    assert CANARY not in str(content) and "Lotus" not in str(content)
    assert Release.objects.get().fields == []


def test_red_is_held_too(other):
    assert only(pack(other.asks(marks=Marks("RED")), named=True))["held"]


def test_what_we_marked_ourselves_does_not_bind_us(other):
    case = open_case(ASHA)
    thread = send(other, case)
    HeldPackage.objects.update(handling=["H1"])
    assert not only(pack(thread))["held"]
    HeldPackage.objects.update(source="package_" + "1" * 32)
    assert only(pack(thread))["held"]


def test_the_persons_word_for_another_purpose_is_no_word_for_court(other):
    other.asks(fields=FIELDS, ground="consent_recorded", kind=Kind.TRANSFER_PERSON)
    content = pack(other.thread, named=True)
    assert CANARY not in str(content)
    assert only(content)["notes"] == [
        "The person agreed to this for something else than a trial, so it stays hidden here."
    ]
    other.asks(fields=FIELDS, ground="consent_recorded", kind=Kind.TRANSIT_REMAND)
    assert CANARY in str(pack(other.thread, named=True))


def test_what_is_over_or_was_called_back_is_not_in_it():
    other = SigningNode()
    thread = other.asks(fields=FIELDS, ground="legal_basis", words=f"Look for {CANARY}")
    HeldPackage.objects.update(expires_at=NOON - timedelta(days=1))
    content = pack(thread, named=True)
    assert only(content)["held"] and CANARY not in str(content) and "Lotus" not in str(content)
    HeldPackage.objects.update(expires_at=None)
    other.calls_back(HeldPackage.objects.get().id, ["p1"])
    content = pack(thread, named=True)
    assert CANARY not in str(content) and "Lotus" not in str(content)
    assert only(content)["notes"] == ["A part of it was called back and is not here."]


def test_what_we_called_back_is_not_in_it_either(other):
    case = open_case(ASHA)
    agrees(case)
    thread = send(other, case, fields=("party.first_name",), ground="consent_recorded", ground_reason="She said so")
    changes_her_mind(case)
    recall_due(now())
    content = pack(thread, named=True)
    assert CANARY not in str(content) and all(field[0] == "" for field in only(content)["fields"])


def test_our_own_case_with_names_on_a_basis(other):
    case = open_case(ASHA)
    stands_on_a_basis(case, voters=(ASHA, BALU))
    thread = send(other, case, fields=("party.first_name",), ground="legal_basis", ground_reason="FIR 12")
    content = pack(thread, named=True)
    assert CANARY in str(content) and Release.objects.get(recipient="own").case == case.id


def test_who_may_not(other):
    thread = other.asks()
    with refused("permission.missing"):
        pack(thread, by=GITA)
    with refused("reason.too_short"):
        pack(thread, reason="why")
    with refused("court.nothing"):
        pack()
    own = send(other, open_case(ASHA))
    with refused("not_found"):
        pack(own, by=CHITRA)
    assert not Release.objects.filter(recipient="own").exists()


def test_it_is_recorded_or_not_made(other, monkeypatch):
    thread = other.asks()

    def fails(**_):
        raise RuntimeError("full")

    monkeypatch.setattr("sajha.disclosure.actions.court.record", fails)
    with pytest.raises(RuntimeError):
        pack(thread)
    assert not Release.objects.exists()


def test_on_paper_in_every_language(other):
    from django.utils import translation

    telugu = PackageField("p1", "party.last_name", Sensitivity.S3, "సుందరి")
    thread = other.asks(fields=(*FIELDS, telugu), ground="legal_basis")
    for language in ("en", "te"):
        with translation.override(language):
            assert b"pdfuaid" in sheet(pack(thread, named=True)), "PDF/UA-1"


def test_letters_that_cannot_be_printed_are_no_reason_to_fail(other):
    bengali = PackageField("p1", "party.last_name", Sensitivity.S3, "সুন্দরী")
    pdf = sheet(pack(other.asks(fields=(*FIELDS, bengali), ground="legal_basis"), named=True))
    assert pdf.startswith(b"%PDF-") and b"pdfuaid" not in pdf


def test_what_is_kept_on_a_ground_is_in_it_and_says_so():
    other = SigningNode()
    thread = other.asks(fields=FIELDS, ground="legal_basis")
    package = HeldPackage.objects.get().id
    keeping = ask_to_keep(
        package=package, subject="p1", ground="court_order", reference="Order 3", reason="Evidence in court",
        until=now() + timedelta(days=30), by=ASHA, at=now(),
    )  # fmt: skip
    agree_to_keep(keeping=keeping, by=BALU, at=now())
    other.calls_back(package, ["p1"])
    found = only(pack(thread, named=True))
    assert ["p1", "First name", CANARY] in [list(one) for one in found["fields"]]
    assert found["notes"] == ["A part of it was called back, and is kept on a legal ground."]


def test_why_a_pack_was_made_ends_with_its_request(other):
    thread = other.asks()
    pack(thread)
    edge = Release.objects.get()
    assert unseal(thread, edge.id, bytes(edge.ground_reason)) == WHY
    erase_thread(thread, by=BALU, at=NOON)
    assert not RecordKey.objects.filter(record__in=[thread, edge.id], destroyed_at=None).exists()
