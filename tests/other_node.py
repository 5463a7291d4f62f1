"""The other organisation's node, as the wire knows it: it counts its own moves and speaks strict bodies. No database."""

import hashlib
from datetime import timedelta

import msgspec

from sajha.basics.ids import new_id
from sajha.disclosure import intake
from sajha.disclosure.actions.signing import CONTEXT
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of
from sajha.disclosure.values import Answer, Arrived, Item, Marks, Package, PackageField, Sensitivity, Signed
from sajha.disclosure.wire import (
    BODIES,
    Cleared,
    Moved,
    Opening,
    RecallAnswered,
    Recalled,
    WireAttachment,
    WireMove,
    decode,
    encode,
)
from sajha.liaison.values import Kind, MoveKind, Urgency
from sajha.network.models import Peer
from sajha.vault.identity import new_identity
from tests.cast import NOON

PACKAGE = Package(
    id="package_" + "1" * 32,
    made_at=NOON,
    marks=Marks(tlp="AMBER"),
    ground="",
    fields=(PackageField("p1", "party.pseudonym", Sensitivity.S2, "Lotus"),),
)


class OtherNode:
    """A paired node of another organisation. ``thread`` is the one that it is working on."""

    def __init__(self, key="1", kind="ahtu", name="AHTU Chennai", places=("IN-33",)):
        self.id, self.name, self.thread = "node_" + key * 32, name, ""
        self.sequence = self.lamport = self.lane = 0
        Peer.objects.create(
            node_id=self.id,
            organisation=name,
            kind=kind,
            url="http://127.0.0.1:9",
            places=list(places),
            protocol=1,
            signing_key=b"k",
            sealing_key=b"k",
            described_at=NOON,
            status="active",
            added_at=NOON,
            changed_at=NOON,
        )

    def hears(self):
        """The bodies that left for it, in order, decoded strictly; its counter follows."""
        heard = []
        for departure in Departure.objects.filter(recipient=self.id).order_by("sequence"):
            body = decode(body_of(departure), BODIES[departure.kind])
            if isinstance(body, Opening | Moved):
                self.thread, self.lamport = body.thread, max(self.lamport, body.move.lamport)
            heard.append(body)
        return heard

    def message(self, kind, body, thread=None, message_id=None):
        self.lane += 1
        return Arrived(message_id or new_id("msg"), thread or self.thread, self.lane, kind, NOON, None, encode(body))

    def says(self, kind, body, at=NOON, thread=None):
        """Deliver a message to us."""
        message = self.message(kind, body, thread)
        intake.accept(self.id, message, at)
        return message

    def move(self, kind, *, code="", words="", at=NOON, lamport=None, sequence=None):
        self.sequence = sequence or self.sequence + 1
        self.lamport = lamport or self.lamport + 1
        return WireMove(
            new_id("move"), self.sequence, self.lamport, MoveKind(kind), at, "Kumar", "investigator", code, "", words
        )

    def moves(self, kind, *, at=NOON, attached=None, thread=None, **more):
        """Make a move and deliver it."""
        self.hears()
        body = Moved(thread or self.thread, self.move(kind, at=at, **more), attached)
        return self.says("request.moved", body, at=at, thread=thread or self.thread)

    def asks(
        self,
        *,
        kind=Kind.TRACE_PERSON,
        urgency=Urgency.URGENT,
        at=NOON,
        words="Please look for her.",
        thread=None,
        package=None,
        marks=PACKAGE.marks,
        fields=PACKAGE.fields,
        ground="",
    ):
        """Open a thread with us."""
        self.thread, self.sequence, self.lamport = thread or new_id("thread"), 0, 0
        package = Package(package or new_id("package"), at, marks, ground, fields)
        body = Opening(self.thread, kind, urgency, "IN-36", self.move("send", words=words, at=at), package)
        self.says("request.opened", body, at=at)
        return self.thread


class SigningNode(OtherNode):
    """A node with keys of its own, for words that are checked."""

    def __init__(self, name="AHTU Chennai", **more):
        self.identity = new_identity(NOON)
        super().__init__(name=name, **more)
        Peer.objects.filter(node_id=self.id).update(node_id=self.identity.node_id)
        self.id = self.identity.node_id

    def word(self, recall, *, items, below=(), waiting=(), at=NOON):
        """Its signed word on a recall of ours; ``items`` are (subject, became) or (subject, became, ground, reference, until)."""
        told = tuple(Item(*item) for item in items)
        word = Answer(recall.thread, recall.package, self.id, self.name, told, at, tuple(below), tuple(waiting))
        content, own = msgspec.json.encode(word), self.identity
        return Signed(content, own.first, own.steps, own.signing_public, own.sign(CONTEXT, content))

    def answers(self, recall, *, items, moves=("acknowledge", "accept", "start", "complete"), code="destroyed", **more):
        """Answer a recall of ours as its node would."""
        self.hears()
        self.thread, self.sequence, self.lamport = recall.thread, 0, recall.move.lamport
        steps = tuple(self.move(kind, code=code if kind == "complete" else "") for kind in moves)
        body = RecallAnswered(recall.thread, steps, self.word(recall, items=items, **more))
        return self.says("recall.answered", body, thread=recall.thread)

    def calls_back(self, package, subjects, *, because="consent.withdrawn", thread=None, at=NOON):
        """Call back what it had sent us."""
        thread = thread or new_id("thread")
        self.sequence = self.lamport = 0
        body = Recalled(thread, Urgency.URGENT, "IN-33", self.move("send", at=at), package, tuple(subjects), because)
        self.says("recall.asked", body, at=at, thread=thread)
        return thread


def document(content=b"Report\n", media_type="text/plain", **more):
    """An attachment that is what it says."""
    told = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), **more}
    return WireAttachment(new_id("attachment"), "report.txt", media_type, content=content, **told)


def later(**span):
    return NOON + timedelta(**span)


__all__ = ["PACKAGE", "Cleared", "OtherNode", "document", "later"]
