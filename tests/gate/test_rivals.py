"""Bugs that other sharing platforms had, each by its name: none of them may come back here."""

import msgspec
import pytest

from sajha.basics.actor import SYSTEM
from sajha.basics.decision import Refused
from sajha.countersign.actions import make_checkpoint
from sajha.directory.actions import keep_member
from sajha.directory.queries import who_to_ask
from sajha.disclosure.actions import depart, make_move
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of, deliveries
from sajha.disclosure.tasks import climb_overdue, recall_due
from sajha.exchange import outbox
from sajha.exchange.actions import ask_again, greet, resume, revoke, rotate_keys, suspend
from sajha.exchange.membership import hear
from sajha.exchange.tasks import deliver_due
from sajha.exchange.values import Revocation
from sajha.liaison.actions import change_draft, start_draft
from sajha.liaison.models import Thread
from sajha.liaison.queries import members, overdue_here, thread
from sajha.liaison.values import MoveKind
from sajha.network.models import Peer
from sajha.network.queries import active_node_ids, barred, own_node_id
from sajha.terms.places import parse_place
from sajha.vault.identity import identity
from tests.areas.test_requests import draft_for, send
from tests.cast import ASHA, BALU, GITA, HARI, NOON
from tests.exchange.peers import RemoteNode, message_from, paired
from tests.other_node import later
from tests.some_cases import open_case

pytestmark = pytest.mark.django_db


class Reached(RemoteNode):
    """A member whose node takes what is sent to it."""

    def __init__(self, name, kind="ahtu", places=("IN-33",)):
        super().__init__()
        self.id, self.name = self.identity.node_id, name
        self.url = f"https://{self.id.replace('_', '-')}.example"
        paired(self.identity, by=GITA, organisation=name, kind=kind, places=list(places), url=self.url)
        keep_member(node_id=self.id, name=name, kind=kind, places=places, by=SYSTEM, at=NOON)

    def hears(self):
        """As the tests of requests ask it."""

    @property
    def kinds(self):
        return [message.kind for message in self.taken]


@pytest.fixture
def reach(monkeypatch):
    """Makes members that can be reached by their addresses."""
    found = {}

    def make(name, **more):
        node = Reached(name, **more)
        found[node.url] = node
        return node

    monkeypatch.setattr(outbox, "post", lambda url, frame: found[url].post(url, frame))
    return make


def close(verb, node, reason="taken over", at=NOON):
    verb(node_id=node.id, reason=reason, by=GITA, at=at)


# Removed member still receiving


@pytest.mark.parametrize("verb", [suspend, revoke])
def test_removed_member_still_receiving(reach, verb):
    gone, other = reach("AHTU Chennai"), reach("AHTU Guntur")
    before = send(gone, open_case(ASHA))
    draft = draft_for(gone, open_case(ASHA))
    close(verb, gone)
    with pytest.raises(Refused):
        send_of(draft)
    make_move(thread=before, kind=MoveKind.NOTE, words="Any news?", by=ASHA, at=NOON)
    greet(node_id=gone.id, by=GITA, at=NOON)
    rotate_keys(by=GITA, at=NOON)
    make_checkpoint(by=HARI, at=NOON)
    ask_again(since=NOON, by=GITA, at=NOON)
    climb_overdue(later(days=30))
    for hours in range(3):
        deliver_due(later(hours=hours))
    assert gone.taken == []
    assert "network.checkpoint" in other.kinds
    assert gone.id not in {node for node, _ in members()} | active_node_ids()


def send_of(draft):
    from sajha.disclosure.actions import send_request
    from sajha.disclosure.actions.requests import mark_of
    from sajha.disclosure.queries import preview

    send_request(thread=draft, shown=mark_of(preview(ASHA, draft)), by=ASHA, at=NOON)


def test_what_waits_for_a_removed_member_is_given_up_at_once_and_the_request_says_so(reach):
    gone = reach("AHTU Chennai")
    id = send(gone, open_case(ASHA))
    close(revoke, gone)
    assert [(one.status, one.because) for one in deliveries(id)] == [("refused", "recipient.revoked")]
    deliver_due(NOON)
    assert gone.attempts == 0


