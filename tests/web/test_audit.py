"""The auditor reads the record, without the words that people gave as reasons."""

import msgspec
import pytest
from django.db import transaction

from sajha.audit.actions import record
from sajha.audit.models import AuditEntry
from sajha.basics.actor import SYSTEM
from sajha.countersign import actions, rules
from sajha.countersign.values import Checkpoint, Countersignature, Objection, Shown
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of
from sajha.vault.identity import new_identity
from tests.cast import ASHA, GITA, NOON
from tests.exchange.peers import paired

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(signed_in):
    return signed_in("auditor")


def many(count, area="cases", **more):
    with transaction.atomic():
        for number in range(count):
            record(area=area, action="case.opened", by=ASHA, at=NOON, subject=f"case_{number:032d}", **more)


def test_pages_are_whole_and_do_not_overlap(auditor):
    many(120)
    seen, address = [], "/audit/?area=cases"
    while address:
        page = auditor.get(address).content.decode()
        found = [number for number in range(120) if f"case_{number:032d}" in page]
        seen += found
        older = page.split('rel="next" href="')
        address = "/audit/" + older[1].split('"')[0].replace("&amp;", "&") if len(older) > 1 else ""
    assert sorted(seen) == list(range(120))


def test_reasons_are_not_shown(auditor):
    many(1, reason="Savitri called from Guntur")
    page = auditor.get("/audit/").content.decode()
    assert "case_" in page
    assert "Savitri" not in page


def test_areas_are_kept_apart(auditor):
    many(1)
    assert "case_" in auditor.get("/audit/?area=cases").content.decode()
    assert "case_" not in auditor.get("/audit/?area=network").content.decode()


@pytest.mark.parametrize("query", ["before=x", "before=-1", "area=nothing", "before=99999999999999999999999"])
def test_odd_addresses_are_no_fault(auditor, query):
    assert auditor.get(f"/audit/?{query}").status_code == 200


def shown_to(identity, at=NOON):
    """A member to whom this record was shown, and its answer."""
    shown = (
        Departure.objects.filter(recipient=identity.node_id, kind="network.checkpoint").order_by("-sequence").first()
    )
    return msgspec.json.decode(body_of(shown), type=Shown).checkpoint


def countersigned(identity, checkpoint):
    unsigned = Countersignature(
        identity.node_id,
        checkpoint.node_id,
        checkpoint.number,
        rules.digest_of(checkpoint),
        checkpoint.size,
        NOON,
        False,
        identity.first,
        [],
    )
    signature = identity.sign(rules.COUNTERSIGNATURE_CONTEXT, rules.content_of(unsigned))
    word = msgspec.structs.replace(unsigned, signature=signature)
    actions.hear_countersignature(sender=identity.node_id, word=word, by=SYSTEM, at=NOON)


def test_the_record_is_shown_countersigned_and_checked(auditor):
    other = new_identity(NOON)
    paired(other, by=GITA)
    assert "The state of this record was not signed yet" in auditor.get("/audit/check/").content.decode()
    assert "No member has shown" in auditor.get("/audit/members/").content.decode()
    assert auditor.post("/audit/members/").headers["Location"] == "/audit/members/"
    assert "Nobody yet" in auditor.get("/audit/check/").content.decode()
    countersigned(other, shown_to(other))
    page = auditor.get("/audit/check/").content.decode()
    assert "The record is whole" in page and "AHTU Chennai" in page and "Lies in the record" in page
    AuditEntry.objects.filter(action="peer.confirmed").delete()
    page = auditor.get("/audit/check/").content.decode()
    assert "Not in the record" in page and "The record was damaged" in page


def test_a_member_that_objects_is_told_on_the_first_page_and_on_the_check(auditor):
    other = new_identity(NOON)
    paired(other, by=GITA)
    auditor.post("/audit/members/")
    seen = shown_to(other)
    said = Objection(seen.number, "record.rewritten", seen)
    actions.hear_objection(sender=other.node_id, said=said, by=SYSTEM, at=NOON)
    for address in ("/", "/audit/check/", "/audit/members/"):
        page = auditor.get(address).content.decode()
        assert "AHTU Chennai" in page, address
    assert "objects to this record" in auditor.get("/audit/check/").content.decode()


def test_a_members_record_begins_anew_only_with_a_reason_of_an_auditor(auditor, signed_in):
    other = new_identity(NOON)
    paired(other, by=GITA)
    for number, size in ((2, 9), (1, 5)):
        unsigned = Checkpoint(other.node_id, number, NOON, size, b"r" * 32, other.first, [])
        signature = other.sign(rules.CHECKPOINT_CONTEXT, rules.content_of(unsigned))
        word = msgspec.structs.replace(unsigned, signature=signature)
        actions.hear_checkpoint(sender=other.node_id, shown=Shown(word, 0, []), by=SYSTEM, at=NOON)
    address = f"/audit/members/{other.node_id}/accept/"
    assert address in auditor.get("/audit/members/").content.decode()
    assert "older than what was seen" in auditor.get("/").content.decode()
    assert "Entries shown now" in auditor.get(address).content.decode()
    assert auditor.post(address, {"reason": ""}).status_code == 200
    assert "Objected" in auditor.get("/audit/members/").content.decode()
    assert auditor.post(address, {"reason": "Restored, heard by telephone"}).status_code == 302
    assert "Objected" not in auditor.get("/audit/members/").content.decode()
    assert auditor.get(address).status_code == 404
    administrator = signed_in("administrator")
    assert administrator.get("/audit/members/").status_code == 200
    assert administrator.post(address, {"reason": "x"}).status_code == 403


def test_the_check_tells_a_changed_entry(auditor):
    many(3)
    assert "The record is whole" in auditor.get("/audit/check/").content.decode()
    AuditEntry.objects.filter(area="cases", seq=2).update(action="case.closed")
    page = auditor.get("/audit/check/").content.decode()
    assert "The record was damaged" in page
    assert "Broken at entry 2" in page


def test_an_administrator_checks_but_does_not_read(signed_in):
    client = signed_in("administrator")
    assert client.get("/audit/check/").status_code == 200
    assert client.get("/audit/").status_code == 403
