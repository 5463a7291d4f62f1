"""Who withdraws, is put away or erased is gone from every published set within one look, and from what is kept here of matching."""

import pytest

from sajha.cases.actions.ending import bring_back, put_away
from sajha.disclosure.models import Departure
from sajha.matching.actions.deciding import judge
from sajha.matching.actions.ending import end_search
from sajha.matching.actions.leaving import forget_case, leave
from sajha.matching.blind.deltas import Delta, caught_up
from sajha.matching.blind.oprf import evaluate, tokens_of
from sajha.matching.blind.tables import Table
from sajha.matching.keys import folder, key_of
from sajha.matching.models import (
    Asked,
    Carried,
    Cycle,
    Hit,
    Indexed,
    Judgement,
    Kept,
    Mark,
    OwnTable,
    Published,
    Search,
    Sighting,
)
from sajha.matching.tasks import compare_due, index_due, look_due, look_up_due, publish_due
from sajha.matching.values import AskedState, SearchState, SetName
from sajha.matching.wire import Ask, Evaluated, NotEvaluated, TablePart
from sajha.vault.actions import KeyDestroyed, unseal_bytes
from tests.areas.test_match_flow import PHONE, a_case, ask
from tests.cast import ASHA, NOON
from tests.matching_partner import MatchingPartner
from tests.other_node import later
from tests.some_cases import SomeCase, agrees, changes_her_mind

pytestmark = pytest.mark.django_db
VALUE = f"phone:{PHONE}".encode()


@pytest.fixture
def partners():
    return [MatchingPartner("1"), MatchingPartner("2", name="AHTU Salem")]


@pytest.fixture
def partner(partners):
    return partners[0]


def stands_in(name, partner):
    """Whether our set for the partner, as it was last sent, holds the phone; as only we can tell."""
    row = OwnTable.objects.filter(partner=partner.id, set=name).first()
    if row is None:
        return False
    (token,) = tokens_of(key_of(epoch=row.epoch, partner=partner.id, set=name), [VALUE])
    return Table.from_bytes(bytes(row.content)).contains(token)


def everywhere(name, partners):
    return {stands_in(name, partner) for partner in partners}


def published(at=NOON):
    Departure.objects.filter(status="").update(status="accepted", receipted_at=NOON)
    publish_due(at)


def sought():
    """A victim who agreed that she is looked for, and is."""
    case = a_case(role="victim", phones="98765 43210")
    agrees(SomeCase(case, ASHA), purpose="match")
    ask(case, purpose="rescue", ground="consent_recorded", ground_reason="She said so to us")
    return case


def consent_withdrawn(case):
    changes_her_mind(SomeCase(case, ASHA))


def case_put_away(case):
    put_away(case.id, NOON)
    leave(case.id, NOON)


def case_erased(case):
    forget_case(case.id, NOON)
    put_away(case.id, NOON)


def search_ended(case):
    end_search(search=Search.objects.get().id, reason="She is here", by=ASHA, at=NOON)


@pytest.mark.parametrize(
    "ends", [consent_withdrawn, case_put_away, case_erased, search_ended], ids=lambda one: one.__name__
)
def test_who_is_sought_is_gone_from_every_set_within_one_look(partners, ends):
    case = sought()
    published()
    assert everywhere(SetName.SOUGHT, partners) == {True}
    ends(case)
    published(later(minutes=15))
    assert everywhere(SetName.SOUGHT, partners) == {False}
    assert not Published.objects.filter(set=SetName.SOUGHT).exists()


def test_a_search_is_over_when_its_time_is(partners):
    sought()
    published(later(days=89))
    assert everywhere(SetName.SOUGHT, partners) == {True}
    published(later(days=91))
    assert everywhere(SetName.SOUGHT, partners) == {False}


@pytest.mark.parametrize("ends", [case_put_away, case_erased], ids=lambda one: one.__name__)
def test_what_is_known_is_gone_from_every_set_within_one_look(partners, ends):
    case = a_case(phones="98765 43210")
    published()
    assert everywhere(SetName.KNOWN, partners) == {True}
    ends(case)
    published(later(minutes=15))
    assert everywhere(SetName.KNOWN, partners) == {False} and not Published.objects.exists()


def test_a_partner_that_is_away_is_sent_nothing_and_its_tokens_here_are_gone_all_the_same(partner):
    """Its last set waits still. What it gets when it is back has them no more."""
    case = a_case(phones="98765 43210")
    publish_due(NOON)
    case_put_away(case)
    publish_due(later(minutes=15))
    assert not Published.objects.exists() and stands_in(SetName.KNOWN, partner)
    published(later(days=20))
    assert not stands_in(SetName.KNOWN, partner)


def test_a_partner_that_was_away_for_weeks_catches_up_in_order(partner):
    a_case(phones="98765 43210")
    published()
    for week in range(1, 4):
        a_case(phones=f"98450 1234{week}")
        published(later(days=7 * week))
    told = [one for one in partner.gets(TablePart) if one.set == SetName.KNOWN]
    table = Table.from_bytes(told[0].content)
    for one in told[1:]:
        table = caught_up(table, Delta.from_bytes(one.content)) if one.before else Table.from_bytes(one.content)
        assert table.digest == one.digest
    assert table.to_bytes() == bytes(OwnTable.objects.get(partner=partner.id, set=SetName.KNOWN).content)


