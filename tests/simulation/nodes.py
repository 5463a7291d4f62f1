"""Five nodes in one process: each with a database, keys and configuration of its own; the real code runs at one of them at a time."""

import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import call_command
from django.db import ConnectionHandler, connections, transaction

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM
from sajha.basics.clock import now as real_now
from sajha.basics.config import NodeConfig
from sajha.basics.ids import new_id as real_new_id
from sajha.vault.hybrid import new_private
from sajha.vault.identity import Identity, SealingKey, store_identity

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KINDS = (
    ("ahtu", "AHTU Hyderabad", "IN-36"),
    ("ahtu", "AHTU Chennai", "IN-33"),
    ("cwc", "CWC Guntur", "IN-28"),
    ("ngo", "Prajwala House", "IN-36"),
    ("national_coordinator", "National desk", "IN"),
)


class Clock:
    """The one time of all nodes; it moves only when told to."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def moves(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


class Ids:
    """Ids that count, so that a seed gives the same ones every time; they sort by age, as the real ones do."""

    def __init__(self) -> None:
        self.last = 0

    def new_id(self, prefix: str) -> str:
        self.last += 1
        return f"{prefix}_{self.last:032x}"


CLOCK, IDS = Clock(), Ids()


@contextmanager
def virtual() -> Iterator[None]:
    """Every module of the code under test reads the virtual clock and counts its ids."""
    put: list[tuple[object, str, object]] = []
    for name, module in list(sys.modules.items()):
        if not name.startswith(("sajha.", "tests.")) or name.startswith("tests.simulation"):
            continue
        for attribute, real, ours in (("now", real_now, CLOCK.now), ("new_id", real_new_id, IDS.new_id)):
            if getattr(module, attribute, None) is real:
                put.append((module, attribute, real))
                setattr(module, attribute, ours)
    try:
        yield
    finally:
        for module, attribute, real in put:
            setattr(module, attribute, real)


def identity_of(number: int) -> Identity:
    """The same keys for signing every time, so that node ids sort the same way in every run."""
    signing = Ed25519PrivateKey.from_private_bytes(bytes([number + 1]) * 32)
    return Identity(
        first=signing.public_key().public_bytes_raw(),
        signing=signing.private_bytes_raw(),
        sealing=(SealingKey(new_private()),),
        made_at=START - timedelta(days=60),
    )


class Saved:
    """A backup as ``sajha backup`` makes it: database and keys as of a moment, without the key of what others entrusted to us."""

    def __init__(self, node: "Node") -> None:
        self.at = CLOCK.at
        with node.here(), transaction.atomic():
            record(area="exchange", action="node.backed_up", by=SYSTEM, at=CLOCK.at)
        self.database = sqlite3.connect(":memory:")
        node.connection.backup(self.database)
        self.identity = (node.home / "keys" / "identity.json").read_bytes()


class Node:
    """One organisation's node. Inside ``with node.here():`` the real code believes that it is the only one."""

    def __init__(self, number: int, folder: Path) -> None:
        self.number = number
        self.kind, self.name, place = KINDS[number]
        self.home = folder / f"node-{number}"
        (self.home / "keys").mkdir(parents=True)
        (self.home / "keys" / "vault.key").write_bytes(bytes([number + 101]) * 32)
        self.url = f"https://node-{number}.test"
        self.config = NodeConfig(
            home=self.home, url=self.url, bind="127.0.0.1:1", organisation=self.name, kind=self.kind, places=(place,)
        )
        self.first = identity_of(number)
        self.id = self.first.node_id
        sqlite = "django.db.backends.sqlite3"  # of each node, also where the suite runs on PostgreSQL
        database = {"ENGINE": sqlite, "NAME": ":memory:", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
        self.wrapper = ConnectionHandler({"default": database})["default"]
        self.up, self.saved = True, []
        self.fresh()

    @property
    def connection(self) -> sqlite3.Connection:
        self.wrapper.ensure_connection()
        return self.wrapper.connection

    @contextmanager
    def here(self) -> Iterator[None]:
        before = connections["default"], settings.CONFIG
        connections["default"], settings.CONFIG = self.wrapper, self.config
        try:
            yield
        finally:
            connections["default"], settings.CONFIG = before

    def fresh(self) -> None:
        """The keys of the first day."""
        self.up, self.saved = True, []
        store_identity(self.home / "keys", self.first, replace=True)
        self.new_held_key(1)

    def new_held_key(self, number: int) -> None:
        """Another key for what others entrusted to us, as after a restore."""
        content = random.Random(f"{self.number}/{number}").randbytes(32)
        path = self.home / "keys" / "vault-held.key"
        path.unlink(missing_ok=True)  # another file, so that nobody takes the old one for it
        path.write_bytes(content)

    def restore(self, saved: Saved, number: int) -> None:
        """Bring the node back as it was then; the key that no backup holds is another one."""
        saved.database.backup(self.connection)
        (self.home / "keys" / "identity.json").unlink()
        (self.home / "keys" / "identity.json").write_bytes(saved.identity)
        self.new_held_key(number)

    def known_identity(self) -> Identity:
        return msgspec.json.decode((self.home / "keys" / "identity.json").read_bytes(), type=Identity)


def new_nodes() -> list[Node]:
    """Five nodes with empty databases, in a folder of memory where there is one."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="sajha-simulation-", dir=memory if memory.is_dir() else None))
    nodes = [Node(number, folder) for number in range(len(KINDS))]
    with nodes[0].here():
        call_command("migrate", verbosity=0, interactive=False)
    for node in nodes[1:]:
        nodes[0].connection.backup(node.connection)
    return nodes