def test_what_waits_for_a_suspended_member_goes_when_it_is_opened_again(reach):
    gone = reach("AHTU Chennai")
    send(gone, open_case(ASHA))
    close(suspend, gone)
    deliver_due(NOON)
    assert gone.attempts == 0
    close(resume, gone, "checked by telephone")
    deliver_due(NOON)
    assert sorted(gone.kinds) == ["network.descriptor", "request.opened"]


def test_a_removed_member_does_not_learn_the_key_that_others_seal_to_from_then_on(reach):
    gone, other = reach("AHTU Chennai"), reach("AHTU Guntur")
    known_to_it, signing = identity().sealing_public, identity().signing_public
    close(suspend, gone)
    deliver_due(NOON)
    assert identity().sealing_public != known_to_it
    assert identity().signing_public == signing
    assert (gone.kinds, other.kinds) == ([], ["network.descriptor"])
    assert msgspec.json.decode(other.bodies[0])["sealing_key"] != known_to_it


@pytest.mark.parametrize("kind", ["recall.asked", "recall.answered"])
@pytest.mark.parametrize("verb", [suspend, revoke])
def test_what_calls_back_still_reaches_a_removed_member_before_all_that_waits(reach, verb, kind):
    gone = reach("AHTU Chennai")
    send(gone, open_case(ASHA))
    close(verb, gone)
    deliver_due(NOON)  # the line is in its pause now
    depart(recipient=gone.id, thread="thread_recall", kind=kind, body=b"{}", by=SYSTEM, at=NOON)
    deliver_due(NOON)
    assert gone.kinds == [kind]


@pytest.mark.parametrize("verb", [suspend, revoke])
def test_removed_member_is_asked_for_what_it_holds(reach, verb):
    gone = reach("AHTU Chennai")
    send(gone, open_case(ASHA))
    deliver_due(NOON)
    close(verb, gone)
    assert recall_due(NOON) > 0
    deliver_due(later(minutes=5))
    assert gone.kinds == ["request.opened", "recall.asked"]
    climbed = Thread.objects.get(kind="recall")
    assert climb_overdue(later(days=30)) == 1  # nobody may leave it unanswered in silence
    assert [row.id for row in overdue_here(BALU, later(days=30))] == [climbed.id]


def test_removed_member_is_offered_to_nobody(reach):
    gone, place = reach("AHTU Chennai"), parse_place("IN-33")
    kinds = ("ahtu",)
    assert [one.listing.node for one in who_to_ask(ASHA, place, kinds=kinds, reachable=active_node_ids())] == [gone.id]
    close(suspend, gone)
    offered = who_to_ask(ASHA, place, kinds=kinds, reachable=active_node_ids())
    assert not [one for one in offered if one.can_be_asked]
    row = start_draft(case=open_case(ASHA).id, kind="trace_person", urgency="urgent", place="IN-33", by=ASHA, at=NOON)
    with pytest.raises(Refused):
        change_draft(
            thread=row.id, urgency="urgent", place="IN-33", recipient=gone.id, question="?", parties=(), fields=(),
            ground="", ground_reason="", by=ASHA, at=NOON,
        )  # fmt: skip


def test_a_request_to_a_removed_member_rests_until_a_person_ends_it(reach):
    gone = reach("AHTU Chennai")
    reach("Telangana nodal office", kind="state_nodal_office", places=("IN-36",))
    id = send(gone, open_case(ASHA))
    close(suspend, gone)
    assert climb_overdue(later(days=10)) == 0
    assert overdue_here(BALU, later(days=10)) == []
    assert thread(ASHA, id).turn
    make_move(thread=id, kind=MoveKind.CANCEL, code="no_longer_needed", by=ASHA, at=NOON)
    assert not thread(ASHA, id).turn
    close(resume, gone)
    assert climb_overdue(later(days=10)) == 0  # ended
    second = send(gone, open_case(ASHA))
    assert [row.id for row in overdue_here(BALU, later(days=10))] == [second]


def test_removed_member_receives_nothing_through_a_third_node(reach):
    source, removed, other = reach("NGO Guntur"), reach("AHTU Chennai"), reach("AHTU Vellore")
    assert not barred(by_source=source.id, recipient=removed.id)
    body = msgspec.json.encode(Revocation(removed.id, "peer.by_hand"))
    hear(message_from(source.identity, own_node_id(), kind="network.revoked", body=body), by=SYSTEM, at=NOON)
    assert barred(by_source=source.id, recipient=removed.id)
    assert removed.id in active_node_ids()  # whether it stays our own member is for our administrator
    assert not barred(by_source=other.id, recipient=removed.id)
    assert not barred(by_source=source.id, recipient=other.id)
    close(revoke, other)
    assert barred(by_source=source.id, recipient=other.id)


