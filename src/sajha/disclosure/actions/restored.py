"""A node that was brought back from a backup has no key to what others entrusted to it: it asks them, and gets what still stands."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import SYSTEM, Actor
from sajha.basics.decision import Refused, no
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.actions.requests import sealed_fields
from sajha.disclosure.models import Heard, HeldPackage, HeldPart
from sajha.disclosure.queries.ledger import newest_recalls
from sajha.disclosure.queries.packages import fields_of
from sajha.disclosure.values import Became, PackageField
from sajha.disclosure.wire import Again, Wanted, encode
from sajha.network.queries import active_node_ids
from sajha.vault.actions import renew_key
from sajha.vault.seals import KeyDestroyed, SealBroken

AT_ONCE = 200


@transaction.atomic
def ask_again(at: datetime) -> int:
    """Ask the senders of packages that do not open any more for them, once; gives for how many."""
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
