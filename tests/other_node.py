"""The other organisation's node, as the wire knows it: it counts its own moves and speaks strict bodies. No database."""

import hashlib
from datetime import timedelta

from sajha.basics.ids import new_id
from sajha.disclosure import intake
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of
from sajha.disclosure.values import Arrived, Marks, Package, PackageField, Sensitivity
from sajha.disclosure.wire import BODIES, Cleared, Moved, Opening, WireAttachment, WireMove, decode, encode
from sajha.liaison.values import Kind, MoveKind, Urgency
from sajha.network.models import Peer
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
        self, *, kind=Kind.TRACE_PERSON, urgency=Urgency.URGENT, at=NOON, words="Please look for her.", thread=None
    ):
        """Open a thread with us."""
        self.thread, self.sequence, self.lamport = thread or new_id("thread"), 0, 0
        package = Package(new_id("package"), at, PACKAGE.marks, "", PACKAGE.fields)
        body = Opening(self.thread, kind, urgency, "IN-36", self.move("send", words=words, at=at), package)
        self.says("request.opened", body, at=at)
        return self.thread


def document(content=b"Report\n", media_type="text/plain", **more):
    """An attachment that is what it says."""
    told = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), **more}
    return WireAttachment(new_id("attachment"), "report.txt", media_type, content=content, **told)


def later(**span):
    return NOON + timedelta(**span)


__all__ = ["PACKAGE", "Cleared", "OtherNode", "document", "later"]
