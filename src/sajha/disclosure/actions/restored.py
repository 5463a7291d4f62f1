"""A node that was brought back from a backup has no key to what others entrusted to it: it asks them, and gets what still stands."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from sajha.audit.actions import record
from sajha.audit.queries import recent
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused, no
from sajha.basics.ids import new_id
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.actions.ledger import WENT_ON
from sajha.disclosure.actions.recall import call_back
from sajha.disclosure.actions.requests import sealed_fields
from sajha.disclosure.models import Departure, Heard, HeldPackage, HeldPart, Release
from sajha.disclosure.queries.ledger import digest_of, newest_recalls
from sajha.disclosure.queries.packages import fields_of
from sajha.disclosure.values import Became, PackageField
from sajha.disclosure.wire import Again, Entrusted, Holding, PassedOn, Wanted, Which, encode
from sajha.liaison.queries import kind_of_thread, name_of, own_node
from sajha.network.queries import active_node_ids, names
from sajha.vault.actions import renew_key
from sajha.vault.seals import KeyDestroyed, SealBroken

AT_ONCE = 200
BACKED_UP = "node.backed_up"
MARGIN, LONG_AGO = (
    timedelta(hours=1),
    timedelta(days=3660),
)  # clocks of nodes that differ; longer than anything was sent ago
ASKED, TOLD = "package_which", "package_holding"
"""Lanes of their own: in a common one they would wait behind what a suspended member does not take."""


@transaction.atomic
def ask_again(at: datetime) -> int:
    """Ask the senders of packages that do not open any more for them, once; gives for how many.

    Every node is asked too what it holds of ours that came after the backup: we do not remember.
    """
    since = _backed_up_at(at) - MARGIN
    for node in sorted(names()):
        depart(recipient=node, thread=ASKED, kind="package.which", body=encode(Which(since)), by=SYSTEM, at=at)
    rows = HeldPart.objects.filter(became="", asked_at=None, package__outward=False).select_related("package")
    lost: dict[str, set[str]] = {}
    for part in rows.iterator():
        if not _opens(part):
            lost.setdefault(part.package.other, set()).add(part.package_id)
            HeldPart.objects.filter(pk=part.pk).update(asked_at=at)
    for sender in sorted(set(lost) & active_node_ids()):
        wanted = sorted(lost[sender])
        for first in range(0, len(wanted), AT_ONCE):
            body = Wanted(tuple(wanted[first : first + AT_ONCE]))
            depart(recipient=sender, thread="", kind="package.wanted", body=encode(body), by=SYSTEM, at=at)
    if lost:
        count = sum(map(len, lost.values()))
        record(area="disclosure", action="package.wanted", by=SYSTEM, at=at, detail={"packages": count})
    return sum(map(len, lost.values()))


def _backed_up_at(at: datetime) -> datetime:
    """When the backup was made, which is the newest that it knows of; without any, everything since the beginning is asked for."""
    found = recent(action=BACKED_UP, since=at - LONG_AGO, size=1)
    return found[0].at if found else at - LONG_AGO


def _opens(part: HeldPart) -> bool:
    try:
        fields_of(part)
    except (KeyDestroyed, SealBroken):
        return False
    return True


def send_again(*, packages: Iterable[str], by: Actor, at: datetime) -> None:
    """Send what was not called back of these packages to the one who has them from us; part of intake."""
    rows = HeldPackage.objects.filter(pk__in=list(packages), outward=True, other=by.id).prefetch_related("parts")
    recalls = newest_recalls({row.pk for row in rows})
    for row in rows:
        fields: list[PackageField] = []
        gone: list[str] = []
        for part in row.parts.all():
            if (row.pk, part.subject) in recalls or part.became or not _opens(part):
                gone.append(part.subject)
            else:
                fields.extend(fields_of(part))
        body = Again(row.pk, tuple(fields), tuple(gone))
        depart(
            recipient=by.id,
            thread="",
            kind="package.again",
            body=encode(body),
            package=row.source and row.pk,
            by=by,
            at=at,
        )
        detail = {"package": row.pk, "gone": gone}
        record(area="disclosure", action="package.sent_again", by=by, at=at, subject=row.pk, detail=detail)


def take_again(body: Again, *, by: Actor, at: datetime) -> None:
    """Take what came again of a package; what its sender says is gone, and what it called back, stays gone. Part of intake.

    Raises:
        Refused: ``thread.not_yours`` for a package that did not come from there.
    """
    row = HeldPackage.objects.filter(pk=body.package, outward=False, other=by.id).first()
    if row is None:
        raise Refused(no("thread.not_yours"))
    heard = {
        subject
        for subjects in Heard.objects.filter(sender=by.id, package=row.pk).values_list("subjects", flat=True)
        for subject in subjects
    }
    for part in row.parts.filter(became=""):
        if _opens(part):
            continue
        if part.subject in {*heard, *body.gone}:
            part.became, part.became_at, part.content = Became.DESTROYED, at, b""
        else:
            renew_key(record=part.id, at=at)
            part.content = sealed_fields(part.id, [field for field in body.fields if field.subject == part.subject])
        part.save(update_fields=["became", "became_at", "content"])
    record(area="disclosure", action="package.came_again", by=by, at=at, subject=row.pk)


def tell_held(*, since: datetime, by: Actor, at: datetime) -> None:
    """Tell a node that was restored what we hold of what it sent us since then; part of intake."""
    rows = HeldPackage.objects.filter(outward=False, other=by.id, at__gte=since).order_by("at", "id")
    held = [told for row in rows.prefetch_related("parts") if (told := _entrusted(row))]
    for first in range(0, len(held), AT_ONCE):
        body = Holding(tuple(held[first : first + AT_ONCE]))
        depart(recipient=by.id, thread=TOLD, kind="package.holding", body=encode(body), by=by, at=at)
    detail = {"packages": len(held)}
    record(area="disclosure", action="package.held_told", by=by, at=at, subject=by.id, detail=detail)


def _entrusted(row: HeldPackage) -> Entrusted | None:
    subjects = tuple(sorted(part.subject for part in row.parts.all() if not part.became))
    if not subjects:
        return None  # the request may be erased, and is nobody's any more
    return Entrusted(row.pk, row.thread, kind_of_thread(row.other, row.thread), subjects, row.source, row.at)


def hear_held(said: Holding, *, by: Actor, at: datetime) -> None:
    """What somebody holds of ours that we do not remember enters the ledger again, and is called back at once. Part of intake.

    We do not know any more whose it was and what the person said; only its holder can tell us what it did with it. What we know
    of is not its holder's to write anew, be it here, with this holder or with another.

    Raises:
        Refused: ``thread.not_yours`` when we did not ask.
    """
    if not Departure.objects.filter(recipient=by.id, kind="package.which").exists():
        raise Refused(no("thread.not_yours"))
    ids = [told.package for told in said.packages]
    known = set(HeldPackage.objects.filter(pk__in=ids).values_list("pk", flat=True))
    known |= set(Release.objects.filter(package__in=ids).values_list("package", flat=True))
    for told in said.packages:
        if told.package not in known:
            edges = [_remembered(told, subject, by, at) for subject in told.subjects]
            _tell_its_source(told, by, at)
            call_back(edges=edges, because="recall.forgotten", by=SYSTEM, at=at)


def _remembered(told: Entrusted, subject: str, by: Actor, at: datetime) -> Release:
    """The ledger's row for an edge that we know of by its holder alone."""
    edge = Release(
        id=new_id("release"),
        thread=told.thread,
        package=told.package,
        subject=subject,
        source=told.source,
        source_subject=subject if told.source else "",
        recipient=by.id,
        recipient_name=name_of(by.id),
        purpose=told.kind,
        by=by.id,
        at=told.at,
    )
    edge.save(force_insert=True)
    detail = {"to": by.id, "purpose": edge.purpose, "ground": "", "fields": []}
    record(
        area="disclosure",
        action="package.released",
        by=by,
        at=at,
        subject=told.source or told.thread,
        detail={**detail, "edge": edge.id, "row": digest_of(edge), "digest": ""},
    )
    return edge


def _tell_its_source(told: Entrusted, by: Actor, at: datetime) -> None:
    """The word to its source that it went on may have been lost with the disk."""
    came, own = HeldPackage.objects.filter(pk=told.source, outward=False).first() if told.source else None, own_node()
    if came is not None:
        body = PassedOn(told.source, told.subjects, own.id, own.name, by.id, name_of(by.id), told.kind, told.at)
        depart(recipient=came.other, thread=WENT_ON, kind="package.passed_on", body=encode(body), by=by, at=at)
