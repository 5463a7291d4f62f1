"""What a partner tries that has a key of its own, time, and no scruples. Whatever it sends, it gets a refusal or nothing, and leaves no trace."""

import pytest

from sajha.basics.decision import Refused
from sajha.basics.ids import new_id
from sajha.disclosure.models import Departure
from sajha.matching.actions.settings import change_settings
from sajha.matching.blind.covers import LEAST, levelled
from sajha.matching.blind.deltas import between
from sajha.matching.blind.oprf import blind, evaluate, padding, tokens_of
from sajha.matching.blind.tables import Table
from sajha.matching.models import Asked, Carried, Cycle, Evaluation, Hit, Kept, PartnerTable, Sighting
from sajha.matching.queries.settings import settings_now
from sajha.matching.rules import BATCH
from sajha.matching.tasks import compare_due, look_due, look_up_due, publish_due
from sajha.matching.values import AskedState, Ground, Purpose, SetName, changed
from sajha.matching.wire import (
    Ask,
    Bucket,
    BucketWanted,
    Evaluated,
    NotEvaluated,
    SetWanted,
    TablePart,
    Withdrawn,
)
from tests.areas.test_match_flow import PHONE, a_case, ask
from tests.cast import BALU, NOON
from tests.matching_partner import MatchingPartner
from tests.other_node import later

pytestmark = pytest.mark.django_db
VALUE = f"phone:{PHONE}".encode()
WHY = {"purpose": Purpose.INVESTIGATION, "ground": Ground.FIR, "person": "Kumar"}
IDENTITY = bytes(32)
NOT_CANONICAL = b"\xff" * 32
NO_ELEMENT = b"\1" + bytes(31)


@pytest.fixture
def partner():
    return MatchingPartner()


@pytest.fixture
def other():
    return MatchingPartner("2", name="AHTU Salem")


def published_to(partner):
    """What this node knows, as the partner got it."""
    publish_due(NOON)
    return next(told for told in partner.gets(TablePart) if told.set == SetName.KNOWN)


def refused(does, *what, **more):
    """The refusal, after which nothing is otherwise than before."""
    before = traces()
    with pytest.raises(Refused) as caught:
        does(*what, **more)
    assert traces() == before
    return caught.value.decision.because


def traces():
    rows = (Evaluation, PartnerTable, Hit, Kept, Carried, Sighting, Departure)
    states = tuple(Asked.objects.order_by("pk").values_list("pk", "state", "because"))
    return tuple(list(model.objects.order_by("pk").values_list("pk", flat=True)) for model in rows), states


# a partner that tries numbers


def test_a_dictionary_is_stopped_by_the_budget_and_opens_nothing_by_itself(partner):
    """A thousand numbers in questions of the largest size: what the budget allows is answered, the rest of them stays closed."""
    a_case(phones="98765 43210")
    told = published_to(partner)
    change_settings(settings=changed(settings_now(), partner_a_day=512), reason="Fewer for now", by=BALU, at=NOON)
    numbers = [f"phone:+9198765{number:05d}".encode() for number in range(42_700, 43_724)]
    assert VALUE in numbers[500:]
    tried = [
        (
            partner.questions(*numbers[at : at + 512], epoch=told.epoch, size=512),
            partner.gets((Evaluated, NotEvaluated)),
        )
        for at in (0, 512)
    ]
    assert [[type(one) for one in heard] for _, heard in tried] == [[Evaluated], [NotEvaluated]]
    table = Table.from_bytes(told.content)
    opened = [token for token in partner.reads(tried[0][0], tried[0][1][0]) if table.contains(token)]
    assert len(opened) == (VALUE in numbers[:512])
    guessed = tokens_of(partner.key(), [VALUE])  # with its own key, and with the unblinded elements
    assert not [token for token in guessed if table.contains(token)]


