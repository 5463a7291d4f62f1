"""What changes while searches run: the record, the ground, the keys of a partner, who is a member."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction

from sajha.accounts.actions import add_user
from sajha.cases.actions import open_case, write_identity
from sajha.cases.models import Case, PutAway
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.disclosure.models import Departure
from sajha.matching import publishable
from sajha.matching.actions import by_itself as asking_alone
from sajha.matching.actions import publishing
from sajha.matching.actions.again import ask_again
from sajha.matching.actions.asking import search
from sajha.matching.actions.deciding import judge
from sajha.matching.actions.ending import end_search
from sajha.matching.actions.settings import change_settings
from sajha.matching.models import (
    Asked,
    Carried,
    Hit,
    Judgement,
    Kept,
    PartnerOffer,
    PartnerTable,
    Published,
    Search,
    Sighting,
)
from sajha.matching.publishable import subjects_of
from sajha.matching.queries.askable import plan
from sajha.matching.queries.settings import settings_now
from sajha.matching.tasks import compare_due, look_due, look_up_due, publish_due, tidy
from sajha.matching.values import AskedState, Outcome, SetName, Weighed, changed
from sajha.matching.wire import Ask, NotEvaluated, TablePart
from sajha.network.models import Peer
from sajha.network.values import PeerStatus
from sajha.vault.actions import destroy_key
from tests.cast import ASHA, BALU, GITA, NOON
from tests.matching_partner import MatchingPartner
from tests.other_node import later

pytestmark = pytest.mark.django_db
FIRST, OTHER = b"phone:+919876543210", b"phone:+911111111111"


@pytest.fixture
def partner():
    return MatchingPartner()


def a_case(role=Role.ACCUSED, **identity):
    identity = identity or {"phones": "98765 43210"}
    return open_case(facts=CaseFacts(), role=role, person=PersonFacts(), identity=identity, by=ASHA, at=NOON)


def ask(case, ground="registered_fir"):
    why = {"purpose": "investigation", "ground": ground, "ground_reason": "FIR 12 of 2026"}
    return search(case=case.id, subjects=(), partners=(), by=ASHA, at=NOON, **why)


def changes_the_number(case):
    """Another number of as many digits, an hour later."""
    said = {"phones": "98765 00000"}
    party = case.parties.get()
    write_identity(case_id=case.id, party_id=party.id, identity=said, revision=None, by=ASHA, at=later(hours=1))


def test_a_number_that_was_changed_is_not_asked_in_the_name_of_the_first(partner):
    case = a_case()
    ask(case)
    assert Asked.objects.get().state == AskedState.NO_TABLE
    changes_the_number(case)
    partner.publishes(OTHER, at=later(hours=2))
    compare_due(later(hours=3))
    assert not partner.gets(Ask)
    compare_due(later(hours=4))
    assert Asked.objects.get().at == later(hours=3), "it does not stand before the others at every look"


def test_what_agrees_with_the_number_before_is_no_hit_of_the_one_after(partner):
    partner.publishes(OTHER)
    case = a_case()
    ask(case)
    partner.answers()
    changes_the_number(case)
    partner.publishes(OTHER, FIRST)
    compare_due(later(hours=2))
    assert not Hit.objects.exists()


@pytest.mark.parametrize(
    ("because", "new_set", "after", "again"),
    [
        ("match.epoch_over", True, timedelta(minutes=3), True),
        ("match.epoch_over", False, timedelta(minutes=3), False),
        ("match.partner_budget", False, timedelta(hours=2), False),
        ("match.partner_budget", False, timedelta(hours=25), True),
        ("match.not_published", False, timedelta(hours=25), False),
    ],
)
def test_who_could_not_answer_is_asked_again_when_it_can(partner, because, new_set, after, again):
    partner.publishes(OTHER)
    ask(a_case())
    (asked,) = partner.gets(Ask)
    partner.tells("match.refused", NotEvaluated(asked.id, because))
    if new_set:
        partner.publishes(FIRST, at=later(minutes=2), epoch="2")
    compare_due(NOON + after)
    assert bool(partner.gets(Ask)) is again


def test_a_search_that_ended_reads_no_answer_and_keeps_nothing(partner):
    partner.publishes(FIRST)
    row = ask(a_case())
    (asked,) = partner.gets(Ask)
    end_search(search=row.id, reason="She was found", by=ASHA, at=NOON)
    partner.read.clear()
    partner.answers()
    assert Asked.objects.get().state == AskedState.NOT_REACHED
    assert not Kept.objects.exists() and not Hit.objects.exists()


def test_what_was_kept_goes_with_the_search(partner):
    partner.publishes(OTHER)
    row = ask(a_case())
    partner.answers()
    assert Kept.objects.exists()
    end_search(search=row.id, reason="She was found", by=ASHA, at=NOON)
    assert not Kept.objects.exists()


def test_a_person_who_changed_while_the_batch_was_away_comes_again(partner):
    case = a_case(role=Role.VICTIM)
    partner.publishes(FIRST, name=SetName.SOUGHT)
    look_due(NOON)
    changes_the_number(case)
    partner.answers(at=later(hours=2))
    assert not Carried.objects.exists() and not Sighting.objects.exists()
    look_due(later(hours=2))
    partner.answers(at=later(hours=2))
    assert Carried.objects.exists() and not Sighting.objects.exists()


def test_the_tokens_of_a_record_as_it_was_are_not_those_of_what_it_is(partner):
    case = a_case(role=Role.VICTIM)
    partner.publishes(OTHER, name=SetName.SOUGHT)
    look_due(NOON)
    partner.answers()
    changes_the_number(case)
    partner.publishes(OTHER, FIRST, name=SetName.SOUGHT)
    compare_due(later(hours=2))
    look_up_due(later(hours=2))
    assert not Sighting.objects.exists()


def test_a_set_that_changes_at_every_look_keeps_no_other_back(partner):
    for number, minute in enumerate((0, 15, 30)):
        a_case(phones=f"98765 4321{number}")
        if number == 1:
            missing = a_case(role=Role.MISSING, phones="98765 00000")
            ask(missing, ground="missing_report")
        publish_due(later(minutes=minute))
        Departure.objects.filter(status="").update(status="accepted", receipted_at=NOON)
    told = [(one.set, one.version) for one in partner.gets(TablePart)]
    assert told == [("known", 1), ("sought", 1), ("known", 2), ("sought", 2), ("known", 3)]


def test_while_a_set_is_under_way_no_other_follows(partner):
    a_case(phones="98765 43210")
    publish_due(NOON)
    a_case(phones="98765 43211")
    publish_due(later(minutes=15))
    assert [one.version for one in partner.gets(TablePart) if one.set == "known"] == [1]


def test_what_a_look_that_was_killed_had_made_the_next_one_sends(partner, monkeypatch):
    a_case(phones="98765 43210")
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(publishing, "_send", mock.Mock(side_effect=RuntimeError))
        publish_due(NOON)
    assert Published.objects.exists() and not partner.gets(TablePart)
    publish_due(later(minutes=15))
    assert [one.version for one in partner.gets(TablePart) if one.set == "known"] == [1]


def test_of_a_removed_member_nothing_stays_and_of_a_suspended_one_nothing_is_carried(partner):
    a_case(role=Role.VICTIM)
    partner.publishes(OTHER)
    partner.publishes(OTHER, name=SetName.SOUGHT)
    partner.offers("phone")
    ask(a_case())
    look_due(NOON)
    partner.answers()
    assert Carried.objects.exists() and Kept.objects.exists()
    Peer.objects.update(status=PeerStatus.SUSPENDED)
    tidy(NOON)
    look_due(later(hours=2))
    assert PartnerTable.objects.count() == 2 and not Carried.objects.exists()
    Peer.objects.update(status=PeerStatus.REVOKED)
    tidy(NOON)
    assert not PartnerTable.objects.exists() and not PartnerOffer.objects.exists() and not Kept.objects.exists()


def test_whoever_does_not_look_for_others_asks_no_batch_and_carries_nobody(partner):
    a_case(role=Role.VICTIM)
    partner.publishes(OTHER, name=SetName.SOUGHT)
    look_due(NOON)
    partner.answers()
    own = changed(settings_now(), asks=frozenset({"phone"}))
    change_settings(settings=own, reason="We look for nobody", by=BALU, at=NOON)
    look_due(later(hours=2))
    assert not partner.gets(Ask) and not Carried.objects.exists()


def test_a_closed_case_seeks_nobody_unless_a_second_person_let_it(partner):
    case = a_case(role=Role.MISSING)
    row = ask(case, ground="missing_report")
    assert list(dict(subjects_of(SetName.SOUGHT, settings_now(), NOON))) == [case.parties.get().id]
    Case.objects.update(is_open=False)
    assert not dict(subjects_of(SetName.SOUGHT, settings_now(), NOON))
    Search.objects.filter(pk=row.pk).update(second=BALU.id)
    assert dict(subjects_of(SetName.SOUGHT, settings_now(), NOON))


def test_what_was_put_away_is_searched_no_more_and_of_what_was_erased_nothing_agrees(partner):
    partner.publishes(FIRST)
    case = a_case()
    row = ask(case)
    partner.answers()
    judge(of=Hit.objects.get().id, verdict="same", reason="The same number", by=ASHA, at=NOON)
    PutAway.objects.create(case=case, at=NOON)
    tidy(NOON)
    row.refresh_from_db()
    assert row.state == "ended" and not any("mark" in item for item in row.items)
    assert Hit.objects.exists() and not Kept.objects.exists(), "a head may open it again"
    with transaction.atomic():
        destroy_key(record=case.id, at=NOON)
    tidy(NOON)
    assert not Hit.objects.exists() and not Judgement.objects.exists()


def by_itself(**more):
    """The head lets the node ask about telephone numbers by itself."""
    said = {"by_itself": frozenset({"phone"}), "purpose": "investigation", "ground": "registered_fir"}
    own = changed(settings_now(), **{**said, "ground_reason": "FIR 12 of 2026", **more})
    change_settings(settings=own, reason="We ask about all that is new", by=BALU, at=NOON)


def test_by_itself_nothing_is_opened_that_is_not_asked_about(partner, monkeypatch):
    a_case(role=Role.VICTIM)
    a_case()
    Case.objects.update(is_open=False)
    opened = mock.Mock(wraps=asking_alone.matchable_of)
    monkeypatch.setattr(asking_alone, "matchable_of", opened)
    by_itself()
    assert asking_alone.ask_by_itself(at=NOON) == 0 and not opened.called
    by_itself(ground="missing_report")
    a_case()
    assert asking_alone.ask_by_itself(at=NOON) == 0 and not opened.called
    by_itself()
    assert asking_alone.ask_by_itself(at=NOON) == 1 == opened.call_count


def test_when_there_is_no_room_today_the_look_ends(partner, monkeypatch):
    for number in range(4):
        a_case(phones=f"98765 4321{number}")
    opened = mock.Mock(wraps=asking_alone.matchable_of)
    monkeypatch.setattr(asking_alone, "matchable_of", opened)
    monkeypatch.setattr(asking_alone, "weigh", lambda **_: Weighed(Outcome.REFUSE, "match.unit_budget"))
    by_itself()
    assert asking_alone.ask_by_itself(at=NOON) == 0 and opened.call_count == 1


def test_a_record_that_cannot_be_read_keeps_nobody_in_the_set(partner, monkeypatch):
    gone = a_case(phones="98765 43211")
    a_case(phones="98765 43212")
    publish_due(NOON)
    Departure.objects.filter(status="").update(status="accepted", receipted_at=NOON)
    before = Published.objects.filter(set="known").count()
    PutAway.objects.create(case=gone, at=NOON)
    a_case(phones="98765 43213")
    monkeypatch.setattr(publishable, "items_of", mock.Mock(side_effect=KeyError))
    publish_due(later(minutes=15))
    assert (before, Published.objects.filter(set="known").count()) == (2, 1)
    assert [one.version for one in partner.gets(TablePart) if one.set == "known"] == [1, 2]


def test_a_partner_sees_who_asked_and_not_who_agreed(partner):
    partner.publishes(OTHER)
    who = add_user(
        username="indu@police.example", display_name="Indu", roles=frozenset({"investigator"}),
        password="correct horse battery", language="en", by=GITA, at=NOON,
    )  # fmt: skip
    row = ask(a_case())
    Search.objects.filter(pk=row.pk).update(by=who.id)
    partner.gets(Ask)
    ask_again(Asked.objects.get().pk, at=NOON)
    assert [one.person for one in partner.gets(Ask)] == ["Indu"]


def test_partners_asked_one_after_the_other_are_asked_like_several(partner):
    other, case = MatchingPartner("2"), a_case()
    why = {"purpose": "investigation", "ground": "registered_fir", "ground_reason": "FIR 12 of 2026"}
    asked = [
        search(case=case.id, subjects=(), partners=(one.id,), by=ASHA, at=NOON, **why).reach for one in (partner, other)
    ]
    assert asked == ["one", "few"]
    assert plan(ASHA, case=case.id, subjects=(), chosen=(other.id,), ground="registered_fir").reach == "few"
