"""What the other side sees, in every case that must look alike: messages, sizes, times, bytes, and the effort before a receipt.

Each comparison has a control in which a leak was planted and is found.
"""

import logging
import random
import re
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sajha.audit.models import AuditEntry
from sajha.cases.models import Case
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of
from sajha.exchange.envelope import seal_message
from sajha.exchange.values import Message
from sajha.matching.actions.deciding import decide
from sajha.matching.actions.second import agree
from sajha.matching.blind import batches
from sajha.matching.blind.oprf import evaluate
from sajha.matching.blind.values import TOKEN
from sajha.matching.models import Carried, Hit, Sighting
from sajha.matching.rules import BATCH
from sajha.matching.tasks import compare_due, look_due, look_up_due, publish_due, tidy
from sajha.matching.values import SearchState, SetName, SightingState
from sajha.matching.wire import BODIES, Ask, Evaluated, decode
from sajha.network.queries import own_node_id
from sajha.vault.identity import identity, new_identity
from tests.areas.test_match_flow import a_case, ask
from tests.cast import ASHA, BALU, NOON
from tests.matching_partner import MatchingPartner
from tests.other_node import later
from tests.rules.matching.classifier import accuracy, bound
from tests.some_cases import SomeCase, changes_her_mind

pytestmark = pytest.mark.django_db
SOUGHT_PHONE, OTHER_PHONE, CANARY = "+919876543210", "+919845012345", "98765 43210"
SOUGHT = f"phone:{SOUGHT_PHONE}".encode()
HOURS = (0, 1, 2)


@contextmanager
def undone():
    """Whatever happens inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def resident(phone):
    """Somebody in our care, with a number and a name of her own."""
    return a_case(role="victim", phones=phone, first_name="Lakshmi Devi", last_name=f"Ramalingam{phone[-2:]}")


def frame_of(departure):
    """The length of the frame in which it travels."""
    own, theirs = identity(), new_identity(NOON)
    message = Message(
        protocol=1,
        message_id=departure.id,
        sender=own_node_id(),
        recipient=departure.recipient,
        thread=departure.thread,
        sequence=departure.sequence,
        follows=0,
        kind=departure.kind,
        sent_at=departure.released_at,
        expires_at=departure.expires_at,
        sealed_at=departure.released_at,
        key=own.signing_public,
        steps=[],
        body=body_of(departure),
    )
    return len(seal_message(message, own=own, sealing_key=theirs.sealing_public))


def seen_by(partner):
    """All that left for it: kind, lane, place in the lane, time, until when, length of the body and of the frame; in the order sent."""
    rows = Departure.objects.filter(recipient=partner.id).order_by("released_at", "thread", "sequence")
    return [
        (row.kind, row.thread, row.sequence, row.released_at, row.expires_at, len(body_of(row)), frame_of(row))
        for row in rows
    ]


def elements_for(partner):
    rows = Departure.objects.filter(recipient=partner.id, kind="match.asked").order_by("sequence")
    return [element for row in rows for element in decode(body_of(row), BODIES[row.kind]).elements]


# custodian first: what the seeker sees


def nobody(hour):
    """No residents at all."""


def no_match(hour):
    if hour == 0:
        resident(OTHER_PHONE)


def a_match(hour):
    if hour == 0:
        resident(SOUGHT_PHONE)


def silent(hour, decision=SightingState.SILENT):
    a_match(hour)
    if hour == 1:
        decide(
            sighting=Sighting.objects.get().id, decision=decision, reason="She is afraid", by=ASHA, at=later(hours=1)
        )


def answered(hour):
    """Decided, and nobody has written the answer yet."""
    silent(hour, SightingState.ANSWERED)


def through_the_committee(hour):
    silent(hour, SightingState.COMMITTEE)


def refused(hour):
    """She says no before anybody was looked for."""
    if hour == 0:
        changes_her_mind(SomeCase(resident(SOUGHT_PHONE), ASHA))


def refused_later(hour):
    a_match(hour)
    if hour == 1:
        changes_her_mind(SomeCase(Case.objects.get(pk=Sighting.objects.get().case), ASHA))


def arrives(hour):
    """A new resident between two batches."""
    if hour == 1:
        resident(SOUGHT_PHONE)


def a_full_house(hour):
    """More than one batch holds."""
    if hour == 0:
        for number in range(70):
            resident(f"+9198450{number:05d}")
        resident(SOUGHT_PHONE)


CASES = [
    nobody,
    no_match,
    a_match,
    silent,
    answered,
    through_the_committee,
    refused,
    refused_later,
    arrives,
    a_full_house,
]
FINDS = {a_match, silent, answered, through_the_committee, refused_later, arrives, a_full_house}


def day(partner, happens, *, sets=(SOUGHT,)):
    """Three cycles with all that the node does of its own accord in between."""
    partner.publishes(*sets, name=SetName.SOUGHT)
    for hour in HOURS:
        at = later(hours=hour)
        happens(hour)
        publish_due(at)
        look_due(at)
        partner.answers(at)
        partner.publishes(*sets, name=SetName.SOUGHT, at=at)
        compare_due(at)
        tidy(at)


def told(happens):
    """The seeker's view of one case, and the elements that it got; nothing of it stays."""
    with undone():
        partner = MatchingPartner()
        day(partner, happens)
        assert happens not in CASES or Sighting.objects.exists() == (happens in FINDS)
        return seen_by(partner), elements_for(partner)