def test_the_budget_is_for_a_day_and_for_each_partner_alone(partner, other):
    a_case(phones="98765 43210")
    publish_due(NOON)
    change_settings(settings=changed(settings_now(), partner_a_day=40), reason="Fewer for now", by=BALU, at=NOON)
    answers = []
    for node, at in ((partner, NOON), (partner, later(hours=23)), (other, later(hours=23)), (partner, later(hours=25))):
        told = next((one for one in node.gets(TablePart) if one.set == SetName.KNOWN), None)
        node.epoch = told.epoch if told else node.epoch
        node.questions(VALUE, epoch=node.epoch, at=at)
        answers += [type(one) for one in node.gets((Evaluated, NotEvaluated))]
    assert answers == [Evaluated, NotEvaluated, Evaluated, Evaluated]


def test_two_partners_cannot_join_what_they_hold(partner, other):
    """Same record, same value: other tokens in each copy, and an answer to one opens nothing in the copy of the other."""
    a_case(phones="98765 43210")
    mine, theirs = published_to(partner), next(one for one in other.gets(TablePart) if one.set == SetName.KNOWN)
    one, two = Table.from_bytes(mine.content), Table.from_bytes(theirs.content)
    assert not set(one) & set(two)
    pairs = partner.questions(VALUE, epoch=mine.epoch)
    (token,) = partner.reads(pairs, partner.gets(Evaluated)[0])
    assert one.contains(token) and not two.contains(token)


def test_the_other_set_has_another_key(partner):
    """A custodian's batch is no way round the budget of questions: under the key of *sought* it opens nothing of *known*."""
    a_case(phones="98765 43210")
    told = published_to(partner)
    pairs = partner.questions(VALUE, epoch=told.epoch, name=SetName.SOUGHT, size=BATCH, kind="cycle")
    answers = partner.gets(Evaluated)
    assert not [
        token
        for answer in answers
        for token in partner.reads(pairs, answer)
        if Table.from_bytes(told.content).contains(token)
    ]


# elements that are none, and questions that come twice


@pytest.mark.parametrize("bad", [IDENTITY, NOT_CANONICAL, NO_ELEMENT])
@pytest.mark.parametrize("place", [0, 17, 31])
def test_an_element_that_is_none_is_refused_and_nothing_is_stored(partner, bad, place):
    a_case(phones="98765 43210")
    told = published_to(partner)
    elements = [*padding(place), bad, *padding(31 - place)]
    body = Ask(new_id("asked"), SetName.KNOWN, told.epoch, tuple(elements), **WHY)
    assert refused(partner.tells, "match.asked", body) == "message.malformed"


def test_the_refusal_does_not_depend_on_what_is_wrong(partner):
    a_case(phones="98765 43210")
    told = published_to(partner)
    said = set()
    for bad in (IDENTITY, NOT_CANONICAL, NO_ELEMENT):
        body = Ask(new_id("asked"), SetName.KNOWN, told.epoch, (*padding(31), bad), **WHY)
        said.add(refused(partner.tells, "match.asked", body))
    assert said == {"message.malformed"}


def test_repeated_elements_give_what_they_gave_and_count_again(partner):
    a_case(phones="98765 43210")
    told = published_to(partner)
    _, element = blind(VALUE)
    for _ in range(2):
        partner.tells("match.asked", Ask(new_id("asked"), SetName.KNOWN, told.epoch, (element,) * 32, **WHY))
    first, second = partner.gets(Evaluated)
    assert set(first.elements) == set(second.elements) and len(set(first.elements)) == 1
    assert sum(Evaluation.objects.values_list("elements", flat=True)) == 64


def test_a_question_that_comes_again_is_refused(partner):
    """Its id names one question for good, also when it comes in a new message."""
    a_case(phones="98765 43210")
    told = published_to(partner)
    body = Ask(new_id("asked"), SetName.KNOWN, told.epoch, tuple(padding(32)), **WHY)
    partner.tells("match.asked", body)
    assert refused(partner.tells, "match.asked", body) == "message.malformed"


@pytest.mark.parametrize("count", [1, 31, 33, 64, 127, 511])
def test_a_question_of_another_size_is_not_answered(partner, count):
    a_case(phones="98765 43210")
    told = published_to(partner)
    partner.tells("match.asked", Ask(new_id("asked"), SetName.KNOWN, told.epoch, tuple(padding(count)), **WHY))
    assert [one.because for one in partner.gets(NotEvaluated)] == ["match.wrong_size"]


