"""What is published: only what is new or changed is made, once for all partners, and whoever is gone is gone for everybody."""

from unittest.mock import patch

import pytest

from sajha.cases.actions import open_case
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.disclosure.models import Departure
from sajha.matching.actions import publishing, renewing
from sajha.matching.actions.publishing import CAP, bring_up_to_date
from sajha.matching.blind import oprf
from sajha.matching.blind.covers import covered
from sajha.matching.blind.oprf import tokens_of
from sajha.matching.blind.tables import Table
from sajha.matching.keys import present
from sajha.matching.models import OwnTable, Published
from sajha.matching.publishable import Publishable
from sajha.matching.tasks import publish_due
from sajha.matching.values import SetName
from sajha.matching.wire import TablePart
from sajha.network.models import Peer
from tests.cast import ASHA, NOON
from tests.matching_partner import MatchingPartner

pytestmark = pytest.mark.django_db


@pytest.fixture
def partners():
    return [MatchingPartner(key) for key in "123"]


def subjects(number, values=2, mark=b"1"):
    """Each has values of its own."""
    return {
        f"party_{at}": Publishable(mark, lambda at=at: [b"phone:%d-%d" % (at, each) for each in range(values)])
        for at in range(number)
    }


def publish(partners, what, waiting=()):
    bring_up_to_date(SetName.KNOWN, what.items(), {one.id: one.id for one in partners}, waiting=waiting, at=NOON)


def arrived():
    """Everything that left was taken."""
    Departure.objects.update(status="accepted")


def should_be(partner, what):
    epoch, values = present(), [value for one in what.values() for value in one.values()]
    tokens = tokens_of(epoch.key(partner=partner.id, set=SetName.KNOWN), values)
    return covered(tokens, epoch.cover_seed(partner=partner.id, set=SetName.KNOWN), publishing.STEP).to_bytes()


def content(partner):
    return bytes(OwnTable.objects.get(partner=partner.id).content)


def test_a_new_value_is_mapped_to_the_group_once_for_all_partners(partners):
    with patch.object(oprf, "element_of", side_effect=oprf.element_of) as mapped:
        publish(partners, subjects(5))
    assert mapped.call_count == 10
    assert [content(one) for one in partners] == [should_be(one, subjects(5)) for one in partners]


def test_without_a_change_nothing_is_opened_and_no_set_is_read(partners):
    publish(partners, subjects(5))
    arrived()
    same = {subject: Publishable(one.mark, pytest.fail) for subject, one in subjects(5).items()}
    with patch.object(publishing, "_published", side_effect=AssertionError):
        publish(partners, same)


def test_only_the_changed_one_is_made_anew(partners):
    publish(partners, subjects(5))
    arrived()
    now = {**subjects(5), "party_3": Publishable(b"2", lambda: [b"phone:new"])}
    with patch.object(oprf, "element_of", side_effect=oprf.element_of) as mapped:
        publish(partners, now)
    assert mapped.call_count == 1
    assert [content(one) for one in partners] == [should_be(one, now) for one in partners]


def test_whoever_is_gone_is_gone_for_every_partner(partners, monkeypatch):
    monkeypatch.setattr(renewing, "PAGE", 2)
    publish(partners, subjects(5))
    arrived()
    left = {subject: one for subject, one in subjects(5).items() if subject != "party_2"}
    publish(partners, left)
    assert not Published.objects.filter(subject="party_2").exists()
    assert [content(one) for one in partners] == [should_be(one, left) for one in partners]


def test_what_changes_while_the_last_set_is_under_way_goes_with_the_next_look(partners):
    publish(partners, subjects(5))
    publish(partners, subjects(6), waiting={one.id for one in partners})
    assert [content(one) for one in partners] == [should_be(one, subjects(5)) for one in partners]
    arrived()
    publish(partners, subjects(6))
    assert [content(one) for one in partners] == [should_be(one, subjects(6)) for one in partners]


def test_a_partner_that_comes_later_gets_everybody_and_one_that_left_keeps_nobody(partners):
    publish(partners[:2], subjects(5))
    arrived()
    publish(partners, subjects(5))
    assert content(partners[2]) == should_be(partners[2], subjects(5))
    renewing.forget_others(SetName.KNOWN, [partners[0].id])
    assert set(Published.objects.values_list("partner", flat=True)) == {partners[0].id}


def test_a_value_that_too_many_share_is_left_out_and_counted(partners):
    shared = {
        f"party_{at}": Publishable(b"1", lambda at=at: [b"phone:same", b"phone:%d" % at]) for at in range(CAP + 1)
    }
    publish(partners[:1], shared)
    row = OwnTable.objects.get()
    key = present().key(partner=partners[0].id, set=SetName.KNOWN)
    table = Table.from_bytes(bytes(row.content))
    same, other = tokens_of(key, [b"phone:same", b"phone:7"])
    assert (row.capped, table.contains(same), table.contains(other)) == (1, False, True)


def test_the_node_itself_publishes_a_page_after_the_other(partners, monkeypatch):
    monkeypatch.setattr(renewing, "PAGE", 1)
    for number in range(3):
        open_case(
            facts=CaseFacts(),
            role=Role.ACCUSED,
            person=PersonFacts(),
            identity={"phones": f"98765 4321{number}"},
            by=ASHA,
            at=NOON,
        )
    publish_due(NOON)
    assert [len(one.gets(TablePart)) > 0 for one in partners] == [True] * 3
    assert Peer.objects.count() == 3 and Published.objects.filter(set=SetName.KNOWN).exclude(tokens=b"").count() == 9
