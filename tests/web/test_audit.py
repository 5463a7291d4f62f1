"""The auditor reads the record, without the words that people gave as reasons."""

import pytest
from django.db import transaction

from sajha.audit.actions import record
from sajha.audit.models import AuditEntry
from tests.cast import ASHA, NOON

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
