"""Pairing by pages: a description comes in, a fingerprint is typed, and only then the way opens."""

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sajha.basics.actor import SYSTEM
from sajha.exchange import outbox
from sajha.exchange.actions import greet
from sajha.exchange.inbox import note_refusal
from sajha.exchange.models import Line
from sajha.network.actions import hear_notice
from sajha.network.models import Peer
from sajha.network.rules import fingerprint
from sajha.vault.identity import new_identity
from tests.cast import GITA, NOON
from tests.exchange.peers import described, paired

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def other():
    return new_identity(NOON)


@pytest.fixture
def admin(signed_in):
    return signed_in("administrator")


def text_of(other):
    return msgspec.json.encode(described(other)).decode()


def heard(other):
    return fingerprint(other.node_id, other.signing_public)


@pytest.mark.parametrize("as_file", [True, False])
def test_a_description_waits_for_its_fingerprint(admin, other, as_file):
    text = text_of(other)
    given = {"file": SimpleUploadedFile("node.json", text.encode())} if as_file else {"text": text}
    answer = admin.post("/network/add/", given)
    assert answer.headers["Location"] == f"/network/{other.node_id}/confirm/"
    assert Peer.objects.get().status == "pending"
    for address in ("/network/", f"/network/{other.node_id}/", f"/network/{other.node_id}/confirm/"):
        assert heard(other) not in admin.get(address).content.decode()
    assert "AHTU Chennai" in admin.get("/").content.decode()


def test_only_the_right_fingerprint_opens(admin, other):
    admin.post("/network/add/", {"text": text_of(other)})
    address = f"/network/{other.node_id}/confirm/"
    wrong = admin.post(address, {"fingerprint": "1" * 40})
    assert "This is not the fingerprint" in wrong.content.decode()
    assert Peer.objects.get().status == "pending"
    assert admin.post(address, {"fingerprint": heard(other).replace(" ", "-")}).status_code == 302
    assert Peer.objects.get().status == "active"


@pytest.mark.parametrize(
    "wrong", [{}, {"text": "{}"}, {"text": "x" * 40_000}, {"text": '"\ud83d"'.encode("utf-8", "replace")}]
)
def test_what_is_no_description_is_refused_in_words(admin, wrong):
    assert "There is a problem" in admin.post("/network/add/", wrong).content.decode()
    assert Peer.objects.count() == 0


def test_a_forged_description_is_refused(admin, other):
    forged = text_of(other).replace("AHTU Chennai", "AHTU Delhi")
    assert "was not signed" in admin.post("/network/add/", {"text": forged}).content.decode()


def test_suspend_resume_revoke_want_a_reason(admin, other):
    admin.post("/network/add/", {"text": text_of(other)})
    Peer.objects.update(status="active")
    address = f"/network/{other.node_id}"
    assert "There is a problem" in admin.post(f"{address}/suspend/", {"reason": " "}).content.decode()
    for verb, status in (("suspend", "suspended"), ("resume", "active"), ("revoke", "revoked")):
        assert admin.get(f"{address}/{verb}/").status_code == 200
        assert admin.post(f"{address}/{verb}/", {"reason": "Asked by their head"}).status_code == 302
        assert Peer.objects.get().status == status
    refused = admin.post(f"{address}/resume/", {"reason": "Again"})
    assert refused.status_code == 403
    assert "That is final" in refused.content.decode()


def test_an_auditor_reads_but_does_not_pair(signed_in):
    client = signed_in("auditor")
    page = client.get("/network/").content.decode()
    assert "/network/add/" not in page
    assert client.get("/network/add/").status_code == 403


def test_the_description_holds_public_keys_only(admin):
    from sajha.vault.identity import identity

    answer = admin.get("/network/description/")
    assert "attachment" in answer.headers["Content-Disposition"]
    own, content = identity(), answer.content
    assert msgspec.json.decode(content)["node_id"] == own.node_id
    import base64

    for secret in (own.signing, *(key.private for key in own.sealing)):
        assert base64.b64encode(secret)[:40] not in content


def test_closing_a_node_shows_what_goes_on_with_it_before(admin, other):
    paired(other, by=GITA)
    greet(node_id=other.node_id, by=GITA, at=NOON)
    for verb in ("suspend", "revoke"):
        page = admin.get(f"/network/{other.node_id}/{verb}/").content.decode()
        assert "is called back" in page and "Messages that wait" in page and "Packages that it received" in page
    assert "<dd>1</dd>" in admin.get(f"/network/{other.node_id}/").content.decode()


def test_a_member_that_another_node_removed_waits_for_a_decision(admin, other):
    third = new_identity(NOON)
    paired(other, by=GITA)
    paired(third, by=GITA, organisation="NGO Guntur")
    assert "Removed by" not in admin.get("/").content.decode()
    hear_notice(sender=third.node_id, about=other.node_id, because="peer.by_hand", by=SYSTEM, at=NOON)
    assert "Removed by NGO Guntur" in admin.get("/").content.decode()
    page = admin.get(f"/network/{other.node_id}/").content.decode()
    assert "NGO Guntur says that AHTU Chennai was revoked there" in page
    assert "may be passed on" in page
    assert "says that" not in admin.get(f"/network/{third.node_id}/").content.decode()


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_deliveries_and_refusals(signed_in, other, role):
    reader = signed_in(role)
    page = reader.get("/network/deliveries/").content.decode()
    assert "Nothing was sent to another node yet" in page and "Nothing was refused" in page
    paired(other, by=GITA)
    greet(node_id=other.node_id, by=GITA, at=NOON)
    outbox.adopt(at=NOON)
    note_refusal(sender="", because="frame.malformed", at=NOON)
    note_refusal(sender=other.node_id, because="message.expired", at=NOON)
    page = reader.get("/network/deliveries/").content.decode()
    for words in ("AHTU Chennai", "Messages wait", "Never", "Nobody known", "Something came that is no message"):
        assert words in page
    Line.objects.update(because="address.no_answer", failures=3)
    page = reader.get("/network/deliveries/").content.decode()
    assert "does not answer" in page and "3 tries in vain" in page
    assert "/network/deliveries/" in reader.get("/network/").content.decode()
