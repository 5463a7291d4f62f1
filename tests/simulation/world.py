"""The world of a seed: nodes that know each other, people in cases, a network that loses and repeats, and what truly went where."""

import logging
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import OperationalError

from sajha.audit import queries as audit
from sajha.cases.actions import add_party, open_case
from sajha.cases.values import CaseFacts, PersonFacts, Role
from sajha.exchange import inbox, outbox
from sajha.exchange.client import NotReached
from sajha.network.actions import add_peer, confirm_peer
from sajha.network.queries import own_descriptor, own_fingerprint
from sajha.terms.vocabularies import coded
from tests.cast import ASHA, GITA
from tests.simulation.nodes import CLOCK, IDS, START, Node, new_nodes, virtual

SOURCES = (0, 1, 3)
"""The nodes that have a case of their own."""


@dataclass(frozen=True)
class Person:
    """A person of a case at a node: ``token`` stands in the name and in words about the person, and nowhere else."""

    home: int
    case: str
    party: str
    token: str
    adult: bool


@dataclass(frozen=True)
class Went:
    """What truly happened: this package went from one node to another, with these people and classes; ``parent`` if it was passed on."""

    package: str
    parent: str
    root: str
    home: int
    case: str
    origin_ground: str
    sender: int
    to: int
    kind: str
    thread: str
    people: dict[str, Person]
    classes: dict[str, frozenset[str]]
    fields: dict[str, frozenset[str]]


@dataclass
class Trouble:
    """How bad the network is; all between 0 and 1."""

    lost: float = 0.0
    receipt_lost: float = 0.0
    twice: float = 0.0
    crash: float = 0.0


@dataclass
class World:
    """Five nodes, as they are at one moment of one seed."""

    nodes: list[Node]
    people: list[Person]
    templates: list[sqlite3.Connection]
    chance: "random.Random" = field(default_factory=lambda: random.Random(0))
    trouble: Trouble = field(default_factory=Trouble)
    went: dict[str, Went] = field(default_factory=dict)
    tokens_in: dict[str, str] = field(default_factory=dict)
    frames: list[tuple[int, bytes]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    restores: int = 0

    def begin(self, seed: int) -> None:
        """Everything as on the first day, and chance by the seed alone."""
        CLOCK.at, IDS.last = START + timedelta(hours=1), 1 << 40
        random.seed(seed)
        self.chance = random.Random(seed)
        self.trouble = Trouble()
        self.went, self.tokens_in, self.frames, self.log, self.broken, self.restores = {}, {}, [], [], [], 0
        for node, template in zip(self.nodes, self.templates, strict=True):
            template.backup(node.connection)
            node.fresh()

    def by_id(self, id: str) -> Node:
        return next(node for node in self.nodes if node.id == id)

    def says(self, words: str) -> None:
        self.log.append(f"{CLOCK.at:%m-%d %H:%M:%S} {words}")

    # ---- the network

    def post(self, url: str, frame: bytes) -> bytes:
        """Stands in for ``exchange.client.post``: the frame reaches the other node's real door, or not, or twice."""
        node = next(node for node in self.nodes if node.url == url)
        if not node.up or self.chance.random() < self.trouble.lost:
            raise NotReached("address.no_answer")
        self.frames = [*self.frames[-20:], (node.number, frame)]
        reply = self.arrives(node, frame)
        if self.chance.random() < self.trouble.twice:
            reply = self.arrives(node, frame)
        if self.chance.random() < self.trouble.receipt_lost:
            raise NotReached("address.no_answer")
        return reply

    def arrives(self, node: Node, frame: bytes) -> bytes:
        """The other node takes a frame; by chance it crashes in the middle, and nothing of it happened."""
        crash = self.chance.random() < self.trouble.crash
        with node.here(), _crashing(inbox, "_keep", crash):
            return inbox.receive(frame, at=CLOCK.at).content

    def replay(self) -> None:
        """A frame that went over the network before comes again, late."""
        if self.frames:
            number, frame = self.chance.choice(self.frames)
            if self.nodes[number].up:
                self.arrives(self.nodes[number], frame)


class Listening(logging.Handler):
    """Hears what the doors log as failures that are none of ours; a seed with one fails."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.ERROR)
        self.world = world

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self.world.broken.append(f"{record.getMessage()}: {error!r}")


@contextmanager
def _crashing(module: object, name: str, crash: bool):
    real = getattr(module, name)

    def fails(*args, **more):
        real(*args, **more)
        raise OperationalError("the power went")

    if crash:
        setattr(module, name, fails)
    try:
        yield
    finally:
        setattr(module, name, real)


def new_world() -> World:
    """Nodes that are members of each other and have cases; made once, copied for every seed."""
    CLOCK.at, IDS.last = START - timedelta(hours=1), 0
    nodes = new_nodes()
    with virtual():
        told = {}
        for node in nodes:
            with node.here():
                told[node.number] = own_descriptor(), own_fingerprint()
        for node in nodes:
            with node.here():
                for other in nodes:
                    if other is not node:
                        descriptor, fingerprint = told[other.number]
                        add_peer(descriptor=descriptor, by=GITA, at=CLOCK.at)
                        confirm_peer(node_id=other.id, fingerprint=fingerprint, by=GITA, at=CLOCK.at)
        people = [person for number in SOURCES for person in _people(nodes[number])]
    templates = []
    for node in nodes:
        copy = sqlite3.connect(":memory:")
        node.connection.backup(copy)
        templates.append(copy)
    return World(nodes, people, templates)


def _people(node: Node) -> list[Person]:
    """A case with two survivors: one known to be an adult, one whose age nobody knows."""
    with node.here():
        tokens = [f"Canary{node.number}{letter}" for letter in "xy"]
        adult = PersonFacts(majority=coded("majority_status", "Adult"), gender=coded("gender", "Feminine"))
        case = open_case(
            facts=CaseFacts(notes=f"Shelter{node.number} is behind the mill"),
            role=Role.VICTIM, person=adult, identity={"first_name": tokens[0]}, by=ASHA, at=CLOCK.at,
        )  # fmt: skip
        first = case.parties.get().id
        add_party(
            case_id=case.id, role=Role.VICTIM, facts=PersonFacts(gender=coded("gender", "Feminine")),
            identity={"first_name": tokens[1]}, by=ASHA, at=CLOCK.at,
        )  # fmt: skip
        second = case.parties.exclude(pk=first).get().id
        return [
            Person(node.number, case.id, first, tokens[0], True),
            Person(node.number, case.id, second, tokens[1], False),
        ]


@contextmanager
def running(world: World):
    """The real code works on the virtual clock, over the simulated network; afterwards all is as before."""
    listening, real_post, real_ring = Listening(world), outbox.post, _rings()
    inbox.log.addHandler(listening)
    propagate, inbox.log.propagate = inbox.log.propagate, False
    outbox.post = world.post
    for module in real_ring:
        module.ring = lambda home: None
    try:
        with virtual():
            yield
    finally:
        outbox.post = real_post
        for module, ring in real_ring.items():
            module.ring = ring
        inbox.log.removeHandler(listening)
        inbox.log.propagate = propagate


def _rings() -> dict:
    from sajha.disclosure.actions import departures

    return {departures: departures.ring}


def remove(world: World) -> None:
    """Leave nothing behind."""
    shutil.rmtree(world.nodes[0].home.parent, ignore_errors=True)


def chains_whole() -> bool:
    return all(report.whole for report in audit.verify_chains())


Event = Callable[[World], None]