def test_a_restored_node_refuses_once_and_is_asked_again(partner):
    """Its epoch's secret was in no backup: the first question under the old key is refused, those under the new one are answered."""
    a_case(phones="98765 43210")
    published()
    old = next(one for one in partner.gets(TablePart) if one.set == SetName.KNOWN)
    for path in folder().glob("matching-*.key"):
        path.unlink()
    partner.questions(VALUE, epoch=old.epoch)
    assert [one.because for one in partner.gets(NotEvaluated)] == ["match.epoch_over"]
    published(later(minutes=15))
    new = next(one for one in partner.gets(TablePart) if one.set == SetName.KNOWN)
    assert new.epoch != old.epoch and not new.before
    pairs = partner.questions(VALUE, epoch=new.epoch)
    (answer,) = partner.gets(Evaluated)
    assert Table.from_bytes(new.content).contains(*partner.reads(pairs, answer))


@pytest.mark.parametrize("because", ["match.epoch_over", "match.not_published"])
def test_who_refused_for_a_while_is_asked_again_with_the_next_set(partner, because):
    partner.publishes(VALUE)
    ask(a_case(phones="98765 43210"))
    (body,) = partner.gets(Ask)
    partner.tells("match.refused", NotEvaluated(body.id, because))
    compare_due(later(minutes=5))
    assert not partner.gets(Ask)
    partner.publishes(VALUE, epoch="2", at=later(minutes=10))
    compare_due(later(minutes=15))
    partner.answers()
    assert Hit.objects.count() == 1 and Asked.objects.filter(partner=partner.id).get().state == AskedState.ANSWERED


def test_whose_budget_was_used_up_is_asked_again_a_day_later(partner):
    partner.publishes(VALUE)
    ask(a_case(phones="98765 43210"))
    (body,) = partner.gets(Ask)
    partner.tells("match.refused", NotEvaluated(body.id, "match.partner_budget"))
    compare_due(later(hours=23))
    assert not partner.gets(Ask)
    compare_due(later(hours=25))
    assert len(partner.gets(Ask)) == 1


def test_a_member_that_was_removed_is_asked_nothing_more(partner):
    from sajha.network.models import Peer

    ask(a_case(phones="98765 43210"))
    partner.publishes(VALUE, at=later(minutes=1))
    Peer.objects.filter(node_id=partner.id).update(status="suspended")
    compare_due(later(minutes=2))
    look_due(later(minutes=2))
    published(later(minutes=2))
    assert not partner.gets((Ask, TablePart))


# what is kept here


def found(partner):
    """A hit that somebody judged, with all that a running search keeps."""
    partner.publishes(VALUE)
    case = a_case(phones="98765 43210")
    ask(case)
    partner.answers()
    judge(of=Hit.objects.get().id, verdict="same", reason="Same owner", by=ASHA, at=NOON)
    index_due(NOON)
    return case


def test_a_case_that_is_put_away_is_looked_up_nowhere_and_stays_readable(partner):
    case = found(partner)
    case_put_away(case)
    assert not Kept.objects.exists() and not Indexed.objects.filter(case=case.id).exists()
    assert Search.objects.get().state == SearchState.ENDED
    bring_back(case.id)
    assert Hit.objects.count() == Judgement.objects.count() == 1


def test_an_erased_case_leaves_that_somebody_searched_and_nothing_of_what_agreed(partner):
    case = found(partner)
    case_erased(case)
    for model in (Hit, Judgement, Kept, Mark, Indexed):
        assert not model.objects.exists(), model.__name__
    row = Search.objects.get()
    assert (row.case, row.state, row.ground, row.by) == (case.id, SearchState.ENDED, "registered_fir", ASHA.id)
    assert row.asked.filter(partner=partner.id).get().state == AskedState.ANSWERED


def test_an_answer_that_comes_after_the_erasure_is_read_by_nobody(partner):
    partner.publishes(VALUE)
    case = a_case(phones="98765 43210")
    ask(case)
    (body,) = partner.gets(Ask)
    blinds = bytes(Asked.objects.get(question=body.id).blinds)
    case_erased(case)
    partner.tells("match.evaluated", Evaluated(body.id, tuple(evaluate(partner.key(), body.elements))))
    look_up_due(NOON)
    assert not Hit.objects.exists() and not Kept.objects.exists()
    with pytest.raises(KeyDestroyed):
        unseal_bytes(body.id, "blinds", blinds)


def in_care(partner, *, answered):
    partner.publishes(VALUE, name=SetName.SOUGHT)
    case = a_case(role="victim", phones="98765 43210")
    look_due(NOON)
    if answered:
        partner.answers()
        assert Sighting.objects.exists() and Carried.objects.exists()
    return case


@pytest.mark.parametrize("ends", [consent_withdrawn, case_put_away, case_erased], ids=lambda one: one.__name__)
def test_nobody_is_carried_who_left_or_said_no(partner, ends):
    case = in_care(partner, answered=True)
    ends(case)
    index_due(later(minutes=15))
    assert not Carried.objects.exists()
    assert Sighting.objects.exists() == (ends is not case_erased)
    partner.publishes(VALUE, name=SetName.SOUGHT, at=later(minutes=20))
    compare_due(later(minutes=20))
    assert Sighting.objects.filter(again_at=None).count() == Sighting.objects.count()


def test_a_batch_under_way_is_not_read_after_an_erasure_and_the_next_goes_at_its_time(partner):
    case = in_care(partner, answered=False)
    case_erased(case)
    partner.answers()
    assert not Sighting.objects.exists() and not Cycle.objects.exclude(blinds=b"").exists()
    look_due(later(minutes=30))
    assert not partner.gets(Ask)
    look_due(later(hours=1))
    assert len(partner.gets(Ask)) == 1
