"""A partner's node as the wire of matching knows it: keys, a set and answers of its own, made with the blinded exchange alone."""

from sajha.basics.actor import Actor
from sajha.basics.ids import new_id
from sajha.disclosure.models import Departure
from sajha.disclosure.queries import body_of
from sajha.disclosure.values import Arrived
from sajha.matching import intake
from sajha.matching.blind.oprf import blind, evaluate, finish, key_for, new_secret, padding, tokens_of
from sajha.matching.blind.tables import Table
from sajha.matching.tasks import look_up_due
from sajha.matching.values import Ground, Purpose, SetName
from sajha.matching.wire import BODIES, Ask, Evaluated, Offered, TablePart, decode, encode
from sajha.network.queries import own_node_id
from tests.cast import NOON
from tests.other_node import OtherNode


class MatchingPartner(OtherNode):
    """``heard`` remembers how far it has read what left for it."""

    def __init__(self, key="1", **more):
        super().__init__(key, **more)
        self.secret, self.read, self.version = new_secret(), set(), 0
        self.actor = Actor(id=self.id, kind="node", label=self.name)

    def gets(self, body=None):
        """The matching messages that left for it since it last looked, of one kind."""
        found = []
        for departure in Departure.objects.filter(recipient=self.id, kind__startswith="match.").order_by(
            "released_at", "sequence"
        ):
            if departure.pk not in self.read:
                told = decode(body_of(departure), BODIES[departure.kind])
                if body is None or isinstance(told, body):
                    self.read.add(departure.pk)
                    found.append(told)
        return found

    def tells(self, kind, body, at=NOON):
        """Deliver a message of matching to us."""
        self.lane += 1
        message = Arrived(new_id("msg"), "match_asked", self.lane, kind, at, None, encode(body))
        intake.accept(message, by=self.actor, at=at)

    def key(self, name=SetName.KNOWN):
        return key_for(self.secret, partner=own_node_id(), set=name)

    def publishes(self, *values, name=SetName.KNOWN, at=NOON, epoch="1", **more):
        """Send us its set of these values."""
        table = Table.build(tokens_of(self.key(name), values))
        self.version += 1
        content = b"" if more.get("held_by") else table.to_bytes()
        part = TablePart(name, epoch, self.version, 1, 1, len(table), table.digest, b"", content, **more)
        self.tells("match.table", part, at)
        return table

    def answers(self, at=NOON):
        """Answer every question of ours that it has not answered yet."""
        asked = self.gets(Ask)
        for body in asked:
            elements = tuple(evaluate(self.key(body.set), body.elements))
            self.tells("match.evaluated", Evaluated(body.id, elements), at)
        look_up_due(at)
        return asked

    def questions(self, *values, name=SetName.KNOWN, epoch, size=32, at=NOON, kind="asked", **more):
        """Ask us about values; gives what is needed to read the answer."""
        pairs = [(value, *blind(value)) for value in values]
        elements = (*(element for _, _, element in pairs), *padding(size - len(pairs)))
        why = (
            {"purpose": Purpose.INVESTIGATION, "ground": Ground.FIR, "person": "Kumar"} if name is SetName.KNOWN else {}
        )
        body = Ask(new_id(kind), name, epoch, elements, **{**why, **more})
        self.tells("match.asked", body, at)
        return pairs

    def reads(self, pairs, answer):
        """The tokens of the values that it had asked."""
        return [
            finish(value, scalar, element) for (value, scalar, _), element in zip(pairs, answer.elements, strict=False)
        ]

    def offers(self, *publishes, at=NOON):
        self.tells("match.offered", Offered(tuple(publishes), (), "Duty officer, 044 2345", 100), at)