def test_what_was_never_published_is_not_evaluated(partner):
    """Before anything was sent, an evaluation could be kept for later."""
    partner.questions(VALUE, epoch="1")
    assert [one.because for one in partner.gets(NotEvaluated)] == ["match.not_published"]


# answers


def asked_of(partner, *values):
    partner.publishes(*(values or (VALUE,)))
    ask(a_case(phones="98765 43210"))
    (body,) = partner.gets(Ask)
    return body


def test_an_answer_to_what_was_never_asked_changes_nothing(partner):
    asked_of(partner)
    before = traces()
    partner.tells("match.evaluated", Evaluated(new_id("asked"), tuple(padding(32))))
    partner.tells("match.evaluated", Evaluated(new_id("cycle"), tuple(padding(BATCH))))
    partner.tells("match.refused", NotEvaluated(new_id("asked"), "match.partner_budget"))
    look_up_due(NOON)
    assert traces() == before


def test_an_answer_from_another_node_changes_nothing(partner, other):
    body = asked_of(partner)
    before = traces()
    other.tells("match.evaluated", Evaluated(body.id, tuple(evaluate(partner.key(), body.elements))))
    other.tells("match.refused", NotEvaluated(body.id, "match.partner_budget"))
    look_up_due(NOON)
    assert traces() == before


def test_the_second_answer_changes_nothing(partner):
    body = asked_of(partner)
    right = Evaluated(body.id, tuple(evaluate(partner.key(), body.elements)))
    partner.tells("match.evaluated", right)
    look_up_due(NOON)
    before = traces()
    partner.tells("match.evaluated", right)
    partner.tells("match.evaluated", Evaluated(body.id, tuple(padding(32))))
    partner.tells("match.refused", NotEvaluated(body.id, "match.partner_budget"))
    look_up_due(NOON)
    assert traces() == before and Hit.objects.count() == 1


@pytest.mark.parametrize(
    "answer",
    [padding(31), padding(33), padding(128), [*padding(31), IDENTITY], [NOT_CANONICAL, *padding(31)]],
    ids=["one fewer", "one more", "another size", "identity", "not canonical"],
)
def test_an_answer_that_is_none_is_refused_and_the_right_one_still_counts(partner, answer):
    body = asked_of(partner)
    assert refused(partner.tells, "match.evaluated", Evaluated(body.id, tuple(answer))) == "message.malformed"
    partner.tells("match.evaluated", Evaluated(body.id, tuple(evaluate(partner.key(), body.elements))))
    look_up_due(NOON)
    assert Hit.objects.count() == 1


def test_nonsense_is_a_miss_and_never_a_hit(partner):
    body = asked_of(partner)
    partner.tells("match.evaluated", Evaluated(body.id, tuple(padding(32))))
    look_up_due(NOON)
    assert Asked.objects.get().state == AskedState.ANSWERED and not Hit.objects.exists()


def test_a_batch_that_is_answered_with_nonsense_or_by_another_shows_nobody(partner, other):
    a_case(role="victim", phones="98765 43210")
    partner.publishes(VALUE, name=SetName.SOUGHT)
    look_due(NOON)
    (body,) = partner.gets(Ask)
    other.tells("match.evaluated", Evaluated(body.id, tuple(evaluate(partner.key("sought"), body.elements))))
    assert refused(partner.tells, "match.evaluated", Evaluated(body.id, tuple(padding(63)))) == "message.malformed"
    partner.tells("match.evaluated", Evaluated(body.id, tuple(padding(BATCH))))
    look_up_due(NOON)
    assert not Sighting.objects.exists() and not Cycle.objects.filter(answered_at=None).exists()


# sets that are none


def a_part(content=None, *, table=None, **more):
    table = table or Table.build(padding_tokens(70))
    said = {
        "set": SetName.KNOWN,
        "epoch": "1",
        "version": 1,
        "part": 1,
        "parts": 1,
        "entries": len(table),
        "digest": table.digest,
        "content": table.to_bytes() if content is None else content,
    }
    return TablePart(**{**said, **more})


