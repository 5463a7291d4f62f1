"""Grounds on which parts are kept although they are called back."""

from dataclasses import dataclass
from datetime import datetime

from sajha.basics.actor import Actor
from sajha.disclosure.models import HeldPackage, Keeping
from sajha.disclosure.queries.onward import held_row
from sajha.disclosure.rules import keeps
from sajha.disclosure.values import Kept
from sajha.vault.actions import unseal


@dataclass(frozen=True, slots=True)
class KeepingView:
    """One ground as its readers see it; ``stands`` now."""

    id: str
    package: str
    subject: str
    kept: Kept
    reason: str
    agreed: bool
    stands: bool
    waits: bool


def kept_of(package: str, subject: str) -> Kept | None:
    """The ground that lasts longest of those that two persons agreed on; none when there is none."""
    rows = Keeping.objects.filter(package=package, subject=subject).exclude(agreed_by="").order_by("-until")
    found = [kept_value(row) for row in rows]
    return next((kept for kept in found if kept.ended_at is None), found[0] if found else None)


def kept_value(row: Keeping) -> Kept:
    """The ground as the rules know it; its section or order is opened with the key of the package's thread."""
    thread = HeldPackage.objects.values_list("thread", flat=True).get(pk=row.package)
    reference = unseal(thread, f"{row.id}/reference", bytes(row.reference))
    return Kept(row.ground, reference, row.until, row.asked_by, row.agreed_by, row.ended_at)


def keepings(by: Actor, package: str, at: datetime) -> list[KeepingView]:
    """The grounds named for a package, newest first.

    Raises:
        Refused: ``not_found``.
    """
    thread = held_row(by, package).thread
    rows = Keeping.objects.filter(package=package).order_by("-asked_at", "id")
    return [_view(row, thread, at) for row in rows]


def _view(row: Keeping, thread: str, at: datetime) -> KeepingView:
    kept = kept_value(row)
    waits = not row.agreed_by and row.ended_at is None and at < row.until
    reason = unseal(thread, f"{row.id}/reason", bytes(row.reason))
    return KeepingView(row.id, row.package, row.subject, kept, reason, bool(row.agreed_by), keeps(kept, at), waits)
