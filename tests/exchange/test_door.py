"""From outside every answer of the door looks the same."""

from io import BytesIO

import pytest
from django.test import RequestFactory
from django.urls import reverse

from sajha.exchange.door import door
from sajha.exchange.envelope import seal_message
from sajha.exchange.models import Arrival, Refusal
from sajha.exchange.pace import COST_OF_FAILURE, MOST, PACE, PER_SECOND, Pace
from sajha.exchange.values import HEADER, LARGEST_FRAME, REPLY_LENGTH
from sajha.network.queries import own_node_id
from sajha.vault.identity import identity, new_identity
from tests.cast import GITA, NOON
from tests.exchange.peers import message_from, paired

pytestmark = pytest.mark.django_db
REMOTE, STRANGER = new_identity(NOON), new_identity(NOON)
TYPE = "application/octet-stream"


@pytest.fixture(autouse=True)
def _fresh_pace(monkeypatch):
    PACE.clear()
    monkeypatch.setattr("sajha.exchange.door.now", lambda: NOON)


def frame(own=REMOTE, **more):
    return seal_message(message_from(own, own_node_id(), **more), own=own, sealing_key=identity().sealing_public)


def seen(response):
    """What the network sees of an answer."""
    return response.status_code, len(response.content), dict(response.headers)


def test_member_stranger_and_noise_get_answers_that_look_alike(client):
    paired(REMOTE, by=GITA)
    bodies = [
        frame(kind="network.dance"),
        frame(kind="network.dance", protocol=9),
        frame(own=STRANGER),
        frame()[:-1],
        b"",
        b"noise",
        b"\0" * 5000,
    ]
    answers = [client.post("/exchange/v1/", body, content_type=TYPE) for body in bodies]
    first = seen(answers[0])
    assert first[:2] == (200, REPLY_LENGTH)
    assert all(seen(answer) == first for answer in answers)
    assert len({answer.content for answer in answers}) == len(answers)
    assert "sajha" not in str(first[2]).lower()
    assert Arrival.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "options"])
def test_other_methods_are_not_allowed_and_look_the_same(client, method):
    answer = getattr(client, method)(reverse("door"))
    assert (answer.status_code, len(answer.content)) == (405, REPLY_LENGTH)


def knock(stream, length):
    """The door with a body of the test's own, of which it is stated how long it is."""
    request = RequestFactory().post("/exchange/v1/", b"", content_type=TYPE)
    request.META["CONTENT_LENGTH"], request._stream = str(length), stream
    return door(request)


class Endless:
    """A body that never ends and says how much of it was read."""

    def __init__(self):
        self.given = 0

    def read(self, size):
        self.given += size
        return b"x" * size


@pytest.mark.parametrize(
    ("length", "because"),
    [(LARGEST_FRAME + 1, "frame.too_large"), (10**10, "frame.too_large")]
    + [(length, "frame.malformed") for length in (10**30, -1, "many", "²")],
)
def test_what_is_too_large_or_of_no_length_is_refused_before_it_is_read(length, because):
    stream = Endless()
    answer = knock(stream, length)
    assert (answer.status_code, len(answer.content)) == (200, REPLY_LENGTH)
    assert stream.given <= HEADER.size
    assert Refusal.objects.get().because == because


def test_only_the_header_of_what_is_no_frame_is_read():
    stream = Endless()
    assert len(knock(stream, 1_000_000).content) == REPLY_LENGTH
    assert stream.given == HEADER.size


def test_a_body_shorter_than_stated_is_refused():
    body = frame()
    answer = knock(BytesIO(body[:500]), len(body))
    assert (answer.status_code, len(answer.content)) == (200, REPLY_LENGTH)
    assert Refusal.objects.get().because == "frame.malformed"


def test_a_sender_that_hangs_up_is_no_fault():
    class Cut:
        def read(self, size):
            raise OSError

    assert len(knock(Cut(), 5000).content) == REPLY_LENGTH


def test_a_fault_inside_looks_the_same(client, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("sajha.exchange.inbox.identity", broken)
    answer = client.post("/exchange/v1/", frame(), content_type=TYPE)
    assert (answer.status_code, len(answer.content)) == (200, REPLY_LENGTH)


def test_who_knocks_too_often_is_not_read_and_not_told(client):
    for _ in range(int(MOST / COST_OF_FAILURE) + 5):
        answer = client.post("/exchange/v1/", b"noise", content_type=TYPE)
        assert (answer.status_code, len(answer.content)) == (200, REPLY_LENGTH)
    counted = Refusal.objects.get().count
    client.post("/exchange/v1/", b"noise", content_type=TYPE)
    assert Refusal.objects.get().count == counted <= MOST / COST_OF_FAILURE + 1


def test_tokens_come_back_with_time_and_addresses_do_not_share():
    from datetime import timedelta

    pace = Pace()
    passed = sum(pace.may_pass("192.0.2.1", at=NOON) for _ in range(int(MOST) + 100))
    assert passed == MOST
    assert pace.may_pass("192.0.2.2", at=NOON)
    later = NOON + timedelta(seconds=1)
    assert sum(pace.may_pass("192.0.2.1", at=later) for _ in range(500)) == PER_SECOND
