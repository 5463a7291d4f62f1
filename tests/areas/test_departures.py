"""A message leaves as a departure or not at all, in order, sealed, and is receipted once."""

import pytest
from django.db import transaction

from sajha.audit.queries import verify_chains
from sajha.basics.decision import Refused
from sajha.disclosure import intake
from sajha.disclosure.actions import depart
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of, deliveries
from sajha.disclosure.values import Arrived
from tests.cast import ASHA, NOON

pytestmark = pytest.mark.django_db


def _depart(recipient="node_b", thread="thread_1", body=b"words", **more):
    return depart(recipient=recipient, thread=thread, kind="request.move", body=body, by=ASHA, at=NOON, **more)


def test_each_lane_counts_from_one_without_gaps():
    assert [_depart().sequence, _depart().sequence, _depart(thread="").sequence, _depart("node_c").sequence] == [
        1,
        2,
        1,
        1,
    ]


def test_the_body_is_sealed_and_comes_back():
    departure = Departure.objects.get(id=_depart(body=b"Canary Name").id)
    assert b"Canary" not in bytes(departure.body)
    assert body_of(departure) == b"Canary Name"


@pytest.mark.parametrize(
    ("recipient", "body", "because"), [("", b"x", "audience.empty"), ("n", b"x" * 7_000_000, "message.too_large")]
)
def test_an_empty_audience_is_an_error_and_a_giant_stays(recipient, body, because):
    with pytest.raises(Refused) as refused:
        _depart(recipient, body=body)
    assert refused.value.decision.because == because
    assert not Departure.objects.exists()


def test_nothing_leaves_when_it_cannot_be_recorded(monkeypatch):
    def broken(**_):
        raise OSError

    monkeypatch.setattr("sajha.disclosure.actions.departures.record", broken)
    with pytest.raises(OSError), transaction.atomic():
        _depart()
    assert not Departure.objects.exists()
    monkeypatch.undo()
    assert _depart().sequence == 1
    assert all(report.whole for report in verify_chains())


def test_a_receipt_counts_once():
    departure = _depart()
    intake.receipted(departure_id=departure.id, status="accepted", because="", at=NOON)
    intake.receipted(departure_id=departure.id, status="refused", because="late", at=NOON)
    (delivery,) = deliveries("thread_1")
    assert (delivery.status, delivery.because, delivery.receipted_at) == ("accepted", "", NOON)


def test_an_unknown_kind_is_refused():
    message = Arrived("msg_1", "thread_1", 1, "request.dance", NOON, None, b"{}")
    with pytest.raises(Refused) as refused:
        intake.accept("node_b", message, NOON)
    assert refused.value.decision.because == "message.kind_unknown"
