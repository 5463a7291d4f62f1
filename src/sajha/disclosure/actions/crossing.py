"""Let something of a case cross into another vault of this node: through the same gate, into the same ledger, called back the same way."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec
from django.db import transaction

from sajha.accounts.rules import may
from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.actions.opening import SHORTEST_REASON
from sajha.disclosure.actions.requests import MASKED
from sajha.disclosure.models import Called, CrossedPackage, CrossedPart, Recall, Release
from sajha.disclosure.queries.crossing import CROSSED_OPENED, Crossing, Wish, crossed, crossing
from sajha.disclosure.queries.ledger import digest_of
from sajha.disclosure.queries.packages import PackageView
from sajha.disclosure.rules import BY_BASIS
from sajha.disclosure.values import OWN_VAULT, Became, EdgeState, Outcome, Package, PackageField, Sensitivity
from sajha.liaison.queries import own_node
from sajha.vault.actions import destroy_key, make_key, seal, seal_bytes


@transaction.atomic
def cross_vault(*, wish: Wish, shown: str, by: Actor, at: datetime) -> str:
    """Freeze what the gate lets go, for the readers of the other vault. ``shown`` is the mark of the preview that was confirmed.

    Answers with the package's id. No live row is copied and no person is linked to another: the copy says nothing of where it
    came from but the vault.

    Raises:
        Refused: as :func:`queries.crossing.crossing` and the gate; ``vault.nothing``; ``preview.changed``.
    """
    view = crossing(by, wish)
    require(view.decision)
    if crossing_mark(view) != shown:
        raise Refused(no("preview.changed"))
    package = _pack(view, new_id("package"), at)
    if not package.fields:
        raise Refused(no("vault.nothing"))
    _keep(view, package, at)
    for subject in package.subjects:
        edge = _edge(view, package, subject, by, at)
        edge.ground_reason = seal(wish.case, edge.id, wish.ground_reason)
        edge.save(force_insert=True)
        record(
            area="disclosure",
            action="package.released",
            by=by,
            at=at,
            subject=wish.case,
            reason=wish.ground_reason,
            detail={
                "to": edge.recipient,
                "purpose": edge.purpose,
                "ground": edge.ground,
                "fields": edge.fields,
                "edge": edge.id,
                "row": digest_of(edge),
                "digest": edge.digest,
            },
        )
    return package.id


def crossing_mark(view: Crossing) -> str:
    """A digest of all that the preview shows, as that of a request."""
    package, wish = _pack(view, "package_" + "0" * 32, _NO_TIME), view.wish
    said = [package.digest(), wish.case, wish.to_vault, wish.kind, wish.ground, *sorted(wish.parties)]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


_NO_TIME = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def _pack(view: Crossing, id: str, at: datetime) -> Package:
    fields = [
        PackageField(
            field.subject, field.name, field.sensitivity, field.text if answer.outcome == Outcome.GOES else MASKED
        )
        for field, answer in view.fields
        if answer.outcome != Outcome.WITHHELD
    ]
    fields.sort(key=lambda field: field.subject)  # the order in which its parts are put together again
    named = any(field.sensitivity == Sensitivity.S3 and field.value != MASKED for field in fields)
    return Package(id=id, made_at=at, marks=view.marks, ground=view.wish.ground if named else "", fields=tuple(fields))


def _keep(view: Crossing, package: Package, at: datetime) -> None:
    row = CrossedPackage(
        id=package.id,
        from_vault=view.from_vault,
        to_vault=view.wish.to_vault,
        kind=view.wish.kind,
        ground=package.ground,
        marks=msgspec.to_builtins(package.marks),
        digest=package.digest(),
        expires_at=package.marks.expires_at,
        at=at,
    )
    row.save(force_insert=True)
    make_key(row.id, vault=row.to_vault)  # for the reasons of those who look
    for subject in package.subjects:
        fields = tuple(field for field in package.fields if field.subject == subject)
        part = CrossedPart(id=new_id("part"), package=row, subject=subject)
        part.content = seal_bytes(part.id, "content", msgspec.json.encode(fields), vault=row.to_vault)
        part.save(force_insert=True)


def _edge(view: Crossing, package: Package, subject: str, by: Actor, at: datetime) -> Release:
    """The ledger's row for what crossed of one subject."""
    told = [field for field in package.fields if field.subject == subject and field.value != MASKED]
    identity = any(field.sensitivity == Sensitivity.S3 for field in told)
    ground = view.wish.ground if identity else ""
    said = view.words.get((subject, Sensitivity.S3))
    return Release(
        id=new_id("release"),
        case=view.wish.case,
        party=view.people.get(subject, ""),
        package=package.id,
        subject=subject,
        recipient=f"{OWN_VAULT}{view.wish.to_vault}",
        recipient_name=own_node().name,
        recipient_kind=view.question.audience.kind,
        purpose=view.wish.kind,
        ground=ground,
        basis=said.basis if said and ground == BY_BASIS else "",
        fields=sorted({field.name for field in told}),
        classes=sorted({str(field.sensitivity) for field in told}),
        until=package.marks.expires_at,
        digest=package.digest(),
        by=by.id,
        at=at,
    )


@transaction.atomic
def open_crossed(*, package: str, reason: str, by: Actor, at: datetime) -> PackageView:
    """A package that crossed, for showing the identities in it once.

    Raises:
        Refused: without ``case:reveal``, ``not_found``, or a reason of fewer than 10 signs.
    """
    require(may(by, "case:reveal"))
    _, view = crossed(by, package, at)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(no("reason.too_short"))
    record(area="disclosure", action=CROSSED_OPENED, by=by, at=at, subject=package, reason=reason.strip())
    return view


def take_back_crossed(*, edges: Iterable[Release], because: str, by: Actor, at: datetime) -> str:
    """Destroy what crossed by these edges of one package, at once: the other vault lies in this node, and need not be asked.

    Part of the transaction that calls edges back; answers with the recall's id.
    """
    edges = list(edges)
    first, subjects = edges[0], sorted(edge.subject for edge in edges)
    for part in CrossedPart.objects.filter(package=first.package, subject__in=subjects, became=""):
        destroy_key(record=part.id, at=at)
        part.content, part.became, part.became_at = b"", Became.DESTROYED, at
        part.save(update_fields=["content", "became", "became_at"])
    recall = Recall.objects.create(
        id=new_id("recall"),
        package=first.package,
        subjects=subjects,
        recipient=first.recipient,
        because=because,
        state=EdgeState.DESTROYED,
        asked_at=at,
        answered_at=at,
    )
    for edge in edges:
        Called.objects.update_or_create(edge=edge, defaults={"recall": recall})
    detail = {"package": first.package, "subjects": subjects, "of": first.recipient, "because": because}
    record(area="disclosure", action="recall.destroyed", by=by, at=at, subject=first.case, detail=detail)
    return recall.id