def padding_tokens(count):
    return [element[:7] for element in padding(count)]


def unsorted():
    whole = Table.build(padding_tokens(40)).to_bytes()
    return whole[:-14] + whole[-7:] + whole[-14:-7]


LIES = {
    "no table": {"content": b"SJT1"},
    "cut": {"content": Table.build(padding_tokens(40)).to_bytes()[:-1]},
    "not sorted": {"content": unsorted()},
    "another digest": {"digest": bytes(32)},
    "another number": {"entries": 71},
    "nothing": {"content": b""},
    "kept by itself": {"held_by": "node_" + "1" * 32, "content": b""},
    "kept by a stranger": {"held_by": "node_" + "9" * 32, "content": b""},
    "kept elsewhere and here": {"held_by": "node_" + "2" * 32},
    "more parts than there are": {"part": 3, "parts": 2},
    "whom it seeks, kept elsewhere": {"set": SetName.SOUGHT, "held_by": "node_" + "2" * 32, "content": b""},
    "parts as narrow as a token": {"held_by": "node_" + "2" * 32, "content": b"", "bits": 32},
    "for a stranger": {"reader": "node_" + "9" * 32},
    "for itself": {"reader": "node_" + "1" * 32},
    "for a member, kept elsewhere": {"reader": "node_" + "2" * 32, "held_by": "node_" + "2" * 32, "content": b""},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_set_that_is_none_is_refused_and_the_one_before_stays(partner, other, lie):
    held = partner.publishes(VALUE)
    assert refused(partner.tells, "match.table", a_part(**lie)) == "message.malformed"
    row = PartnerTable.objects.get(owner=partner.id, reader="", set=SetName.KNOWN)
    assert bytes(row.content) == held.to_bytes() and row.complete


def test_an_empty_set_is_a_set(partner):
    """Nobody fills it up to anything, so that looking into it would fail for whoever comes after."""
    asked_of(partner, b"phone:+911111111111")
    partner.tells("match.table", a_part(table=Table.build([]), version=2))
    partner.tells("match.table", a_part(table=Table.build([]), set=SetName.SOUGHT))
    look_due(NOON)
    compare_due(NOON)
    partner.answers()
    assert set(PartnerTable.objects.values_list("looked_at", flat=True)) == {NOON}


def test_a_change_of_another_version_is_asked_for_as_a_whole(partner):
    partner.publishes(VALUE)
    old, new = Table.build(padding_tokens(40)), Table.build(padding_tokens(41))
    change = between(old, new)
    partner.tells("match.table", a_part(change.to_bytes(), table=new, version=2, before=change.before))
    (wanted,) = partner.gets(SetWanted)
    assert wanted.set == SetName.KNOWN
    partner.tells("match.table", a_part(table=new, version=3))
    assert bytes(PartnerTable.objects.get().content) == new.to_bytes()


def test_of_a_set_whose_beginning_is_lost_the_whole_is_asked_for_once(partner):
    partner.tells("match.table", a_part(part=2, parts=3))
    assert not partner.gets(SetWanted)
    partner.tells("match.table", a_part(part=3, parts=3))
    assert len(partner.gets(SetWanted)) == 1 and not PartnerTable.objects.exists()


def test_a_change_that_leads_elsewhere_is_refused(partner):
    held = partner.publishes(VALUE)
    change = between(held, Table.build(padding_tokens(41)))
    other = Table.build(padding_tokens(41))
    body = a_part(change.to_bytes(), table=other, version=2, before=change.before)
    assert refused(partner.tells, "match.table", body) == "message.malformed"


# a member that keeps a set for others

KEEPER = {"held_by": "node_" + "2" * 32}


def kept_elsewhere(partner, *values):
    """The partner's set of so many values, of which the other keeps the content; gives the table and how many bits name a part."""
    tokens = [*tokens_of(partner.key(), values or (VALUE,)), *padding_tokens(3 * LEAST)]
    table, bits = levelled(tokens, bytes(32))
    partner.tells("match.table", a_part(b"", table=table, bits=bits, **KEEPER))
    ask(a_case(phones="98765 43210"))
    partner.answers()
    look_up_due(NOON)
    return table, bits


def test_the_parts_of_a_set_come_from_who_keeps_it(partner, other):
    table, bits = kept_elsewhere(partner)
    (wanted,) = other.gets(BucketWanted)
    parts = tuple(table.bucket(prefix, bits) for prefix in wanted.prefixes)
    assert not partner.gets()
    other.tells("match.bucket", Bucket(wanted.id, partner.id, "1", parts))
    look_up_due(NOON)
    assert Hit.objects.count() == 1


def test_who_keeps_a_set_does_not_see_how_many_values_are_asked(partner, other):
    kept_elsewhere(partner)
    (one,) = other.gets(BucketWanted)
    ask(a_case(phones="98230 43211, 94481 27312, 90040 77513"))
    partner.answers()
    look_up_due(NOON)
    (three,) = other.gets(BucketWanted)
    assert len(one.prefixes) == len(three.prefixes)


def wrong_parts(table, bits, prefixes):
    right = [table.bucket(prefix, bits) for prefix in prefixes]
    yield "none", []
    yield "one fewer", right[:-1]
    yield "one more", [*right, right[0]]
    yield "empty", [b""] * len(right)
    yield "one shortened", [right[0][:-7], *right[1:]]
    yield "all shortened", [part[: 7 * LEAST - 7] for part in right]
    yield "in another order", right[::-1]
    yield "not sorted", [part[-7:] + part[7:-7] + part[:7] for part in right]
    yield "no whole tokens", [part[:-1] for part in right]


def test_parts_that_cannot_be_the_ones_that_were_wanted_are_refused(partner, other):
    table, bits = kept_elsewhere(partner)
    (wanted,) = other.gets(BucketWanted)
    for what, parts in wrong_parts(table, bits, wanted.prefixes):
        said = refused(other.tells, "match.bucket", Bucket(wanted.id, partner.id, "1", tuple(parts)))
        assert said == "message.malformed", what
    right = tuple(table.bucket(prefix, bits) for prefix in wanted.prefixes)
    partner.tells("match.bucket", Bucket(wanted.id, partner.id, "1", right))  # the owner is not who keeps it
    assert not Hit.objects.exists()
    other.tells("match.bucket", Bucket(wanted.id, partner.id, "1", right))
    look_up_due(NOON)
    assert Hit.objects.count() == 1


def test_parts_of_what_is_not_kept_here_are_refused(partner, other):
    """Of nothing, of another's, of a set that is kept elsewhere, of parts that there are none of."""
    wanted = BucketWanted(new_id("asked"), partner.id, SetName.KNOWN, (0,))
    assert refused(other.tells, "match.bucket_wanted", wanted) == "match.not_held"
    partner.publishes(VALUE)  # for us, not for the other
    assert refused(other.tells, "match.bucket_wanted", wanted) == "match.not_held"
    table, bits = levelled(padding_tokens(4 * LEAST), bytes(32))
    partner.tells("match.table", a_part(table=table, bits=bits, reader=other.id))
    beyond = BucketWanted(new_id("asked"), partner.id, SetName.KNOWN, (1 << bits,))
    assert refused(other.tells, "match.bucket_wanted", beyond) == "message.malformed"
    other.tells("match.bucket_wanted", wanted)
    (told,) = other.gets(Bucket)
    assert told.buckets == (table.bucket(0, bits),)


def test_a_set_that_was_wanted_whole_can_be_taken_back(partner):
    a_case(phones="98765 43210")
    published_to(partner)
    partner.tells("match.set_wanted", SetWanted(SetName.KNOWN))
    Departure.objects.update(status="accepted")
    change_settings(settings=changed(settings_now(), publishes=frozenset()), reason="Not any longer", by=BALU, at=NOON)
    publish_due(later(hours=1))
    assert SetName.KNOWN in {one.set for one in partner.gets(Withdrawn)}
