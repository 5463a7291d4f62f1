"""A check of the chains while the node goes on writing."""

import pytest

from sajha.audit.actions import record
from sajha.audit.models import AuditEntry, ChainHead
from sajha.audit.queries import _verify
from sajha.basics.actor import SYSTEM
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def entry():
    record(area="cases", action="case.opened", by=SYSTEM, at=NOON, subject="case_1")


def test_what_is_written_meanwhile_is_no_fault():
    entry()
    head = ChainHead.objects.get(area="cases")
    entry()
    assert _verify(head).whole


def test_what_stands_beyond_the_head_is_one():
    entry()
    head = ChainHead.objects.get(area="cases")
    entry()
    ChainHead.objects.filter(area="cases").update(seq=head.seq, digest=head.digest)
    assert _verify(head).because == "cut"


def test_what_was_cut_off_is_one():
    entry()
    entry()
    AuditEntry.objects.filter(area="cases", seq=2).delete()
    assert _verify(ChainHead.objects.get(area="cases")).because == "cut"
