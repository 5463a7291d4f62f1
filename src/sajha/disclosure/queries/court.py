"""What a pack for the court would hold of some requests, and what is kept out of it and why."""

from dataclasses import dataclass, replace
from datetime import datetime

from sajha.basics.actor import Actor
from sajha.cases.values import Sensitivity
from sajha.disclosure.models import Heard
from sajha.disclosure.queries.departures import deliveries
from sajha.disclosure.queries.ledger import newest_recalls
from sajha.disclosure.queries.packages import PackageView, packages_of
from sajha.disclosure.rules import may_name_in_court, may_use_in_court
from sajha.disclosure.values import PackagePart
from sajha.liaison import queries as liaison
from sajha.liaison.values import Kind, ThreadView


@dataclass(frozen=True, slots=True)
class CourtThread:
    """A request with its packages. Words that people wrote stand in a pack only when nothing of the request is kept out."""

    view: ThreadView
    packages: tuple[PackagePart, ...]

    @property
    def complete(self) -> bool:
        return all(one.complete and not one.unnamed for one in self.packages)


def court_threads(by: Actor, threads: tuple[str, ...], at: datetime) -> list[CourtThread]:
    """The requests in the order given, without those that never left.

    Raises:
        Refused: ``not_found`` for one that is not open to the actor.
    """
    return [_thread(by, id, at) for id in dict.fromkeys(threads)]


def _thread(by: Actor, id: str, at: datetime) -> CourtThread:
    view = liaison.thread(by, id)
    return CourtThread(view, tuple(_part(one, view, at) for one in packages_of(by, id)))


def _part(one: PackageView, view: ThreadView, at: datetime) -> PackagePart:
    package = one.package
    recalled = {subject for _, subject in newest_recalls({package.id})}
    kept = tuple(field for field in package.fields if field.subject not in recalled)
    opening = next((entry for entry in view.timeline if entry.kind == "send"), None)
    part = PackagePart(
        id=package.id,
        outward=one.outward,
        other=one.other,
        marks=package.marks,
        made_at=package.made_at,
        at=one.at,
        digest=one.digest,
        whole=one.whole,
        ground=package.ground,
        message=opening.message if opening else "",
        receipted_at=_receipted(view.row.id, opening.message) if one.outward and opening else one.at,
        held=_held(one, at),
        unnamed="",
        called_back=bool(recalled or one.gone or one.lost),
        kept=_kept(one),
        fields=kept,
    )
    return replace(part, fields=() if part.held else kept, unnamed=_unnamed(part, Kind(view.row.kind)))


def _kept(one: PackageView) -> bool:
    """Whether its sender called back a part that is still here."""
    heard = Heard.objects.filter(sender=one.other, package=one.package.id).values_list("subjects", flat=True)
    return not one.outward and bool({subject for subjects in heard for subject in subjects} - set(one.gone))


def _receipted(thread: str, message: str) -> datetime | None:
    return next((one.receipted_at for one in deliveries(thread) if one.message_id == message), None)


def _held(one: PackageView, at: datetime) -> str:
    """Why nothing of a package may be shown; empty when it may."""
    marks = one.package.marks
    if one.expired or (marks.expires_at is not None and marks.expires_at <= at):
        return "gate.package_expired"
    answer = may_use_in_court(marks, ours=one.outward and not one.source)
    return "" if answer.allowed else answer.because


def _unnamed(part: PackagePart, kind: Kind) -> str:
    """Why the identities in it may not be shown; empty when there are none, or they may."""
    named = any(field.sensitivity == Sensitivity.S3 for field in part.fields)
    answer = may_name_in_court(kind, part.ground)
    return "" if answer.allowed or not named else answer.because
