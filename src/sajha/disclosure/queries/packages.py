"""Packages of a thread as they were sent or received, and the ledger of what went out of a case."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no
from sajha.disclosure.models import HeldPackage, Release
from sajha.disclosure.values import Package
from sajha.liaison.queries import may_see
from sajha.liaison.queries.own_cases import is_open_to
from sajha.vault.actions import unseal_bytes


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package and whether it is still what was hashed when it was made."""

    package: Package
    outward: bool
    other: str
    digest: str
    whole: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of the ledger: what went to whom, for what, on what ground. No values."""

    recipient_name: str
    purpose: str
    ground: str
    fields: tuple[str, ...]
    digest: str
    count: int
    at: datetime
    thread: str


def packages_of(by: Actor, thread: str) -> list[PackageView]:
    """Packages of a thread that the actor may see, oldest first.

    Raises:
        Refused: ``not_found``.
    """
    if not may_see(by, thread):
        raise Refused(no("not_found"))
    return [_view(row) for row in HeldPackage.objects.filter(thread=thread).order_by("at", "id")]


def _view(row: HeldPackage) -> PackageView:
    content = unseal_bytes(row.thread, row.id, bytes(row.content))
    package = msgspec.json.decode(content, type=Package)
    return PackageView(package, row.outward, row.other, row.digest, package.digest() == row.digest, row.at)


def ledger_of(by: Actor, case: str) -> list[Edge]:
    """What left of a case, newest first.

    Raises:
        Refused: ``not_found`` for a case not open to the actor.
    """
    if not is_open_to(by, case):
        raise Refused(no("not_found"))
    rows = Release.objects.filter(case=case).order_by("-at")
    return [
        Edge(row.recipient_name, row.purpose, row.ground, tuple(row.fields), row.digest, row.count, row.at, row.thread)
        for row in rows
    ]
