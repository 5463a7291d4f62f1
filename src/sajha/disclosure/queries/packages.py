"""Packages of a thread as they were sent or received: what is still held of them, and how they are to be handled."""

from dataclasses import dataclass
from datetime import datetime

import msgspec

from sajha.basics.actor import Actor
from sajha.basics.clock import now
from sajha.basics.decision import Refused, no
from sajha.disclosure.models import HeldPackage, HeldPart
from sajha.disclosure.values import Handling, Marks, Package, PackageField, RecordField
from sajha.liaison.queries import may_see
from sajha.vault.actions import unseal, unseal_bytes
from sajha.vault.seals import KeyDestroyed, SealBroken

Fields = tuple[PackageField, ...]


@dataclass(frozen=True, slots=True)
class PackageView:
    """A package: what is still held of it, and whether that is what was hashed when it was made.

    ``gone``: aliases of subjects that were destroyed when they were called back; ``lost``: those that wait to be sent again.
    ``expired``: its time is over, and nothing of it is shown. ``source``: of what we passed on. A package of which a part is missing cannot be checked as a whole.
    """

    package: Package
    thread: str
    outward: bool
    other: str
    digest: str
    whole: bool
    at: datetime
    gone: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    expired: bool = False
    source: str = ""


def packages_of(by: Actor, thread: str) -> list[PackageView]:
    """Packages of a thread that the actor may see, oldest first.

    Raises:
        Refused: ``not_found``.
    """
    if not may_see(by, thread):
        raise Refused(no("not_found"))
    rows = HeldPackage.objects.filter(thread=thread).prefetch_related("parts").order_by("at", "id")
    return [view_of(row, at=now()) for row in rows]


def package(by: Actor, id: str) -> PackageView:
    """One package, by a reader of its thread.

    Raises:
        Refused: ``not_found``.
    """
    row = HeldPackage.objects.filter(pk=id).prefetch_related("parts").first()
    if row is None or not may_see(by, row.thread):
        raise Refused(no("not_found"))
    return view_of(row, at=now())


def view_of(row: HeldPackage, *, at: datetime) -> PackageView:
    """What is held of a package now."""
    found: list[PackageField] = []
    gone, lost = [], []
    expired = bool(not row.outward and row.expires_at and row.expires_at <= at)
    for part in sorted(row.parts.all(), key=lambda part: part.subject):
        try:
            found += [] if expired or part.became else fields_of(part)
        except (KeyDestroyed, SealBroken):
            lost.append(part.subject)
        if part.became:
            gone.append(part.subject)
    made = Package(id=row.id, made_at=row.made_at, marks=marks_in(row), ground=row.ground, fields=tuple(found))
    whole = made.digest() == row.digest or bool(gone or lost or expired)
    return PackageView(
        made,
        row.thread,
        row.outward,
        row.other,
        row.digest,
        whole,
        row.at,
        tuple(gone),
        tuple(lost),
        expired,
        row.source,
    )


def fields_of(part: HeldPart) -> Fields:
    """The fields of one subject.

    Raises:
        KeyDestroyed: it was called back.
        SealBroken: its key is not on this disk any more (a node restored from a backup).
    """
    return msgspec.json.decode(unseal_bytes(part.id, "content", bytes(part.content)), type=Fields)


def marks_in(row: HeldPackage) -> Marks:
    """How the package is to be handled. Conditions go with the thread's key."""
    try:
        conditions = unseal(row.thread, f"{row.id}/conditions", bytes(row.conditions))
    except (KeyDestroyed, SealBroken):
        conditions = ""
    return Marks(
        tlp=row.tlp,
        handling=tuple(map(Handling, row.handling)),
        conditions=conditions,
        source_grade=row.source_grade,
        information_grade=row.information_grade,
        expires_at=row.expires_at,
    )


def marks_of(by: Actor, id: str) -> Marks:
    """How a package is to be handled; raises as :func:`package`."""
    return package(by, id).package.marks


def fields_in(by: Actor, id: str, subjects: tuple[str, ...]) -> tuple[RecordField, ...]:
    """What a package says of the case and of these subjects, as the gate reads a record; raises as :func:`package`.

    A value that its sender masked is not passed on as one.
    """
    return tuple(
        RecordField(field.subject, field.name, field.sensitivity, field.value)
        for field in package(by, id).package.fields
        if field.subject in ("", *subjects) and field.value != "absent:withheld"
    )