def test_a_coordinators_word_shuts_a_member_out_with_all_that_follows(reach):
    coordinator, gone = reach("Coordinator", kind="national_coordinator", places=("IN",)), reach("AHTU Chennai")
    key = identity().sealing_public
    body = msgspec.json.encode(Revocation(gone.id, "peer.by_hand"))
    hear(message_from(coordinator.identity, own_node_id(), kind="network.revoked", body=body), by=SYSTEM, at=NOON)
    deliver_due(NOON)
    assert identity().sealing_public != key
    assert (gone.kinds, coordinator.kinds) == ([], ["network.descriptor"])


# Members who see the member list


def test_members_who_see_the_member_list(reach):
    asked, second = reach("AHTU Chennai"), reach("AHTU Guntur")
    office = reach("Telangana nodal office", kind="state_nodal_office", places=("IN-36",))
    gone = reach("NGO Removed")
    send(asked, open_case(ASHA))
    send(second, open_case(ASHA))
    climb_overdue(later(hours=12))
    climb_overdue(later(hours=24))
    rotate_keys(by=GITA, at=NOON)
    make_checkpoint(by=HARI, at=NOON)
    ask_again(since=NOON, by=GITA, at=NOON)
    close(revoke, gone)
    everybody = (asked, second, office, gone)
    told = set()
    for row in Departure.objects.all():
        body = body_of(row)
        for one in everybody:
            if row.recipient != one.id and one.id.encode() in body:
                told.add((row.kind, "id", one.name))
            if row.recipient != one.id and (one.name.encode() in body or one.url.encode() in body):
                told.add((row.kind, "name", one.name))
    assert told == {
        # who was asked and which office was told: those two learn of each other, as the request's own timeline says
        ("oversight.overdue", "name", "AHTU Chennai"),
        ("oversight.overdue", "name", "AHTU Guntur"),
        ("request.moved", "name", "Telangana nodal office"),
        # the bare id of a removed node, which says nothing to one that does not know it
        ("network.revoked", "id", "NGO Removed"),
    }


def test_a_suspension_is_told_to_nobody(reach):
    gone, other = reach("AHTU Chennai"), reach("AHTU Guntur")
    close(suspend, gone)
    bodies = [body_of(row) for row in Departure.objects.filter(recipient=other.id)]
    assert bodies
    assert not [body for body in bodies if gone.id.encode() in body]


# Empty sharing group


def test_empty_sharing_group_is_nobody_and_not_everybody(reach):
    reach("AHTU Chennai")
    before = Departure.objects.count()
    with pytest.raises(Refused):
        depart(recipient="", thread="", kind="request.moved", body=b"{}", by=ASHA, at=NOON)
    row = start_draft(case=open_case(ASHA).id, kind="trace_person", urgency="urgent", place="IN-33", by=ASHA, at=NOON)
    with pytest.raises(Refused):
        send_of(row.id)
    assert Departure.objects.count() == before
    Peer.objects.update(status="suspended")
    make_checkpoint(by=HARI, at=NOON)
    ask_again(since=NOON, by=GITA, at=NOON)
    assert Departure.objects.count() == before


# Created open and restricted a moment later


def test_created_open_and_restricted_a_moment_later(reach):
    """Nothing opens in two steps: what is there before the way is confirmed, and after it is closed, never left."""
    gone = reach("AHTU Chennai")
    Peer.objects.filter(node_id=gone.id).update(status="pending")
    with pytest.raises(Refused):
        send(gone, open_case(ASHA))
    Peer.objects.filter(node_id=gone.id).update(status="active")
    send(gone, open_case(ASHA))  # written, and under way in a moment
    close(suspend, gone)  # before the moment
    for hours in range(5):
        deliver_due(later(hours=hours))
    assert gone.attempts == 0
    close(revoke, gone)
    assert not Departure.objects.filter(recipient=gone.id, status="").exists()
    deliver_due(later(days=2))
    assert gone.attempts == 0
    assert Thread.objects.exclude(state="draft").count() == 1