@pytest.mark.parametrize("happens", CASES, ids=lambda one: one.__name__)
def test_the_seeker_sees_the_same_messages_in_every_case(happens):
    view, elements = told(happens)
    assert view == told(nobody)[0]
    assert len(elements) == len(HOURS) * BATCH


def test_a_message_more_after_a_match_would_be_seen(monkeypatch):
    """The control: a node that asks at once when somebody new comes."""
    monkeypatch.setattr("sajha.matching.tasks.CYCLE", later(minutes=1) - NOON)

    def hasty(hour):
        arrives(hour)
        if hour == 1:
            look_due(later(hours=1) - (later(minutes=30) - NOON))

    assert told(hasty)[0] != told(nobody)[0]


SAMPLES = 1_536


def elements_of(house):
    """The elements of a day, under other keys in each cycle: whoever lives here is evaluated anew each time."""
    with undone():
        partner = MatchingPartner()
        house()
        for hour in range(SAMPLES // BATCH):
            partner.publishes(SOUGHT, name=SetName.SOUGHT, epoch=str(hour), at=later(hours=hour))
            look_due(later(hours=hour))
            partner.answers(later(hours=hour))
        assert sum(len(row.tokens) for row in Carried.objects.all()) == (0 if house is empty else BATCH * TOKEN)
        return random.Random(7).sample(elements_for(partner), SAMPLES)


def empty():
    """Nobody lives here."""


def full():
    """As many numbers as fill every batch: each element means something."""
    a_case(role="victim", phones=", ".join(f"98450 {number:05d}" for number in range(BATCH)))


def test_the_elements_of_a_full_house_are_like_those_of_an_empty_one():
    assert accuracy(elements_of(full), elements_of(empty)) < bound(SAMPLES)


def test_elements_that_tell_would_be_found(monkeypatch):
    """The control: values blinded so that one bit is a little off."""
    honest = batches.blind

    def leaks(value):
        scalar, element = honest(value)
        while element[9] & 1 and random.Random(element).random() < 0.6:
            scalar, element = honest(value)
        return scalar, element

    monkeypatch.setattr(batches, "blind", leaks)
    assert accuracy(elements_of(full), elements_of(empty)) > bound(SAMPLES)


# the effort before a receipt: the statements with which an answer is taken in


def statements(does):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        does()
    return [re.sub(r"[0-9]+", "", " ".join(one["sql"].split()[:4])) for one in captured]


def effort_of_a_batch(happens):
    with undone():
        partner = MatchingPartner()
        partner.publishes(SOUGHT, name=SetName.SOUGHT)
        happens(0)
        look_due(NOON)
        (body,) = partner.gets(Ask)
        answer = Evaluated(body.id, tuple(evaluate(partner.key(SetName.SOUGHT), body.elements)))
        return statements(lambda: partner.tells("match.evaluated", answer))


@pytest.mark.parametrize("happens", [no_match, a_match, refused, a_full_house], ids=lambda one: one.__name__)
def test_a_batchs_answer_is_taken_in_with_the_same_effort(happens):
    assert effort_of_a_batch(happens) == effort_of_a_batch(nobody)


def effort_of_an_answer(*held, asked=CANARY):
    with undone():
        partner = MatchingPartner()
        partner.publishes(*held)
        ask(a_case(phones=asked))
        (body,) = partner.gets(Ask)
        answer = Evaluated(body.id, tuple(evaluate(partner.key(), body.elements)))
        took = statements(lambda: partner.tells("match.evaluated", answer))
        look_up_due(NOON)
        return took, Hit.objects.count()


def test_an_answer_is_taken_in_with_the_same_effort_whether_or_not_it_agrees():
    hit, miss = effort_of_an_answer(SOUGHT), effort_of_an_answer(b"phone:+911111111111")
    assert (hit[1], miss[1]) == (1, 0) and hit[0] == miss[0]


# asker learns: what the holder sees

TWENTY = ", ".join(f"9{number:04d} {number * 37 % 100_000:05d}" for number in range(4_411, 9_000, 230))


def seen_by_the_holder(phones, *held):
    with undone():
        partner = MatchingPartner()
        partner.publishes(*held)
        row = ask(a_case(phones=phones))
        if row.state == SearchState.HELD:
            agree(search=row.id, reason="From a seized phone", by=BALU, at=NOON)
        partner.answers()
        for hour in HOURS:
            compare_due(later(hours=hour))
            publish_due(later(hours=hour))
            tidy(later(hours=hour))
        asked = [one for one in seen_by(partner) if one[0] not in ("match.table",)]
        return asked, Hit.objects.count()


def test_the_holder_sees_the_same_for_a_hit_and_a_miss():
    hit, miss = seen_by_the_holder(CANARY, SOUGHT), seen_by_the_holder(CANARY, b"phone:+911111111111")
    assert (hit[1], miss[1]) == (1, 0)
    assert hit[0] == miss[0]


def test_the_holder_sees_the_same_for_one_value_and_for_twenty():
    """Up to the size of the question; the watch would hold more at once."""
    one, many = seen_by_the_holder(CANARY), seen_by_the_holder(TWENTY)
    assert [row[0] for row in one[0]].count("match.asked") == 1
    assert one[0] == many[0]


def test_a_question_beyond_the_size_is_seen():
    """The control: above 32 values a question is of the next size."""
    more = ", ".join(f"9{number:04d} {number * 37 % 100_000:05d}" for number in range(4_411, 9_000, 100))
    one, many = seen_by_the_holder(CANARY)[0], seen_by_the_holder(more)[0]
    assert len(one) == len(many) and one != many


# the record and the log hold no value


def test_neither_the_record_nor_the_log_holds_a_value(caplog):
    caplog.set_level(logging.DEBUG)
    partner = MatchingPartner()
    partner.publishes(SOUGHT)
    ask(a_case(phones=CANARY, first_name="Kanariyamma"))
    partner.answers()
    day(partner, a_match)
    assert Hit.objects.exists() and Sighting.objects.exists()
    canaries = ("98765", "43210", "9876543210", "Kanari", "Ramalingam", "Lakshmi")
    for row in AuditEntry.objects.all():
        text = f"{row.subject} {row.about} {row.detail} {row.actor_label}"
        assert not [one for one in canaries if one in text], row.action
    assert not [one for one in canaries if one in caplog.text]


def test_no_table_of_matching_holds_a_value_in_clear():
    from django.apps import apps

    partner = MatchingPartner()
    partner.publishes(SOUGHT)
    ask(a_case(phones=CANARY, first_name="Kanariyamma"))
    partner.answers()
    day(partner, a_match)
    waiting = ask(a_case(phones=CANARY, first_name="Kanariyamma"))
    assert waiting.asked.get().state == "waiting"
    canaries = [one.encode() for one in ("98765", "43210", "Kanari", "Ramalingam", "Lakshmi", "anari")]
    for model in apps.get_app_config("matching").get_models():
        for row in model._default_manager.values():
            for name, value in row.items():
                held = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert not [one for one in canaries if one in held], (model.__name__, name)
