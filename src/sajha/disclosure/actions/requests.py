"""Send a request: what the gate lets go, packed, hashed, written into the ledger, and on its way."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from django.db import transaction

from sajha.audit.actions import record
from sajha.basics.actor import Actor
from sajha.basics.decision import Refused, no, require
from sajha.basics.ids import new_id
from sajha.disclosure.actions.departures import depart
from sajha.disclosure.actions.ledger import tell_source
from sajha.disclosure.models import HeldPackage, HeldPart, Release
from sajha.disclosure.queries.ledger import digest_of
from sajha.disclosure.queries.preview import Preview, preview
from sajha.disclosure.rules import BY_BASIS
from sajha.disclosure.values import Became, Outcome, Package, PackageField, Sensitivity
from sajha.disclosure.wire import Opening, encode, wire_move
from sajha.liaison.actions import note_message, send_draft
from sajha.liaison.queries.own_cases import vault_of
from sajha.liaison.values import Kind, Move, Urgency
from sajha.terms.coded import Absent
from sajha.vault.actions import HELD, seal, seal_bytes

DELIVER_WITHIN = timedelta(days=30)
"""After this a message that never reached the other node is given up, and the thread says so."""

MASKED = str(Absent("withheld"))


@transaction.atomic
def send_request(*, thread: str, shown: str, by: Actor, at: datetime) -> str:
    """Send a draft. ``shown`` is the mark of the preview that the sender confirmed; answers with the id of the message.

    Raises:
        Refused: ``preview.changed`` when the record, the recipient or the rules changed since; else as the gate and the draft say.
    """
    view = preview(by, thread)
    require(view.decision)
    if mark_of(view) != shown:
        raise Refused(no("preview.changed"))
    package = pack(view, at)
    made = send_draft(thread=thread, by=by, at=at)
    opening = Opening(
        thread=thread,
        kind=Kind(view.draft.kind),
        urgency=Urgency(view.draft.urgency),
        place=view.draft.place,
        move=wire_move(made.move, view.draft.question),
        package=package,
        source=view.draft.source,
    )
    _write_ledger(view, package, by, at)
    return _depart(made.other, thread, made.move, encode(opening), package.id if view.draft.source else "", by, at)


def _depart(recipient: str, thread: str, move: Move, body: bytes, package: str, by: Actor, at: datetime) -> str:
    departure = depart(
        recipient=recipient,
        thread=thread,
        kind="request.opened",
        body=body,
        by=by,
        at=at,
        expires_at=at + DELIVER_WITHIN,
        package=package,
    )
    note_message(move=move.id, message=departure.id)
    return departure.id


def mark_of(view: Preview) -> str:
    """A digest of all that the preview shows; the confirmation brings it back, so that nothing else is sent than was seen."""
    draft, package = view.draft, _pack(view, "package_" + "0" * 32, view.draft.opened_at)
    shown = [package.digest(), draft.recipient, draft.kind, draft.urgency, draft.place, draft.question]
    return hashlib.sha256("\0".join(shown).encode()).hexdigest()


def pack(view: Preview, at: datetime) -> Package:
    """The package of what goes: values that go, and for those masked the word that there is one."""
    return _pack(view, new_id("package"), at)


def _pack(view: Preview, id: str, at: datetime) -> Package:
    going = [
        PackageField(
            field.subject, field.name, field.sensitivity, field.text if answer.outcome == Outcome.GOES else MASKED
        )
        for field, answer in view.fields
        if answer.outcome != Outcome.WITHHELD
    ]
    going.sort(key=lambda field: field.subject)  # the order in which its parts are put together again
    named = {field.sensitivity for field in going if field.value != MASKED}
    ground = view.question.ground if Sensitivity.S3 in named else ""
    return Package(id=id, made_at=at, marks=view.marks, ground=ground, fields=tuple(going))


def _write_ledger(view: Preview, package: Package, by: Actor, at: datetime) -> None:
    draft, thread = view.draft, view.draft.id
    keep_package(
        thread=thread,
        package=package,
        outward=True,
        other=draft.recipient,
        source=draft.source,
        vault=vault_of(draft.case) or HELD,
        at=at,
    )
    for subject in package.subjects:
        edge = _edge(view, package, subject, by, at)
        edge.ground_reason = seal(thread, edge.id, draft.ground_reason)
        edge.save(force_insert=True)
        detail = {"to": edge.recipient, "purpose": edge.purpose, "ground": edge.ground, "fields": edge.fields}
        record(
            area="disclosure",
            action="package.released",
            by=by,
            at=at,
            subject=draft.case or draft.source,
            reason=draft.ground_reason,
            detail={**detail, "edge": edge.id, "row": digest_of(edge), "digest": edge.digest},
        )
    if draft.source:
        tell_source(package=package, source=draft.source, view=view, by=by, at=at)


def _edge(view: Preview, package: Package, subject: str, by: Actor, at: datetime) -> Release:
    """The ledger's row for what a package says of one subject."""
    draft = view.draft
    told = [field for field in package.fields if field.subject == subject and field.value != MASKED]
    identity = any(field.sensitivity == Sensitivity.S3 for field in told)
    said = view.words.get((subject, Sensitivity.S3))
    ground = view.question.ground if identity else ""
    return Release(
        id=new_id("release"),
        case=draft.case,
        party=view.people.get(subject, ""),
        thread=draft.id,
        package=package.id,
        subject=subject,
        source=draft.source,
        source_subject=subject if draft.source else "",
        recipient=draft.recipient,
        recipient_name=draft.recipient_name,
        recipient_kind=view.question.audience.kind,
        purpose=draft.kind,
        ground=ground,
        basis=said.basis if said and ground == BY_BASIS else "",
        fields=sorted({field.name for field in told}),
        classes=sorted({str(field.sensitivity) for field in told}),
        until=package.marks.expires_at,
        digest=package.digest(),
        by=by.id,
        at=at,
    )


def keep_package(
    *,
    thread: str,
    package: Package,
    outward: bool,
    other: str,
    source: str = "",
    vault: str = HELD,
    gone: Iterable[str] = (),
    at: datetime,
) -> None:
    """Keep a package as it was, each subject sealed under a key of its own; part of the transaction that sends or receives it.

    What is of our own case lies in that case's vault; what others entrusted to us in ``HELD``. ``gone``: subjects that were called back before the package came; of them nothing is kept.
    """
    marks, gone = package.marks, set(gone)
    row = HeldPackage(
        id=package.id,
        thread=thread,
        outward=outward,
        other=other,
        source=source,
        tlp=marks.tlp,
        handling=list(marks.handling),
        conditions=seal(thread, f"{package.id}/conditions", marks.conditions),
        source_grade=marks.source_grade,
        information_grade=marks.information_grade,
        ground=package.ground,
        digest=package.digest(),
        made_at=package.made_at,
        expires_at=marks.expires_at,
        at=at,
    )
    row.save(force_insert=True)
    for subject in package.subjects or ("",):
        part = HeldPart(id=new_id("part"), package=row, subject=subject)
        if subject in gone:
            part.became, part.became_at = Became.DESTROYED, at
        else:
            told = [field for field in package.fields if field.subject == subject]
            part.content = sealed_fields(part.id, told, vault=vault)
        part.save(force_insert=True)


def sealed_fields(part: str, fields: Iterable[PackageField], *, vault: str = HELD) -> bytes:
    """What a package says of one subject, sealed under the key of its part."""
    return seal_bytes(part, "content", msgspec.json.encode(tuple(fields)), vault=vault)
