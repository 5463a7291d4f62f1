"""Pairing by pages: a description comes in, a fingerprint is typed, and only then the way opens."""

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sajha.network.models import Peer
from sajha.network.rules import fingerprint
from sajha.vault.identity import new_identity
from tests.cast import NOON
from tests.exchange.peers import described

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
